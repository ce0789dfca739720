"""Reasons for no score, in both languages, from the rules themselves."""

from docs.generated.markdown import table
from service.clinical.answered import answered
from service.clinical.eligibility import (
    DIAGNOSTIC_CRITERIA,
    INELIGIBILITY_CODES,
    Ineligibility,
    ineligibility,
    lacks,
)
from service.clinical.language import Language, Text, numeral
from service.clinical.reading import read_patient
from service.clinical.variables import VARIABLES

ADULT: dict[str, object] = {"age": 54, "sex": "female"}
INELIGIBLE = (
    ADULT | {"known_diabetes": True},
    ADULT | {"fasting_glucose": 7.4},
    ADULT | {"pregnant": True},
    ADULT | {"age": 19},
)
"""A patient for each reason that is no bundle's own, in the order of the codes."""

_REASONS = Text(
    "Code | Why there is no score | Next step",
    "Mã | Vì sao không có điểm | Bước tiếp theo",
)
_CRITERIA = Text("Measurement | From | Or from", "Chỉ số | Từ | Hoặc từ")


def _reasons() -> list[Ineligibility]:
    found = [ineligibility(read_patient(patient)) for patient in INELIGIBLE]
    tested = answered(read_patient(ADULT | {"hba1c": 5.2}), ["hba1c"])
    reasons = [one for one in (*found, tested, lacks(["bmi"])) if one]
    if [reason.code for reason in reasons] != list(INELIGIBILITY_CODES):
        raise ValueError(f"Give a patient for each of {INELIGIBILITY_CODES}.")
    return reasons


def not_assessed(language: Language) -> str:
    """Why there is no score, and the next step."""
    rows = [
        (f"`{reason.code}`", reason.text[language], reason.next_step.text[language])
        for reason in _reasons()
    ]
    return table(_REASONS[language].split(" | "), rows)


def diagnostic_criteria(language: Language) -> str:
    """The values at which no score is given, in each unit."""
    rows = [
        (
            VARIABLES[criterion.variable].label[language],
            *(
                f"{numeral(limit)[language]} {unit}"
                for unit, limit in criterion.at_least.items()
            ),
        )
        for criterion in DIAGNOSTIC_CRITERIA
    ]
    return table(_CRITERIA[language].split(" | "), rows)
