"""What was entered, as FHIR Observations (https://hl7.org/fhir/R4/observation.html).

Each carries the LOINC code of its unit and the code that this service reads its own
values by. The day of measurement was not asked, so none is claimed.
"""

from collections.abc import Mapping
from datetime import datetime

from service.clinical.language import Language
from service.clinical.patient import Measurement
from service.clinical.units import MG_PER_DL
from service.clinical.variable import Value
from service.engine.narrative import value_text
from service.transports.fhir.elements import Element, coding, concept, quantity
from service.transports.fhir.identity import SNOMED_CT, code_system

LOINC = "http://loinc.org"
# LOINC has a code for each property; the first of a variable is that of its own unit.
LOINC_BY_UNIT: Mapping[tuple[str, str], str] = {
    ("fasting_glucose", MG_PER_DL): "1558-6",
    ("random_glucose", MG_PER_DL): "2345-7",
    ("ogtt_2h", MG_PER_DL): "1518-0",
    ("hba1c", "mmol/mol"): "59261-8",
    ("total_cholesterol", MG_PER_DL): "2093-3",
    ("hdl_cholesterol", MG_PER_DL): "2085-9",
    ("ldl_cholesterol", MG_PER_DL): "2089-1",
    ("triglycerides", MG_PER_DL): "2571-8",
    ("creatinine", MG_PER_DL): "2160-0",
    ("urea", "mg{urea}/dL"): "3091-6",
    ("urea", "mg{BUN}/dL"): "3094-0",
    ("uric_acid", MG_PER_DL): "3084-1",
}
# The answers that the value sets of FHIR and IPS bind to these questions.
SNOMED_ANSWERS: Mapping[tuple[str, Value], str] = {
    ("smoking", "never"): "266919005",
    ("smoking", "former"): "8517006",
    ("smoking", "current"): "77176002",
    ("alcohol", "never"): "228274009",
    ("alcohol", "former"): "82581004",
    ("alcohol", "current"): "219006",
    ("pregnant", True): "77386006",
    ("pregnant", False): "60001007",
}


def observation(
    measurement: Measurement, subject: str, issued: datetime, language: Language
) -> Element:
    """One value, about the patient whose address is `subject`."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": _code(measurement, language),
        "subject": {"reference": subject},
        "issued": issued.isoformat(timespec="seconds"),
        **_value(measurement, language),
    }


def _code(measurement: Measurement, language: Language) -> Element:
    variable = measurement.variable
    label = variable.label[language]
    own = coding(code_system("variable"), variable.name, label)
    unit = measurement.sent_unit.code if measurement.sent_unit else ""
    loinc = LOINC_BY_UNIT.get((variable.name, unit), next(iter(variable.loinc), None))
    if loinc is None:
        return concept(label, own)
    return concept(label, coding(LOINC, loinc), own)


def _value(measurement: Measurement, language: Language) -> Element:
    variable, value = measurement.variable, measurement.value
    if variable.kind == "quantity":
        unit = measurement.sent_unit or variable.units[0]
        number = measurement.number if measurement.sent is None else measurement.sent
        return {"valueQuantity": quantity(number, unit.symbol or unit.code, unit.code)}
    snomed = SNOMED_ANSWERS.get((variable.name, value))
    if snomed is None and isinstance(value, bool):
        return {"valueBoolean": value}
    chosen = [coding(SNOMED_CT, snomed)] if snomed else []
    if isinstance(value, str):
        chosen.append(coding(code_system("answer"), value))
    text = value_text(variable, value, language)
    return {"valueCodeableConcept": concept(text, *chosen)}
