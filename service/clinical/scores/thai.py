"""The Thai diabetes risk score."""

from service.clinical.language import Text
from service.clinical.point_score import Ages, PointScore, ScoreBand
from service.clinical.scores.items import AnySign, Sign, Steps
from service.clinical.scores.questions import (
    HIGH,
    LOW,
    MODERATE,
    VERY_HIGH,
    at,
    male,
    relative,
    waist,
)

THAI = PointScore(
    code="thai",
    name=Text("Thai diabetes risk score", "Thang điểm nguy cơ đái tháo đường Thái Lan"),
    citation="Aekplakorn W et al. Diabetes Care 2006;29:1872-1877; bands of the"
    " Diabetes Association of Thailand",
    outcome=Text(
        "type 2 diabetes within 12 years (Thailand)",
        "đái tháo đường típ 2 trong 12 năm (Thái Lan)",
    ),
    ages=Ages(34),  # where the national form begins; derived at 35 to 55
    ancestries=("east_asian",),
    items=(
        Steps("age", (at(45, 1), at(50, 2))),
        male(2),
        Steps("bmi", (at(23, 3), at(27.5, 5))),
        waist(female=(at(80, 2),), male=(at(90, 2),)),
        AnySign(
            2,
            (
                Sign("systolic_bp", 140),
                Sign("diastolic_bp", 90),
                Sign("antihypertensive_drug"),
            ),
        ),
        relative(4),
    ),
    bands=(
        ScoreBand("low", 0, LOW),
        ScoreBand("moderate", 3, MODERATE),
        ScoreBand("high", 6, HIGH),
        ScoreBand("very_high", 9, VERY_HIGH),
    ),
)
