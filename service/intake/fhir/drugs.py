"""Drugs that say something of the clinical table, by ATC, RxNorm or their name.

ATC's groups have a meaning in their first letters. RxNorm's numbers have none, and
hospitals often send a name alone, so the ingredient's international name is read as
a whole word, with or without the last «e» that Vietnamese labels leave out.
"""

import re
from dataclasses import dataclass
from typing import Literal

from service.clinical.problems import shown
from service.intake.fhir.codes import codes, texts
from service.intake.fhir.models import CodeableConcept

Kind = Literal[
    "antihypertensive", "metformin", "sglt2", "glp1", "insulin", "glucose_lowering"
]

# https://www.whocc.no/atc_ddd_index/; the first beginning counts. Drugs for pulmonary
# hypertension (C02KX) and vaptans (C03XA) do not lower the arterial pressure.
_ATC: tuple[tuple[str, Kind | Literal["other"]], ...] = (
    ("A10BA02", "metformin"),
    ("A10BX16", "glp1"),  # tirzepatide
    ("A10BJ", "glp1"),
    ("A10BK", "sglt2"),
    ("A10A", "insulin"),
    ("A10", "glucose_lowering"),
    ("C02KX", "other"),
    ("C03XA", "other"),
    ("C02", "antihypertensive"),
    ("C03", "antihypertensive"),
    ("C07", "antihypertensive"),
    ("C08", "antihypertensive"),
    ("C09", "antihypertensive"),
)
_NAMES: dict[Kind, str] = {
    "metformin": "metformin",
    "sglt2": "empagliflozin dapagliflozin canagliflozin ertugliflozin",
    "glp1": "liraglutide semaglutide dulaglutide exenatide lixisenatide tirzepatide",
    "insulin": "insulin",
    "glucose_lowering": (
        "gliclazide glimepiride glibenclamide glyburide glipizide tolbutamide"
        " pioglitazone sitagliptin vildagliptin saxagliptin linagliptin alogliptin"
        " acarbose voglibose miglitol repaglinide nateglinide"
    ),
    "antihypertensive": (
        "amlodipine nifedipine felodipine lercanidipine lacidipine nicardipine"
        " cilnidipine diltiazem verapamil captopril enalapril lisinopril perindopril"
        " ramipril imidapril quinapril benazepril losartan valsartan telmisartan"
        " irbesartan candesartan olmesartan azilsartan hydrochlorothiazide"
        " hydroclorothiazide chlorthalidone chlortalidone indapamide furosemide"
        " torasemide spironolactone eplerenone atenolol bisoprolol metoprolol nebivolol"
        " carvedilol propranolol labetalol acebutolol methyldopa clonidine moxonidine"
        " rilmenidine hydralazine doxazosin prazosin"
    ),
}
_INGREDIENTS: dict[str, Kind] = {
    name: kind for kind, names in _NAMES.items() for name in names.split()
}
_SPELLINGS = {
    spelling: name
    for name in _INGREDIENTS
    for spelling in (name, name.removesuffix("e"))
}
# Ingredients; clinical drugs have numbers of their own and are read by their names.
_RXNORM: dict[str, str] = {
    "6809": "metformin",
    "1545653": "empagliflozin",
    "1488564": "dapagliflozin",
    "1373458": "canagliflozin",
    "475968": "liraglutide",
    "1991302": "semaglutide",
    "1551291": "dulaglutide",
    "60548": "exenatide",
    "5856": "insulin",
    "274783": "insulin",  # glargine
    "25789": "glimepiride",
    "4821": "glipizide",
    "4815": "glyburide",
    "33738": "pioglitazone",
    "593411": "sitagliptin",
    "1100699": "linagliptin",
    "857974": "saxagliptin",
    "17767": "amlodipine",
    "7417": "nifedipine",
    "3443": "diltiazem",
    "11170": "verapamil",
    "29046": "lisinopril",
    "3827": "enalapril",
    "35296": "ramipril",
    "54552": "perindopril",
    "1998": "captopril",
    "52175": "losartan",
    "5487": "hydrochlorothiazide",
    "2409": "chlorthalidone",
    "5764": "indapamide",
    "4603": "furosemide",
    "9997": "spironolactone",
    "1202": "atenolol",
    "20352": "carvedilol",
}
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """A drug that was understood, and how."""

    kind: Kind
    name: str
    """The ingredient, or the ATC code where only that was sent."""
    by_name: bool = False


def drugs(concept: CodeableConcept) -> list[Drug]:
    """The drugs of a product that say something; none: it says nothing here.

    A code in one of ATC's groups or of RxNorm's ingredients decides; else the names do.
    """
    coded: list[Drug] = []
    decided = False
    for code in codes(concept, "atc"):
        kind = _atc(code.upper())
        decided |= kind is not None
        if kind is not None and kind != "other":
            coded.append(Drug(kind=kind, name=_shown(concept, kind, code)))
    coded += [
        Drug(kind=_INGREDIENTS[name], name=name)
        for code in codes(concept, "rxnorm")
        if (name := _RXNORM.get(code))
    ]
    if coded or decided:
        return coded
    return [
        Drug(kind=_INGREDIENTS[name], name=name, by_name=True)
        for name in _named(concept)
    ]


def _atc(code: str) -> Kind | Literal["other"] | None:
    return next((kind for start, kind in _ATC if code.startswith(start)), None)


def _shown(concept: CodeableConcept, kind: Kind, code: str) -> str:
    """What a clinician calls it: the ingredient if it is named, else the code."""
    return next(
        (name for name in _named(concept) if _INGREDIENTS[name] == kind), shown(code)
    )


def _named(concept: CodeableConcept) -> list[str]:
    """The ingredients that are known among the words, each once."""
    words = (word for text in texts(concept) for word in _WORD.findall(text.lower()))
    return list(dict.fromkeys(_SPELLINGS[word] for word in words if word in _SPELLINGS))
