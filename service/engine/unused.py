"""What a bundle's figure leaves out, told to whoever reads it.

A clinician who enters an HbA1c of 6.4 % and reads "low risk" must learn that the model
never saw it; of what makes diabetes several times as likely a quiet list is not enough.
Whoever is not of the ancestry a bundle is calibrated for must learn that its figure
does not hold, and the very old that it leaves out other causes of death.
"""

from collections.abc import Collection, Iterator, Mapping

from service.clinical.criteria import criteria_met
from service.clinical.glycaemia import PREDIABETES
from service.clinical.language import Text
from service.clinical.patient import Notice, Patient
from service.clinical.reference_scores import ASKED_BY_SCORES
from service.clinical.variables import VARIABLES, choices_named
from service.engine.interval import figure_of
from service.engine.manifest import Manifest

# These decide whether there is a score at all; they are no values of the risk.
DECIDES_ELIGIBILITY = {"known_diabetes", "pregnant"}
NOT_USED = Text(
    "{label} is not an input of {bundle}: its figure does not take it into account.",
    "{label} không phải dữ liệu vào của {bundle}: con số của mô hình này chưa tính đến"
    " giá trị đó.",
)
GESTATIONAL_DIABETES = "gestational_diabetes"
# A yes of these counts; and a bundle that has the second has counted the first with it.
STRONG_HISTORY = (GESTATIONAL_DIABETES, "high_glucose_ever")
COUNTED_WITH: Mapping[str, str] = {GESTATIONAL_DIABETES: "high_glucose_ever"}
# Relative risk 9.51 (7.14 to 12.67), 20 studies.
GESTATIONAL_NOT_COUNTED = Text(
    "Gestational diabetes is not counted in the figure of {bundle}. Women who had it"
    " develop type 2 diabetes almost 10 times as often as others (Vounzoulaki et al.,"
    " BMJ 2020;369:m1361): the true risk is several times higher. Test glucose at least"
    " every year.",
    "Con số của {bundle} chưa tính đến tiền sử đái tháo đường thai kỳ. Phụ nữ từng mắc"
    " có nguy cơ mắc đái tháo đường típ 2 cao gấp gần 10 lần (Vounzoulaki và cộng sự,"
    " BMJ 2020;369:m1361): nguy cơ thực cao hơn nhiều lần. Cần xét nghiệm đường huyết ít"
    " nhất mỗi năm.",
)
NOT_COUNTED = Text(
    "{label}: not counted in the figure of {bundle}; the true {figure} is higher.",
    "{label}: con số của {bundle} chưa tính đến; {figure} thực cao hơn.",
)
# Where death is not counted as a competing event a risk comes out too high, the more
# so the older people are (Austin et al., Circulation 2016;133:601).
VERY_OLD = 75
COMPETING_DEATH = Text(
    "From {age} years of age on: the figure of {bundle} does not count that a person may"
    " die of another cause before diabetes comes, so it is rather too high.",
    "Từ {age} tuổi trở lên: con số của {bundle} chưa tính đến khả năng tử vong do nguyên"
    " nhân khác trước khi mắc đái tháo đường, nên có xu hướng cao hơn thực tế.",
)
OTHER_ANCESTRY = Text(
    "{bundle} is calibrated for people of this ancestry: {names}. For others its figure"
    " does not hold; the true one may be several times lower or higher.",
    "{bundle} được hiệu chỉnh cho người có nguồn gốc: {names}. Với người khác, con số"
    " này không đúng; con số thực có thể thấp hoặc cao hơn nhiều lần.",
)


def not_counted(manifest: Manifest, patient: Patient) -> Iterator[Notice]:
    """A notice for each strong risk factor that this bundle's figure leaves out."""
    for name in _strong(manifest, patient):
        later = manifest.bands.horizon_years
        gestational = name == GESTATIONAL_DIABETES and later
        text = (GESTATIONAL_NOT_COUNTED if gestational else NOT_COUNTED).format(
            label=VARIABLES[name].label,
            bundle=manifest.name,
            figure=figure_of(manifest),
        )
        yield Notice(name, "not_counted", text, manifest.name)


def competing_death(manifest: Manifest, patient: Patient) -> Iterator[Notice]:
    """A notice to the very old of a bundle that looks ahead."""
    if manifest.bands.horizon_years and patient.measurements["age"].number >= VERY_OLD:
        text = COMPETING_DEATH.format(age=VERY_OLD, bundle=manifest.name)
        yield Notice("age", "competing_death", text, manifest.name)


def not_used(
    manifest: Manifest, patient: Patient, inputs_of_any: Collection[str]
) -> Iterator[Notice]:
    """A notice for each known value that is neither an input nor a source of one.

    What is strong has a notice of its own. What is an input of no bundle served, only
    a question of published scores, was sent for those.

    Args:
        manifest: The bundle that was asked.
        patient: Who was assessed.
        inputs_of_any: The inputs of every bundle served.
    """
    used = {
        *_counted(manifest),
        *_strong(manifest, patient),
        *DECIDES_ELIGIBILITY,
        *(ASKED_BY_SCORES - set(inputs_of_any)),
    }
    for name, measurement in patient.measurements.items():
        if name not in used:
            text = NOT_USED.format(
                label=measurement.variable.label, bundle=manifest.name
            )
            yield Notice(name, "not_used", text, manifest.name)


def other_ancestry(manifest: Manifest, patient: Patient) -> Iterator[Notice]:
    """A notice if the bundle is calibrated for people of another ancestry."""
    ancestry, meant = patient.value("ancestry"), manifest.calibrated_for
    if ancestry is not None and meant and ancestry not in meant:
        names = choices_named("ancestry", meant)
        text = OTHER_ANCESTRY.format(bundle=manifest.name, names=names)
        yield Notice("ancestry", "other_ancestry", text, manifest.name)


def _strong(manifest: Manifest, patient: Patient) -> Iterator[str]:
    """What is known to raise the risk strongly and is not counted."""
    counted = _counted(manifest)
    tested = (met.variable for met in criteria_met(PREDIABETES, patient))
    told = (name for name in STRONG_HISTORY if patient.value(name))
    for name in (*told, *tested):
        with_it = COUNTED_WITH.get(name)
        also = with_it in counted and patient.value(str(with_it))
        if name not in counted and not also:
            yield name


def _counted(manifest: Manifest) -> set[str]:
    """The inputs of a bundle and what they are computed from."""
    sources = (VARIABLES[name].derived_from for name in manifest.inputs)
    return {*manifest.inputs, *(source for each in sources for source in each)}
