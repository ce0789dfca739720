"""How good the committed bundles are, from the cards that the training run wrote."""

from collections.abc import Iterator, Mapping

from docs.generated.card import cards, folders
from docs.generated.markdown import table
from training.card import tables, words
from training.card.conventions import CONVENTIONS
from training.card.markdown import times
from training.card.names import people_of
from training.card.record import Card
from training.figures import Estimate, HorizonFigures, Rival, SubsetFigures

FINDRISC, LINEAR = "findrisc", "linear"
RIVALS: Mapping[str, str] = {
    LINEAR: "linear",
    "refit": "fitted there",
    FINDRISC: "FINDRISC",
    "ada": "ADA",
}
PLACES: Mapping[str, str] = {
    "incident-diabetes": "China",
    "undiagnosed-diabetes": "United States",
    "malaysia": "Malaysia",
    "asian": "Americans of Asian ancestry",
}
ABROAD = "Japan"
YEARS = 5
THRESHOLD = 0.05


def headline() -> str:
    """For each bundle a small table: ranking, calibration, and what is gained."""
    return "\n\n".join(_headline(name, card) for name, card in cards().items())


def _headline(name: str, card: Card) -> str:
    place = PLACES[name]
    header = _header(place, card.home)
    if card.external:
        header += [f"{ABROAD}: C-index (95 %)", "linear", f"O/E at {YEARS} years"]
    rows = [
        (*_home(subset, row), *_away(card.abroad[subset] if card.external else None))
        for subset, row in card.home.items()
    ]
    people = f"{place}: {words.counts(card.training)}."
    parts = [f"**{card.outcome}** (`{name}`)"]
    if card.target and card.target_data:
        target = PLACES[card.target_group]
        parts += [
            (
                f"For whom it is made, {words.target_people(card)}: "
                f"{words.counts(card.target_data)}; nobody is scored by what was fitted "
                "on them."
            ),
            table(
                _header(target, card.target),
                [_home(*found) for found in card.target.items()],
            ),
            words.strongest(card.target),
            (
                "Where both tests have to be in the range of diabetes: AUC "
                f"{with_interval(_ranked(next(iter(card.confirmed.values()))), 3)}. "
                f"{words.strongest(card.confirmed)}"
            ),
            *_kin(card),
            f"{words.BEFORE}:",
        ]
    if card.external:
        people += f" {ABROAD}: {words.counts(card.external)}."
    link = f"models/{name}/{card.version}/card.md"
    said = f"{people} All figures: [model card]({link})."
    best = words.strongest(card.home)
    return "\n\n".join((*parts, table(header, rows), *_learnt(card), best, said))


def _learnt(card: Card) -> Iterator[str]:
    """What inputs add that the training people lack, by curves learnt on others."""
    beyond = [it for it in card.abroad if it not in card.home]
    if beyond:
        told = "; ".join(
            f"{subset} {with_interval(_ranked(card.abroad[subset]), 3)}"
            for subset in beyond
        )
        yield (
            f"HbA1c is not in the training data; its curve is learnt in {ABROAD}, and each "
            f"person there is scored by a curve from others: C-index {told}."
        )


def _kin(card: Card) -> Iterator[str]:
    """The training people of the target's ancestry, by what is shipped."""
    if card.transfer is None:
        return
    yield f"{people_of(card.transfer.kin)}, by the version that is shipped:"
    yield table(
        _header(PLACES[card.transfer.kin], card.kin),
        [_home(*found) for found in card.kin.items()],
    )
    yield words.strongest(card.kin)


def _header(place: str, figures: Mapping[str, SubsetFigures]) -> list[str]:
    compared = {rival.code for row in figures.values() for rival in row.rivals}
    return [
        *("What is known", f"{place}: AUC (95 %)"),
        *(title for code, title in RIVALS.items() if code in compared),
        *("slope", "O/E", f"gain over FINDRISC at {THRESHOLD:.0%}, for 1,000 (95 %)"),
    ]


def _home(subset: str, row: SubsetFigures) -> tuple[str, ...]:
    rivals = {rival.code: rival for rival in row.rivals}
    gain = next(
        found.gain
        for found in row.decision.gains
        if found.strategy == FINDRISC and found.threshold == THRESHOLD
    )
    return (
        subset,
        with_interval(_ranked(row), 3),
        *(_auc(rivals[code]) for code in RIVALS if code in rivals),
        f"{row.calibration.slope.value:.2f}",
        f"{row.calibration.observed_expected.value:.2f}",
        with_interval(times(gain, tables.PER_PEOPLE), 1) if gain else "-",
    )


def _away(row: SubsetFigures | None) -> tuple[str, ...]:
    if row is None:
        return ()
    rivals = {rival.code: rival for rival in row.rivals}
    return (
        with_interval(_ranked(row), 3),
        _auc(rivals[LINEAR]),
        f"{at_years(row).observed_expected.value:.2f}",
    )


def at_years(row: SubsetFigures) -> HorizonFigures:
    """The figures of an external cohort at the horizon of the guides."""
    return next(found for found in row.horizons if found.years == YEARS)


def _ranked(row: SubsetFigures) -> Estimate:
    found = row.ranking.auc if row.ranking else row.c_index
    if found is None:
        raise ValueError(f"{row.subset}: neither an AUC nor a C-index.")
    return found


def _auc(rival: Rival) -> str:
    return f"{rival.auc.value:.3f}"


def performance() -> str:
    """The whole validation of every bundle, with what its columns mean."""
    meanings = "\n".join(f"- {name}: {text}" for name, text in CONVENTIONS.items())
    parts = [part for name, card in cards().items() for part in _whole(name, card)]
    return "\n\n".join((*parts, "What the figures mean:", meanings))


def _whole(name: str, card: Card) -> Iterator[str]:
    yield f"### {name}"
    if card.target:
        yield f"For whom it is made: {words.target_people(card)}."
        yield from _tables(card.target)
        yield tables.flagging(card.target)
        yield "The same people, where both tests have to be in the range of diabetes:"
        yield tables.discrimination(card.confirmed)
        yield tables.rivals(card.confirmed)
    if card.transfer:
        yield f"{people_of(card.transfer.kin)}, by the version that is shipped:"
        yield from _tables(card.kin)
        yield f"{words.BEFORE}."
    yield f"At home: {words.counts(card.training)}. {card.facts.method.partition}"
    yield from _tables(card.home)
    if card.external:
        yield f"Abroad, nothing fitted: {words.counts(card.external)}."
        yield tables.horizons(card.abroad)
        yield from _tables(card.abroad)
    if card.transfer:
        yield words.transferred(card.transfer, card)
    yield "How often intervals and ranges held:"
    yield tables.coverage(card)
    folder = f"../models/{name}/{folders()[name].name}"
    plots = ("calibration", "roc", "decision", "subgroups", "contributions", "effects")
    links = ", ".join(f"[{plot}]({folder}/{plot}.svg)" for plot in plots)
    yield f"Plots: {links}. Subgroups: [card]({folder}/card.md)."


def _tables(figures: Mapping[str, SubsetFigures]) -> Iterator[str]:
    yield tables.discrimination(figures)
    yield tables.calibration(figures)
    yield tables.rivals(figures)
    yield tables.net_benefit(figures)


def with_interval(estimate: Estimate, digits: int) -> str:
    """A figure with its 95 % interval."""
    value, low, high = (
        f"{figure:.{digits}f}"
        for figure in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} ({low} to {high})"
