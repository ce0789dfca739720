"""FINDRISC, and the same questions with the cut-offs for Asian people."""

from service.clinical.language import Text
from service.clinical.point_score import Ages, PointScore, ScoreBand
from service.clinical.scores.items import Item, Steps
from service.clinical.scores.questions import (
    ASIAN,
    HIGH,
    LOW,
    MODERATE,
    VERY_HIGH,
    above,
    at,
    high_glucose,
    no,
    relative,
    waist,
    yes,
)

_AGE = Steps("age", (at(45, 2), at(55, 3), at(65, 4)))
_QUESTIONS: tuple[Item, ...] = (
    no("physically_active", 2),
    no("daily_fruit_or_vegetables", 1),
    yes("antihypertensive_drug", 2),
    high_glucose(5),
    relative(5, second_degree=3),
)
_BANDS = (
    ScoreBand("low", 0, LOW),
    ScoreBand("slightly_elevated", 7, Text("slightly elevated", "hơi tăng")),
    ScoreBand("moderate", 12, MODERATE),
    ScoreBand("high", 15, HIGH),
    ScoreBand("very_high", 21, VERY_HIGH),
)

FINDRISC = PointScore(
    code="findrisc",
    name=Text(
        "Finnish Diabetes Risk Score (FINDRISC)",
        "Thang điểm nguy cơ đái tháo đường Phần Lan (FINDRISC)",
    ),
    citation="Lindström J, Tuomilehto J. Diabetes Care 2003;26:725-731, as extended to"
    " 0-26 points by age over 64 and family history",
    outcome=Text(
        "type 2 diabetes treated with drugs within 10 years (Finland)",
        "đái tháo đường típ 2 phải dùng thuốc trong 10 năm (Phần Lan)",
    ),
    ages=Ages(20),  # as validated: Jølle A et al. BMJ Open Diabetes Res Care 2019
    items=(
        _AGE,
        Steps("bmi", (at(25, 1), above(30, 3))),
        waist(
            female=(at(80, 3), above(88, 4)),
            male=(at(94, 3), above(102, 4)),
        ),
        *_QUESTIONS,
    ),
    bands=_BANDS,
)

FINDRISC_ASIAN = PointScore(
    code="findrisc_asian",
    name=Text(
        "FINDRISC with Asian cut-offs (ModAsian FINDRISC)",
        "FINDRISC hiệu chỉnh cho người châu Á (ModAsian FINDRISC)",
    ),
    citation="Lim HM, Chia YC, Koay ZL. Prim Care Diabetes 2020;14:494-500; in Vietnam"
    " Doan L et al. J Multidiscip Healthc 2023;16:439-449",
    outcome=Text(
        "type 2 diabetes within 10 years as FINDRISC; tested in Asia for undiagnosed"
        " diabetes",
        "đái tháo đường típ 2 trong 10 năm như FINDRISC; ở châu Á được kiểm định với"
        " đái tháo đường chưa chẩn đoán",
    ),
    ages=Ages(25),  # as studied in Vietnam
    ancestries=ASIAN,
    items=(
        _AGE,
        Steps("bmi", (at(23, 1), at(27.5, 3))),
        waist(female=(at(80, 4),), male=(at(90, 4),)),
        *_QUESTIONS,
    ),
    bands=_BANDS,
)
