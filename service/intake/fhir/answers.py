"""Answers of choice and yes/no variables, from codes or in words.

The codes are those of the value sets that FHIR, IPS and VN Core bind to these
questions; words are read as in a spreadsheet, Vietnamese or English.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from service.clinical.variable import Variable
from service.intake.fhir.models import Coding
from service.intake.spreadsheet import NO, YES

_YES_NO: Mapping[str, bool] = MappingProxyType(
    {
        "373066001": True,
        "373067005": False,
        "LA33-6": True,
        "LA32-8": False,
        "Y": True,  # HL7 tables 0136 and 0532
        "N": False,
    }
)
_ANSWERS: Mapping[str, Mapping[str, str | bool]] = MappingProxyType(
    {
        "smoking": {
            "266919005": "never",
            "LA18978-9": "never",
            "8517006": "former",
            "LA15920-4": "former",
            "77176002": "current",
            "449868002": "current",
            "428041000124106": "current",
            "428061000124105": "current",
            "428071000124103": "current",
            "LA18976-3": "current",
            "LA18977-1": "current",
            "LA18981-3": "current",
            "LA18982-1": "current",
        },
        "alcohol": {
            "228274009": "never",
            "783261004": "never",
            "82581004": "former",
            "219006": "current",
            "228276006": "current",  # occasional, light and moderate drinkers
            "228277002": "current",
            "43783005": "current",
        },
        "pregnant": {
            "77386006": True,
            "LA15173-0": True,
            "60001007": False,
            "LA26683-5": False,
        },
        # A bare yes says the least that a yes can say.
        "family_history_diabetes": {
            "373066001": "second_degree",
            "LA33-6": "second_degree",
            "Y": "second_degree",
            "373067005": "none",
            "LA32-8": "none",
            "N": "none",
        },
        "sex": {
            "248152002": "female",
            "LA3-6": "female",
            "F": "female",
            "248153007": "male",
            "LA2-8": "male",
            "M": "male",
        },
    }
)
# «Smoker, current status unknown» is how some value sets word the code for «smoker».
_UNKNOWN = ("unknown", "không rõ", "chưa rõ")


def answer(
    variable: Variable, codings: Sequence[Coding], text: str | None
) -> str | bool | None:
    """What was answered; None: nothing that the variable knows, or «unknown».

    A code counts before words. Two codes that disagree answer nothing.
    """
    coded = {
        found
        for coding in codings
        if coding.code and not _says_unknown(coding.display)
        if (found := _known(variable).get(coding.code)) is not None
    }
    if coded:
        return coded.pop() if len(coded) == 1 else None
    for words in (text, *(coding.display for coding in codings)):
        if words and (spoken := _in_words(variable, words)) is not None:
            return spoken
    return None


def _known(variable: Variable) -> Mapping[str, str | bool]:
    own: Mapping[str, str | bool] = _ANSWERS.get(variable.name, {})
    if variable.kind == "yes_no":
        return {**_YES_NO, **own}
    return {**{code: code for code in variable.codes}, **own}


def _says_unknown(display: str | None) -> bool:
    return display is not None and any(word in display.lower() for word in _UNKNOWN)


def _in_words(variable: Variable, words: str) -> str | bool | None:
    word = unicodedata.normalize("NFC", words).strip().lower()
    if variable.kind == "yes_no":
        return True if word in YES else False if word in NO else None
    for choice in variable.choices:
        if word in {choice.code, choice.label.en.lower(), choice.label.vi.lower()}:
            return choice.code
    return None
