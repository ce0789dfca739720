"""AUSDRISK, the assessment tool of the Australian health service."""

from service.clinical.language import Text
from service.clinical.point_score import Ages, PointScore, ScoreBand
from service.clinical.scores.items import Answers, Depending, Steps
from service.clinical.scores.questions import (
    ASIAN,
    HIGH,
    LOW,
    above,
    at,
    high_glucose,
    male,
    no,
    relative,
    waist,
    yes,
)

_LOWER_WAIST = waist(female=(at(80, 4), above(90, 7)), male=(at(90, 4), above(100, 7)))
_USUAL_WAIST = waist(
    female=(at(88, 4), above(100, 7)), male=(at(102, 4), above(110, 7))
)
AUSDRISK = PointScore(
    code="ausdrisk",
    name=Text(
        "Australian type 2 diabetes risk assessment tool (AUSDRISK)",
        "Công cụ đánh giá nguy cơ đái tháo đường típ 2 của Úc (AUSDRISK)",
    ),
    citation="Chen L et al. Med J Aust 2010;192:197-202; Australian Department of"
    " Health",
    outcome=Text(
        "type 2 diabetes within 5 years (Australia)",
        "đái tháo đường típ 2 trong 5 năm (Úc)",
    ),
    ages=Ages(25),
    items=(
        Steps("age", (at(35, 2), at(45, 4), at(55, 6), at(65, 8))),
        male(3),
        Answers(
            "ancestry",
            {
                **dict.fromkeys((*ASIAN, "white", "black", "other"), 0),
                **dict.fromkeys(("indigenous", "pacific"), 2),
            },
        ),
        Answers(
            "birthplace",
            {
                "asia": 2,
                "middle_east_north_africa": 2,
                "southern_europe": 2,
                "elsewhere": 0,
            },
        ),
        relative(3),
        high_glucose(6),
        yes("antihypertensive_drug", 2),
        Answers("smoking", {"never": 0, "former": 0, "current": 2}),
        no("daily_fruit_or_vegetables", 1),
        no("physically_active", 2),
        Depending(
            "ancestry",
            {
                **dict.fromkeys((*ASIAN, "indigenous"), _LOWER_WAIST),
                **dict.fromkeys(("white", "black", "pacific", "other"), _USUAL_WAIST),
            },
        ),
    ),
    bands=(
        ScoreBand("low", 0, LOW),
        ScoreBand("intermediate", 6, Text("intermediate", "trung bình")),
        ScoreBand("high", 12, HIGH),
    ),
)
