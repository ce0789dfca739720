"""What a bundle keeps of the scores of its people, by sex and age."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service.clinical.variables import VARIABLES
from service.engine.bundle import open_bundle
from tests.training.small_cohorts import cohort_of
from training.cohort import Cohort, Floats
from training.cohorts import rich_healthcare
from training.definition import Definition, Tier
from training.incident_diabetes import DEFINITION
from training.peers import PERCENTS, bands, peers_json

Groups = list[dict[str, object]]


def groups(cohort: Cohort, score: Floats, definition: Definition) -> Groups:
    found = peers_json(cohort, score, definition)["groups"]
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module")
def women() -> Cohort:
    """A thousand women of 50 to 59, whose glucose is known but for the last ten."""
    glucose = np.full(1000, 5.0)
    glucose[-10:] = np.nan
    return cohort_of(
        np.zeros(1000),
        inputs={
            "age": 50 + np.arange(1000.0) % 10,
            "sex": np.zeros(1000),
            "fasting_glucose": glucose,
            "total_cholesterol": np.full(1000, 5.1),
            "triglycerides": np.full(1000, 1.4),
            "alt": np.full(1000, 20.0),
        },
    )


def test_each_percent_has_the_score_that_it_takes(women: Cohort) -> None:
    (group,) = groups(women, np.arange(1000.0), DEFINITION)

    assert {name: group[name] for name in ("sex", "age_from", "age_to", "people")} == {
        "sex": "female",
        "age_from": 50,
        "age_to": 59,
        "people": 990,
    }
    places = group["log_odds"]
    assert isinstance(places, list)
    of = dict(zip(PERCENTS, places, strict=True))
    assert (of[1], of[50], of[99]) == pytest.approx((9, 494, 980), abs=1)


def test_a_survey_counts_people_by_their_weight() -> None:
    """The lower half of the scores weigh three times as much as the upper half."""
    ages = np.full(400, 45.0)
    weight = np.where(np.arange(400) < 200, 1.5, 0.5)
    cohort = cohort_of(
        np.zeros(400),
        inputs={"age": ages, "sex": np.ones(400), "fasting_glucose": np.full(400, 5.0)},
        weight=weight,
    )
    tiers = (Tier(code="only", any_of=()),)

    (group,) = groups(cohort, np.arange(400.0), replace(DEFINITION, tiers=tiers))

    places = group["log_odds"]
    assert isinstance(places, list)
    assert places[PERCENTS.index(75)] == pytest.approx(200, abs=1)


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ({25: 400, 35: 400, 45: 400}, [(20, 29), (30, 39), (40, 49)]),
        ({25: 200, 35: 200, 45: 400}, [(20, 39), (40, 49)]),
        ({65: 400, 75: 400, 85: 40, 95: 2}, [(60, 69), (70, 99)]),
        ({25: 400, 65: 400}, [(20, 29), (60, 69)]),
        ({25: 150, 65: 100}, []),
        ({}, []),
    ],
)
def test_bands_of_ten_years_are_joined_where_people_are_few(
    ages: dict[int, int], expected: list[tuple[int, int]]
) -> None:
    everybody = np.array([float(age) for age, n in ages.items() for _ in range(n)])

    assert list(bands(everybody)) == expected


@pytest.mark.slow
def test_as_many_training_people_score_lower_as_the_bundle_says(
    fitted: tuple[Path, str], invented_data: Path
) -> None:
    bundle = open_bundle(fitted[0])
    cohort = rich_healthcare.read(invented_data, bundle.manifest.inputs)
    assert bundle.peers is not None

    score = bundle.scorer.score(cohort.x).log_odds[:, 0]

    for group in bundle.peers.groups:
        age, sex = cohort.value("age"), cohort.value("sex")
        of_sex = sex == VARIABLES["sex"].encode(group.sex)
        peers = score[of_sex & (age >= group.age_from) & (age < group.age_to + 1)]
        below = [100 * np.mean(peers < place) for place in group.log_odds]
        assert len(peers) == group.people
        assert below == pytest.approx(bundle.peers.percents, abs=1)
