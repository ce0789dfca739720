"""Diabetes among relatives by blood.

The clinical table asks of parents, siblings and children, and of grandparents, aunts,
uncles and cousins, as FINDRISC does. Those who are related by marriage, adoption or
fostering say nothing of the patient's risk.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from service.clinical.language import Text
from service.clinical.patient import Notice
from service.intake.fhir import concepts
from service.intake.fhir.conditions import least_family_history
from service.intake.fhir.dates import read_date
from service.intake.fhir.finding import Entry, Finding, Ignored
from service.intake.fhir.models import CodeableConcept, FamilyMemberHistory, read
from service.intake.fhir.said import Said

VARIABLE = "family_history_diabetes"

# http://terminology.hl7.org/CodeSystem/v3-RoleCode, SNOMED CT persons, and words.
_FIRST = (
    "PRN FTH MTH NPRN NFTH NMTH CHILD NCHILD SON SONC DAU DAUC SIB BRO SIS NSIB NBRO"
    " NSIS TWIN TWINBRO TWINSIS FTWIN FTWINBRO FTWINSIS ITWIN ITWINBRO ITWINSIS"
    " 40683002 66839005 72705000 67822003 65616008 66089001 375005 70924004 27733009"
)
_FIRST_WORDS = (
    "mother;father;parent;sister;brother;sibling;son;daughter;child;mẹ;má;mẹ ruột;mẹ đẻ;"
    "cha;bố;ba;cha ruột;bố ruột;cha đẻ;bố đẻ;cha mẹ;bố mẹ;anh;chị;em;anh trai;chị gái;em trai;em gái;"
    "anh ruột;chị ruột;em ruột;anh chị em ruột;anh chị em;con;con trai;con gái;con ruột;"
    "con đẻ"
)
# One parent in common is the blood of an uncle, not of a sibling.
_SECOND = (
    "GRPRN GRFTH GRMTH MGRPRN MGRFTH MGRMTH PGRPRN PGRFTH PGRMTH AUNT MAUNT PAUNT"
    " UNCLE MUNCLE PUNCLE COUSN MCOUSN PCOUSN HSIB HBRO HSIS"
    " 34871008 113157001 394856008 394857004 394858009 394859001 25211005 38048003"
    " 442051000124109 442061000124106 442031000124102 442041000124107 55538000"
)
_SECOND_WORDS = (
    "grandmother;grandfather;grandparent;aunt;uncle;cousin;ông;bà;ông nội;bà nội;"
    "ông ngoại;bà ngoại;cô;dì;chú;bác;cậu;cô ruột;dì ruột;chú ruột;bác ruột;cậu ruột;"
    "anh họ;chị họ;em họ"
)
_DEGREES: Mapping[str, str] = {
    **dict.fromkeys(_FIRST.split(), "first_degree"),
    **dict.fromkeys(_FIRST_WORDS.split(";"), "first_degree"),
    **dict.fromkeys(_SECOND.split(), "second_degree"),
    **dict.fromkeys(_SECOND_WORDS.split(";"), "second_degree"),
}
# A relative by blood of whom no more is said.
_SOMEBODY = {"FAMMEMB", "EXT", "125679009"}
_UNKNOWN_RELATIVE = Text(
    "A relative with diabetes who is not understood as a parent, sibling, child,"
    " grandparent, aunt, uncle or cousin by blood.",
    "Người thân bị đái tháo đường không được hiểu là cha mẹ, anh chị em ruột, con, ông"
    " bà, cô dì chú bác hoặc anh chị em họ cùng huyết thống.",
)
_ENTERED_IN_ERROR = Text(
    "This family history was entered in error.",
    "Tiền sử gia đình này đã được ghi nhầm.",
)


def findings(entry: Entry, today: date) -> Iterator[Finding | Ignored]:
    """What one FamilyMemberHistory says, as of `today`.

    Raises:
        InvalidRecordError: An element that is read has another type than R4 gives it.
    """
    history = read(entry, FamilyMemberHistory)
    if not any(_is_diabetes(condition.code) for condition in history.condition):
        return
    written = read_date(history.date) if history.date else None
    on = written.day(today) if written else None
    unused: tuple[str, Text] | None = None
    degree, notice = _degree(history.relationship)
    if history.status == "entered-in-error":
        unused = "entered_in_error", _ENTERED_IN_ERROR
    elif degree is None:
        unused = "unknown_answer", _UNKNOWN_RELATIVE
    if unused is None:
        yield Finding(
            variable=VARIABLE, value=degree, source=entry, on=on, notice=notice
        )
    else:
        code, text = unused
        yield Ignored(source=entry, code=code, text=text, variable=VARIABLE, on=on)


def _is_diabetes(concept: CodeableConcept) -> bool:
    """Whether a relative has diabetes; some write the situation for the disease."""
    said = Said.by(concept)
    return any(
        known.found_in(said)
        for known in (
            concepts.DIABETES,
            concepts.FAMILY_HISTORY,
            concepts.FAMILY_HISTORY_FIRST_DEGREE,
        )
    )


def _degree(relationship: CodeableConcept) -> tuple[str | None, Notice | None]:
    """How near the relative is, and what was assumed for it."""
    names = [coding.code for coding in relationship.coding if coding.code]
    words = [relationship.text, *(coding.display for coding in relationship.coding)]
    names += [_word(word) for word in words if word]
    for name in names:
        if name in _DEGREES:
            return _DEGREES[name], None
    if not names or not _SOMEBODY.isdisjoint(names):
        return "second_degree", least_family_history()
    return None, None


def _word(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())
