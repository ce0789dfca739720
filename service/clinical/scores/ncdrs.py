"""The New Chinese Diabetes Risk Score."""

from service.clinical.language import Text
from service.clinical.point_score import Ages, PointScore, ScoreBand
from service.clinical.scores.items import Steps
from service.clinical.scores.questions import (
    BELOW_CUTOFF,
    HIGH,
    at,
    male,
    relative,
    waist,
)

_WAIST_POINTS = (3, 5, 7, 8, 10)
NCDRS = PointScore(
    code="ncdrs",
    name=Text(
        "New Chinese Diabetes Risk Score",
        "Thang điểm nguy cơ đái tháo đường mới của Trung Quốc (NCDRS)",
    ),
    citation="Zhou X et al. Diabetes Care 2013;36:3944-3952; guideline of the Chinese"
    " Diabetes Society",
    outcome=Text(
        "undiagnosed type 2 diabetes now (China)",
        "đái tháo đường típ 2 chưa chẩn đoán ở hiện tại (Trung Quốc)",
    ),
    ages=Ages(20, 74),
    ancestries=("east_asian",),
    items=(
        Steps(
            "age",
            (
                *(at(25, 4), at(35, 8), at(40, 11), at(45, 12)),
                *(at(50, 13), at(55, 15), at(60, 16), at(65, 18)),
            ),
        ),
        Steps(
            "systolic_bp",
            (
                *(at(110, 1), at(120, 3), at(130, 6)),
                *(at(140, 7), at(150, 8), at(160, 10)),
            ),
        ),
        Steps("bmi", (at(22, 1), at(24, 3), at(30, 5))),
        waist(
            female=tuple(map(at, (70, 75, 80, 85, 90), _WAIST_POINTS)),
            male=tuple(map(at, (75, 80, 85, 90, 95), _WAIST_POINTS)),
        ),
        relative(6),  # parents, siblings, children
        male(2),
    ),
    bands=(ScoreBand("below_cutoff", 0, BELOW_CUTOFF), ScoreBand("high", 25, HIGH)),
)
