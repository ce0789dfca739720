"""Age and sex from a Patient, or why there can be no risk without them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.clinical.variables import VARIABLES
from service.intake.fhir.dates import Period, completed_years, read_date
from service.intake.fhir.finding import (
    Entry,
    Finding,
    InvalidRecordError,
    IssueType,
    RecordProblem,
)
from service.intake.fhir.models import Patient, read
from service.intake.fhir.subject import About

SEXES = VARIABLES["sex"].codes
# https://hl7.org/fhir/R4/valueset-administrative-gender.html; no model covers these.
OTHER_GENDERS = {"other", "unknown"}


@dataclass(frozen=True, slots=True)
class Person:
    """The patient as the Patient resource describes them."""

    entry: Entry
    born: Period | None
    gender: str | None

    def age(self, as_of: date) -> Finding | None:
        """Completed years on a day; from the middle of a birth year or month."""
        if self.born is None:
            return None
        youngest, oldest = (
            completed_years(day, as_of) for day in (self.born.last, self.born.first)
        )
        age = completed_years(self.born.day(as_of), as_of)
        return Finding(
            variable="age",
            value=age,
            source=self.entry,
            on=as_of,
            notice=None if youngest == oldest else _approximate(age),
        )

    @property
    def sex(self) -> Finding | None:
        if self.gender not in SEXES:
            return None
        return Finding(variable="sex", value=self.gender, source=self.entry, on=None)

    def lacks(self, found: set[str]) -> Iterator[RecordProblem]:
        """What is needed of a person and was not found anywhere in the record."""
        if "age" not in found:
            yield self.problem("birthDate", "required", _NEEDED)
        if "sex" in found:
            return
        if self.gender is None:
            yield self.problem("gender", "required", _NEEDED)
        elif self.gender in OTHER_GENDERS:
            yield self.problem("gender", "not-supported", _NO_MODEL)
        else:
            yield self.problem("gender", "value", _NO_GENDER)

    def problem(self, element: str, issue: IssueType, text: Text) -> RecordProblem:
        """A problem with one element of this Patient."""
        return RecordProblem(
            expression=f"{self.entry.expression}.{element}", issue=issue, text=text
        )


def read_person(entry: Entry, today: date) -> Person:
    """The person whom a Patient resource describes.

    Raises:
        InvalidRecordError: Damaged, deceased, born on a day that cannot be, or with a
            modifierExtension, which R4 forbids to ignore.
    """
    patient = read(entry, Patient)
    born = None if patient.birth_date is None else read_date(patient.birth_date)
    person = Person(entry, born, patient.gender)
    if read(entry, About).modifier_extension:
        raise InvalidRecordError(
            [person.problem("modifierExtension", "not-supported", _MODIFIED)]
        )
    if patient.deceased_boolean or patient.deceased_date_time is not None:
        raise InvalidRecordError(
            [person.problem("deceased", "business-rule", _DECEASED)]
        )
    if patient.birth_date is not None and (born is None or born.first > today):
        raise InvalidRecordError([person.problem("birthDate", "value", _NO_BIRTH)])
    return person


def _approximate(age: int) -> Notice:
    return Notice(
        "age",
        "approximate_age",
        Text(
            "{age} years is approximate: the day of birth is not recorded.",
            "{age} tuổi là ước tính: hồ sơ không ghi đủ ngày tháng năm sinh.",
        ).format(age=age),
    )


_NEEDED = Text(
    "No risk can be given without it.",
    "Thiếu mục này thì không thể tính nguy cơ.",
)
_NO_MODEL = Text(
    "The models know female and male only; a clinician should assess this patient.",
    "Các mô hình chỉ có dữ liệu nữ và nam; bác sĩ cần tự đánh giá bệnh nhân này.",
)
_NO_GENDER = Text(
    "gender is one of male, female, other, unknown.",
    "gender là một trong male, female, other, unknown.",
)
_DECEASED = Text(
    "The patient has died; no risk is given.",
    "Bệnh nhân đã mất; không tính nguy cơ.",
)
_NO_BIRTH = Text(
    "Not a date of birth: YYYY, YYYY-MM or YYYY-MM-DD, and not in the future.",
    "Không phải ngày sinh: YYYY, YYYY-MM hoặc YYYY-MM-DD, và không ở tương lai.",
)
_MODIFIED = Text(
    "A modifierExtension may change who this is, and is not known here.",
    "modifierExtension có thể làm đổi ý nghĩa mà ở đây không biết.",
)
