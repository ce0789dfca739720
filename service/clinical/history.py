"""The part of the clinical table that is asked: habits, family, past and present."""

from service.clinical.language import Text
from service.clinical.variable import Choice, Variable


def _habit(current: str) -> tuple[Choice, ...]:
    return (
        Choice("never", 0, Text("never", "chưa bao giờ")),
        Choice("former", 1, Text("former", "đã bỏ")),
        Choice("current", 2, Text("current", current)),
    )


HISTORY = (
    Variable(
        name="smoking",
        kind="choice",
        label=Text("Smoking", "Hút thuốc lá"),
        loinc=("72166-2",),
        choices=_habit("đang hút"),
        modifiable=True,
    ),
    Variable(
        name="alcohol",
        kind="choice",
        label=Text("Alcohol", "Uống rượu bia"),
        loinc=("11331-6",),
        choices=_habit("đang uống"),
        modifiable=True,
    ),
    Variable(
        name="physically_active",
        kind="yes_no",
        label=Text(
            "Physically active (30 minutes most days)",
            "Vận động thể lực (30 phút hầu hết các ngày)",
        ),
        loinc=("97059-0",),
        monotone=-1,
        modifiable=True,
    ),
    Variable(
        name="daily_fruit_or_vegetables",
        kind="yes_no",
        label=Text("Fruit or vegetables every day", "Ăn rau hoặc trái cây mỗi ngày"),
        loinc=("97060-8",),
        monotone=-1,
        modifiable=True,
    ),
    Variable(
        name="family_history_diabetes",
        kind="choice",
        label=Text("Family history of diabetes", "Tiền sử gia đình đái tháo đường"),
        loinc=("97063-2",),
        choices=(
            Choice("none", 0, Text("none", "không")),
            # A cohort's bare "yes" is encoded as 1, the least that a yes says.
            Choice(
                "second_degree",
                1,
                Text(
                    "grandparent, aunt, uncle or cousin",
                    "ông bà, cô dì chú bác hoặc anh chị em họ",
                ),
            ),
            Choice(
                "first_degree",
                2,
                Text("parent, sibling or child", "cha mẹ, anh chị em ruột hoặc con"),
            ),
        ),
        monotone=1,
    ),
    Variable(
        name="hypertension",
        kind="yes_no",
        label=Text("Diagnosed hypertension", "Đã chẩn đoán tăng huyết áp"),
        monotone=1,
    ),
    Variable(
        name="antihypertensive_drug",
        kind="yes_no",
        label=Text("Takes a blood-pressure drug", "Đang dùng thuốc hạ huyết áp"),
        monotone=1,
    ),
    Variable(
        name="high_glucose_ever",
        kind="yes_no",
        label=Text(
            "Ever told of high glucose or prediabetes",
            "Từng được báo đường huyết cao hoặc tiền đái tháo đường",
        ),
        loinc=("97062-4",),
        monotone=1,
    ),
    Variable(
        name="gestational_diabetes",
        kind="yes_no",
        label=Text("Diabetes in a past pregnancy", "Từng đái tháo đường thai kỳ"),
        monotone=1,
    ),
    Variable(
        name="pregnant",
        kind="yes_no",
        label=Text("Pregnant now", "Đang mang thai"),
        loinc=("82810-3",),
    ),
    Variable(
        name="known_diabetes",
        kind="yes_no",
        label=Text("Known diabetes", "Đã được chẩn đoán đái tháo đường"),
    ),
)
