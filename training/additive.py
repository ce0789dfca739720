"""The smooth part of a model, fitted: curves of single inputs, for each tier its own.

What is known changes what every other value says, so each tier is a regression of its
own on the rows that are in it. An unknown value has a constant of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.clinical.variables import VARIABLES
from training.cohort import Floats, Inputs, Rows
from training.compiler import Curve, SmoothPart
from training.curve_spec import CurveSpec
from training.missingness import ALWAYS_KNOWN
from training.ramps import Problem

_DECIMALS = 6  # of a log-odds: what is beyond depends on the machine's arithmetic
FEWEST_EVENTS = 10  # in a tier: below, its curves would be chance
_MISSING_PENALTY = 0.5
"""Of an unknown value's constant, towards the median person's."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Term:
    """One input in the regression of one tier: its columns and where they stand.

    Attributes:
        name: Of the input.
        column: Its place in `x`.
        spec: The shape of its curve.
        middle: The median of those who know it, what an unknown value stands beside.
        begins: The first of its coefficients.
        width: How many columns its curve has.
        has_gaps: Whether an indicator of not knowing it follows them.
    """

    name: str
    column: int
    spec: CurveSpec
    middle: float
    begins: int
    width: int
    has_gaps: bool

    def design(self, x: Inputs) -> Floats:
        """The term's columns [N, width (+ 1)] of rows [N, inputs]."""
        values = x[:, self.column].astype(np.float64)
        missing = np.isnan(values)
        made = self.spec.columns(np.where(missing, self.middle, values))
        if not self.has_gaps:
            return made
        return np.hstack([made, missing[:, np.newaxis].astype(np.float64)])

    def curve(
        self, beta: Floats, average_over: Floats, weight: Floats
    ) -> tuple[Curve, float]:
        """The fitted curve with a mean of 0, and the mean that was taken from it.

        Args:
            beta: All coefficients of the tier.
            average_over: [people] values of the input; those who know it count.
            weight: [people].
        """
        own = beta[self.begins : self.begins + self.width]
        known = ~np.isnan(average_over)
        over_people = self.spec.columns(average_over[known]) @ own
        mean = float(np.average(over_people, weights=weight[known]))
        missing = float((self.spec.columns(np.array([self.middle])) @ own)[0])
        if self.has_gaps:
            missing += float(beta[self.begins + self.width])
        curve = Curve(
            knots=self.spec.knots,
            values=_rounded(self.spec.at_knots @ own - mean),
            missing=round(missing - mean, _DECIMALS),
        )
        return curve, mean


def fit_additive(
    x: Inputs,
    inputs: Sequence[str],
    tier: Rows,
    *,
    outcome: Floats,
    offset: Floats,
    weight: Floats,
    curves: Mapping[str, CurveSpec],
    tiers: int,
    smoothness: float,
    ridge: float,
    average_over: Inputs,
    average_weight: Floats,
) -> SmoothPart:
    """Fit the curves of every tier by penalised maximum likelihood.

    An input that nobody in a tier knows has a flat curve there. A tier with next to no
    events is fitted on everybody.

    Args:
        x: Rows [N, inputs], NaN where not known.
        inputs: Names of the columns.
        tier: [N] number of each row's tier.
        outcome: [N] 0 or 1.
        offset: [N] log-odds that enter with a coefficient of 1.
        weight: [N], of a mean that makes their sum the number of people.
        curves: The shape of each smooth input; others are left to the trees.
        tiers: How many there are.
        smoothness: Penalty of a change of slope.
        ridge: Penalty of a coefficient.
        average_over: People [M, inputs] over whom each curve has a mean of 0.
        average_weight: [M].

    Raises:
        TrainingError: A regression does not converge.
    """
    names = tuple(name for name in inputs if name in curves)
    parts, bases = [], []
    for number in range(tiers):
        rows = np.flatnonzero(tier == number)
        terms = _terms(x[rows], inputs, {name: curves[name] for name in names})
        if len(rows) and weight[rows] @ outcome[rows] < FEWEST_EVENTS:
            rows = np.arange(
                len(x)
            )  # people of all tiers, by what is known in this one
        made, base = _fit_tier(
            x[rows],
            terms,
            outcome[rows],
            offset[rows],
            weight[rows],
            penalties=(smoothness, ridge),
            average_over=average_over,
            average_weight=average_weight,
        )
        parts.append(tuple(made.get(name) or flat(curves[name]) for name in names))
        bases.append(round(base, _DECIMALS))
    return SmoothPart(inputs=names, curves=tuple(parts), bases=tuple(bases))


def flat(spec: CurveSpec) -> Curve:
    """The curve that adds nothing."""
    return Curve(knots=spec.knots, values=(0.0,) * len(spec.knots), missing=0.0)


def _terms(
    x: Inputs, inputs: Sequence[str], curves: Mapping[str, CurveSpec]
) -> list[Term]:
    terms: list[Term] = []
    begins = 1  # after the intercept
    for name, spec in curves.items():
        column = inputs.index(name)
        known = ~np.isnan(x[:, column])
        if not known.any():
            continue
        width = spec.at_knots.shape[1]
        term = Term(
            name=name,
            column=column,
            spec=spec,
            middle=float(np.median(x[known, column])),
            begins=begins,
            width=width,
            has_gaps=name not in ALWAYS_KNOWN,
        )
        terms.append(term)
        begins += width + term.has_gaps
    return terms


def _fit_tier(
    x: Inputs,
    terms: Sequence[Term],
    outcome: Floats,
    offset: Floats,
    weight: Floats,
    *,
    penalties: tuple[float, float],
    average_over: Inputs,
    average_weight: Floats,
) -> tuple[dict[str, Curve], float]:
    """The curves by input and the base of one tier."""
    if not len(x):
        return {}, 0.0
    design = np.hstack([np.ones((len(x), 1)), *(term.design(x) for term in terms)])
    width = design.shape[1]
    lowest, highest = np.full(width, -np.inf), np.full(width, np.inf)
    penalty = []
    for term in terms:
        own = slice(term.begins, term.begins + term.width)
        direction = VARIABLES[term.name].monotone
        lowest[own] = 0.0 if direction > 0 else -np.inf
        highest[own] = 0.0 if direction < 0 else np.inf
        bends = term.spec.penalty(*penalties)
        rows = np.zeros((len(bends), width))
        rows[:, own] = bends
        penalty.append(rows)
        if term.has_gaps:
            row = np.zeros((1, width))
            row[0, term.begins + term.width] = np.sqrt(_MISSING_PENALTY)
            penalty.append(row)
    beta = Problem(
        design=design,
        successes=weight * outcome,
        trials=weight,
        offset=offset,
        penalty=np.vstack([np.zeros((1, width)), *penalty]),
        lowest=lowest,
        highest=highest,
        towards=np.zeros(width),
    ).solve()
    curves, base = {}, float(beta[0])
    for term in terms:
        over = average_over[:, term.column].astype(np.float64)
        curves[term.name], mean = term.curve(beta, over, average_weight)
        base += mean
    return curves, base


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), _DECIMALS) for value in values)
