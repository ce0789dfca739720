"""Who is unlike the training people, and in what."""

import math

import pytest

from service.clinical.reading import read_patient
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.engine.familiarity import Familiarity, Range
from service.engine.unfamiliar import Recogniser
from tests.unit.altered import AlteredBundle
from tests.unit.engine.assessing import assess
from tests.unit.people import FULL

NAN = math.nan
INPUTS = ("age", "sex", "systolic_bp", "diastolic_bp", "triglycerides")


@pytest.fixture
def recogniser() -> Recogniser:
    """Pressures that go together, and triglycerides of their own."""
    kept = Familiarity(
        ranges={
            "age": Range(20, 88),
            "systolic_bp": Range(86, 190),
            "diastolic_bp": Range(50, 115),
            "triglycerides": Range(0.3, 9.8),
        },
        quantities=("systolic_bp", "diastolic_bp", "triglycerides"),
        grid={
            "systolic_bp": (80.0, 100.0, 120.0, 150.0, 190.0),
            "diastolic_bp": (45.0, 60.0, 75.0, 95.0, 115.0),
            "triglycerides": (0.3, 0.7, 1.2, 2.5, 9.8),
        },
        correlation=((1.0, 0.8, 0.1), (0.8, 1.0, 0.1), (0.1, 0.1, 1.0)),
        thresholds={"2": 13.8, "3": 16.3},
    )
    return Recogniser(INPUTS, kept)


def test_ordinary_people_are_familiar(recogniser: Recogniser) -> None:
    rows = [
        [54, 0, 120, 75, 1.2],
        [20, 1, 150, 95, 2.5],
        [88, 0, NAN, NAN, NAN],
    ]

    assert recogniser.unfamiliar(rows) == [(), (), ()]


def test_a_value_that_hardly_anybody_had_is_told_with_its_side(
    recogniser: Recogniser,
) -> None:
    ((higher,), (lower,)) = recogniser.unfamiliar(
        [[54, 0, 120, 75, 18.24], [54, 0, NAN, 49, NAN]]
    )

    assert (higher.code, higher.variables) == ("value_outside", ("triglycerides",))
    assert higher.text.en == (
        "Triglycerides 18.2 mmol/L is beyond 9.8 mmol/L, where the training data end: at"
        " most 1 in 1,000 lie beyond."
    )
    assert higher.text.vi == (
        "Triglycerid 18,2 mmol/L vượt quá 9,8 mmol/L, mức cao nhất của dữ liệu xây dựng"
        " mô hình: nhiều nhất 1 trên 1.000 người vượt mức này."
    )
    assert (lower.code, lower.variables) == ("value_outside", ("diastolic_bp",))
    assert lower.text.en == (
        "Diastolic blood pressure 49 mmHg is below 50 mmHg, where the training data"
        " begin: at most 1 in 1,000 lie below."
    )
    assert lower.text.vi == (
        "Huyết áp tâm trương 49 mmHg thấp hơn 50 mmHg, mức thấp nhất của dữ liệu xây"
        " dựng mô hình: nhiều nhất 1 trên 1.000 người thấp hơn mức này."
    )


def test_a_value_just_beyond_the_end_is_told_in_digits_that_differ(
    recogniser: Recogniser,
) -> None:
    ((way,),) = recogniser.unfamiliar([[54, 0, NAN, NAN, 9.82]])

    assert way.text.en.startswith("Triglycerides 9.82 mmol/L is beyond 9.8 mmol/L")


def test_values_that_are_each_ordinary_can_be_unusual_together(
    recogniser: Recogniser,
) -> None:
    """150/60: 1.5 sd up and 1.5 sd down where the two rise together."""
    (ways,) = recogniser.unfamiliar([[54, 0, 165, 56, 1.2]])

    (unusual,) = ways
    assert unusual.code == "unusual_combination"
    assert unusual.variables == ("systolic_bp", "diastolic_bp")
    assert "what stands out: systolic blood pressure, diastolic blood pressure" in (
        unusual.text.en
    )
    assert "huyết áp tâm thu, huyết áp tâm trương" in unusual.text.vi


def test_where_nothing_stands_out_by_itself_the_largest_is_named() -> None:
    kept = Familiarity(
        ranges={},
        quantities=("systolic_bp", "triglycerides"),
        grid={"systolic_bp": (90.0, 120.0, 150.0), "triglycerides": (0.5, 1.0, 5.0)},
        correlation=((1.0, 0.0), (0.0, 1.0)),
        thresholds={"2": 8.0},
    )

    ((unusual,),) = Recogniser(INPUTS, kept).unfamiliar([[54, 0, 146, NAN, 4.0]])

    assert unusual.variables == ("systolic_bp",)


def test_a_combination_that_only_repeats_what_was_told_is_not_told_again() -> None:
    kept = Familiarity(
        ranges={"triglycerides": Range(0.3, 5)},
        quantities=("systolic_bp", "triglycerides"),
        grid={"systolic_bp": (90.0, 120.0, 150.0), "triglycerides": (0.5, 1.0, 5.0)},
        correlation=((1.0, 0.0), (0.0, 1.0)),
        thresholds={"2": 8.0},
    )

    ((way,),) = Recogniser(INPUTS, kept).unfamiliar([[54, 0, 120, NAN, 18.0]])

    assert way.code == "value_outside"


def test_one_known_quantity_is_no_combination(recogniser: Recogniser) -> None:
    assert recogniser.unfamiliar([[54, 0, 190, NAN, NAN]]) == [()]


def test_a_value_at_the_end_of_its_range_is_within_it(bundle: Bundle) -> None:
    """Also where single precision writes it as a little more."""
    kept = Familiarity(
        ranges={"triglycerides": Range(0.3, 9.8)},
        quantities=(),
        grid={},
        correlation=(),
        thresholds={},
    )
    recogniser = Recogniser(("triglycerides",), kept)

    assert recogniser.unfamiliar([[9.8], [0.3]]) == [(), ()]
    assert len(recogniser.unfamiliar([[9.81]])[0]) == 1


def test_the_committed_bundle_recognises_its_own_people_and_others(
    engine: RiskEngine,
) -> None:
    assert assess(engine, read_patient(FULL)).unfamiliar == ()

    strange = FULL | {"triglycerides": 19.5, "bmi": 58.0}
    ways = assess(engine, read_patient(strange)).unfamiliar
    outside = {w.variables for w in ways if w.code == "value_outside"}
    assert outside == {("triglycerides",), ("bmi",)}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"ranges": {"waist": {"low": 60, "high": 130}}}, "waist are no measured"),
        ({"thresholds": {}}, "thresholds are needed for 2 to"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bundle_whose_reference_cannot_be_used_is_refused(
    altered: AlteredBundle, changes: dict[str, object], complaint: str
) -> None:
    altered.refer(**changes)

    message = altered.refusal()

    assert "reference.json" in message
    assert complaint in message
    assert "make the bundle again" in message
