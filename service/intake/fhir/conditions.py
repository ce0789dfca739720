"""What diagnoses say of the clinical table.

Diabetes, prediabetes and hypertension stay once they are diagnosed; a pregnancy counts
only while it goes on. What is not confirmed, or has ended, is told and not used.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.clinical.variables import VARIABLES
from service.intake.fhir import concepts
from service.intake.fhir.codes import texts
from service.intake.fhir.concepts import Concept
from service.intake.fhir.diagnosis import Diagnosis, read_diagnosis
from service.intake.fhir.finding import Entry, Finding, Ignored
from service.intake.fhir.said import Said, name, without_accents

# No pregnancy goes on for longer: two weeks past term.
LONGEST_PREGNANCY = timedelta(weeks=42)

_MENTIONS_DIABETES = re.compile(
    r"dai thao duong|tieu duong|dtd|diabet(?!\w* insipidus)|\bt2dm\b|\bdm2\b|niddm"
)
# How SNOMED CT names its many complications: diabetes is what they are due to.
_COMPLICATION = re.compile(r"\bdue to (type [12] )?diabetes mellitus( type [12])?$")

_NOT_ACTIVE = Text(
    "This diagnosis is recorded as resolved or inactive.",
    "Chẩn đoán này được ghi là đã khỏi hoặc không còn hoạt động.",
)
_PAST_DIABETES = Text(
    "Diabetes is recorded as resolved or inactive; it was read as high glucose in the"
    " past. If the patient has diabetes, no risk applies.",
    "Đái tháo đường được ghi là đã khỏi hoặc không còn hoạt động nên được hiểu là từng"
    " có đường huyết cao. Nếu bệnh nhân vẫn bị đái tháo đường thì không tính nguy cơ.",
)
_UNCODED = Text(
    "This diagnosis mentions diabetes in words only and was not read; code it (ICD-10"
    " or SNOMED CT).",
    "Chẩn đoán này chỉ nhắc đến đái tháo đường bằng chữ nên không được dùng; hãy mã hóa"
    " (ICD-10 hoặc SNOMED CT).",
)
_CODED_OTHERWISE = Text(
    "The words of this diagnosis mention diabetes, its code says something else; the"
    " code was followed. If the patient has diabetes, no risk applies.",
    "Chẩn đoán này nhắc đến đái tháo đường bằng chữ nhưng mã lại chỉ bệnh khác; ở đây"
    " theo mã. Nếu bệnh nhân bị đái tháo đường thì không tính nguy cơ.",
)
_LEAST = Text(
    "Family history of diabetes is recorded without saying whose; a grandparent, aunt,"
    " uncle or cousin, the least it can mean, was taken.",
    "Tiền sử gia đình đái tháo đường không ghi rõ là ai; được hiểu ở mức thấp nhất:"
    " ông bà, cô dì chú bác hoặc anh chị em họ.",
)


_Said = Iterator[Finding | Ignored]


def findings(entry: Entry, today: date) -> _Said:
    """What one Condition says, as of `today`.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    diagnosis = read_diagnosis(entry, today)
    said = Said.by(diagnosis.concept)
    understood = False
    for concept, variable, meaning in _MEANINGS:
        how = concept.found_in(said)
        if how is None:
            continue
        understood = True
        if diagnosis.doubt is not None:
            yield diagnosis.not_used(variable, *diagnosis.doubt)
        else:
            notice = _by_name(variable) if how == "name" else None
            yield from meaning(diagnosis, notice, today)
    if not understood and _mentions_diabetes(diagnosis):
        yield from _mentioned(diagnosis, said, today)


def least_family_history() -> Notice:
    """That a bare family history was taken for a second-degree relative."""
    return Notice("family_history_diabetes", "least_it_says", _LEAST)


def _mentions_diabetes(diagnosis: Diagnosis) -> bool:
    words = map(without_accents, texts(diagnosis.concept))
    return any(map(_MENTIONS_DIABETES.search, words))


def _mentioned(diagnosis: Diagnosis, said: Said, today: date) -> _Said:
    """Diabetes in the words of a diagnosis that is none of the known codes."""
    if said.names:
        yield diagnosis.not_used("known_diabetes", "unreadable", _UNCODED)
    elif concepts.NOT_DIABETES.found_in(said):
        return
    elif not said.snomed or not _is_complication(diagnosis):
        yield diagnosis.not_used("known_diabetes", "ambiguous", _CODED_OTHERWISE)
    elif diagnosis.doubt is not None:
        yield diagnosis.not_used("known_diabetes", *diagnosis.doubt)
    else:
        yield from _diabetes(diagnosis, _by_name("known_diabetes"), today)


