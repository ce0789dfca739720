"""Typing errors are blanked and people outside the model's use are dropped.

The limits are those of the clinical table, so that training sees the values that the
service accepts, and the people whom it would score. Every rule says how many it hit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from service.clinical.eligibility import ADULT_AGE, DIAGNOSTIC_CRITERIA
from service.clinical.variables import VARIABLES

DIAGNOSTIC_GLUCOSE = next(
    criterion.at_least["mmol/L"]
    for criterion in DIAGNOSTIC_CRITERIA
    if criterion.variable == "fasting_glucose"
)
NEVER_ZERO = ("triglycerides",)  # 0 stands for "not measured" in the cohorts


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningStep:
    """One rule of cleaning and the number of values or people it met."""

    variable: str
    action: Literal["blanked", "dropped"]
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Exclusion:
    """People who cannot be learnt from, or whom the service never scores."""

    variable: str
    reason: str
    meets: "Callable[[pd.Series[float]], pd.Series[bool]]"


# Of a cohort that is followed; in the order in which they are asked.
EXCLUSIONS = (
    Exclusion("age", "age not known", lambda age: age.isna()),
    Exclusion("sex", "sex not known", lambda sex: sex.isna()),
    Exclusion("site", "centre not known", lambda site: site.isna()),
    Exclusion("outcome", "no outcome recorded", lambda outcome: outcome.isna()),
    Exclusion("years", "no follow-up time", lambda years: ~(years > 0)),
    Exclusion("age", f"younger than {ADULT_AGE} years", lambda age: age < ADULT_AGE),
    Exclusion(
        "fasting_glucose",
        f"diabetes at baseline: {DIAGNOSTIC_GLUCOSE:g} mmol/L or more",
        lambda glucose: glucose >= DIAGNOSTIC_GLUCOSE,
    ),
)


def blank(
    table: pd.DataFrame, names: Sequence[str]
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Blank the quantities that no patient has.

    Args:
        table: One row per person, a column for each variable, canonical units.
        names: The clinical variables to look at.
    """
    table = table.copy()
    steps = []
    for variable in (VARIABLES[name] for name in names):
        if variable.kind != "quantity":
            continue
        values = table[variable.name]
        zero = (values == 0) & (variable.name in NEVER_ZERO)
        beyond = values.notna() & ~zero & ~values.between(variable.low, variable.high)
        limits = f"outside {variable.low:g} to {variable.high:g} {variable.unit}"
        for hit, reason in ((zero, "0 means not measured"), (beyond, limits)):
            table.loc[hit, variable.name] = float("nan")
            steps.append(
                CleaningStep(
                    variable=variable.name,
                    action="blanked",
                    reason=reason,
                    count=int(hit.sum()),
                )
            )
    return table, [step for step in steps if step.count]


def drop(
    table: pd.DataFrame, exclusions: Sequence[Exclusion]
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Drop the people whom a rule meets, in the order of the rules."""
    steps = []
    for rule in exclusions:
        met = rule.meets(table[rule.variable])
        table = table[~met]
        steps.append(
            CleaningStep(
                variable=rule.variable,
                action="dropped",
                reason=rule.reason,
                count=int(met.sum()),
            )
        )
    return table.reset_index(drop=True), [step for step in steps if step.count]
