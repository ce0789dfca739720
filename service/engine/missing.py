"""How much the missing inputs could matter to this patient.

Each unknown measurement is tried at a low and at a high value, each unknown question
with every answer, the others left as they are; the spread of the risk tells which test
is worth doing.
"""

from collections.abc import Sequence
from itertools import chain, islice

from service.clinical.patient import Patient
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.engine.assessment import MissingInput
from service.engine.manifest import Manifest


def probes(manifest: Manifest, patient: Patient) -> list[list[float]]:
    """Rows for each missing input in order: every value that it is tried at."""
    row = patient.vector(manifest.inputs)
    rows = []
    for name in patient.missing(manifest.inputs):
        at = manifest.inputs.index(name)
        rows += [
            [*row[:at], number, *row[at + 1 :]]
            for number in _tried(manifest, VARIABLES[name])
        ]
    return rows


def missing_inputs(
    manifest: Manifest, patient: Patient, probabilities: Sequence[float]
) -> tuple[MissingInput, ...]:
    """Read the probes' probabilities, those that could matter most first."""
    found = []
    names = patient.missing(manifest.inputs)
    tried = [_tried(manifest, VARIABLES[name]) for name in names]
    told = list(zip(chain.from_iterable(tried), probabilities, strict=True))
    remaining = iter(told)
    for name, values in zip(names, tried, strict=True):
        low, *_, high = islice(remaining, len(values))
        variable = VARIABLES[name]
        ends = (variable.decode(low[0]), variable.decode(high[0]))
        found.append(MissingInput(variable, *ends, low[1], high[1]))
    return tuple(
        sorted(found, key=lambda m: -abs(m.probability_if_high - m.probability_if_low))
    )


def _tried(manifest: Manifest, variable: Variable) -> tuple[float, ...]:
    """A variable's typical low and high number, or every answer's, as models see it."""
    if variable.kind == "quantity":
        typical = manifest.typical_values[variable.name]
        return typical.low, typical.high
    if variable.kind == "choice":
        return tuple(choice.number for choice in variable.choices)
    return 0.0, 1.0
