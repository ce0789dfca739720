"""What prescriptions say: which drug, whether it is taken, and why."""

import pytest

from service.intake.fhir.finding import Entry, Finding, InvalidRecordError
from service.intake.fhir.indications import without_other_reason
from service.intake.fhir.medications import findings
from service.intake.fhir.references import resolved
from tests.unit.intake.fhir.coded import (
    ATC,
    ICD10,
    RXNORM,
    TODAY,
    concept,
    condition,
    entry,
    notices,
    said,
)

METFORMIN = concept("A10BA02", ATC, text="Metformin 850mg")
GLUCOSE = [("known_diabetes", True)]
PRESSURE = [("antihypertensive_drug", True)]


def request(
    medication: dict[str, object] | None = None,
    status: str | None = "active",
    **elements: object,
) -> Entry:
    return entry(
        "MedicationRequest",
        status=status,
        intent=elements.pop("intent", "order"),
        medicationCodeableConcept=medication,
        **elements,
    )


def statement(status: str | None, **elements: object) -> Entry:
    return entry(
        "MedicationStatement",
        status=status,
        medicationCodeableConcept=METFORMIN,
        **elements,
    )


@pytest.mark.parametrize(
    ("medication", "expected", "told"),
    [
        (concept("C08CA01", ATC), PRESSURE, []),
        (concept("C09AA04", ATC), PRESSURE, []),
        (concept("c03aa03", ATC), PRESSURE, []),
        (concept("C02AB01", None), PRESSURE, []),
        (concept("5487", RXNORM), PRESSURE, []),
        (
            concept("316049", RXNORM, display="Hydrochlorothiazide 25 MG"),
            PRESSURE,
            ["read_from_name"],
        ),
        (concept(text="Amlodipin 5mg"), PRESSURE, ["read_from_name"]),
        (
            concept(text="PERINDOPRIL+Indapamid 4mg/1,25mg"),
            PRESSURE,
            ["read_from_name"],
        ),
        (
            concept("40.670", "https://hospital.example/drugs", text="Losartan kali"),
            PRESSURE,
            ["read_from_name"],
        ),
        (METFORMIN, GLUCOSE, ["implied_by_drug"]),
        (concept("A10BB09", ATC), GLUCOSE, ["implied_by_drug"]),
        (concept("6809", RXNORM), GLUCOSE, ["implied_by_drug"]),
        (
            concept(
                "860975",
                RXNORM,
                display="24 HR Metformin hydrochloride 500 MG Extended Release",
            ),
            GLUCOSE,
            ["implied_by_drug"],
        ),
        (concept(text="Gliclazid 30 mg MR"), GLUCOSE, ["implied_by_drug"]),
        (concept(text="Insulin glargine 100 UI/ml"), GLUCOSE, ["implied_by_drug"]),
        # A combination of a statin, by its name.
        (
            concept("C10BX03", ATC, text="Atorvastatin/Amlodipin"),
            PRESSURE,
            ["read_from_name"],
        ),
        (concept("C02KX01", ATC, text="Bosentan"), [], []),
        (concept("J01CA04", ATC, text="Amoxicillin 500mg viên nang"), [], []),
        (concept("313782", RXNORM, display="Acetaminophen 325 MG"), [], []),
        (concept(text="Glucosamin 500mg"), [], []),
        ({}, [], []),
        (None, [], []),
    ],
)
def test_a_drug_is_known_by_atc_rxnorm_or_its_international_name(
    medication: dict[str, object] | None, expected: object, told: list[str]
) -> None:
    found = list(findings(request(medication), TODAY))
    assert said(found) == expected
    assert notices(found) == told


def test_the_notice_names_the_ingredient() -> None:
    (found,) = findings(request(METFORMIN), TODAY)
    assert "(metformin)" in found.notice.text.en
    assert "(metformin)" in found.notice.text.vi


def test_a_combination_is_one_finding_that_names_both() -> None:
    both = concept(text="Metformin/Sitagliptin 1000/50")
    (found,) = findings(request(both), TODAY)
    assert "(metformin, sitagliptin)" in found.notice.text.en


@pytest.mark.parametrize(
    ("status", "elements", "expected"),
    [
        ("active", {"authoredOn": "2015-01-01"}, True),
        ("on-hold", {}, True),
        (None, {}, True),
        ("unknown", {"authoredOn": "2026-10-01"}, True),
        ("unknown", {"authoredOn": "2020-10-01"}, "not_active"),
        ("completed", {"authoredOn": "2026-09-01"}, True),
        ("completed", {"authoredOn": "2026-08-01"}, "not_active"),
        ("completed", {}, "not_active"),
        ("stopped", {}, "not_active"),
        ("cancelled", {}, "not_active"),
        ("active", {"doNotPerform": True}, "not_active"),
        ("draft", {}, "unconfirmed"),
        ("active", {"intent": "proposal"}, "unconfirmed"),
        ("entered-in-error", {}, "entered_in_error"),
    ],
)
def test_a_prescription_counts_while_its_drug_is_taken(
    status: str | None, elements: dict[str, object], expected: object
) -> None:
    found = findings(request(METFORMIN, status, **elements), TODAY)
    assert said(found) == [("known_diabetes", expected)]


