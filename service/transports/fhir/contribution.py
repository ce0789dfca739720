"""Why a risk came out as it did, as extensions of a RiskAssessment.

The REST API's contributions, and beside each the resources that its value comes from.
"""

import math
from collections.abc import Iterator

from service.clinical.language import Language
from service.clinical.units import to_float
from service.clinical.variable import Value, Variable
from service.engine.assessment import Assessment
from service.intake.fhir.finding import Record
from service.transports.digits import DIGITS
from service.transports.fhir.elements import Element, quantity
from service.transports.fhir.extensions import CONTRIBUTION, LOG_ODDS
from service.transports.fhir.origin import oldest, origins, references

_DECIMALS = 4  # of a value, as in the REST API: more was not measured


def log_odds(answer: Assessment) -> Element:
    """Where the contributions start and where they end."""
    return LOG_ODDS.having(
        base=round(answer.base, DIGITS), total=round(answer.log_odds, DIGITS)
    )


def contributions(
    answer: Assessment, record: Record, language: Language
) -> Iterator[Element]:
    """What each input of the model adds, in the model's order."""
    for one in answer.contributions:
        variable, value = one.variable, one.value
        found = [] if value is None else origins(record, variable.name)
        day = oldest(found, record)
        yield CONTRIBUTION.having(
            variable=variable.name,
            label=variable.label[language],
            value=None if value is None else _typed(variable, value),
            measured=value is not None,
            modifiable=variable.modifiable,
            logOdds=round(one.log_odds, DIGITS),
            oddsRatio=round(math.exp(one.log_odds), 4),
            date=None if day is None else day.isoformat(),
            source=references(found, language),
        )


def _typed(variable: Variable, value: Value) -> Element | str | bool:
    if isinstance(value, str | bool):
        return value
    unit = variable.units[0]
    number = round(to_float(value), _DECIMALS)
    return quantity(number, unit.symbol or unit.code, unit.code)
