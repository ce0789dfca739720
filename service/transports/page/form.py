"""The form as a browser without scripts sends it, read as the page's scripts read it.

What was typed is kept as it was typed, so that a refused form comes back with nothing
lost. Fields are called as the variables are; `<name>.unit` is the unit chosen beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from service.clinical.units import find_unit
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.intake.numerals import read_numeral
from service.transports.page.messages import Messages
from service.transports.problems import errors_of
from service.transports.requests import InvalidRequestError

UNIT = ".unit"
_YES_NO: Mapping[str, bool] = {"true": True, "false": False}
# Twice as many as the page has: whoever sends more did not use it.
_MOST_FIELDS = 4 * len(VARIABLES)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent."""

    values: Mapping[str, str] = field(default_factory=dict)
    """What was typed or chosen, by variable."""
    units: Mapping[str, str] = field(default_factory=dict)
    """The unit written behind it, or else the one chosen beside it."""
    patient: Mapping[str, object] = field(default_factory=dict)
    """What could be read, as `POST /v1/risk` takes it."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Why a value could not be read, in the reader's language."""


class UnreadableFormError(Exception):
    """Not what the page's form sends."""


def read_fields(body: bytes) -> dict[str, str]:
    """The fields of a form-encoded body; of a name that is repeated, the last.

    Raises:
        UnreadableFormError: There are more than the page has.
    """
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise UnreadableFormError from error
    return dict(pairs)


def read_form(fields: Mapping[str, str], messages: Messages) -> Form:
    """Read every variable's field; empty is not known."""
    values, units = {}, {}
    patient: dict[str, object] = {}
    errors: dict[str, str] = {}
    for name, variable in VARIABLES.items():
        if unit := fields.get(name + UNIT, ""):
            units[name] = unit
        text = fields.get(name, "").strip()
        if not text:
            continue
        values[name] = text
        value = _value(variable, text, unit)
        if value is None:
            label = variable.label[messages.language]
            errors[name] = messages("form.no_number", label=label)
        else:
            patient[name] = value
            units |= _unit_read(variable, value)
    return Form(values, units, patient, errors)


def by_variable(refusal: InvalidRequestError) -> dict[str, str]:
    """The reasons of a refusal, each with the field that it is about."""
    reasons: dict[str, str] = {}
    for error in errors_of(refusal):
        name = error.pointer.removeprefix("/patient/").partition("/")[0]
        reasons[name] = f"{reasons.get(name, '')} {error.message}".strip()
    return reasons


def _unit_read(variable: Variable, value: object) -> dict[str, str]:
    """The unit that a value is in, so that it does not come back beside another one."""
    match value:
        case {"unit": str(spelled)}:
            unit = find_unit(variable.units, spelled)
            return {variable.name: unit.code} if unit else {}
        case _:
            return {}


def _value(variable: Variable, text: str, unit: str) -> object:
    """The value as the API takes it; None: a number that cannot be read."""
    match variable.kind:
        case "yes_no":
            return _YES_NO.get(text, text)
        case "choice":
            return text
        case "quantity":
            read = read_numeral(variable, text, unit or None)
            if read is None:
                return None
            return {"value": read.number, "unit": read.unit or variable.unit}
