"""How one answer reads to a clinician, in both languages, from the real answer."""

from typing import Any

from docs.generated.live import ask
from docs.generated.markdown import laid_out, table
from service.clinical.language import Language, Text, numeral
from service.clinical.variables import VARIABLES
from service.engine.narrative import value_text
from service.transports.openapi import EXAMPLE_REQUEST

_HEADER = Text("Input | Value | Odds multiplied by", "Chỉ số | Giá trị | Nhân odds với")
_NOT_MEASURED = Text("not measured", "chưa đo")
_NOT_ASKED = Text("not known", "chưa rõ")


def narrative(language: Language) -> str:
    """The example's narrative, as a quotation."""
    return f"> {_assessment(language)['narrative']}"


def contributions(language: Language) -> str:
    """The example's contributions as odds ratios, strongest first."""
    found = _assessment(language)["contributions"]
    rows = [
        (one["label"], _value(one, language), numeral(one["odds_ratio"], 2)[language])
        for one in sorted(found, key=lambda one: -abs(one["log_odds"]))
    ]
    return table(_HEADER[language].split(" | "), rows)


def _assessment(language: Language) -> dict[str, Any]:
    body = laid_out(EXAMPLE_REQUEST | {"language": language})
    [assessment] = ask("POST", "/v1/risk", body).json()["assessments"]
    found: dict[str, Any] = assessment
    return found


def _value(contribution: dict[str, Any], language: Language) -> str:
    value, variable = contribution["value"], VARIABLES[contribution["variable"]]
    if value is None:
        measured = variable.kind == "quantity"
        return (_NOT_MEASURED if measured else _NOT_ASKED)[language]
    return value_text(variable, value, language)
