"""The risk test of the American Diabetes Association."""

from service.clinical.language import Text
from service.clinical.point_score import Ages, PointScore, ScoreBand
from service.clinical.scores.items import NOTHING, AnySign, Depending, Sign, Steps
from service.clinical.scores.questions import (
    BELOW_CUTOFF,
    HIGH,
    at,
    male,
    no,
    relative,
    yes,
)

ADA = PointScore(
    code="ada",
    name=Text(
        "Diabetes risk test of the American Diabetes Association (ADA)",
        "Bộ câu hỏi nguy cơ của Hiệp hội Đái tháo đường Hoa Kỳ (ADA)",
    ),
    citation="Bang H et al. Ann Intern Med 2009;151:775-783; ADA Standards of Care,"
    " section 2",
    outcome=Text(
        "undiagnosed diabetes now (United States)",
        "đái tháo đường chưa chẩn đoán ở hiện tại (Hoa Kỳ)",
    ),
    ages=Ages(20),
    items=(
        Steps("age", (at(40, 1), at(50, 2), at(60, 3))),
        male(1),
        Depending("sex", {"female": yes("gestational_diabetes", 1), "male": NOTHING}),
        relative(1),
        AnySign(1, (Sign("hypertension"),), ("antihypertensive_drug",)),
        no("physically_active", 1),
        Steps("bmi", (at(25, 1), at(30, 2), at(40, 3))),
    ),
    bands=(ScoreBand("below_cutoff", 0, BELOW_CUTOFF), ScoreBand("high", 5, HIGH)),
)
