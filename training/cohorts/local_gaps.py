"""What may be missing of a hospital's own inputs, by the panels of the clinical table.

Every input but age and sex is dropped somewhere, with its panel and on its own, as in
the project's own bundles: a value that was never missing in training misleads where it
is. Shares and chances are those of the incident bundle.
"""

from collections.abc import Sequence

from service.clinical.eligibility import DIAGNOSTIC_CRITERIA
from service.clinical.variables import VARIABLES
from training.definition import Tier
from training.missingness import ALWAYS_KNOWN, COMPLETE, Gaps, Loss, Situation

GLUCOSE_TESTS = frozenset(criterion.variable for criterion in DIAGNOSTIC_CRITERIA)
PRESSURE = ("systolic_bp", "diastolic_bp")


def laboratory(inputs: Sequence[str]) -> tuple[str, ...]:
    """The inputs that need blood: concentrations and HbA1c."""
    return tuple(
        name
        for name in inputs
        if (unit := VARIABLES[name].unit) and (unit == "%" or unit.endswith("/L"))
    )


def local_gaps(inputs: Sequence[str]) -> Gaps:
    """Subsets that validation reports and situations that training draws from."""
    blood = laboratory(inputs)
    glucose = tuple(name for name in blood if name in GLUCOSE_TESTS)
    beyond = tuple(name for name in inputs if name not in (*ALWAYS_KNOWN, "bmi"))
    panels = {
        "no glucose": glucose,
        "no laboratory values": blood,
        "age, sex and BMI only": beyond,
    }
    subsets: dict[str, tuple[str, ...]] = {COMPLETE: ()}
    for subset, dropped in panels.items():
        if dropped and dropped not in subsets.values():
            subsets[subset] = dropped
    pure = {"no glucose": 0.5, "no laboratory values": 0.0}
    whole = [
        Situation(share=0.25, dropped=dropped, pure=pure.get(subset, 0.9))
        for subset, dropped in subsets.items()
        if dropped
    ]
    single = tuple(Loss(0.3, (name,)) for name in blood if name not in glucose)
    rest = 1 - sum(situation.share for situation in whole)
    scattered = 0.6 * rest if single else rest
    drawn = [Situation(share=scattered, scattered=0.8)]
    if single:
        drawn.append(Situation(share=rest - scattered, losses=single))
    unmeasured = [name for name in beyond if name not in (*blood, *PRESSURE)]
    everyday = [Loss(0.3, (name,)) for name in unmeasured]
    if pressure := tuple(name for name in inputs if name in PRESSURE):
        everyday.append(Loss(0.2, pressure))
    if "bmi" in inputs:
        everyday.append(Loss(0.08, ("bmi",)))
    return Gaps(subsets=subsets, situations=(*whole, *drawn), everyday=tuple(everyday))


def local_tiers(inputs: Sequence[str]) -> tuple[Tier, ...]:
    """With glucose, with other laboratory values, without: those that there are."""
    blood = laboratory(inputs)
    panels = {
        "with_glucose": tuple(name for name in blood if name in GLUCOSE_TESTS),
        "with_laboratory": tuple(name for name in blood if name not in GLUCOSE_TESTS),
    }
    named = [Tier(code=code, any_of=names) for code, names in panels.items() if names]
    return (*named, Tier(code="no_laboratory", any_of=()))
