"""Assessing one patient with one bundle, for the tests."""

from service.clinical.patient import Patient
from service.engine.assessment import Answer, Assessment
from service.engine.engine import RiskEngine

NAME = "incident-diabetes"


def scored(answer: Answer) -> Assessment:
    assert isinstance(answer, Assessment)
    return answer


def assess(engine: RiskEngine, patient: Patient) -> Assessment:
    return scored(engine.assess(patient, [NAME])[0])
