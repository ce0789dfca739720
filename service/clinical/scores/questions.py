"""Questions that several published scores ask, and the words of their bands.

Bounds are as printed: `above` where the band below still includes the value (a BMI of
"25 to 30"), `at` where it does not.
"""

from service.clinical.language import Text
from service.clinical.scores.items import Answers, AnySign, Depending, Sign, Step, Steps

LOW = Text("low", "thấp")
MODERATE = Text("moderate", "trung bình")
HIGH = Text("high", "cao")
VERY_HIGH = Text("very high", "rất cao")
BELOW_CUTOFF = Text("below the cut-off", "dưới ngưỡng")

ASIAN = ("east_asian", "south_asian")


def at(start: float, points: int) -> Step:
    """These points from this value on."""
    return Step(start, points)


def above(start: float, points: int) -> Step:
    """These points for what is more than this value."""
    return Step(start, points, above=True)


def yes(variable: str, points: int) -> Answers:
    """Points for a yes."""
    return Answers(variable, {False: 0, True: points})


def no(variable: str, points: int) -> Answers:
    """Points for a no."""
    return Answers(variable, {False: points, True: 0})


def male(points: int) -> Answers:
    """Points for men."""
    return Answers("sex", {"female": 0, "male": points})


def relative(first_degree: int, second_degree: int = 0) -> Answers:
    """Points for the nearest relative with diabetes."""
    return Answers(
        "family_history_diabetes",
        {"none": 0, "second_degree": second_degree, "first_degree": first_degree},
    )


def waist(*, female: tuple[Step, ...], male: tuple[Step, ...]) -> Depending:
    """Points for the waist in cm, by sex."""
    return Depending(
        "sex", {"female": Steps("waist", female), "male": Steps("waist", male)}
    )


def high_glucose(points: int) -> AnySign:
    """Points for glucose ever found high, "for example in pregnancy"."""
    return AnySign(points, (Sign("high_glucose_ever"),), ("gestational_diabetes",))
