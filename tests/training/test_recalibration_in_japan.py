"""Must show: the Japanese cohort, where nothing was fitted, as another hospital."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from service.engine.bundle import Bundle, open_bundle
from service.engine.rollout.shelf import latest_bundles
from training.cohort import Cohort
from training.cohorts import nagala
from training.data_directory import DataMissingError, default_directory
from training.recalibration.choice import choose
from training.recalibration.observed import Observed, until
from training.recalibration.run import time_course
from training.recalibration.tiers import seen_in
from training.recalibration.updating import (
    intercept_alone,
    intercept_and_slope,
    shrinkage,
)

REPEATS = 30


@pytest.fixture(scope="module")
def japan(models: Path) -> tuple[Bundle, Path, Cohort]:
    folder = next(
        path
        for path in latest_bundles(models)
        if path.parent.name == "incident-diabetes"
    )
    bundle = open_bundle(folder)
    try:
        cohort = nagala.read(default_directory(), bundle.manifest.inputs)
    except DataMissingError as absent:
        pytest.skip(f"the real cohort is not here: {absent}")
    horizon = float(bundle.manifest.horizons_years[-1])
    return bundle, folder, until(cohort, horizon)


def in_tier(
    japan: tuple[Bundle, Path, Cohort], cohort: Cohort, number: int
) -> Observed:
    bundle, folder, _ = japan
    x, rows = seen_in(cohort.x, cohort.inputs, bundle.manifest.tiers, number)
    part = cohort.take(rows)
    score = bundle.scorer.score(x).log_odds[:, 0].astype(np.float64)
    exponent = time_course(folder, bundle).exponents[number]
    return Observed.of(part, score, exponent.offset(part.years))


@pytest.mark.slow
@pytest.mark.parametrize("tier", ["with_glucose", "no_laboratory"])
def test_a_random_half_of_japan_recalibrates_the_other(
    japan: tuple[Bundle, Path, Cohort], tier: str
) -> None:
    """Half the events on either side, so that chance does not hide what is moved."""
    bundle, _, cohort = japan
    codes = [one.code for one in bundle.manifest.tiers]
    spread = bundle.manifest.interval.added_sd
    rng = np.random.default_rng(1)
    ratios, slopes = [], []
    for repeat in range(REPEATS):
        shuffled = rng.permutation(cohort.people)
        order = shuffled[np.argsort(cohort.outcome[shuffled], kind="stable")]
        first, second = (
            in_tier(japan, cohort.take(order[part::2]), codes.index(tier))
            for part in (0, 1)
        )
        update = choose(tier, first, spread, seed=repeat).update
        ratios.append(second.observed_expected(update.intercept, update.slope))
        slopes.append(intercept_and_slope(second).slope / update.slope)

    assert 0.9 < np.median(ratios) < 1.1
    assert 0.85 < np.median(slopes) < 1.15
    raw = in_tier(japan, cohort, codes.index(tier)).observed_expected(0, 1)
    assert abs(np.log(np.median(ratios))) < abs(np.log(raw))


@pytest.mark.slow
def test_300_rows_of_japan_move_nothing_or_no_more_than_they_justify(
    japan: tuple[Bundle, Path, Cohort],
) -> None:
    bundle, _, cohort = japan
    rng = np.random.default_rng(2)
    methods: Counter[str] = Counter()
    for repeat in range(REPEATS):
        some = cohort.take(rng.choice(cohort.people, 300, replace=False))
        for number, tier in enumerate(bundle.manifest.tiers):
            observed = in_tier(japan, some, number)
            spread = bundle.manifest.interval.added_sd
            done = choose(tier.code, observed, spread, seed=repeat)
            methods[done.method] += 1
            if observed.events:
                whole = intercept_alone(observed).intercept
                kept = shrinkage(observed.events, max(spread.values()))
                assert abs(done.update.intercept) <= kept * abs(whole) + 1e-6

    assert set(methods) <= {"none", "shrunk intercept"}
    assert methods["none"] > 0.8 * methods.total()
