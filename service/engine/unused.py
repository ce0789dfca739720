"""Values of which the reader must know what a bundle makes of them.

A clinician who enters an HbA1c of 6.4 % and reads "low risk" must learn that the model
never saw it, and that a test which answers the question outranks any score.
"""

from collections.abc import Iterator

from service.clinical.language import Text
from service.clinical.patient import Notice, Patient
from service.clinical.variables import VARIABLES
from service.engine.manifest import Manifest

# These decide whether there is a score at all; they are no values of the risk.
_DECIDES_ELIGIBILITY = {"known_diabetes", "pregnant"}
_NOT_USED = Text(
    "{label} is not an input of {bundle}: the risk does not take it into account.",
    "{label} không phải dữ liệu vào của {bundle}: nguy cơ chưa tính đến giá trị này.",
)
_TEST_KNOWN = Text(
    "{label} is known: on this question ({outcome}) the test says more than the score"
    " of {bundle}. Go by the test.",
    "Đã có {label}: với câu hỏi này ({outcome}), kết quả xét nghiệm có giá trị hơn điểm"
    " của {bundle}. Hãy dựa vào xét nghiệm.",
)


def not_used(manifest: Manifest, patient: Patient) -> Iterator[Notice]:
    """A notice for each known value that is neither an input nor a source of one.

    Tests that outrank the score have a notice of their own.
    """
    used = {*manifest.inputs, *manifest.outcome.answered_by, *_DECIDES_ELIGIBILITY}
    for name in manifest.inputs:
        used.update(VARIABLES[name].derived_from)
    for name, measurement in patient.measurements.items():
        if name not in used:
            text = _NOT_USED.format(
                label=measurement.variable.label, bundle=manifest.name
            )
            yield Notice(name, "not_used", text)


def outranked(manifest: Manifest, patient: Patient) -> Iterator[Notice]:
    """A notice for each known test that answers the bundle's question itself."""
    for name in manifest.outcome.answered_by:
        if name in patient.measurements:
            text = _TEST_KNOWN.format(
                label=VARIABLES[name].label,
                outcome=manifest.outcome.label,
                bundle=manifest.name,
            )
            yield Notice(name, "test_known", text)
