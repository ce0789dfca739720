"""How much a missing input could matter: the same as filling it in and asking again."""

import math

import msgspec
import pytest

from service.clinical.reading import read_patient
from service.clinical.variables import VARIABLES
from service.engine.assessment import MissingInput
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.engine.missing import missing_inputs, probes
from tests.unit.engine.assessing import assess
from tests.unit.people import FULL, person


def without(*names: str) -> dict[str, object]:
    return {name: value for name, value in FULL.items() if name not in names}


def spread(missing: MissingInput) -> float:
    return abs(missing.probability_if_high - missing.probability_if_low)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("fasting_glucose",), id="no glucose"),
        pytest.param(
            ("fasting_glucose", "hba1c", "triglycerides", "alt"), id="no laboratory"
        ),
        pytest.param(("family_history_diabetes",), id="nothing asked"),
        pytest.param(tuple(set(FULL) - {"age", "sex"}), id="age and sex only"),
    ],
)
def test_a_probe_is_the_risk_of_the_record_filled_in(
    engine: RiskEngine, names: tuple[str, ...]
) -> None:
    values = without(*names)

    assessment = assess(engine, read_patient(values))

    assert {m.variable.name for m in assessment.missing} == set(names)
    for missing in assessment.missing:
        for value, probability in (
            (missing.low, missing.probability_if_low),
            (missing.high, missing.probability_if_high),
        ):
            record = values | {missing.variable.name: value}
            filled_in = assess(engine, read_patient(record))
            assert probability == pytest.approx(filled_in.band_probability, abs=1e-6)


def test_the_full_record_misses_nothing(engine: RiskEngine, bundle: Bundle) -> None:
    assert assess(engine, read_patient(FULL)).missing == ()
    assert probes(bundle.manifest, read_patient(FULL)) == []


def test_what_could_matter_most_comes_first(engine: RiskEngine) -> None:
    missing = assess(engine, read_patient({"age": 60, "sex": "male"})).missing

    spreads = [spread(m) for m in missing]

    assert spreads == sorted(spreads, reverse=True)


def test_ends_are_typical_values_or_the_first_and_last_answer(
    engine: RiskEngine, bundle: Bundle
) -> None:
    ends = {
        m.variable.name: (m.low, m.high)
        for m in assess(engine, read_patient({"age": 60, "sex": "male"})).missing
    }

    typical = bundle.manifest.typical_values["bmi"]
    assert ends["bmi"] == (typical.low, typical.high)
    assert ends["family_history_diabetes"] == ("none", "first_degree")


def test_what_no_training_person_knew_is_tried_at_values_of_people_who_know_it(
    engine: RiskEngine, bundle: Bundle
) -> None:
    """HbA1c: the ends are those of the people on whom its curve was learnt."""
    assert bundle.reference.inputs["hba1c"].missing == 1

    missing = assess(engine, person()).missing

    (tried,) = (m for m in missing if m.variable.name == "hba1c")
    typical = bundle.manifest.typical_values["hba1c"]
    assert (tried.low, tried.high) == (typical.low, typical.high)
    assert tried.probability_if_low < tried.probability_if_high


def test_a_probe_changes_one_number_and_imputes_no_other(bundle: Bundle) -> None:
    patient = person(bmi=24.0)
    inputs = bundle.manifest.inputs
    row = patient.vector(inputs)

    rows = probes(bundle.manifest, patient)

    missing = patient.missing(inputs)
    tried = [n for n in missing for _ in VARIABLES[n].codes or ("low", "high")]
    assert len(rows) == len(tried)
    for name, probe in zip(tried, rows, strict=True):
        changed = [
            other
            for other, number, before in zip(inputs, probe, row, strict=True)
            if number != before and not (math.isnan(number) and math.isnan(before))
        ]
        assert changed == [name]


def test_a_question_of_yes_or_no_is_tried_with_both(bundle: Bundle) -> None:
    """Another bundle may ask one; its manifest needs no typical values for it."""
    asking = msgspec.structs.replace(bundle.manifest, inputs=("age", "hypertension"))

    assert probes(asking, person()) == [[54.0, 0.0], [54.0, 1.0]]
    (missing,) = missing_inputs(asking, person(), [0.1, 0.2])
    assert (missing.low, missing.high) == (False, True)


def test_the_first_and_the_last_answer_of_a_question_are_its_ends(
    bundle: Bundle,
) -> None:
    patient = read_patient(without("alt", "family_history_diabetes"))

    family, alt = missing_inputs(
        bundle.manifest, patient, [0.10, 0.99, 0.30, 0.20, 0.21]
    )

    assert family.variable is VARIABLES["family_history_diabetes"]
    assert (family.probability_if_low, family.probability_if_high) == (0.10, 0.30)
    assert alt.variable is VARIABLES["alt"]
    assert (alt.probability_if_low, alt.probability_if_high) == (0.20, 0.21)


def test_a_risk_that_falls_matters_as_much_as_one_that_rises(bundle: Bundle) -> None:
    patient = read_patient(without("alt", "family_history_diabetes"))

    found = missing_inputs(bundle.manifest, patient, [0.20, 0.99, 0.21, 0.30, 0.10])

    assert [m.variable.name for m in found] == ["alt", "family_history_diabetes"]


@pytest.mark.parametrize("count", [2, 6])
def test_too_few_or_too_many_probabilities_are_an_error_and_not_another_answer(
    bundle: Bundle, count: int
) -> None:
    patient = read_patient(without("alt", "family_history_diabetes"))

    with pytest.raises(ValueError, match="zip"):
        missing_inputs(bundle.manifest, patient, [0.1] * count)
