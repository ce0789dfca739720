"""Curves of inputs that the training cohort lacks, learnt on another cohort.

The model's own log-odds are an offset there and an intercept takes up the level, so
that a curve says only what the input adds to what is known; the other country's level
does not leak in. A curve is then moved so that the mean risk of its people is what it
was without: who does not know the input stays calibrated. Follow-up ends at the last
horizon, because what an input says fades with the years.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq
from sklearn.model_selection import KFold

from service.clinical.variables import VARIABLES
from training.cohort import Cohort, Floats, Inputs, Rows
from training.compiler import Curve, SmoothPart
from training.curve_spec import CurveSpec
from training.definition import Definition
from training.logistic import sigmoid
from training.model import Model
from training.ramps import Problem
from training.recalibration.observed import until
from training.time_offset import TimeCourse

SMOOTHNESS = 20.0
RIDGE = 1e-3
FOLDS, REPEATS = 5, 5
_FAR = 20.0  # log-odds
_DECIMALS = 6
_RARE = 0.1  # share of people who may lack what a drawn value depends on

Recalibration = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Teacher:
    """A cohort that has the input, and what the model says of its people without it.

    Attributes:
        cohort: Censored; follow-up ends at the last horizon.
        name: Of the input.
        spec: The shape of its curve.
        scores: [tier][people] recalibrated log-odds of the first horizon, the input
            and what only better known tiers know being hidden.
        time: Time's part.
        last: The last horizon, in years.
    """

    cohort: Cohort
    name: str
    spec: CurveSpec
    scores: tuple[Floats, ...]
    time: TimeCourse
    last: float

    @classmethod
    def of(
        cls,
        external: Cohort,
        model: Model,
        definition: Definition,
        recalibration: Recalibration,
        time: TimeCourse,
        *,
        name: str,
    ) -> "Teacher":
        """Score the people of a cohort in every tier, the input hidden."""
        last = float(definition.horizons_years[-1])
        scores = tuple(
            intercept + slope * model.log_odds(hidden(external, definition, tier, name))
            for tier, (intercept, slope) in enumerate(recalibration)
        )
        return cls(
            cohort=until(external, last),
            name=name,
            spec=definition.curves[name],
            scores=scores,
            time=time,
            last=last,
        )

    @property
    def values(self) -> Floats:
        """The input [people]."""
        return self.cohort.value(self.name)

    def learn(self, tier: int, people: Rows) -> Curve:
        """The curve of a tier, from these people."""
        part, score = self.cohort.take(people), self.scores[tier][people]
        exponent = self.time.exponents[tier]
        columns = self.spec.columns(self.values[people])
        width = 1 + columns.shape[1]
        bends = self.spec.penalty(SMOOTHNESS, RIDGE)
        direction = VARIABLES[self.name].monotone
        lowest, highest = np.full(width, -np.inf), np.full(width, np.inf)
        lowest[1:] = 0.0 if direction > 0 else -np.inf
        highest[1:] = 0.0 if direction < 0 else np.inf
        found = Problem(
            design=np.hstack([np.ones((len(people), 1)), columns]),
            successes=part.outcome,
            # The log-logistic likelihood of censored people: see `Observed`.
            trials=1 + part.outcome,
            offset=score + exponent.offset(part.years),
            penalty=np.hstack([np.zeros((len(bends), 1)), bends]),
            lowest=lowest,
            highest=highest,
            towards=np.zeros(width),
        ).solve()[1:]
        at_last = score + float(exponent.offset(np.array(self.last)))
        moved = _centre(at_last, columns @ found)
        return Curve(
            knots=self.spec.knots,
            values=tuple(
                round(float(value), _DECIMALS)
                for value in self.spec.at_knots @ found - moved
            ),
            missing=0.0,
        )

    def everybody(self) -> Rows:
        """All who know the input."""
        return np.flatnonzero(~np.isnan(self.values))

    def out_of_fold(self, tier: int, seed: int) -> Floats:
        """Log-odds [people] of the first horizon by curves from others.

        The mean of several partitions: with so few events one depends on the draw.
        """
        score = self.scores[tier]
        added = np.zeros(len(score))
        rows = self.everybody()
        for repeat in range(REPEATS):
            parts = KFold(FOLDS, shuffle=True, random_state=seed + repeat)
            for training, held_out in parts.split(rows):
                curve = self.learn(tier, rows[training])
                added[rows[held_out]] += curve(self.values[rows[held_out]]) / REPEATS
        return score + added


def hidden(external: Cohort, definition: Definition, tier: int, name: str) -> Inputs:
    """The people as they are known in a tier, without the input [people, inputs]."""
    x = external.x.copy()
    better = [it for richer in definition.tiers[:tier] for it in richer.any_of]
    x[:, [external.inputs.index(it) for it in (*better, name)]] = np.nan
    return x


def _centre(log_odds: Floats, added: Floats) -> float:
    """What to take from `added` so that the mean risk stays."""
    before = sigmoid(log_odds).mean()

    def excess(moved: float) -> float:
        return float(sigmoid(log_odds + added - moved).mean() - before)

    return float(brentq(excess, -_FAR, _FAR))


def with_curve(
    model: Model, teacher: Teacher, recalibration: Recalibration, people: Rows
) -> Model:
    """The model with the input's curves learnt from these people.

    The graph multiplies a tier's contributions by its slope; so a curve, learnt beside
    recalibrated log-odds, is divided by it.
    """
    smooth = model.smooth
    place = smooth.inputs.index(teacher.name)
    tiers = []
    for tier, (curves, (_, slope)) in enumerate(
        zip(smooth.curves, recalibration, strict=True)
    ):
        learnt = teacher.learn(tier, people)
        scaled = replace(
            learnt,
            values=tuple(round(value / slope, _DECIMALS) for value in learnt.values),
        )
        tiers.append((*curves[:place], scaled, *curves[place + 1 :]))
    return model.with_smooth(
        SmoothPart(inputs=smooth.inputs, curves=tuple(tiers), bases=smooth.bases)
    )


def draws(teacher: Teacher, count: int, seed: int) -> Iterator[Rows]:
    """People drawn with replacement, for each replicate."""
    rows = teacher.everybody()
    for number in range(count):
        rng = np.random.default_rng((seed, number, 4))
        yield np.sort(rng.choice(rows, len(rows)))


def drawn_values(external: Cohort, cohort: Cohort, name: str, seed: int) -> Floats:
    """The input as the people of a cohort may have it [people].

    A linear regression on the other inputs that both cohorts know of nearly everybody,
    with its residuals drawn: for the range of what is not known, never for a score.
    """
    rng = np.random.default_rng((seed, 5))
    shared = [
        column
        for column, other in enumerate(external.inputs)
        if other != name
        and np.isnan(external.x[:, column]).mean() < _RARE
        and np.isnan(cohort.x[:, column]).mean() < _RARE
    ]
    known = np.flatnonzero(
        ~np.isnan(external.x[:, shared]).any(axis=1) & ~np.isnan(external.value(name))
    )
    middle = np.nanmedian(external.x[:, shared], axis=0)
    design = _with_ones(external.x[known][:, shared])
    target = external.value(name)[known]
    beta = np.linalg.lstsq(design, target)[0]
    residuals = target - design @ beta
    at_home = cohort.x[:, shared]
    filled = _with_ones(np.where(np.isnan(at_home), middle, at_home))
    variable = VARIABLES[name]
    values: Floats = np.clip(
        filled @ beta + rng.choice(residuals, cohort.people),
        variable.low,
        float(target.max()),
    )
    return values


def _with_ones(x: Inputs | Floats) -> Floats:
    return np.column_stack([np.ones(len(x)), x.astype(np.float64)])