def _is_complication(diagnosis: Diagnosis) -> bool:
    return any(map(_COMPLICATION.search, map(name, texts(diagnosis.concept))))


def _by_name(variable: str) -> Notice:
    return Notice(
        variable,
        "read_from_name",
        Text(
            "{label}: read from the name of a diagnosis, not from its code.",
            "{label}: xác định từ tên chẩn đoán, không phải từ mã.",
        ).format(label=VARIABLES[variable].label),
    )


def _diabetes(diagnosis: Diagnosis, notice: Notice | None, today: date) -> _Said:
    """Diabetes in remission is known diabetes; what is over was high glucose once."""
    if diagnosis.state == "ended":
        past = Notice("high_glucose_ever", "past_diabetes", _PAST_DIABETES)
        yield diagnosis.says("high_glucose_ever", value=True, notice=past)
    else:
        yield diagnosis.says("known_diabetes", value=True, notice=notice)


def _gestational(diagnosis: Diagnosis, notice: Notice | None, today: date) -> _Said:
    yield diagnosis.says("gestational_diabetes", value=True, notice=notice)
    # Lists of problems keep it for years: without a date it says nothing of today.
    if diagnosis.on is not None:
        yield from _pregnancy(diagnosis, None, today)


def _ever(
    variable: str, value: object, diagnosis: Diagnosis, notice: Notice | None, _: date
) -> _Said:
    """True whatever became of it."""
    yield diagnosis.says(variable, value, notice)


def _hypertension(diagnosis: Diagnosis, notice: Notice | None, today: date) -> _Said:
    if diagnosis.state == "ended":
        yield diagnosis.not_used("hypertension", "not_active", _NOT_ACTIVE)
    else:
        yield diagnosis.says("hypertension", value=True, notice=notice)


def _pregnancy(diagnosis: Diagnosis, notice: Notice | None, today: date) -> _Said:
    """A pregnancy that may still go on; one long past says nothing of today."""
    over = diagnosis.state == "ended" or diagnosis.abated
    if diagnosis.on is None:
        # Only what is said to be active is taken as of now; the choice tells it.
        if diagnosis.state == "active" and not over:
            yield diagnosis.says("pregnant", value=True, notice=notice)
    elif today - diagnosis.on <= LONGEST_PREGNANCY:
        if over:
            yield diagnosis.not_used("pregnant", "not_active", _NOT_ACTIVE)
        else:
            yield diagnosis.says("pregnant", value=True, notice=notice)


def _no_longer_pregnant(diagnosis: Diagnosis, _: Notice | None, today: date) -> _Said:
    """What ended a pregnancy says that there is none since; without a day nothing."""
    if diagnosis.on is not None and today - diagnosis.on <= LONGEST_PREGNANCY:
        yield diagnosis.says("pregnant", value=False)


def _family(diagnosis: Diagnosis, notice: Notice | None, today: date) -> _Said:
    yield diagnosis.says(
        "family_history_diabetes", "second_degree", least_family_history()
    )


_Meaning = Callable[[Diagnosis, Notice | None, date], _Said]
_FAMILY = "family_history_diabetes"
_MEANINGS: tuple[tuple[Concept, str, _Meaning], ...] = (
    (concepts.DIABETES, "known_diabetes", _diabetes),
    (concepts.GESTATIONAL_DIABETES, "gestational_diabetes", _gestational),
    (
        concepts.PAST_GESTATIONAL_DIABETES,
        "gestational_diabetes",
        partial(_ever, "gestational_diabetes", True),
    ),
    (
        concepts.PREDIABETES,
        "high_glucose_ever",
        partial(_ever, "high_glucose_ever", True),
    ),
    (concepts.HYPERTENSION, "hypertension", _hypertension),
    (concepts.PREGNANCY, "pregnant", _pregnancy),
    (concepts.PREGNANCY_ENDED, "pregnant", _no_longer_pregnant),
    (
        concepts.FAMILY_HISTORY_FIRST_DEGREE,
        _FAMILY,
        partial(_ever, _FAMILY, "first_degree"),
    ),
    (concepts.FAMILY_HISTORY, _FAMILY, _family),
    (concepts.NO_FAMILY_HISTORY, _FAMILY, partial(_ever, _FAMILY, "none")),
)
