"""How much the missing inputs could matter to this patient.

Each unknown input is tried at a low and at a high value, the others left as they
are; the spread of the risk tells which test is worth doing.
"""

from collections.abc import Sequence

from service.clinical.patient import Patient
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.engine.assessment import MissingInput
from service.engine.manifest import Manifest


def probes(manifest: Manifest, patient: Patient) -> list[list[float]]:
    """Two rows for each missing input in order: at its low end, at its high end."""
    row = patient.vector(manifest.inputs)
    rows = []
    for name in patient.missing(manifest.inputs):
        at = manifest.inputs.index(name)
        rows += [
            [*row[:at], number, *row[at + 1 :]]
            for number in _ends(manifest, VARIABLES[name])
        ]
    return rows


def missing_inputs(
    manifest: Manifest, patient: Patient, probabilities: Sequence[float]
) -> tuple[MissingInput, ...]:
    """Read the probes' probabilities, those that could matter most first."""
    found = []
    names = patient.missing(manifest.inputs)
    pairs = zip(probabilities[::2], probabilities[1::2], strict=True)
    for name, (at_low, at_high) in zip(names, pairs, strict=True):
        variable = VARIABLES[name]
        low, high = (variable.decode(n) for n in _ends(manifest, variable))
        found.append(MissingInput(variable, low, high, at_low, at_high))
    return tuple(
        sorted(found, key=lambda m: -abs(m.probability_if_high - m.probability_if_low))
    )


def _ends(manifest: Manifest, variable: Variable) -> tuple[float, float]:
    """A typical low and high number of a variable, as the model sees it."""
    if variable.kind == "quantity":
        typical = manifest.typical_values[variable.name]
        return typical.low, typical.high
    if variable.kind == "choice":
        return variable.choices[0].number, variable.choices[-1].number
    return 0.0, 1.0
