"""The numbers of one assessment."""

import math
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from service.clinical.patient import Patient
from service.clinical.reading import read_patient
from service.clinical.variables import VARIABLES
from service.engine.engine import RiskEngine
from service.engine.scorer import Scorer
from tests.unit.engine.assessing import NAME, assess
from tests.unit.people import FULL


def test_contributions_and_base_add_up_to_the_log_odds(
    engine: RiskEngine, crowd: list[Patient]
) -> None:
    for patient in crowd:
        assessment = assess(engine, patient)

        total = assessment.base + math.fsum(
            contribution.log_odds for contribution in assessment.contributions
        )

        assert total == pytest.approx(assessment.log_odds, abs=1e-5)


def test_the_base_is_that_of_the_patients_tier(
    engine: RiskEngine, bundle_folder: Path
) -> None:
    scorer = Scorer((bundle_folder / "model.onnx").read_bytes())
    for values in (FULL, {"age": 60, "sex": "male"}):
        patient = read_patient(values)
        row = patient.vector(engine.bundles[NAME].manifest.inputs)

        base = scorer.score(np.array([row], dtype=np.float32)).base

        assert assess(engine, patient).base == float(base[0, 0])


def test_log_odds_are_those_of_the_first_horizon(
    engine: RiskEngine, crowd: list[Patient]
) -> None:
    for patient in crowd:
        assessment = assess(engine, patient)

        probability = 1 / (1 + math.exp(-assessment.log_odds))

        assert assessment.risks[0].probability == pytest.approx(probability, abs=1e-6)


def test_risk_grows_with_the_horizon(engine: RiskEngine, crowd: list[Patient]) -> None:
    for patient in crowd:
        risks = assess(engine, patient).risks

        assert [risk.horizon_years for risk in risks] == [3, 5]
        assert 0 < risks[0].probability < risks[1].probability < 1


def test_the_numbers_are_those_of_the_model_file(
    engine: RiskEngine, crowd: list[Patient], bundle_folder: Path
) -> None:
    session = ort.InferenceSession(
        bundle_folder / "model.onnx", providers=["CPUExecutionProvider"]
    )
    inputs = engine.bundles[NAME].manifest.inputs
    rows = np.array([p.vector(inputs) for p in crowd], dtype=np.float32)
    risk, log_odds, contributions = session.run(
        ["risk", "log_odds", "contributions"], {"x": rows}
    )

    for at, patient in enumerate(crowd):
        assessment = assess(engine, patient)

        found = [r.probability for r in assessment.risks]
        assert found == pytest.approx(risk[at].tolist(), abs=1e-6)
        assert assessment.log_odds == pytest.approx(float(log_odds[at, 0]))
        added = [c.log_odds for c in assessment.contributions]
        assert added == pytest.approx(contributions[at].tolist(), abs=1e-6)


def test_contributions_are_in_the_order_of_the_inputs_with_their_values(
    engine: RiskEngine,
) -> None:
    patient = read_patient(FULL | {"alt": None})

    assessment = assess(engine, patient)

    names = tuple(c.variable.name for c in assessment.contributions)
    assert names == assessment.manifest.inputs
    values = {c.variable.name: c.value for c in assessment.contributions}
    assert values == FULL | {"alt": None}


def test_the_band_is_decided_at_the_horizon_of_the_bands(
    engine: RiskEngine, crowd: list[Patient]
) -> None:
    for patient in crowd:
        assessment = assess(engine, patient)
        five_years = assessment.risks[1].probability
        levels = assessment.manifest.bands.levels

        reached = [
            level.code
            for level in levels
            if level.below is None or five_years < level.below
        ]

        assert assessment.band == reached[0]
        assert assessment.band_probability == five_years


def test_what_the_model_does_not_use_changes_nothing(engine: RiskEngine) -> None:
    without = assess(engine, read_patient(FULL))
    with_more = assess(engine, read_patient(FULL | {"ldl_cholesterol": 4.9}))

    assert without == with_more


def test_units_change_nothing(engine: RiskEngine) -> None:
    in_milligrams = {"value": 5.2 * 18.016, "unit": "mg/dL"}
    other = assess(engine, read_patient(FULL | {"fasting_glucose": in_milligrams}))

    assert other.risks == assess(engine, read_patient(FULL)).risks


@pytest.mark.parametrize("sex", ["female", "male"])
def test_risk_only_rises_with_what_can_only_raise_it(
    engine: RiskEngine, sex: str
) -> None:
    """Monotone by construction: no patient is punished for a better value."""
    manifest = engine.bundles[NAME].manifest
    rising = [name for name in manifest.inputs if VARIABLES[name].monotone == 1]
    for name in rising:
        variable = VARIABLES[name]
        if variable.kind == "choice":
            steps: list[object] = list(variable.codes)
        elif name == "age":
            steps = list(range(20, 91, 5))
        else:
            ends = manifest.typical_values[name]
            steps = list(np.linspace(ends.low, ends.high, 15).tolist())

        log_odds = [
            assess(engine, read_patient(FULL | {"sex": sex, name: step})).log_odds
            for step in steps
        ]

        # float32 sums of 300 trees may differ in the last digit.
        steps_up = np.diff(log_odds)
        assert (steps_up >= -1e-6).all(), name


def test_a_second_degree_relative_counts_less_than_a_first_and_more_than_none(
    engine: RiskEngine, crowd: list[Patient]
) -> None:
    """Whatever else is known; and in their contributions alone."""
    for patient in crowd:
        found = []
        for degree in VARIABLES["family_history_diabetes"].codes:
            known = {name: it.value for name, it in patient.measurements.items()}
            record = known | {"family_history_diabetes": degree}
            found.append(assess(engine, read_patient(record)))

        none, second, first = found
        assert none.log_odds < second.log_odds < first.log_odds
        own = [
            next(
                it.log_odds
                for it in one.contributions
                if it.variable.name == "family_history_diabetes"
            )
            for one in found
        ]
        assert own == sorted(own)
        assert second.log_odds - none.log_odds == pytest.approx(
            own[1] - own[0], abs=1e-5
        )
