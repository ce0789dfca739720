"""What a card says of curves that were learnt on another cohort, judged on others there.

Bands of HbA1c are those of the guidelines; calibration in them is after one intercept
for all of the people, because the other country's level is not what is judged.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq

from training.card.sections import LearntBand, LearntCurve, LearntTier
from training.cohort import Floats
from training.learnt_abroad import Teacher
from training.logistic import sigmoid
from training.sources import Source
from training.validation.censored import harrell_c, kaplan_meier_risk
from training.validation.grouping import Grouping
from training.validation.resampling import Resamples, estimate
from training.validation.sample import MIN_EVENTS

BANDS = {"hba1c": (0.0, 5.0, 5.7, 6.0)}
"""Where bands begin: %, the last below 6.5, the criterion of diabetes."""

_FAR = 20.0  # log-odds


def learnt_curves(
    source: Source, teachers: Sequence[Teacher]
) -> tuple[LearntCurve, ...]:
    """The section of every input learnt abroad."""
    return tuple(_section(source, teacher) for teacher in teachers)


def _section(source: Source, teacher: Teacher) -> LearntCurve:
    cohort, definition = teacher.cohort, source.definition
    assert source.external is not None  # noqa: S101 - teachers come from there
    return LearntCurve(
        input=teacher.name,
        population=source.external.population,
        people=len(teacher.everybody()),
        events=cohort.events,
        years=teacher.last,
        tiers=tuple(
            _tier(teacher, number, tier.code, definition.seed)
            for number, tier in enumerate(definition.tiers)
        ),
    )


def _tier(teacher: Teacher, number: int, code: str, seed: int) -> LearntTier:
    cohort = teacher.cohort
    resamples = Resamples.of(cohort, seed)
    rows = teacher.everybody()
    curve = teacher.learn(number, rows)
    without, known = teacher.scores[number], teacher.out_of_fold(number, seed)
    before = harrell_c(cohort, resamples, without, rows)
    after = harrell_c(cohort, resamples, known, rows)
    return LearntTier(
        tier=code,
        knots=curve.knots,
        log_odds=curve.values,
        c_without=estimate(before),
        c_known=estimate(after),
        gain=estimate(after - before),
        bands=tuple(_bands(teacher, number, known, resamples)),
    )


def _bands(
    teacher: Teacher, number: int, log_odds: Floats, resamples: Resamples
) -> Iterator[LearntBand]:
    cohort, last = teacher.cohort, teacher.last
    exponent = teacher.time.exponents[number]
    at_last = log_odds + float(exponent.offset(np.array(last)))
    seen = float(kaplan_meier_risk(cohort, resamples, last)[0])

    def excess(moved: float) -> float:
        return float(sigmoid(at_last + moved).mean()) - seen

    risk = sigmoid(at_last + float(brentq(excess, -_FAR, _FAR)))
    begins = BANDS[teacher.name]
    names = [f"{low:g} to {high:g}" for low, high in pairwise(begins)]
    groups = Grouping.of_bands(
        teacher.values, begins, (*names, f"{begins[-1]:g} and more")
    )
    for place, name in enumerate(groups.names):
        rows = groups.rows(place)
        part = cohort.take(rows)
        if not len(rows):
            continue
        observed = kaplan_meier_risk(part, resamples.take(rows), last)
        yield LearntBand(
            band=name,
            people=len(rows),
            events=part.events,
            observed=float(observed[0]),
            expected=float(risk[rows].mean()),
            observed_expected=(
                estimate(observed / risk[rows].mean()) if part.events >= 1 else None
            ),
            few=part.events < MIN_EVENTS,
        )
