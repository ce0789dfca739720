"""The reason for not scoring where a test answers a bundle's question itself.

Whether diabetes is there now is asked of a score only as long as no test says it. Which
tests say it is the bundle's own (its manifest's `outcome.answered_by`).
"""

from collections.abc import Collection

from service.clinical.advice import Advice
from service.clinical.eligibility import CONFIRMING, Ineligibility
from service.clinical.glycaemia import classified_tests, results
from service.clinical.language import Text
from service.clinical.patient import Patient
from service.clinical.variables import listing

ANSWERED = Text(
    "A known test answers this question, not a score: {results}.",
    "Câu hỏi này đã có xét nghiệm trả lời, không dùng điểm: {results}.",
)
GLUCOSE_AS_WELL = Advice(
    "second_test",
    None,
    Text(
        "Where HbA1c may mislead (haemoglobin E, thalassaemia, anaemia, kidney failure,"
        " recent transfusion), fasting glucose settles it.",
        "Nếu HbA1c có thể sai lệch (huyết sắc tố E, thalassemia, thiếu máu, suy thận,"
        " mới truyền máu) thì đường huyết lúc đói sẽ xác định.",
    ),
)
HBA1C_AS_WELL = Advice(
    "second_test",
    None,
    Text(
        "If doubt remains, HbA1c or OGTT settles it: fasting glucose alone misses some"
        " people with diabetes.",
        "Nếu còn nghi ngờ, HbA1c hoặc OGTT sẽ xác định: chỉ riêng đường huyết lúc đói có"
        " thể bỏ sót một số người đái tháo đường.",
    ),
)
NOTHING_MORE = Advice(
    "no_further_test",
    None,
    Text(
        "This question needs no further test now.",
        "Câu hỏi này hiện không cần thêm xét nghiệm.",
    ),
)


def answered(patient: Patient, names: Collection[str]) -> Ineligibility | None:
    """The reason if one of the named tests is known; which second test would settle it.

    Args:
        patient: Who may be scored otherwise: no value of theirs is diagnostic.
        names: The tests that answer the bundle's question.
    """
    known = [name for name in names if name in patient.measurements]
    if not known:
        return None
    tests = [one for one in classified_tests(patient) if one.variable in known]
    text = ANSWERED.format(results=results(tests) if tests else listing(known))
    return Ineligibility("answered_by_test", text, _second_test(patient))


def _second_test(patient: Patient) -> Advice:
    match sorted(CONFIRMING & patient.measurements.keys()):
        case ["hba1c"]:
            return GLUCOSE_AS_WELL
        case ["fasting_glucose"]:
            return HBA1C_AS_WELL
        case _:
            return NOTHING_MORE
