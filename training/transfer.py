"""Transfer learning: a model of one population, revised on people of another.

The curves are fitted again by penalised maximum likelihood, with the first model's
coefficients in the place of zero: where the people of the target are few a curve stays
what it was, where they say otherwise it moves (Steyerberg et al., Stat Med
2004;23:2567, model revision with shrinkage; Tian and Feng, J Am Stat Assoc
2023;118:2684). The level is free. The trees stay as they are: their margin is an offset.

The level is that of the target's own people. What their kin differ in, in level, by age
and in the slope of the first model's log-odds, is fitted beside and not shipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.clinical.variables import VARIABLES
from training.additive import Term
from training.augmentation import augment
from training.cohort import Cohort, Floats, Inputs
from training.compiler import Curve, SmoothPart
from training.curve_spec import CurveSpec
from training.definition import Definition
from training.missingness import ALWAYS_KNOWN
from training.model import Model, margin
from training.ramps import Problem
from training.recipe import Recipe
from training.target_samples import Samples
from training.tiers import tier_of
from training.transfer_spec import TransferSpec

CONTRAST_AGE = 50.0  # years
COPIES = 3
"""Of everybody, each weighing a third: how few values are hidden in depends less on the
draw."""

_DECIMALS = 6  # as in `additive`
_AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """How the kin differ from the target's people in one tier, all else equal.

    Attributes:
        level: In log-odds, of people of `CONTRAST_AGE` at the mean of the first
            model's log-odds.
        age: In log-odds for the unit of age in `TransferSpec.changes`.
        slope: Of the first model's log-odds.
    """

    level: float
    age: float
    slope: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Transferred:
    """A model of the target population.

    Attributes:
        model: With the curves of the target, each with a mean of 0 over its people.
        contrasts: By tier.
    """

    model: Model
    contrasts: tuple[Contrast, ...]


def transfer(
    model: Model,
    samples: Samples,
    definition: Definition,
    recipe: Recipe,
    *,
    seed: int | Sequence[int],
) -> Transferred:
    """Revise a model on the people of another population.

    Args:
        model: Trained on the first population.
        samples: Of the other one, with the model's inputs.
        definition: With `transfer`, the curves and the tiers.
        recipe: Of the incomplete rows.
        seed: Of the incomplete rows.

    Raises:
        TrainingError: A regression does not converge.
    """
    people = _repeated(samples.pooled)
    rows = augment(people, recipe, definition.gaps, np.random.default_rng(seed))
    of_kin = rows.person % (people.people // COPIES) >= samples.target.people
    tier = tier_of(rows.x, model.inputs, model.tiers)
    fitted = [
        _revise_tier(
            model,
            number,
            samples,
            definition,
            x=rows.x[tier == number],
            outcome=people.outcome[rows.person[tier == number]],
            weight=rows.weight[tier == number],
            is_kin=of_kin[tier == number],
        )
        for number in range(len(model.tiers))
    ]
    smooth = SmoothPart(
        inputs=model.smooth.inputs,
        curves=tuple(curves for curves, _, _ in fitted),
        bases=tuple(base for _, base, _ in fitted),
    )
    return Transferred(
        model=model.with_smooth(smooth),
        contrasts=tuple(contrast for _, _, contrast in fitted),
    )


def _repeated(people: Cohort) -> Cohort:
    copies = people.take(np.tile(np.arange(people.people), COPIES))
    return replace(copies, weight=copies.weight / COPIES)


def _revise_tier(
    model: Model,
    number: int,
    samples: Samples,
    definition: Definition,
    *,
    x: Inputs,
    outcome: Floats,
    weight: Floats,
    is_kin: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
) -> tuple[tuple[Curve, ...], float, Contrast]:
    spec = definition.transfer
    assert spec is not None  # noqa: S101 - the caller transfers by it
    curves = dict(zip(model.smooth.inputs, model.smooth.curves[number], strict=True))
    if not len(x):  # nobody is known so: the tier stays what it was
        unchanged = Contrast(level=0.0, age=0.0, slope=0.0)
        return model.smooth.curves[number], model.smooth.bases[number], unchanged
    terms = _terms(x, model.inputs, {name: definition.curves[name] for name in curves})
    first = _first_coefficients(terms, curves, model.smooth.bases[number])
    design = np.hstack([np.ones((len(x), 1)), *(term.design(x) for term in terms)])
    lowest, highest = _bounds(terms, len(first))
    scaled = np.zeros(len(first))
    for term in terms:
        if term.name in spec.scaled:
            own = slice(term.begins, term.begins + term.width)
            scaled[own] = first[own]
    log_odds = model.log_odds(x)
    age = (x[:, model.inputs.index(_AGE)] - CONTRAST_AGE) / spec.changes[_AGE].per
    contrast = is_kin[:, np.newaxis] * np.column_stack(
        [np.ones(len(x)), age, log_odds - np.average(log_odds, weights=weight)]
    )
    # The factor has no column: it moves what the coefficients are drawn to.
    beta = Problem(
        design=np.hstack([design, np.zeros((len(x), 1)), contrast]),
        successes=weight * outcome,
        trials=weight,
        offset=margin(model.booster, x),
        penalty=_penalty(terms, scaled, spec),
        lowest=np.append(lowest, np.full(4, -np.inf)),
        highest=np.append(highest, np.full(4, np.inf)),
        towards=np.append(first, np.zeros(4)),
    ).solve()
    made, base = dict(curves), float(beta[0])
    for term in terms:
        over, by = samples.average(term.column)
        made[term.name], mean = term.curve(beta, over, by)
        base += mean
    level, by_age, slope = beta[-3:].tolist()
    return (
        tuple(made[name] for name in model.smooth.inputs),
        round(base, _DECIMALS),
        Contrast(level=level, age=by_age, slope=slope),
    )


def _terms(
    x: Inputs, inputs: Sequence[str], curves: "dict[str, CurveSpec]"
) -> list[Term]:
    """The terms of those inputs that somebody of the tier knows."""
    terms: list[Term] = []
    begins = 1  # after the intercept
    for name, spec in curves.items():
        column = inputs.index(name)
        known = ~np.isnan(x[:, column])
        if not known.any():
            continue
        term = Term(
            name=name,
            column=column,
            spec=spec,
            middle=float(np.median(x[known, column])),
            begins=begins,
            width=spec.at_knots.shape[1],
            has_gaps=name not in ALWAYS_KNOWN,
        )
        terms.append(term)
        begins += term.width + term.has_gaps
    return terms


def _first_coefficients(
    terms: Sequence[Term], curves: "dict[str, Curve]", base: float
) -> Floats:
    """The first model's curves as coefficients of the terms, the base before them."""
    found: list[float] = []
    for term in terms:
        curve = curves[term.name]
        values = np.array(curve.values)
        rises = term.spec.at_knots - term.spec.at_knots[0]
        own = np.linalg.lstsq(rises, values - values[0])[0]
        base += float(values[0] - term.spec.at_knots[0] @ own)
        found += own.tolist()
        if term.has_gaps:
            found.append(curve.missing - float(curve(np.array([term.middle]))[0]))
    return np.array([base, *found])


