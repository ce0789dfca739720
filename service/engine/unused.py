"""Values of which the reader must know what a bundle makes of them.

A clinician who enters an HbA1c of 6.4 % and reads "low risk" must learn that the model
never saw it, and that a test which answers the question outranks any score; and whoever
is not of the ancestry a bundle is calibrated for, that its figure does not hold.
"""

from collections.abc import Collection, Iterator

from service.clinical.language import Text
from service.clinical.patient import Notice, Patient
from service.clinical.reference_scores import ASKED_BY_SCORES
from service.clinical.variables import VARIABLES, choices_named, listing
from service.engine.manifest import Manifest

# These decide whether there is a score at all; they are no values of the risk.
DECIDES_ELIGIBILITY = {"known_diabetes", "pregnant"}
NOT_USED = Text(
    "{label} is not an input of {bundle}: its figure does not take it into account.",
    "{label} không phải dữ liệu vào của {bundle}: con số của mô hình này chưa tính đến"
    " giá trị đó.",
)
TEST_KNOWN = Text(
    "{label} is known: on this question ({outcome}) the test says more than the score"
    " of {bundle}. Go by the test.",
    "Đã có {label}: với câu hỏi này ({outcome}), kết quả xét nghiệm có giá trị hơn điểm"
    " của {bundle}. Hãy dựa vào xét nghiệm.",
)
OTHER_ANCESTRY = Text(
    "{bundle} is calibrated for people of this ancestry: {names}. For others its figure"
    " does not hold; the true one may be several times lower or higher.",
    "{bundle} được hiệu chỉnh cho người có nguồn gốc: {names}. Với người khác, con số"
    " này không đúng; con số thực có thể thấp hoặc cao hơn nhiều lần.",
)


def not_used(
    manifest: Manifest, patient: Patient, inputs_of_any: Collection[str]
) -> Iterator[Notice]:
    """A notice for each known value that is neither an input nor a source of one.

    Tests that outrank the score have a notice of their own. What is an input of no
    bundle served, only a question of published scores, was sent for those.

    Args:
        manifest: The bundle that was asked.
        patient: Who was assessed.
        inputs_of_any: The inputs of every bundle served.
    """
    used = {
        *manifest.inputs,
        *manifest.outcome.answered_by,
        *DECIDES_ELIGIBILITY,
        *(ASKED_BY_SCORES - set(inputs_of_any)),
    }
    for name in manifest.inputs:
        used.update(VARIABLES[name].derived_from)
    for name, measurement in patient.measurements.items():
        if name not in used:
            text = NOT_USED.format(
                label=measurement.variable.label, bundle=manifest.name
            )
            yield Notice(name, "not_used", text, manifest.name)


def tests_known(manifest: Manifest, patient: Patient) -> tuple[str, ...]:
    """The known tests that answer the bundle's question themselves."""
    return tuple(n for n in manifest.outcome.answered_by if n in patient.measurements)


def outranked(manifest: Manifest, patient: Patient) -> Iterator[Notice]:
    """A notice for each known test that answers the bundle's question itself."""
    for name in tests_known(manifest, patient):
        text = TEST_KNOWN.format(
            label=Text(VARIABLES[name].label.en, listing([name]).vi),
            outcome=manifest.outcome.label,
            bundle=manifest.name,
        )
        yield Notice(name, "test_known", text, manifest.name)


def other_ancestry(manifest: Manifest, patient: Patient) -> Iterator[Notice]:
    """A notice if the bundle is calibrated for people of another ancestry."""
    ancestry, meant = patient.value("ancestry"), manifest.calibrated_for
    if ancestry is not None and meant and ancestry not in meant:
        names = choices_named("ancestry", meant)
        text = OTHER_ANCESTRY.format(bundle=manifest.name, names=names)
        yield Notice("ancestry", "other_ancestry", text, manifest.name)
