"""Why a clinician may set a card aside, as codings that the feedback comes back with.

The specification prescribes no reasons, so these are the project's own code system.
Each has words in both languages, which the specification asks for.
"""

from collections.abc import Mapping

from service.clinical.language import Language, Text
from service.transports.cds_hooks.cards import Coding

SYSTEM = "urn:diabetes-risk:override-reason"

OVERRIDE_REASONS: Mapping[str, Text] = {
    "tested-elsewhere": Text(
        "Glucose was tested recently elsewhere",
        "Đã xét nghiệm đường huyết gần đây ở nơi khác",
    ),
    "known-diabetes": Text(
        "Diabetes is already diagnosed", "Đã được chẩn đoán đái tháo đường"
    ),
    "wrong-data": Text(
        "The record's values are wrong or out of date",
        "Dữ liệu trong hồ sơ sai hoặc đã cũ",
    ),
    "other-priority": Text(
        "Another problem comes first today", "Hôm nay ưu tiên vấn đề khác"
    ),
    "patient-declines": Text("The patient declines", "Bệnh nhân từ chối"),
    "little-benefit": Text(
        "Little benefit for this patient (frail, short life expectancy)",
        "Ít lợi ích cho bệnh nhân này (suy yếu, tiên lượng sống ngắn)",
    ),
    "judged-otherwise": Text(
        "I judge the risk otherwise", "Bác sĩ đánh giá nguy cơ khác"
    ),
}


def override_reasons(language: Language) -> list[Coding]:
    """The reasons as a card offers them."""
    return [
        Coding(system=SYSTEM, code=code, display=text[language])
        for code, text in OVERRIDE_REASONS.items()
    ]
