"""What the template draws of a card: cohorts with their rows, spans and drawings."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from service.transports.page.model.card import (
    Card,
    Curve,
    Data,
    Estimate,
    Figures,
    Gain,
    Subgroup,
)
from service.transports.page.model.plots import Plot, calibration, decision, roc
from service.transports.page.model.scale import Scale

AUC = Scale(0.5, 1.0)
OBSERVED_EXPECTED = Scale(0.5, 2.0, math.log)
CENTRES = ("site", "cycle")  # places or years, not kinds of people
FALSE_ALARMS = (0.05, 0.1, 0.2, 0.3, 0.5)
"""Shares of people without the outcome at which the ROC curve is told in figures."""

Code = Literal["target", "home", "abroad"]


@dataclass(frozen=True, slots=True)
class Span:
    """An interval as percents of a line's width."""

    low: float
    at: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """People of whom the same is known, or who are of the same group."""

    name: str
    people: int
    events: int
    auc: Estimate | None
    auc_span: Span | None
    observed_expected: Estimate | None
    observed_expected_span: Span | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """What people are grouped by, and the groups; no code: by what is known."""

    code: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RocRow:
    """Sensitivity at a share of false alarms, with most and with least known."""

    false_alarms: float
    most: float
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """One cohort: `fullest` are its figures with everything known."""

    code: Code
    data: Data
    fullest: Figures
    least: Figures
    subsets: Dimension
    kinds_of_people: tuple[Dimension, ...]
    places: tuple[Dimension, ...]
    strategies: tuple[tuple[Gain, ...], ...]
    calibration: Plot
    roc: Plot | None
    roc_rows: tuple[RocRow, ...]
    decision: Plot


def cohorts(card: Card) -> tuple[Cohort, ...]:
    """Those for whom the level is meant first, then home, then abroad."""
    found: list[tuple[Code, Sequence[Figures], Data | None]] = [
        ("target", card.target, card.target_data or card.training),
        ("home", card.home, card.training),
        ("abroad", card.abroad, card.external),
    ]
    return tuple(
        _cohort(code, figures, data, least=card.home[-1].subset)
        for code, figures, data in found
        if figures and data
    )


def _cohort(
    code: Code, figures: Sequence[Figures], data: Data, *, least: str
) -> Cohort:
    # Behind the subsets of home may stand others, in which more is known.
    fullest = figures[0]
    poorest = next((one for one in figures if one.subset == least), figures[-1])
    dimensions = tuple(_dimensions(fullest.subgroups))
    return Cohort(
        code=code,
        data=data,
        fullest=fullest,
        least=poorest,
        subsets=Dimension(
            "",
            tuple(
                _row(
                    one.subset,
                    one.people,
                    one.events,
                    one.auc,
                    one.calibration.observed_expected,
                )
                for one in figures
            ),
        ),
        kinds_of_people=tuple(d for d in dimensions if d.code not in CENTRES),
        places=tuple(d for d in dimensions if d.code in CENTRES),
        strategies=tuple(_strategies(fullest.decision.gains)),
        calibration=calibration(fullest),
        roc=roc(figures),
        roc_rows=tuple(_roc_rows(fullest, poorest)),
        decision=decision(fullest.decision),
    )


def _dimensions(subgroups: Sequence[Subgroup]) -> Iterator[Dimension]:
    for code, members in groupby(subgroups, lambda one: one.dimension):
        yield Dimension(
            code,
            tuple(
                _row(one.group, one.people, one.events, one.auc, one.observed_expected)
                for one in members
            ),
        )


def _strategies(gains: Sequence[Gain]) -> Iterator[tuple[Gain, ...]]:
    """The net benefits of each strategy; of the model first."""
    codes = dict.fromkeys(["model", *(gain.strategy for gain in gains)])
    for code in codes:
        yield tuple(gain for gain in gains if gain.strategy == code)


def _roc_rows(fullest: Figures, least: Figures) -> Iterator[RocRow]:
    if fullest.ranking and least.ranking:
        for share in FALSE_ALARMS:
            most = _sensitivity(fullest.ranking.roc, share)
            yield RocRow(share, most, _sensitivity(least.ranking.roc, share))


def _sensitivity(curve: Curve, false_alarms: float) -> float:
    """The last point of the curve that raises no more false alarms than that."""
    reached = (y for x, y in zip(curve.x, curve.y, strict=False) if x <= false_alarms)
    return max(reached, default=0.0)


def _row(
    name: str,
    people: int,
    events: int,
    auc: Estimate | None,
    observed_expected: Estimate | None,
) -> Row:
    return Row(
        name=name,
        people=people,
        events=events,
        auc=auc,
        auc_span=_span(auc, AUC),
        observed_expected=observed_expected,
        observed_expected_span=_span(observed_expected, OBSERVED_EXPECTED),
    )


def _span(found: Estimate | None, scale: Scale) -> Span | None:
    if found is None:
        return None
    ends = (100 * scale.share(f) for f in (found.low, found.value, found.high))
    return Span(*(round(end, 1) for end in ends))
