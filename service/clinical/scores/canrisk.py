"""CANRISK, the questionnaire of the Public Health Agency of Canada."""

from service.clinical.language import Text
from service.clinical.point_score import Ages, PointScore, ScoreBand
from service.clinical.scores.items import (
    NOTHING,
    Answers,
    AnySign,
    Between,
    Depending,
    Narrowed,
    Sign,
    Steps,
)
from service.clinical.scores.questions import (
    HIGH,
    LOW,
    MODERATE,
    above,
    at,
    high_glucose,
    male,
    no,
    waist,
    yes,
)

# Two points for each kind of relative: mother, father, siblings, children. Who has a
# first-degree relative with diabetes has one kind at least.
_RELATIVES = Narrowed(
    Answers(
        "diabetic_relatives", {"none": 0, "one": 2, "two": 4, "three": 6, "four": 8}
    ),
    by=Depending(
        "family_history_diabetes",
        {"none": NOTHING, "second_degree": NOTHING, "first_degree": Between(2, 8)},
    ),
)
CANRISK = PointScore(
    code="canrisk",
    name=Text(
        "Canadian Diabetes Risk Questionnaire (CANRISK)",
        "Bộ câu hỏi nguy cơ đái tháo đường Canada (CANRISK)",
    ),
    citation="Robinson CA, Agarwal G, Nerenberg K. Chronic Dis Inj Can 2011;32:19-31;"
    " Public Health Agency of Canada",
    outcome=Text(
        "prediabetes or undiagnosed diabetes now (Canada)",
        "tiền đái tháo đường hoặc đái tháo đường chưa chẩn đoán ở hiện tại (Canada)",
    ),
    ages=Ages(40, 74),
    items=(
        Steps("age", (at(45, 7), at(55, 13), at(65, 15))),
        male(6),
        Steps("bmi", (at(25, 4), at(30, 9), at(35, 14))),
        waist(
            female=(at(80, 4), above(88, 6)),
            male=(at(94, 4), above(102, 6)),
        ),
        no("physically_active", 1),
        no("daily_fruit_or_vegetables", 2),
        AnySign(4, (Sign("hypertension"), Sign("antihypertensive_drug"))),
        high_glucose(14),
        Depending("sex", {"female": yes("large_baby", 1), "male": NOTHING}),
        _RELATIVES,
        Answers(
            "ancestry",
            {
                "east_asian": 10,  # the form names Vietnamese here
                "south_asian": 11,
                "white": 0,
                "black": 5,
                "indigenous": 3,
                "pacific": 3,
                "other": 3,
            },
        ),
        Answers(
            "education",
            {"below_high_school": 5, "high_school": 1, "some_college": 0, "degree": 0},
        ),
    ),
    bands=(
        ScoreBand("low", 0, LOW),
        ScoreBand("moderate", 21, MODERATE),
        ScoreBand("high", 33, HIGH),
    ),
)
