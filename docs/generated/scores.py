"""The published scores: what each asks, its points and bands, and its source."""

from itertools import chain

from docs.generated.markdown import table
from service.clinical.point_score import PointScore
from service.clinical.reference_scores import REFERENCE_SCORES
from service.clinical.scores.items import (
    Answers,
    AnySign,
    Between,
    Depending,
    Item,
    Narrowed,
    Sign,
    Steps,
)
from service.clinical.variable import Value
from service.clinical.variables import VARIABLES

HEADER = ("Score", "Predicts", "For", "Item", "Points", "Bands", "Source")


def scores() -> str:
    """One table: a score in its first line, one item in each."""
    rows = chain.from_iterable(map(_rows, REFERENCE_SCORES.values()))
    return table(HEADER, rows)


def _rows(score: PointScore) -> list[tuple[str, ...]]:
    first, *others = [(_variables(item), _points(item)) for item in score.items]
    bands = "; ".join(f"{band.label.en} from {band.start}" for band in score.bands)
    title = f"{score.name.en}: `{score.code}`"
    told = (title, score.outcome.en, _whom(score))
    return [
        (*told, *first, bands, score.citation),
        *(("", "", "", *other, "", "") for other in others),
    ]


def _whom(score: PointScore) -> str:
    ages, ancestries = score.ages, ", ".join(f"`{a}`" for a in score.ancestries)
    span = f"{ages.start} years and more"
    if ages.end is not None:
        span = f"{ages.start} to {ages.end} years"
    return f"{span}; ancestry {ancestries}, or unknown" if ancestries else span


def _variables(item: Item) -> str:
    return ", ".join(f"`{name}`" for name in dict.fromkeys(_named(item)))


def _named(item: Item) -> list[str]:
    match item:
        case Steps() | Answers():
            return [item.variable]
        case Depending():
            return [
                item.variable,
                *chain.from_iterable(map(_named, item.items.values())),
            ]
        case AnySign():
            return [*(sign.variable for sign in item.signs), *item.implied_by]
        case Narrowed():
            return [*_named(item.item), *_named(item.by)]
        case _:
            return []


def _points(item: Item) -> str:
    match item:
        case Steps():
            return ", ".join(
                f"{'above' if step.above else 'from'} {step.start:g}: {step.points}"
                for step in item.steps
            )
        case Answers():
            return ", ".join(
                f"{_answer(answer)}: {points}"
                for answer, points in item.by_answer.items()
                if points
            )
        case Depending():
            return "; ".join(
                f"{', '.join(answers)} ({given})"
                for given, answers in _answers_by_points(item).items()
                if given
            )
        case AnySign():
            signs = [*map(_sign, item.signs), *(f"`{n}`" for n in item.implied_by)]
            return f"{' or '.join(signs)}: {item.given}"
        case Narrowed():
            return f"{_points(item.item)}; while unknown, {_points(item.by)}"
        case Between():
            return f"{item.low} to {item.high}" if item.high else ""
        case _:
            raise TypeError(f"Say how the points of {type(item).__name__} are printed.")


def _answers_by_points(item: Depending) -> dict[str, list[str]]:
    """The answers that lead to the same points, by these points."""
    found: dict[str, list[str]] = {}
    for answer, one in item.items.items():
        found.setdefault(_points(one), []).append(_answer(answer))
    return found


def _answer(answer: Value) -> str:
    return f"`{answer}`" if isinstance(answer, str) else "yes" if answer else "no"


def _sign(sign: Sign) -> str:
    if sign.at_least is None:
        return f"`{sign.variable}`"
    unit = VARIABLES[sign.variable].units[0].symbol
    return f"`{sign.variable}` from {sign.at_least:g} {unit}"
