"""The parameters of the operation, declared once.

The OperationDefinition is made from this table and the reader of a body works from it,
so that what is documented is what is taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of the operation; a resource if its type has a capital."""

    name: str
    type: Literal[
        "Patient",
        "Observation",
        "Condition",
        "FamilyMemberHistory",
        "MedicationStatement",
        "MedicationRequest",
        "Bundle",
        "string",
        "decimal",
        "code",
        "date",
    ]
    maximum: Literal["1", "*"]
    meaning: str

    @property
    def is_resource(self) -> bool:
        """Whether it comes as `resource`, not as `value[x]`."""
        return self.type[0].isupper()

    @property
    def holder(self) -> str:
        """The element of Parameters.parameter that holds it."""
        if self.is_resource:
            return "resource"
        return f"value{self.type[0].upper()}{self.type[1:]}"


PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {
        parameter.name: parameter
        for parameter in (
            Parameter(
                name="patient",
                type="Patient",
                maximum="1",
                meaning="Whose risk it is: sex and date of birth. Here or in record.",
            ),
            Parameter(
                name="observation",
                type="Observation",
                maximum="*",
                meaning="Measurements and answers, of any age; the newest usable value"
                " of each variable is used.",
            ),
            Parameter(
                name="condition",
                type="Condition",
                maximum="*",
                meaning="Known diabetes, hypertension and other diagnoses.",
            ),
            Parameter(
                name="familyMemberHistory",
                type="FamilyMemberHistory",
                maximum="*",
                meaning="Diabetes among relatives.",
            ),
            Parameter(
                name="medicationStatement",
                type="MedicationStatement",
                maximum="*",
                meaning="Drugs taken: for blood pressure, for glucose.",
            ),
            Parameter(
                name="medicationRequest",
                type="MedicationRequest",
                maximum="*",
                meaning="Drugs prescribed: for blood pressure, for glucose.",
            ),
            Parameter(
                name="record",
                type="Bundle",
                maximum="*",
                meaning="Any of these resources in Bundles, such as pages of a search."
                " Other resources are passed over.",
            ),
            Parameter(
                name="model",
                type="string",
                maximum="*",
                meaning="Models to ask; all that are served if absent.",
            ),
            Parameter(
                name="horizon",
                type="decimal",
                maximum="*",
                meaning="Years from now to answer for, 0 for now; all if absent."
                " Models that answer for none of them are not asked.",
            ),
            Parameter(
                name="language",
                type="code",
                maximum="1",
                meaning="Language of the texts, vi or en; else Accept-Language decides.",
            ),
            Parameter(
                name="date",
                type="date",
                maximum="1",
                meaning="The day asked about, from which the age of values counts;"
                " today if absent.",
            ),
        )
    }
)
