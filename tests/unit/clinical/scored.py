"""Two people of whom every item of every published score is known."""

from service.clinical.point_score import ScoreResult
from service.clinical.reference_scores import REFERENCE_SCORES
from service.clinical.variable import Value

WOMAN: dict[str, Value] = {
    "age": 52,
    "sex": "female",
    "bmi": 25.8,
    "waist": 84,
    "systolic_bp": 138,
    "diastolic_bp": 82,
    "physically_active": False,
    "daily_fruit_or_vegetables": True,
    "smoking": "never",
    "family_history_diabetes": "first_degree",
    "diabetic_relatives": "one",
    "hypertension": False,
    "antihypertensive_drug": False,
    "high_glucose_ever": False,
    "gestational_diabetes": False,
    "large_baby": False,
    "ancestry": "east_asian",
    "birthplace": "asia",
    "education": "high_school",
}
MAN: dict[str, Value] = {
    "age": 66,
    "sex": "male",
    "bmi": 30.5,
    "waist": 103,
    "systolic_bp": 152,
    "diastolic_bp": 88,
    "physically_active": True,
    "daily_fruit_or_vegetables": False,
    "smoking": "current",
    "family_history_diabetes": "second_degree",
    "diabetic_relatives": "none",
    "hypertension": True,
    "antihypertensive_drug": True,
    "high_glucose_ever": True,
    "ancestry": "east_asian",
    "birthplace": "asia",
    "education": "below_high_school",
}


def assess(code: str, values: dict[str, Value]) -> ScoreResult:
    return REFERENCE_SCORES[code].assess(values)


def without(values: dict[str, Value], *names: str) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name not in names}
