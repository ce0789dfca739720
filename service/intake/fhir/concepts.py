"""The few meanings that are looked for in diagnoses, and how they are written.

SNOMED CT is matched code by code and ICD-10 by its beginning; each code was looked up
in published value sets and code lists. Words count only where a diagnosis has no code
of these two, and only as a whole: «tiền đái tháo đường» is no diabetes.
"""

from dataclasses import dataclass
from typing import Literal

from service.intake.fhir.said import Said, name


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One meaning, and the codes and names that have it."""

    snomed: frozenset[str] = frozenset()
    icd10: tuple[str, ...] = ()
    """How codes begin, without the full stop."""
    names: frozenset[str] = frozenset()

    def found_in(self, said: Said) -> Literal["code", "name"] | None:
        """What has this meaning in what was said; None: nothing has."""
        if not self.snomed.isdisjoint(said.snomed):
            return "code"
        if any(code.startswith(self.icd10) for code in said.icd10):
            return "code"
        if any(code.startswith(self.icd10) for code in said.written):
            return "name"
        return None if self.names.isdisjoint(said.names) else "name"


def _concept(snomed: str = "", icd10: str = "", names: str = "") -> Concept:
    return Concept(
        snomed=frozenset(snomed.split()),
        icd10=tuple(icd10.split()),
        names=frozenset(name(one) for one in names.split(";")) - {""},
    )


# Diabetes that is there for good, with the complications by which some records alone
# state it; O24.0-O24.3 (and O24.8 of ICD-10-CM) were there before the pregnancy, E08
# and E09 are ICD-10-CM's, and the codes after O24 are ICD-10's manifestations (H36.0*).
DIABETES = _concept(
    "73211009 44054006 46635009 8801005 111552007 74627003 405749004 11530004 5368009"
    " 190447002 51002006 2751001 75524006 609561005 237604008"  # other kinds
    " 81531005 359642000 237599002 313436004 443694000 444110003 445353002"  # type 2
    " 164971000119101 472969004 703138006"
    " 313435000 444073006 444074000 190372001 290002008 472970003 703137001"  # type 1
    " 161445009 170745003 170747006 170763003"  # had, and how it is treated
    " 199229001 199230006 609563008 609564002 609566000 609567009 237627000"  # pregnant
    " 422034002 1551000119108 1501000119109 97331000119101 60951000119105"  # eye
    " 4855003 59276001 390834004 420789003 43959009"
    " 127013003 90781000119102 157141000119108 71441000119104"  # kidney
    " 368581000119106 230572002 49455004 424736006 1511000119107 50620007"  # nerve
    " 127014009 25907005 201251005 201250006",  # foot
    "E08 E09 E10 E11 E12 E13 E14 O240 O241 O242 O243 O248"
    " G590 G632 H280 H360 M142 N083",
    "diabetes; diabetes mellitus; type 1 diabetes; type 2 diabetes; t1dm; t2dm; dm2;"
    "dm type 1; dm type 2; type 1 dm; type 2 dm; iddm; niddm; đtđ 2; đtđ2;"
    "type 1 diabetes mellitus; type 2 diabetes mellitus; diabetes mellitus type 1;"
    "diabetes mellitus type 2; đái tháo đường; đái tháo đường type 1;"
    "đái tháo đường type 2; đái tháo đường không phụ thuộc insulin;"
    "đái tháo đường phụ thuộc insulin; đtđ; đtđ type 1; đtđ type 2; tiểu đường;"
    "tiểu đường type 1; tiểu đường type 2",
)
# O24.9 does not say whether it was there before: this is the least it says.
GESTATIONAL_DIABETES = _concept(
    "11687002 46894009 75022004 71546005 40801000119106 10753491000119101",
    "O244 O249",
    "gestational diabetes; gestational diabetes mellitus; đái tháo đường thai kỳ;"
    "đái tháo đường thai kì; đtđ thai kỳ; tiểu đường thai kỳ",
)
PAST_GESTATIONAL_DIABETES = _concept("472971004 40791000119105", "Z8632")
PREDIABETES = _concept(
    "714628002 15777000 390951007 9414007 80394007",
    "R73",
    "prediabetes; pre-diabetes; impaired fasting glucose; impaired glucose tolerance;"
    "tiền đái tháo đường; tiền đtđ; tiền tiểu đường; rối loạn dung nạp glucose;"
    "rối loạn đường huyết lúc đói; rối loạn glucose máu lúc đói",
)
HYPERTENSION = _concept(
    "38341003 59621000 1201005 78975002 371125006 46481004 19769006 59720008"
    " 31992008 73410007 64715009",
    "I10 I11 I12 I13 I15 O10 O11",
    "hypertension; essential hypertension; primary hypertension; tăng huyết áp;"
    "tăng huyết áp vô căn; tăng huyết áp vô căn (nguyên phát);"
    "tăng huyết áp nguyên phát; cao huyết áp; tha; tha nguyên phát; tha vô căn",
)
# What belongs to a pregnancy that goes on; abortion, delivery and childbed end it.
PREGNANCY = _concept(
    "77386006 72892002 47200007 16356006",
    "O09 O1 O20 O21 O22 O23 O240 O241 O242 O243 O248 O25 O26 O28 O29 O3 O40 O41 O42 O43 O44 O45 O46 O47 O48"
    " O60 O98 O99 Z321 Z3201 Z33 Z34 Z35 Z36 Z3A",
    "pregnant; pregnancy; mang thai; đang mang thai; có thai; đang có thai",
)
# What ends one: abortion, delivery, childbed, and care after it.
PREGNANCY_ENDED = _concept(
    "", "O00 O01 O02 O03 O04 O05 O06 O08 O80 O81 O82 O83 O84 O85 O86 Z37 Z39"
)
# Their own names speak of diabetes; they are no diabetes of the patient's.
NOT_DIABETES = _concept("", "E232 N251 P70 Z131")
FAMILY_HISTORY = _concept("160303001 430678008 430679000", "Z833")
FAMILY_HISTORY_FIRST_DEGREE = _concept("416855002")
NO_FAMILY_HISTORY = _concept("160274005")

# Why else a glucose-lowering drug may be given.
POLYCYSTIC_OVARIES = _concept("237055002", "E282")
HEART_FAILURE = _concept("84114007 42343007 88805009 48447003", "I50 I110 I130 I132")
KIDNEY_DISEASE = _concept(
    "709044004 90688005 431855005 431856006 433144002 431857002 433146000 46177005",
    "N18",
)
OBESITY = _concept("414916001 414915002 408512008 162864005 238136002", "E66")
