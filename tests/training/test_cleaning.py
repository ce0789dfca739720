"""What no patient has is blanked, whom nobody should learn from is dropped."""

import numpy as np
import pandas as pd

from tests.training.synthetic import people, with_outcomes
from training.cleaning import EXCLUSIONS, blank, drop
from training.incident_diabetes import INPUTS


def counts(steps: list) -> list[tuple[str, str, int]]:
    return [(step.variable, step.reason, step.count) for step in steps]


def clean_table(rows: int = 20) -> pd.DataFrame:
    return with_outcomes(people(rows, seed=1), seed=2)


def test_typing_errors_are_blanked_and_counted_by_reason() -> None:
    table = clean_table()
    table.loc[:2, "triglycerides"] = 0.0
    table.loc[3, "triglycerides"] = 99.0
    table.loc[4, "fasting_glucose"] = 0.55
    table.loc[5, "systolic_bp"] = np.nan

    cleaned, steps = blank(table, INPUTS)

    assert counts(steps) == [
        ("fasting_glucose", "outside 2 to 35 mmol/L", 1),
        ("triglycerides", "0 means not measured", 3),
        ("triglycerides", "outside 0.05 to 25 mmol/L", 1),
    ]
    assert cleaned["triglycerides"].isna().sum() == 4
    assert cleaned["fasting_glucose"].isna().sum() == 1


def test_a_clean_cohort_stays_as_it_is() -> None:
    table = clean_table()

    cleaned, blanked = blank(table, INPUTS)
    kept, dropped = drop(cleaned, EXCLUSIONS)

    pd.testing.assert_frame_equal(kept, table)
    assert blanked == dropped == []


def test_people_the_service_would_not_score_are_dropped_and_counted() -> None:
    table = clean_table()
    table.loc[0, "age"] = 19
    table.loc[1, "sex"] = np.nan
    table.loc[2, "outcome"] = np.nan
    table.loc[3, "years"] = 0.0
    table.loc[4, "fasting_glucose"] = 7.0
    table.loc[5, "fasting_glucose"] = 6.99
    table.loc[6, "fasting_glucose"] = np.nan

    kept, steps = drop(table, EXCLUSIONS)

    assert counts(steps) == [
        ("sex", "sex not known", 1),
        ("outcome", "no outcome recorded", 1),
        ("years", "no follow-up time", 1),
        ("age", "younger than 20 years", 1),
        ("fasting_glucose", "diabetes at baseline: 7 mmol/L or more", 1),
    ]
    assert len(kept) == 15
