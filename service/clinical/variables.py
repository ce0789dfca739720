"""The one table of clinical variables.

The request schema, validation, unit conversion, model columns, labels and the
documentation are all derived from it, so none of them can disagree. Plausible
ranges are wide: they catch typing errors and wrong units, not illness.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from service.clinical import units
from service.clinical.history import HISTORY
from service.clinical.language import Text
from service.clinical.measurements import MEASUREMENTS
from service.clinical.variable import Choice, Variable

PERSON = (
    Variable(
        name="age",
        kind="quantity",
        label=Text("Age", "Tuổi"),
        loinc=("30525-0",),
        units=units.YEARS,
        low=0,
        high=120,
        monotone=1,
        required=True,
    ),
    Variable(
        name="sex",
        kind="choice",
        label=Text("Sex", "Giới tính"),
        loinc=("46098-0", "76689-9"),
        choices=(
            Choice("female", 0, Text("female", "nữ")),
            Choice("male", 1, Text("male", "nam")),
        ),
        required=True,
    ),
)

VARIABLES: Mapping[str, Variable] = MappingProxyType(
    {variable.name: variable for variable in (*PERSON, *MEASUREMENTS, *HISTORY)}
)


def listing(names: Sequence[str]) -> Text:
    """Labels of variables in a row, as they stand inside a sentence."""
    labels = [VARIABLES[name].label for name in names]
    return Text(
        ", ".join(_within_sentence(label.en) for label in labels),
        ", ".join(_within_sentence(label.vi) for label in labels),
    )


def choices_named(variable: str, codes: Collection[str]) -> Text:
    """Labels of these answers to a choice, in the order of the table."""
    labels = [c.label for c in VARIABLES[variable].choices if c.code in codes]
    return Text("; ".join(x.en for x in labels), "; ".join(x.vi for x in labels))


def _within_sentence(label: str) -> str:
    """Lower the first letter, unless the first word is an abbreviation."""
    first = label.split(maxsplit=1)[0]
    return label if first[1:] != first[1:].lower() else label[0].lower() + label[1:]


def fingerprint(names: Iterable[str]) -> str:
    """Identify what the numbers of the named variables mean.

    Covers unit, range, encoding, direction and derivation of each variable and of
    what it is derived from; labels and codes may change without retraining, and so
    may variables that a bundle does not use.

    Raises:
        KeyError: A name is not in the table.
    """
    wanted = dict.fromkeys(names)
    sources = [source for name in wanted for source in VARIABLES[name].derived_from]
    meanings = [VARIABLES[name].meaning() for name in [*wanted, *sources]]
    canonical = json.dumps(meanings, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
