"""What a bundle keeps of an input that its training people lacked: other people's values."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service.clinical.variables import VARIABLES
from service.engine.bundle import Bundle
from tests.training.small_cohorts import cohort_of
from training.cohort import Cohort
from training.golden import golden_rows
from training.incident_diabetes import DEFINITION, GAPS
from training.missingness import COMPLETE
from training.parity import ROWS, NotEqualError, parity_rows, prove_equal
from training.reference import Known, known_values, reference_json, typical_values

PEOPLE = 3000
NAMES = ("age", "sex", "bmi", "fasting_glucose", "hba1c")


def _cohort(seed: int, *, hba1c: bool) -> Cohort:
    rng = np.random.default_rng(seed)
    glucose = rng.normal(5, 0.5, PEOPLE)
    glucose[: PEOPLE // 10] = np.nan
    measured = rng.normal(5.4, 0.3, PEOPLE).clip(4.2, 6.4)
    return cohort_of(
        np.zeros(PEOPLE),
        inputs={
            "age": rng.integers(20, 80, PEOPLE).astype(float),
            "sex": rng.integers(0, 2, PEOPLE).astype(float),
            "bmi": rng.normal(23, 3, PEOPLE),
            "fasting_glucose": glucose,
            "hba1c": measured if hba1c else np.full(PEOPLE, np.nan),
        },
    )


@pytest.fixture(scope="module")
def home() -> Cohort:
    return _cohort(1, hba1c=False)


@pytest.fixture(scope="module")
def abroad() -> Cohort:
    return _cohort(2, hba1c=True)


@pytest.fixture(scope="module")
def known(home: Cohort, abroad: Cohort) -> Known:
    return known_values(home, abroad)


@pytest.fixture(scope="module")
def reference(home: Cohort, known: Known) -> dict:
    definition = replace(DEFINITION, inputs=NAMES)
    return reference_json(home, known, home, np.full(PEOPLE, -3.0), definition)


def test_values_are_of_the_training_people_and_of_others_only_where_nobody_knows_one(
    home: Cohort, abroad: Cohort, known: Known
) -> None:
    assert tuple(known) == NAMES
    for name in ("age", "sex", "bmi"):
        np.testing.assert_array_equal(known[name], home.value(name))
    glucose = home.value("fasting_glucose")
    np.testing.assert_array_equal(known["fasting_glucose"], glucose[PEOPLE // 10 :])
    np.testing.assert_array_equal(known["hba1c"], abroad.value("hba1c"))
    assert not len(known_values(home, None)["hba1c"])


def test_its_typical_values_are_those_of_the_people_who_know_it(
    abroad: Cohort, known: Known
) -> None:
    typical = typical_values(known)

    assert set(typical) == {"bmi", "fasting_glucose", "hba1c"}
    low, high = np.quantile(abroad.value("hba1c"), [0.1, 0.9])
    assert typical["hba1c"] == {
        "low": pytest.approx(low, abs=1e-4),
        "high": pytest.approx(high, abs=1e-4),
    }


def test_its_bins_are_theirs_and_everybody_of_training_lacks_it(
    reference: dict, abroad: Cohort
) -> None:
    kept = reference["inputs"]["hba1c"]

    deciles = np.quantile(abroad.value("hba1c"), np.linspace(0.1, 0.9, 9))
    assert kept["edges"] == pytest.approx(deciles, abs=1e-4)
    assert kept["shares"] == [0] * 10
    assert kept["missing"] == 1


def test_other_inputs_are_distributed_as_in_training(reference: dict) -> None:
    glucose = reference["inputs"]["fasting_glucose"]

    assert glucose["missing"] == pytest.approx(0.1)
    assert glucose["shares"] == pytest.approx([0.09] * 10, abs=0.002)
    assert reference["inputs"]["sex"]["edges"] == [0.5]
    assert sum(reference["log_odds"]["shares"]) == pytest.approx(1)


def test_a_strange_value_of_it_can_be_told_and_a_strange_combination_cannot(
    reference: dict, abroad: Cohort
) -> None:
    """Nobody of training shows how it goes with the others."""
    familiarity = reference["familiarity"]

    assert familiarity["quantities"] == ["age", "bmi", "fasting_glucose"]
    assert set(familiarity["grid"]) == set(familiarity["quantities"])
    assert len(familiarity["correlation"]) == 3
    assert set(familiarity["thresholds"]) == {"2", "3"}
    ends = np.quantile(abroad.value("hba1c"), [0.001, 0.999])
    assert list(familiarity["ranges"]["hba1c"].values()) == pytest.approx(
        ends, abs=1e-4
    )


def test_whom_a_reader_is_compared_with_may_be_other_people(
    home: Cohort, abroad: Cohort, known: Known
) -> None:
    """As where a model was transferred: bins of those who taught, shares of the others."""
    definition = replace(DEFINITION, inputs=NAMES)
    found = reference_json(home, known, abroad, np.full(PEOPLE, -3.0), definition)

    inputs = found["inputs"]
    assert isinstance(inputs, dict)
    assert inputs["hba1c"]["missing"] == 0
    assert inputs["hba1c"]["shares"] == pytest.approx([0.1] * 10, abs=0.002)
    assert inputs["bmi"]["edges"] == pytest.approx(
        np.quantile(home.value("bmi"), np.linspace(0.1, 0.9, 9)), abs=1e-4
    )


def test_golden_rows_know_it_wherever_a_subset_does(known: Known) -> None:
    rows = golden_rows(known, GAPS, seed=1)
    column = NAMES.index("hba1c")
    complete = rows[:8, column]

    assert not np.isnan(complete).any()
    assert complete.min() >= np.float32(round(known["hba1c"].min(), 1))
    assert complete.max() <= np.float32(round(known["hba1c"].max(), 1))
    assert len(set(complete.tolist())) > 1
    at = 8
    for subset in GAPS.subsets:
        if subset != COMPLETE:
            part = np.isnan(rows[at : at + 3, column])
            assert part.tolist() == ["hba1c" in GAPS.subsets[subset]] * 3
            at += 3
    limits = rows[-2:, column].tolist()
    variable = VARIABLES["hba1c"]
    assert limits == [variable.low, variable.high]


def test_rows_that_prove_the_graph_know_it_and_lack_it(
    home: Cohort, known: Known
) -> None:
    rows = parity_rows(home, known, GAPS, seed=1)
    column = NAMES.index("hba1c")
    complete, incomplete = rows[: ROWS // 2], rows[ROWS // 2 :]

    assert not np.isnan(complete[:, column]).any()
    assert set(complete[:, column].tolist()) <= set(
        known["hba1c"].astype(np.float32).tolist()
    )
    assert 0.2 < np.isnan(incomplete[:, column]).mean() < 0.9
    # What training people know stays as it is in the first half.
    glucose = complete[:, NAMES.index("fasting_glucose")]
    assert np.isnan(glucose).mean() == pytest.approx(0.1, abs=0.02)


def test_a_question_of_yes_or_no_has_two_bins() -> None:
    answers = np.repeat([0.0, 1.0, np.nan], [600, 300, 100])
    people = cohort_of(
        np.zeros(1000),
        inputs={
            "age": np.linspace(20, 79, 1000),
            "sex": np.arange(1000.0) % 2,
            "bmi": np.linspace(18, 30, 1000),
            "hypertension": answers,
        },
    )
    known = known_values(people, None)

    found = reference_json(people, known, people, np.full(1000, -3.0), DEFINITION)

    inputs = found["inputs"]
    assert isinstance(inputs, dict)
    assert inputs["hypertension"] == {
        "edges": [0.5],
        "shares": [0.6, 0.3],
        "missing": 0.1,
    }


@pytest.mark.parametrize(("off", "equal"), [(0.0, True), (1e-3, False)])
def test_a_graph_that_answers_otherwise_than_the_boosters_is_not_written(
    bundle: Bundle, models: Path, off: float, *, equal: bool
) -> None:
    manifest = bundle.manifest
    folder = models / manifest.name / manifest.version
    graph, scorer = (folder / "model.onnx").read_bytes(), bundle.scorer

    class Boosters:
        def answers(self, x: np.ndarray) -> dict[str, np.ndarray]:
            found = {**scorer.score(x)._asdict(), **scorer.spread(x)._asdict()}
            return found | {"risk": found["risk"] + np.float32(off)}

    x = np.full((5000, len(manifest.inputs)), np.nan, np.float32)
    x[:, :2] = 50, 1

    if equal:
        assert prove_equal(Boosters(), graph, x) == 0  # type: ignore[arg-type]
    else:
        with pytest.raises(NotEqualError, match=r"by 0\.001 on 5,000 rows"):
            prove_equal(Boosters(), graph, x)  # type: ignore[arg-type]
