"""What HbA1c adds is learnt where it was measured, and only what it adds."""

from dataclasses import replace

import numpy as np
import pytest
import xgboost

from service.clinical.variables import VARIABLES
from tests.training.small_cohorts import cohort_of
from training.cohort import Cohort
from training.compiler import Curve, SmoothPart
from training.curve_spec import CurveSpec
from training.definition import Tier
from training.incident_diabetes import DEFINITION
from training.learnt_abroad import Teacher, drawn_values, draws, hidden, with_curve
from training.logistic import sigmoid
from training.model import Model
from training.time_offset import TimeCourse, TimeExponent

PEOPLE = 20_000
TIME = TimeCourse(
    (
        TimeExponent(
            tier="with_glucose", value=1.4, standard_error=0.2, reference_years=3.0
        ),
    )
)
SPEC = CurveSpec(knots=(4.8, 5.2, 5.6, 6.0, 6.4))
SLOPE = 2.0  # log-odds for 1 % of HbA1c


def _teacher(level: float, *, seed: int = 1) -> Teacher:
    """People abroad whose risk differs by a level and by HbA1c from what is said."""
    rng = np.random.default_rng(seed)
    score = rng.normal(-3, 0.8, PEOPLE)
    hba1c = rng.normal(5.4, 0.35, PEOPLE).clip(4.8, 6.4)
    at_five = score + level + SLOPE * (hba1c - 5.4) + 1.4 * np.log(5 / 3)
    ill = (rng.random(PEOPLE) < sigmoid(at_five)).astype(float)
    # Of those who fall ill, when: the log-logistic time within five years.
    share = rng.random(PEOPLE) * sigmoid(at_five)
    odds = share / (1 - share)
    years = np.where(
        ill == 1, 3 * (odds / np.exp(at_five - 1.4 * np.log(5 / 3))) ** (1 / 1.4), 5.0
    )
    cohort = cohort_of(ill, years=years, censored=True, inputs={"hba1c": hba1c})
    return Teacher(
        cohort=cohort, name="hba1c", spec=SPEC, scores=(score,), time=TIME, last=5.0
    )


@pytest.mark.parametrize("level", [-0.7, 0.0, 0.7])
def test_the_curve_is_found_again_whatever_the_level_of_the_other_country(
    level: float,
) -> None:
    teacher = _teacher(level)

    curve = teacher.learn(0, teacher.everybody())

    rises = np.diff(curve.values)
    np.testing.assert_allclose(rises, SLOPE * 0.4, atol=0.25)
    assert curve.missing == 0.0


def test_the_mean_risk_stays_so_that_who_has_no_value_stays_calibrated() -> None:
    teacher = _teacher(0.5)
    curve = teacher.learn(0, teacher.everybody())

    at_five = teacher.scores[0] + 1.4 * np.log(5 / 3)
    known = at_five + curve(teacher.values)
    assert sigmoid(known).mean() == pytest.approx(sigmoid(at_five).mean(), rel=1e-4)


def test_nobody_is_judged_by_a_curve_learnt_on_them() -> None:
    """With outcomes that are noise, curves from others must not rank anybody."""
    teacher = _teacher(0.0, seed=2)
    rng = np.random.default_rng(3)
    part = teacher.cohort.take(np.arange(600))
    noise = replace(part, outcome=(rng.random(600) < 0.1).astype(float))
    flat = replace(teacher, cohort=noise, scores=(np.full(600, -2.0),))

    ranked = flat.out_of_fold(0, seed=1)

    ill = noise.outcome == 1
    assert abs(np.mean(ranked[ill][:, None] > ranked[~ill]) - 0.5) < 0.1


def _people(hba1c: np.ndarray | None, glucose: np.ndarray) -> Cohort:
    column = np.full(len(glucose), np.nan) if hba1c is None else hba1c
    return cohort_of(
        np.zeros(len(glucose)), inputs={"fasting_glucose": glucose, "hba1c": column}
    )


def test_values_drawn_for_the_range_follow_what_is_known() -> None:
    rng = np.random.default_rng(4)
    glucose = rng.normal(5.2, 0.4, 4_000)
    hba1c = 5.3 + 0.5 * (glucose - 5.2) + rng.normal(0, 0.2, 4_000)
    abroad = _people(hba1c, glucose)
    at_home = _people(None, rng.normal(5.6, 0.4, 4_000))

    drawn = drawn_values(abroad, at_home, "hba1c", seed=1)

    home_glucose = at_home.value("fasting_glucose")
    assert drawn.mean() == pytest.approx(5.3 + 0.5 * 0.4, abs=0.03)
    assert np.corrcoef(drawn, home_glucose)[0, 1] == pytest.approx(
        np.corrcoef(hba1c, glucose)[0, 1], abs=0.05
    )
    assert drawn.max() == pytest.approx(hba1c.max(), abs=0.3)
    assert drawn.max() <= hba1c.max() + 1e-6  # of 32 bits