@pytest.mark.parametrize(
    ("status", "elements", "expected"),
    [
        ("active", {"effectivePeriod": {"start": "2019"}}, True),
        (None, {"effectivePeriod": {"start": "2019", "end": "2026-11"}}, True),
        (None, {"effectivePeriod": {"start": "2019", "end": "2020"}}, "not_active"),
        (None, {"effectiveDateTime": "2026-11-01"}, True),
        (None, {"dateAsserted": "2020-11-01"}, "not_active"),
        ("completed", {"effectiveDateTime": "2026-11-01"}, "not_active"),
        ("not-taken", {}, "not_active"),
        ("intended", {}, "unconfirmed"),
    ],
)
def test_a_statement_counts_while_its_drug_is_taken(
    status: str | None, elements: dict[str, object], expected: object
) -> None:
    found = findings(statement(status, **elements), TODAY)
    assert said(found) == [("known_diabetes", expected)]


def test_a_contained_medication_is_read_with_its_ingredients() -> None:
    medication = {
        "resourceType": "Medication",
        "id": "m",
        "ingredient": [{"itemCodeableConcept": concept("6809", RXNORM)}],
    }
    order = request(contained=[medication], medicationReference={"reference": "#m"})
    assert said(findings(order, TODAY)) == GLUCOSE


def test_a_medication_of_the_record_is_read_where_it_is_referred_to() -> None:
    medication = entry("Medication", id="7", code=METFORMIN)
    order = request(medicationReference={"reference": "Medication/7"})
    _, order = resolved([medication, order])
    assert said(findings(order, TODAY)) == GLUCOSE
    assert order.expression == "MedicationRequest"


def test_a_medication_outside_the_record_is_read_by_the_name_that_is_shown() -> None:
    reference = {"reference": "Medication/9", "display": "Enalapril 5 mg"}
    (order,) = resolved([request(medicationReference=reference)])
    assert said(findings(order, TODAY)) == PRESSURE


@pytest.mark.parametrize(
    "reference", [{"reference": "#other"}, {"reference": "Medication/9"}, {}]
)
def test_a_drug_that_cannot_be_found_says_nothing(reference: dict[str, object]) -> None:
    medication = {"resourceType": "Medication", "id": "m", "code": METFORMIN}
    order = request(contained=[medication], medicationReference=reference)
    assert said(findings(*resolved([order]), TODAY)) == []


@pytest.mark.parametrize(
    ("drug", "reason"),
    [
        (METFORMIN, concept("15777000")),
        (METFORMIN, concept("R73.0", ICD10)),
        (METFORMIN, concept("E28.2", ICD10)),  # polycystic ovaries
        (concept("A10BK03", ATC), concept("I50.0", ICD10)),
        (concept(text="Dapagliflozin 10mg"), concept("N18.3", ICD10)),
        (concept("A10BJ06", ATC), concept("414916001")),  # obesity
    ],
)
def test_a_drug_that_another_diagnosis_explains_does_not_make_diabetes_known(
    drug: dict[str, object], reason: dict[str, object]
) -> None:
    order, diagnosis = request(drug), condition(reason)
    found = list(findings(order, TODAY))
    left = without_other_reason(found, [order, diagnosis], TODAY)
    assert said(left) == [("known_diabetes", "ambiguous")]


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [("2026-09-10", "ambiguous"), ("2015-03-01", True), (None, True)],
)
@pytest.mark.parametrize("drug", [METFORMIN, concept("A10AE04", ATC)])
def test_diabetes_of_a_pregnancy_explains_a_drug_only_while_it_goes_on(
    drug: dict[str, object], recorded: str | None, expected: object
) -> None:
    order = request(drug)
    diagnosis = condition(concept("O24.4", ICD10), recordedDate=recorded)
    found = without_other_reason(findings(order, TODAY), [order, diagnosis], TODAY)
    assert said(found) == [("known_diabetes", expected)]


@pytest.mark.parametrize(
    ("drug", "diagnosis"),
    [
        (METFORMIN, condition(concept("I50.0", ICD10))),
        (METFORMIN, condition(concept("R73.0", ICD10), verification="refuted")),
        (concept("A10BB09", ATC), condition(concept("R73.0", ICD10))),
        (
            concept(text="Metformin/Gliclazid"),
            condition(concept("R73.0", ICD10)),
        ),
        (METFORMIN, condition(concept("J20.9", ICD10))),
    ],
)
def test_a_drug_that_nothing_else_explains_makes_diabetes_known(
    drug: dict[str, object], diagnosis: Entry
) -> None:
    order = request(drug)
    found = findings(order, TODAY)
    assert said(without_other_reason(found, [order, diagnosis], TODAY)) == GLUCOSE


def test_a_diagnosis_of_diabetes_needs_no_drug_beside_it() -> None:
    from_drug = list(findings(request(METFORMIN), TODAY))
    diagnosed = condition(concept("E11.9", ICD10))
    from_diagnosis = Finding(
        variable="known_diabetes", value=True, source=diagnosed, on=None
    )
    left = list(without_other_reason([*from_drug, from_diagnosis], [diagnosed], TODAY))
    assert [one.source for one in left] == [diagnosed]


def test_a_status_of_the_wrong_type_refuses_the_record() -> None:
    with pytest.raises(InvalidRecordError) as refusal:
        list(findings(request(METFORMIN, authoredOn=2026), TODAY))
    assert refusal.value.problems[0].expression == "MedicationRequest.authoredOn"
