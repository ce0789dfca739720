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
        name="diabetic_relatives",
        kind="choice",
        label=Text(
            "Relatives with diabetes (mother, father, siblings, children: each kind"
            " counts once)",
            "Người thân bị đái tháo đường (mẹ, cha, anh chị em ruột, con: mỗi nhóm tính"
            " một lần)",
        ),
        choices=(
            Choice("none", 0, Text("none of them", "không nhóm nào")),
            Choice("one", 1, Text("one of the four", "một trong bốn nhóm")),
            Choice("two", 2, Text("two of the four", "hai trong bốn nhóm")),
            Choice("three", 3, Text("three of the four", "ba trong bốn nhóm")),
            Choice("four", 4, Text("all four", "cả bốn nhóm")),
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
            "Ever told of high glucose or prediabetes (also in pregnancy)",
            "Từng được báo đường huyết cao hoặc tiền đái tháo đường (kể cả khi mang"
            " thai)",
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
        name="large_baby",
        kind="yes_no",
        label=Text(
            "Gave birth to a baby of 4.1 kg (9 lb) or more",
            "Từng sinh con nặng từ 4,1 kg trở lên",
        ),
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
    # The rest is asked by published scores alone; nothing is guessed from a country.
    Variable(
        name="ancestry",
        kind="choice",
        label=Text("Ancestry", "Nguồn gốc chủng tộc"),
        choices=(
            Choice(
                "east_asian",
                0,
                Text(
                    "East or South-East Asian (such as Vietnamese, Chinese)",
                    "Đông Á hoặc Đông Nam Á (như người Việt, người Hoa)",
                ),
            ),
            Choice(
                "south_asian",
                1,
                Text("South Asian (such as Indian)", "Nam Á (như người Ấn Độ)"),
            ),
            Choice("white", 2, Text("White", "da trắng")),
            Choice("black", 3, Text("Black", "da đen")),
            Choice(
                "indigenous",
                4,
                Text(
                    "Aboriginal, Torres Strait Islander or First Nations",
                    "thổ dân Úc hoặc thổ dân châu Mỹ",
                ),
            ),
            Choice(
                "pacific",
                5,
                Text(
                    "Pacific Islander or Maori", "người đảo Thái Bình Dương hoặc Maori"
                ),
            ),
            Choice(
                "other",
                6,
                Text(
                    "other (such as Arab, Latin American)",
                    "khác (như Ả Rập, Mỹ Latinh)",
                ),
            ),
        ),
    ),
    Variable(
        name="birthplace",
        kind="choice",
        label=Text("Region of birth", "Khu vực nơi sinh"),
        choices=(
            Choice("asia", 0, Text("Asia", "châu Á")),
            Choice(
                "middle_east_north_africa",
                1,
                Text("Middle East or North Africa", "Trung Đông hoặc Bắc Phi"),
            ),
            Choice("southern_europe", 2, Text("Southern Europe", "Nam Âu")),
            Choice("elsewhere", 3, Text("elsewhere", "nơi khác")),
        ),
    ),
    Variable(
        name="education",
        kind="choice",
        label=Text("Education completed", "Trình độ học vấn"),
        choices=(
            Choice(
                "below_high_school",
                0,
                Text("no high-school diploma", "chưa tốt nghiệp trung học phổ thông"),
            ),
            Choice(
                "high_school",
                1,
                Text("high-school diploma", "tốt nghiệp trung học phổ thông"),
            ),
            Choice(
                "some_college",
                2,
                Text(
                    "some college or university",
                    "chưa hoàn thành cao đẳng hoặc đại học",
                ),
            ),
            Choice(
                "degree",
                3,
                Text(
                    "college or university degree", "tốt nghiệp cao đẳng hoặc đại học"
                ),
            ),
        ),
    ),
)
