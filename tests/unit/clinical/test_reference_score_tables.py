"""Every cut-point of the published scores, just below, at and just above it.

The points expected are typed from the publications, not taken from the tables.
"""

import pytest

from service.clinical.reference_scores import REFERENCE_SCORES
from service.clinical.variable import Value

LEAST: dict[str, Value] = {
    "age": 24,
    "sex": "female",
    "bmi": 20,
    "waist": 65,
    "systolic_bp": 105,
    "diastolic_bp": 65,
    "physically_active": True,
    "daily_fruit_or_vegetables": True,
    "smoking": "never",
    "family_history_diabetes": "none",
    "diabetic_relatives": "none",
    "hypertension": False,
    "antihypertensive_drug": False,
    "high_glucose_ever": False,
    "gestational_diabetes": False,
    "large_baby": False,
    "ancestry": "white",
    "birthplace": "elsewhere",
    "education": "degree",
}
"""A woman to whom every score gives no points."""


def points(code: str, **changes: Value) -> int | None:
    """The points of the woman without any, changed."""
    return REFERENCE_SCORES[code].assess(LEAST | changes).value


def cases(table: str) -> list[tuple[str, str, float, int]]:
    """Lines of `score variable: value=points value=points ...`, a case each."""
    return [
        (code, variable, float(value), int(expected))
        for head, pairs in (line.split(":") for line in table.strip().splitlines())
        for code, variable in (head.split(),)
        for value, expected in (pair.split("=") for pair in pairs.split())
    ]


AGES = """
findrisc age: 44.9=0 45=2 54.9=2 55=3 64=3 64.9=3 65=4 90=4
findrisc_asian age: 44.9=0 45=2 54.9=2 55=3 64.9=3 65=4
ada age: 39.9=0 40=1 49.9=1 50=2 59.9=2 60=3 85=3
ncdrs age: 20=0 24.9=0 25=4 34.9=4 35=8 39.9=8 40=11 44.9=11 45=12 49.9=12 50=13
ncdrs age: 54.9=13 55=15 59.9=15 60=16 64.9=16 65=18 74=18
thai age: 34=0 44.9=0 45=1 49.9=1 50=2 70=2
canrisk age: 40=0 44.9=0 45=7 54.9=7 55=13 64.9=13 65=15 74=15
ausdrisk age: 25=0 34.9=0 35=2 44.9=2 45=4 54.9=4 55=6 64.9=6 65=8
"""
BODY = """
findrisc bmi: 24.9=0 25=1 29.9=1 30=1 30.1=3
findrisc_asian bmi: 22.9=0 23=1 27.4=1 27.5=3
ada bmi: 24.9=0 25=1 29.9=1 30=2 39.9=2 40=3
ncdrs bmi: 21.9=0 22=1 23.9=1 24=3 29.9=3 30=5
thai bmi: 22.9=0 23=3 27.4=3 27.5=5
canrisk bmi: 24.9=0 25=4 29.9=4 30=9 34.9=9 35=14
ncdrs systolic_bp: 109.9=0 110=1 119.9=1 120=3 129.9=3 130=6 139.9=6 140=7
ncdrs systolic_bp: 149.9=7 150=8 159.9=8 160=10
thai systolic_bp: 139.9=0 140=2
thai diastolic_bp: 89.9=0 90=2
"""
WAIST_OF_WOMEN = """
findrisc waist: 79.9=0 80=3 88=3 88.1=4
findrisc_asian waist: 79.9=0 80=4 88.1=4
ncdrs waist: 69.9=0 70=3 74.9=3 75=5 79.9=5 80=7 84.9=7 85=8 89.9=8 90=10
thai waist: 79.9=0 80=2
canrisk waist: 79.9=0 80=4 88=4 88.1=6
ausdrisk waist: 87.9=0 88=4 100=4 100.1=7
"""
# A man has 1 point more of ADA's, 2 of NCDRS' and the Thai, 6 of CANRISK's and 3 of
# AUSDRISK's.
WAIST_OF_MEN = """
findrisc waist: 93.9=0 94=3 102=3 102.1=4
findrisc_asian waist: 89.9=0 90=4 102.1=4
ncdrs waist: 74.9=2 75=5 79.9=5 80=7 84.9=7 85=9 89.9=9 90=10 94.9=10 95=12
thai waist: 89.9=2 90=4
canrisk waist: 93.9=6 94=10 102=10 102.1=12
ausdrisk waist: 101.9=3 102=7 110=7 110.1=10
"""


def test_the_woman_without_points_has_none() -> None:
    assert {code: points(code) for code in REFERENCE_SCORES} == dict.fromkeys(
        REFERENCE_SCORES, 0
    )


@pytest.mark.parametrize(
    ("code", "variable", "value", "expected"), cases(AGES) + cases(BODY)
)
def test_a_quantity_gives_its_published_points(
    code: str, variable: str, value: float, expected: int
) -> None:
    assert points(code, **{variable: value}) == expected


@pytest.mark.parametrize(
    ("code", "variable", "value", "expected"), cases(WAIST_OF_WOMEN)
)
def test_the_waist_of_a_woman_gives_its_published_points(
    code: str, variable: str, value: float, expected: int
) -> None:
    assert points(code, **{variable: value}) == expected


@pytest.mark.parametrize(("code", "variable", "value", "expected"), cases(WAIST_OF_MEN))
def test_the_waist_of_a_man_gives_its_published_points(
    code: str, variable: str, value: float, expected: int
) -> None:
    assert points(code, sex="male", **{variable: value}) == expected