def _model(inputs: tuple[str, ...]) -> Model:
    """Curves that say nothing, and no trees."""
    flat = Curve(knots=(0.0, 1.0), values=(0.0, 0.0), missing=0.0)
    matrix = xgboost.DMatrix(np.zeros((2, len(inputs))), np.array([0, 1]))
    return Model(
        inputs=inputs,
        tiers=(Tier(code="with_glucose", any_of=()),),
        smooth=SmoothPart(
            inputs=inputs, curves=((flat,) * len(inputs),), bases=(-3.0,)
        ),
        booster=xgboost.train({"base_score": 0.5}, matrix, 0),
    )


def test_a_curve_learnt_beside_recalibrated_log_odds_is_the_same_after_them() -> None:
    """The graph multiplies it by the tier's slope."""
    teacher, slope = _teacher(0.0), 0.8
    model = _model(("age", "hba1c"))
    people = teacher.everybody()

    taught = with_curve(model, teacher, ((-0.3, slope),), people)

    learnt = teacher.learn(0, people)
    age, hba1c = taught.smooth.curves[0]
    assert age == model.smooth.curves[0][0]
    assert hba1c.knots == learnt.knots
    np.testing.assert_allclose(slope * np.array(hba1c.values), learnt.values, atol=2e-6)
    assert hba1c.missing == 0
    assert taught.smooth.bases == model.smooth.bases
    x = np.array([[50, np.nan], [50, 6.0]], np.float32)
    without, known = taught.log_odds(x)
    assert without == model.log_odds(x)[0]
    assert slope * (known - without) == pytest.approx(
        float(learnt(np.array([6.0]))[0]), abs=1e-5
    )


def test_people_are_seen_by_a_teacher_as_each_tier_knows_them() -> None:
    """Without the input, and without what only better known tiers know."""
    names = ("age", "sex", "fasting_glucose", "hba1c", "triglycerides", "alt")
    everything = cohort_of(
        np.zeros(3), inputs={name: np.full(3, 20.0) for name in names}
    )
    definition = replace(DEFINITION, inputs=names)

    seen = [
        [name for name, gone in zip(names, np.isnan(x[0]), strict=True) if not gone]
        for x in (hidden(everything, definition, tier, "hba1c") for tier in range(3))
    ]

    assert seen == [
        ["age", "sex", "fasting_glucose", "triglycerides", "alt"],
        ["age", "sex", "triglycerides", "alt"],
        ["age", "sex"],
    ]
    assert not np.isnan(everything.x).any()


def test_each_replicate_learns_from_other_draws_and_the_same_ones_again() -> None:
    teacher = _teacher(0.0)
    drawn = list(draws(teacher, 3, seed=1))

    assert len({rows.tobytes() for rows in drawn}) == 3
    for rows, again in zip(drawn, draws(teacher, 3, seed=1), strict=True):
        np.testing.assert_array_equal(rows, again)
        assert len(rows) == PEOPLE
        assert set(rows.tolist()) < set(teacher.everybody().tolist())


def test_an_input_that_lowers_the_risk_has_a_curve_that_falls() -> None:
    """And nobody who has not been tested teaches it."""
    rng = np.random.default_rng(5)
    hdl = rng.normal(1.4, 0.3, 4_000).clip(0.5, 2.5)
    ill = rng.random(4_000) < sigmoid(-2 + 1.5 * (hdl - 1.4))  # what no curve may say
    hdl[:100] = np.nan
    cohort = cohort_of(
        ill.astype(float), years=5.0, censored=True, inputs={"hdl_cholesterol": hdl}
    )
    teacher = Teacher(
        cohort=cohort,
        name="hdl_cholesterol",
        spec=CurveSpec(knots=(0.8, 1.2, 1.6, 2.0)),
        scores=(np.full(4_000, -2.0),),
        time=TIME,
        last=5.0,
    )

    curve = teacher.learn(0, teacher.everybody())

    assert len(teacher.everybody()) == 3_900
    assert VARIABLES["hdl_cholesterol"].monotone == -1
    assert (np.diff(curve.values) <= 0).all()
