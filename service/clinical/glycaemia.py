"""Glycaemic status: what the known glucose tests say, before any score is asked.

One test in the prediabetes range is prediabetes, also beside a normal one: any of the
three suffices, and they often disagree there because each finds other people (ADA
Standards of Care, section 2; in Ho Chi Minh City: Ho-Pham et al., PLoS One
2017;12:e0182192). Tests are discordant where one reaches a diagnostic criterion of
diabetes and another does not: then the abnormal one is repeated (ADA, section 2).
WHO begins impaired fasting glucose at 6.1 mmol/L; Vietnam follows ADA's 5.6.

In pregnancy other thresholds apply below those of diabetes, so nothing is called
normal or prediabetes there.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from service.clinical.criteria import Comparison, Criterion, compare
from service.clinical.eligibility import (
    CONFIRMING,
    DIAGNOSTIC_CRITERIA,
    GUIDELINE,
    is_discordant,
)
from service.clinical.language import Text
from service.clinical.patient import Patient
from service.clinical.variables import listing

# Upper ends are the diagnostic criteria.
PREDIABETES = (
    Criterion("fasting_glucose", {"mmol/L": 5.6, "mg/dL": 100}),
    Criterion("ogtt_2h", {"mmol/L": 7.8, "mg/dL": 140}),
    Criterion("hba1c", {"%": 5.7, "mmol/mol": 39}),
)
GLYCAEMIC_GUIDELINE = Text(
    f"Ministry of Health, {GUIDELINE}; ADA Standards of Care, section 2",
    f"Bộ Y tế, {GUIDELINE}; ADA Standards of Care, mục 2",
)
STATUS: Mapping[str, Text] = {
    "known_diabetes": Text("Known diabetes", "Đã được chẩn đoán đái tháo đường"),
    "diabetes_range": Text(
        "In the range of diabetes by {names}, not yet diagnosed",
        "Ở ngưỡng đái tháo đường theo {names}, chưa được chẩn đoán",
    ),
    "discordant": Text(
        "Tests disagree: in the range of diabetes by {names} alone",
        "Xét nghiệm không thống nhất: chỉ {names} ở ngưỡng đái tháo đường",
    ),
    "prediabetes": Text("Prediabetes by {names}", "Tiền đái tháo đường theo {names}"),
    "normal": Text("Normal glucose by {names}", "Đường huyết bình thường theo {names}"),
    "not_known": Text("Glucose status not known", "Chưa rõ tình trạng đường huyết"),
}
STATUS_CODES = tuple(STATUS)

DIABETES_RANGE = Text(
    "{label} {value}: in the range of diabetes (from {threshold})",
    "{label} {value}: ở ngưỡng đái tháo đường (từ {threshold})",
)
PREDIABETES_RANGE = Text(
    "{label} {value}: in the prediabetes range (from {threshold})",
    "{label} {value}: trong ngưỡng tiền đái tháo đường (từ {threshold})",
)
NORMAL = Text(
    "{label} {value}: below the prediabetes range (from {threshold})",
    "{label} {value}: dưới ngưỡng tiền đái tháo đường (từ {threshold})",
)
NO_TEST = Text(
    "No fasting glucose, OGTT or HbA1c is known.",
    "Chưa có đường huyết lúc đói, OGTT hoặc HbA1c.",
)
IN_PREGNANCY = Text(
    "In pregnancy other thresholds apply, which are not judged here.",
    "Khi mang thai áp dụng các ngưỡng khác, không đánh giá tại đây.",
)
DIAGNOSED = Text(
    "The thresholds of screening no longer apply.",
    "Các ngưỡng tầm soát không còn áp dụng.",
)
# Haemoglobin disorders in southern Vietnam: O'Riordan et al., Br J Haematol
# 2010;150:359; what they do to HbA1c: ADA Standards of Care, section 2.
HBA1C_MISLEADS = Text(
    "HbA1c misleads with haemoglobin E or thalassaemia (both common in Vietnam),"
    " anaemia, kidney failure, a recent transfusion and in pregnancy: there go by plasma"
    " glucose.",
    "HbA1c dễ sai lệch khi có huyết sắc tố E hoặc thalassemia (đều thường gặp ở Việt"
    " Nam), thiếu máu, suy thận, mới truyền máu và khi mang thai: khi đó dựa vào glucose"
    " huyết tương.",
)
_CLASSES: Mapping[str, Text] = {
    "diabetes_range": DIABETES_RANGE,
    "prediabetes": PREDIABETES_RANGE,
    "normal": NORMAL,
}


@dataclass(frozen=True, slots=True)
class ClassifiedTest:
    """A known test, the class its value falls in, and the threshold that says so.

    Of a normal value it is the threshold that the value stays below.
    """

    code: str
    compared: Comparison

    @property
    def variable(self) -> str:
        """The name of the test."""
        return self.compared.variable

    @property
    def text(self) -> Text:
        """The result in words, as it stands inside a sentence."""
        return _CLASSES[self.code].format(
            label=listing([self.variable]),
            value=self.compared.value_text,
            threshold=self.compared.threshold_text,
        )


@dataclass(frozen=True, slots=True)
class GlycaemicStatus:
    """What the known tests say together; `caution` is about the tests it rests on."""

    code: str
    label: Text
    text: Text
    tests: tuple[ClassifiedTest, ...]
    caution: Text | None


def glycaemic_status(patient: Patient) -> GlycaemicStatus:
    """The status of any patient who can be read, whether or not a score is given."""
    tests = tuple(classified_tests(patient))
    code = _code(patient, tests)
    deciding = _deciding(code, tests)
    label = STATUS[code].format(names=listing([one.variable for one in deciding]))
    misled = _rests_on_hba1c(code, tests, deciding)
    caution = HBA1C_MISLEADS if misled else None
    return GlycaemicStatus(code, label, _text(code, tests), tests, caution)


def classified_tests(patient: Patient) -> Iterator[ClassifiedTest]:
    """Every known test in its class, in the order of the diagnostic criteria.

    A random value is a hint only: it counts once it reaches a diagnostic criterion.
    """
    below = {criterion.variable: criterion for criterion in PREDIABETES}
    for criterion in DIAGNOSTIC_CRITERIA:
        compared = compare(criterion, patient)
        if compared is None:
            continue
        if compared.reached:
            yield ClassifiedTest("diabetes_range", compared)
        elif criterion.variable in below:
            lower = compare(below[criterion.variable], patient)
            if lower is not None:
                yield ClassifiedTest(
                    "prediabetes" if lower.reached else "normal", lower
                )


def results(tests: Collection[ClassifiedTest]) -> Text:
    """Results in a row, as they stand inside a sentence."""
    return Text(
        "; ".join(one.text.en for one in tests),
        "; ".join(one.text.vi for one in tests),
    )


def _code(patient: Patient, tests: Collection[ClassifiedTest]) -> str:
    if patient.value("known_diabetes"):
        return "known_diabetes"
    met = [one.compared for one in tests if one.code == "diabetes_range"]
    if met:
        return "discordant" if is_discordant(patient, met) else "diabetes_range"
    if patient.value("pregnant") or not tests:
        return "not_known"
    raised = any(one.code == "prediabetes" for one in tests)
    return "prediabetes" if raised else "normal"


def _deciding(code: str, tests: Collection[ClassifiedTest]) -> list[ClassifiedTest]:
    """The tests whose class is the status; of discordant ones, the abnormal."""
    wanted = "diabetes_range" if code == "discordant" else code
    return [one for one in tests if one.code == wanted]


def _rests_on_hba1c(
    code: str, tests: Collection[ClassifiedTest], deciding: Collection[ClassifiedTest]
) -> bool:
    """Whether another answer would follow if HbA1c misled."""
    asked = tests if code == "discordant" else deciding
    names = {one.variable for one in asked} & CONFIRMING
    return "hba1c" in names and (code == "discordant" or len(names) == 1)


def _text(code: str, tests: Collection[ClassifiedTest]) -> Text:
    if code == "known_diabetes":
        return DIAGNOSED
    if code == "not_known":
        return IN_PREGNANCY if tests else NO_TEST
    told = results(tests)
    return Text(_sentence(told.en), _sentence(told.vi))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
