"""The few elements of FHIR R4 resources that are read, and their types.

Whatever else a resource has is passed over. An element that is read must have the type
that R4 gives it: a record whose structure is damaged is refused, not guessed at.
"""

import re
from typing import TypeVar

import msgspec

from service.clinical.language import Text
from service.intake.fhir.finding import Entry, InvalidRecordError, RecordProblem

T = TypeVar("T")


class _Element(msgspec.Struct, frozen=True, rename="camel"):
    pass


class Coding(_Element, frozen=True):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class CodeableConcept(_Element, frozen=True):
    coding: tuple[Coding, ...] = ()
    text: str | None = None


class Quantity(_Element, frozen=True):
    """Also `Age`, which is a Quantity of time."""

    value: float | int | None = None
    comparator: str | None = None
    unit: str | None = None
    code: str | None = None


class Range(_Element, frozen=True):
    low: Quantity | None = None
    high: Quantity | None = None


class Identifier(_Element, frozen=True):
    system: str | None = None
    value: str | None = None


class Reference(_Element, frozen=True):
    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None


class Period(_Element, frozen=True):
    start: str | None = None
    end: str | None = None


class Patient(_Element, frozen=True):
    """See https://hl7.org/fhir/R4/patient.html."""

    birth_date: str | None = None
    gender: str | None = None
    deceased_boolean: bool | None = None
    deceased_date_time: str | None = None


class ObservationComponent(_Element, frozen=True):
    code: CodeableConcept = CodeableConcept()
    value_quantity: Quantity | None = None
    value_integer: float | int | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_codeable_concept: CodeableConcept | None = None
    # Read only to tell that something was sent that cannot be used.
    value_range: dict[str, object] | None = None
    value_ratio: dict[str, object] | None = None
    value_sampled_data: dict[str, object] | None = None
    value_period: dict[str, object] | None = None
    value_date_time: str | None = None
    value_time: str | None = None
    data_absent_reason: CodeableConcept | None = None


class Observation(ObservationComponent, frozen=True):
    """See https://hl7.org/fhir/R4/observation.html."""

    status: str | None = None
    subject: Reference | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    effective_instant: str | None = None
    issued: str | None = None
    component: tuple[ObservationComponent, ...] = ()


class Condition(_Element, frozen=True):
    """See https://hl7.org/fhir/R4/condition.html."""

    clinical_status: CodeableConcept | None = None
    verification_status: CodeableConcept | None = None
    code: CodeableConcept = CodeableConcept()
    onset_date_time: str | None = None
    onset_period: Period | None = None
    abatement_date_time: str | None = None
    abatement_age: Quantity | None = None
    abatement_period: Period | None = None
    abatement_range: Range | None = None
    abatement_string: str | None = None
    recorded_date: str | None = None


class MedicationIngredient(_Element, frozen=True):
    item_codeable_concept: CodeableConcept | None = None


class Medication(_Element, frozen=True):
    """See https://hl7.org/fhir/R4/medication.html."""

    id: str | None = None
    code: CodeableConcept = CodeableConcept()
    ingredient: tuple[MedicationIngredient, ...] = ()


class MedicationRequest(_Element, frozen=True):
    """See https://hl7.org/fhir/R4/medicationrequest.html."""

    status: str | None = None
    intent: str | None = None
    do_not_perform: bool | None = None
    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None
    authored_on: str | None = None
    reason_code: tuple[CodeableConcept, ...] = ()
    contained: tuple[dict[str, object], ...] = ()


class MedicationStatement(_Element, frozen=True):
    """See https://hl7.org/fhir/R4/medicationstatement.html."""

    status: str | None = None
    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    date_asserted: str | None = None
    reason_code: tuple[CodeableConcept, ...] = ()
    contained: tuple[dict[str, object], ...] = ()


class FamilyMemberHistoryCondition(_Element, frozen=True):
    code: CodeableConcept = CodeableConcept()


class FamilyMemberHistory(_Element, frozen=True):
    """See https://hl7.org/fhir/R4/familymemberhistory.html."""

    status: str | None = None
    date: str | None = None
    relationship: CodeableConcept = CodeableConcept()
    condition: tuple[FamilyMemberHistoryCondition, ...] = ()


_PATH = re.compile(r" - at `\$(?P<path>[^`]*)`$")
# JSON says `valueQuantity` where FHIRPath says `value`.
_CHOICE = re.compile(r"\.(value|effective|onset|abatement|medication|deceased)[A-Z]\w*")


def read(entry: Entry, into: type[T]) -> T:
    """The elements of a resource that are read, checked for their types.

    Raises:
        InvalidRecordError: An element has another type than FHIR R4 gives it.
    """
    try:
        return msgspec.convert(entry.resource, into)
    # A name that is no text, such as a lone surrogate, is an encoding error there.
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        found = _PATH.search(str(error))
        path = _CHOICE.sub(r".\1", found["path"]) if found else ""
        raise InvalidRecordError(
            [
                RecordProblem(
                    expression=entry.expression + path,
                    issue="structure",
                    text=Text(
                        "This element does not have the type that FHIR R4 gives it.",
                        "Phần tử này không đúng kiểu dữ liệu của FHIR R4.",
                    ),
                )
            ]
        ) from None