def _bounds(terms: Sequence[Term], width: int) -> tuple[Floats, Floats]:
    lowest, highest = np.full(width, -np.inf), np.full(width, np.inf)
    for term in terms:
        own = slice(term.begins, term.begins + term.width)
        direction = VARIABLES[term.name].monotone
        lowest[own] = 0.0 if direction > 0 else -np.inf
        highest[own] = 0.0 if direction < 0 else np.inf
    return lowest, highest


def _penalty(terms: Sequence[Term], scaled: Floats, spec: TransferSpec) -> Floats:
    """Rows of the penalty: of changes, then of the factor and of the contrast.

    Args:
        terms: Of the tier.
        scaled: [P] the first model's coefficients that the factor multiplies, else 0.
        spec: The standard deviations.
    """
    rows: list[Floats] = []
    for term in terms:
        change = spec.changes[term.name]
        own = slice(term.begins, term.begins + term.width)
        row = np.zeros(len(scaled))
        span = term.spec.knots[-1] - term.spec.knots[0]
        rise = term.spec.at_knots[-1] - term.spec.at_knots[0]
        row[own] = rise * change.per / span / change.sd
        rows.append(row)
        for bend in term.spec.penalty(spec.smoothness, 0.0)[: -term.width]:
            row = np.zeros(len(scaled))
            row[own] = bend
            rows.append(row)
        if term.has_gaps:
            row = np.zeros(len(scaled))
            row[term.begins + term.width] = 1 / spec.missing_sd
            rows.append(row)
    changes = np.array(rows)
    others = 1 / np.array([spec.scale_sd, spec.level_sd, spec.age_sd, spec.slope_sd])
    width = len(scaled) + len(others)
    penalty = np.zeros((len(rows) + len(others), width))
    penalty[: len(rows), : len(scaled)] = changes
    penalty[: len(rows), len(scaled)] = -changes @ scaled
    penalty[len(rows) :, len(scaled) :] = np.diag(others)
    return penalty
