"""Observations, and components of Observations, that carry a clinical variable.

The LOINC codes are those of the clinical table; the code of a panel needs no place
there, because its components carry their own.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.clinical.problems import shown
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.intake.fhir.answers import answer
from service.intake.fhir.codes import codes
from service.intake.fhir.conditions import least_family_history
from service.intake.fhir.dates import read_date
from service.intake.fhir.finding import Entry, Finding, Ignored
from service.intake.fhir.models import (
    CodeableConcept,
    Coding,
    Observation,
    ObservationComponent,
    read,
)
from service.intake.fhir.quantities import (
    Read,
    Unread,
    joined,
    no_value,
    read_quantity,
    unread,
)

BY_LOINC: Mapping[str, Variable] = MappingProxyType(
    {loinc: variable for variable in VARIABLES.values() for loinc in variable.loinc}
)
# https://hl7.org/fhir/R4/valueset-observation-status.html: these never were results,
# and those may still change.
NEVER_A_RESULT = {"entered-in-error", "cancelled"}
NOT_FINAL = {"registered", "preliminary"}

# To tell whether an answer is a bare yes.
_YES_OR_NO = VARIABLES["known_diabetes"]


def findings(entry: Entry, today: date) -> Iterator[Finding | Ignored]:
    """What an Observation says of each variable that its codes name.

    Raises:
        InvalidRecordError: An element has another type than FHIR R4 gives it.
    """
    observation = read(entry, Observation)
    parts = [
        (part, named)
        for part in (observation, *observation.component)
        if (named := _table_codes(part.code))
    ]
    if not parts:
        return
    written = _effective(observation)
    period = None if written is None else read_date(written)
    on = None if period is None else period.day(today)
    for part, named in parts:
        variable, outcome = _outcome(part, named)
        if observation.status in NEVER_A_RESULT:
            outcome = unread(variable, "entered_in_error", _NEVER_A_RESULT)
        elif written is not None and period is None:
            outcome = unread(variable, "unreadable", _NO_DATE)
        if isinstance(outcome, Unread):
            yield Ignored(
                source=entry,
                code=outcome.code,
                text=outcome.text,
                variable=variable.name,
                on=on,
            )
        else:
            yield Finding(
                variable=variable.name,
                value=outcome.value,
                source=entry,
                on=on,
                notice=_told(variable, outcome, observation.status),
            )


def _told(variable: Variable, outcome: Read, status: str | None) -> Notice | None:
    """How it was read, and that it may still change."""
    notices = [outcome.notice] if outcome.notice else []
    if status in NOT_FINAL:
        text = _PRELIMINARY.format(label=variable.label)
        notices.append(Notice(variable.name, "preliminary", text))
    return joined(notices)


def _table_codes(concept: CodeableConcept) -> list[str]:
    """The codes that the table knows; what has no LOINC code has its own name."""
    known = [code for code in codes(concept, "loinc") if code in BY_LOINC]
    return known or [code for code in codes(concept, "own") if code in VARIABLES]


def _effective(observation: Observation) -> str | None:
    """When it was true, as it is written; else when it was made available."""
    period = observation.effective_period
    if observation.effective_date_time is not None:
        return observation.effective_date_time
    if period is not None and (period.end or period.start):
        return period.end or period.start
    return observation.effective_instant or observation.issued


def _outcome(
    part: ObservationComponent, named: list[str]
) -> tuple[Variable, Read | Unread]:
    """The variable that the codes name, and its value."""
    meant = {_named(code).name: code for code in reversed(named)}
    if len(meant) > 1:
        # Laboratories add the general code of glucose to the one for fasting.
        meant.pop("random_glucose", None)
    (name, code), *others = meant.items()
    variable = VARIABLES[name]
    if others:
        return variable, unread(variable, "ambiguous", _TWO_VARIABLES)
    if part.data_absent_reason is not None:
        return variable, no_value(variable, part)
    if variable.kind == "quantity":
        return variable, read_quantity(variable, code, part)
    return variable, _answered(variable, part)


def _named(code: str) -> Variable:
    return BY_LOINC.get(code) or VARIABLES[code]


def _answered(variable: Variable, part: ObservationComponent) -> Read | Unread:
    concept = part.value_codeable_concept
    if part.value_boolean is not None:
        concept = CodeableConcept(coding=(Coding(code="NY"[part.value_boolean]),))
    elif part.value_string is not None:
        concept = CodeableConcept(text=part.value_string)
    if concept is None:
        return no_value(variable, part)
    found = answer(variable, concept.coding, concept.text)
    if found == "second_degree" and answer(_YES_OR_NO, concept.coding, concept.text):
        return Read(found, least_family_history())
    if found is not None:
        return Read(found)
    # A code may be shown; words may say more than the answer.
    code = next((coding.code for coding in concept.coding if coding.code), None)
    return unread(
        variable, "unknown_answer", _UNKNOWN_ANSWER, answer=shown(code or "value[x]")
    )


_NEVER_A_RESULT = Text(
    "{label}: entered in error or cancelled.",
    "{label}: nhập nhầm hoặc đã hủy.",
)
_PRELIMINARY = Text(
    "{label}: a preliminary result; the final one may differ.",
    "{label}: kết quả sơ bộ; kết quả chính thức có thể khác.",
)
_NO_DATE = Text(
    "{label}: its date is not one as FHIR writes it (YYYY-MM-DD).",
    "{label}: ngày không đúng cách ghi của FHIR (YYYY-MM-DD).",
)
_TWO_VARIABLES = Text(
    "{label}: its codes name two different measurements.",
    "{label}: các mã chỉ hai chỉ số khác nhau.",
)
_UNKNOWN_ANSWER = Text(
    "{label}: the answer '{answer}' is none that is known here.",
    "{label}: câu trả lời '{answer}' không thuộc các trả lời đã biết.",
)