@pytest.mark.parametrize("ancestry", ["east_asian", "south_asian", "indigenous"])
@pytest.mark.parametrize(
    ("sex", "waist", "expected"),
    [
        ("female", 79.9, 0),
        ("female", 80, 4),
        ("female", 90, 4),
        ("female", 90.1, 7),
        ("male", 89.9, 3),
        ("male", 90, 7),
        ("male", 100, 7),
        ("male", 100.1, 10),
    ],
)
def test_ausdrisk_has_a_lower_waist_for_asian_and_indigenous_people(
    ancestry: str, sex: str, waist: float, expected: int
) -> None:
    descent = 2 if ancestry == "indigenous" else 0

    assert (
        points("ausdrisk", ancestry=ancestry, sex=sex, waist=waist)
        == expected + descent
    )


@pytest.mark.parametrize("ancestry", ["black", "pacific", "other"])
@pytest.mark.parametrize(
    ("sex", "waist", "expected"),
    [
        ("female", 87.9, 0),
        ("female", 88, 4),
        ("female", 100, 4),
        ("female", 100.1, 7),
        ("male", 101.9, 3),
        ("male", 102, 7),
        ("male", 110, 7),
        ("male", 110.1, 10),
    ],
)
def test_ausdrisk_has_one_waist_for_all_others(
    ancestry: str, sex: str, waist: float, expected: int
) -> None:
    descent = 2 if ancestry == "pacific" else 0

    assert (
        points("ausdrisk", ancestry=ancestry, sex=sex, waist=waist)
        == expected + descent
    )


@pytest.mark.parametrize(
    ("code", "change", "expected"),
    [
        ("findrisc", {"sex": "male"}, 0),
        ("findrisc", {"physically_active": False}, 2),
        ("findrisc", {"daily_fruit_or_vegetables": False}, 1),
        ("findrisc", {"antihypertensive_drug": True}, 2),
        ("findrisc", {"high_glucose_ever": True}, 5),
        ("findrisc", {"family_history_diabetes": "second_degree"}, 3),
        ("findrisc", {"family_history_diabetes": "first_degree"}, 5),
        ("findrisc_asian", {"physically_active": False}, 2),
        ("findrisc_asian", {"daily_fruit_or_vegetables": False}, 1),
        ("findrisc_asian", {"antihypertensive_drug": True}, 2),
        ("findrisc_asian", {"high_glucose_ever": True}, 5),
        ("findrisc_asian", {"family_history_diabetes": "second_degree"}, 3),
        ("findrisc_asian", {"family_history_diabetes": "first_degree"}, 5),
        ("ada", {"sex": "male"}, 1),
        ("ada", {"gestational_diabetes": True}, 1),
        ("ada", {"family_history_diabetes": "second_degree"}, 0),
        ("ada", {"family_history_diabetes": "first_degree"}, 1),
        ("ada", {"hypertension": True}, 1),
        ("ada", {"physically_active": False}, 1),
        ("ncdrs", {"sex": "male", "waist": 74}, 2),
        ("ncdrs", {"family_history_diabetes": "second_degree"}, 0),
        ("ncdrs", {"family_history_diabetes": "first_degree"}, 6),
        ("thai", {"sex": "male"}, 2),
        ("thai", {"antihypertensive_drug": True}, 2),
        ("thai", {"family_history_diabetes": "second_degree"}, 0),
        ("thai", {"family_history_diabetes": "first_degree"}, 4),
        ("canrisk", {"sex": "male"}, 6),
        ("canrisk", {"physically_active": False}, 1),
        ("canrisk", {"daily_fruit_or_vegetables": False}, 2),
        ("canrisk", {"hypertension": True}, 4),
        ("canrisk", {"antihypertensive_drug": True}, 4),
        ("canrisk", {"high_glucose_ever": True}, 14),
        ("canrisk", {"large_baby": True}, 1),
        ("canrisk", {"diabetic_relatives": "one"}, 2),
        ("canrisk", {"diabetic_relatives": "two"}, 4),
        ("canrisk", {"diabetic_relatives": "three"}, 6),
        ("canrisk", {"diabetic_relatives": "four"}, 8),
        ("canrisk", {"ancestry": "east_asian"}, 10),
        ("canrisk", {"ancestry": "south_asian"}, 11),
        ("canrisk", {"ancestry": "black"}, 5),
        ("canrisk", {"ancestry": "indigenous"}, 3),
        ("canrisk", {"ancestry": "pacific"}, 3),
        ("canrisk", {"ancestry": "other"}, 3),
        ("canrisk", {"education": "below_high_school"}, 5),
        ("canrisk", {"education": "high_school"}, 1),
        ("canrisk", {"education": "some_college"}, 0),
        ("ausdrisk", {"sex": "male"}, 3),
        ("ausdrisk", {"ancestry": "indigenous"}, 2),
        ("ausdrisk", {"ancestry": "pacific"}, 2),
        ("ausdrisk", {"ancestry": "east_asian"}, 0),
        ("ausdrisk", {"ancestry": "black"}, 0),
        ("ausdrisk", {"birthplace": "asia"}, 2),
        ("ausdrisk", {"birthplace": "middle_east_north_africa"}, 2),
        ("ausdrisk", {"birthplace": "southern_europe"}, 2),
        ("ausdrisk", {"family_history_diabetes": "second_degree"}, 0),
        ("ausdrisk", {"family_history_diabetes": "first_degree"}, 3),
        ("ausdrisk", {"high_glucose_ever": True}, 6),
        ("ausdrisk", {"antihypertensive_drug": True}, 2),
        ("ausdrisk", {"smoking": "former"}, 0),
        ("ausdrisk", {"smoking": "current"}, 2),
        ("ausdrisk", {"daily_fruit_or_vegetables": False}, 1),
        ("ausdrisk", {"physically_active": False}, 2),
    ],
)
def test_an_answer_gives_its_published_points(
    code: str, change: dict[str, Value], expected: int
) -> None:
    assert points(code, **change) == expected
