"""An order of a glucose test is recognised however it is written."""

import unicodedata
from typing import Any

import pytest

from service.intake.fhir.entries import resource_entry
from service.transports.cds_hooks.open_orders import is_ordered

CPT, LOINC = "http://www.ama-assn.org/go/cpt", "http://loinc.org"
SNOMED = "http://snomed.info/sct"


def coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def ordered(code: object, status: object = "active") -> bool:
    order = {"resourceType": "ServiceRequest", "status": status, "code": code}
    return is_ordered([resource_entry(order, "prefetch.orders")])


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(coded(LOINC, "17856-6"), id="HbA1c by LOINC"),
        pytest.param(coded(LOINC, "2340-8"), id="glucometer"),
        pytest.param(coded(LOINC, "51990-0"), id="metabolic panel"),
        pytest.param(coded(SNOMED, "43396009"), id="HbA1c by SNOMED CT"),
        pytest.param(coded(SNOMED, "36048009"), id="glucose by SNOMED CT"),
        pytest.param({"text": "G6PD, glucose"}, id="beside another test"),
        pytest.param(coded(CPT, "83036"), id="HbA1c by CPT"),
        pytest.param({"text": "Định lượng Glucose [Máu]"}, id="Vietnamese list"),
        pytest.param({"text": "Đường trong máu"}, id="Vietnamese words"),
        pytest.param(
            {"text": unicodedata.normalize("NFD", "Đường huyết mao mạch")},
            id="accents apart",
        ),
        pytest.param({"text": "Fasting blood sugar (FBS)"}, id="English words"),
        pytest.param({"text": "Glycosylated hemoglobin"}, id="older name"),
        pytest.param({"coding": {"code": "4548-4"}}, id="coding not in a list"),
    ],
)
def test_a_test_of_glucose_is_recognised(code: object) -> None:
    assert ordered(code)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(coded(LOINC, "2093-3"), id="cholesterol"),
        pytest.param({"text": "Triglycerides"}, id="triglycerides"),
        pytest.param({"text": "Định lượng G6PD (Glucose-6-phosphate)"}, id="G6PD"),
        pytest.param({"text": "Glucose 6 phosphat dehydrogenase"}, id="the enzyme"),
        pytest.param(None, id="no code"),
    ],
)
def test_another_test_is_not(code: object) -> None:
    assert not ordered(code)


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("draft", True),
        ("on-hold", True),
        ("unknown", True),
        (None, True),
        (["active"], True),
        ("revoked", False),
        ("completed", False),
        ("entered-in-error", False),
    ],
)
def test_an_order_counts_unless_it_is_closed(status: object, *, counts: bool) -> None:
    """An order of which it is not known whether it is open is not given twice."""
    assert ordered({"text": "Glucose"}, status) is counts
