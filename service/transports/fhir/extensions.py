"""What R4 has no element for: the extensions, each declared once.

The answers are built from this table and the StructureDefinitions that document them
are made from it, so an extension cannot say what is not written there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from service.transports.fhir.elements import Element
from service.transports.fhir.identity import structure_definition

ValueType = Literal[
    "CodeableConcept",
    "Quantity",
    "Range",
    "Reference",
    "boolean",
    "code",
    "date",
    "decimal",
    "integer",
    "string",
]

# The type of a part that may have several, by what Python holds.
_TYPE_OF: Mapping[type, ValueType] = {
    bool: "boolean",
    str: "code",
    dict: "Quantity",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One value inside an extension."""

    name: str
    types: tuple[ValueType, ...]
    meaning: str
    minimum: int = 1
    maximum: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An extension: either a value of `types`, or `parts`."""

    id: str
    title: str
    meaning: str
    context: str
    types: tuple[ValueType, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def url(self) -> str:
        """Its canonical URL."""
        return structure_definition(self.id)

    def of(self, value: object) -> Element:
        """The extension with this value."""
        return _valued(self.url, self.types, value)

    def having(self, **values: object) -> Element:
        """The extension with these parts; None is left out, a list repeats.

        Raises:
            KeyError: The table has no such part.
        """
        if unknown := values.keys() - {part.name for part in self.parts}:
            raise KeyError(", ".join(sorted(unknown)))
        return {
            "url": self.url,
            "extension": [
                _valued(part.name, part.types, value)
                for part in self.parts
                for value in _each(values.get(part.name))
            ],
        }


def _each(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _valued(url: str, types: tuple[ValueType, ...], value: object) -> Element:
    found = types[0] if len(types) == 1 else _TYPE_OF[type(value)]
    return {"url": url, f"value{found[0].upper()}{found[1:]}": value}


_VARIABLE = Part(
    name="variable",
    types=("code",),
    meaning="The variable, by its name in the clinical table (GET /v1/variables).",
)
_RANGE = (
    Part(
        name="level",
        types=("decimal",),
        meaning="How often the range should hold it: 0.9 is nine times of ten.",
    ),
    Part(name="range", types=("Range",), meaning="Lowest and highest, in percent."),
    Part(name="meaning", types=("string",), meaning="The same for a reader."),
)

CONTRIBUTION = Extension(
    id="contribution",
    title="Contribution of one input",
    meaning="What one input adds to the log-odds of the outcome, positive or negative"
    " (exact path-dependent TreeSHAP). The base and every contribution sum to the"
    " total, which the extension log-odds has.",
    context="RiskAssessment",
    parts=(
        _VARIABLE,
        Part(name="label", types=("string",), meaning="What a clinician calls it."),
        Part(
            name="value",
            types=("Quantity", "code", "boolean"),
            meaning="The value used, in the canonical unit; absent: not measured.",
            minimum=0,
        ),
        Part(
            name="measured",
            types=("boolean",),
            meaning="Whether it is known. What is not known contributes too.",
        ),
        Part(
            name="modifiable",
            types=("boolean",),
            meaning="Whether care or the patient can change it.",
        ),
        Part(name="logOdds", types=("decimal",), meaning="What it adds."),
        Part(name="oddsRatio", types=("decimal",), meaning="exp(logOdds)."),
        Part(
            name="date",
            types=("date",),
            meaning="The day of the value; of several it is derived from, the oldest.",
            minimum=0,
        ),
        Part(
            name="source",
            types=("Reference",),
            meaning="The resource of the record that the value comes from.",
            minimum=0,
            maximum="*",
        ),
    ),
)
LOG_ODDS = Extension(
    id="log-odds",
    title="Log-odds",
    meaning="The sum behind the first horizon's probability, as natural logarithms.",
    context="RiskAssessment",
    parts=(
        Part(
            name="base",
            types=("decimal",),
            meaning="Where the contributions start: those whom the narrative names.",
        ),
        Part(name="total", types=("decimal",), meaning="Base plus contributions."),
    ),
)
ADVICE = Extension(
    id="advice",
    title="Advice",
    meaning="The code of what mitigation says.",
    context="RiskAssessment",
    types=("CodeableConcept",),
)
NOT_ASSESSED = Extension(
    id="not-assessed",
    title="Why there is no risk",
    meaning="The reason for which this model gives this patient no risk. The status is"
    " cancelled, there is no prediction, and mitigation has the next step.",
    context="RiskAssessment",
    types=("CodeableConcept",),
)
CONCLUSION = Extension(
    id="conclusion",
    title="The one conclusion about the patient",
    meaning="What the known glucose tests say, and the one next step; the same in every"
    " RiskAssessment of an answer, because it is about the patient and no model's own.",
    context="RiskAssessment",
    parts=(
        Part(
            name="status",
            types=("CodeableConcept",),
            meaning="Glycaemic status by known tests, before any score.",
        ),
        Part(
            name="nextStep",
            types=("CodeableConcept",),
            meaning="What to do next, by a code of advice.",
        ),
        Part(
            name="withinDays",
            types=("integer",),
            meaning="In how many days at the latest; absent: no date is asked.",
            minimum=0,
        ),
        Part(
            name="model",
            types=("code",),
            meaning="The model whose risk adds to it; absent: none gives a risk.",
            minimum=0,
        ),
        Part(
            name="text",
            types=("string",),
            meaning="The same for a reader, with when the deciding test misleads.",
        ),
    ),
)
INTERVAL = Extension(
    id="interval",
    title="Interval of the risk",
    meaning="The range that should hold the true probability, level times of one.",
    context="RiskAssessment.prediction",
    parts=_RANGE,
)
IF_KNOWN = Extension(
    id="if-known",
    title="Range of the risk if nothing were missing",
    meaning="Where the probability would come out if every missing input were known.",
    context="RiskAssessment.prediction",
    parts=_RANGE,
)
RECORD_VALUE = Extension(
    id="record-value",
    title="Value of the record",
    meaning="The value of the clinical table that an issue is about.",
    context="OperationOutcome.issue",
    parts=(
        _VARIABLE,
        Part(name="date", types=("date",), meaning="Its day.", minimum=0),
        Part(
            name="ageInDays",
            types=("integer",),
            meaning="How old it is on the day asked about.",
            minimum=0,
        ),
    ),
)

EXTENSIONS: Mapping[str, Extension] = MappingProxyType(
    {
        extension.id: extension
        for extension in (
            CONTRIBUTION,
            LOG_ODDS,
            ADVICE,
            NOT_ASSESSED,
            CONCLUSION,
            INTERVAL,
            IF_KNOWN,
            RECORD_VALUE,
        )
    }
)
