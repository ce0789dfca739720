"""Values that a bundle does not look at, told so that nobody thinks it did.

A clinician who enters an HbA1c of 6.4 % and reads "low risk" must learn that the model
never saw it.
"""

from collections.abc import Iterator

from service.clinical.language import Text
from service.clinical.patient import Notice, Patient
from service.clinical.variables import VARIABLES
from service.engine.manifest import Manifest

# These decide whether there is a score at all; they are no values of the risk.
_DECIDES_ELIGIBILITY = {"known_diabetes", "pregnant"}


def not_used(manifest: Manifest, patient: Patient) -> Iterator[Notice]:
    """A notice for each known value that is neither an input nor a source of one."""
    used = {*manifest.inputs, *_DECIDES_ELIGIBILITY}
    for name in manifest.inputs:
        used.update(VARIABLES[name].derived_from)
    for name, measurement in patient.measurements.items():
        if name not in used:
            yield Notice(
                name,
                "not_used",
                Text(
                    "{label} is not an input of {bundle}: the risk does not take it"
                    " into account.",
                    "{label} không phải dữ liệu vào của {bundle}: nguy cơ chưa tính đến"
                    " giá trị này.",
                ).format(label=measurement.variable.label, bundle=manifest.name),
            )
