"""Drift: what is shown of the last patients beside the people of training."""

from threading import Thread

import numpy as np
import pytest

from service.engine.bundle import Bundle
from service.engine.scorer import Floats
from service.observability.metrics import Metrics

SEED = 20261122


@pytest.fixture
def of_bundle(bundle: Bundle) -> dict[str, str]:
    return {"bundle": bundle.manifest.name, "version": bundle.manifest.version}


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"diabetes_risk_{name}", labels)


def as_in_training(bundle: Bundle, patients: int) -> tuple[Floats, Floats]:
    """Patients with inputs in each bin as often as the training people."""
    random = np.random.default_rng(SEED)
    kept = [
        *(bundle.reference.inputs[name] for name in bundle.manifest.inputs),
        bundle.reference.log_odds,
    ]
    columns = []
    for one in kept:
        inside = [one.edges[0] - 1, *one.edges, np.nan]
        shares = np.array([*one.shares, one.missing])
        columns.append(random.choice(inside, patients, p=shares / shares.sum()))
    drawn = np.array(columns, dtype=np.float32).T
    return drawn[:, :-1], drawn[:, -1:]


def test_patients_like_those_of_training_show_no_drift(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    metrics.seen(bundle, *as_in_training(bundle, 2000))

    assert value(metrics, "drift_window_patients", **of_bundle) == 2000
    for name in bundle.manifest.inputs:
        index = value(metrics, "drift_input_psi", **of_bundle, variable=name)
        assert index is not None
        if bundle.reference.inputs[name].missing < 1:
            assert index < 0.02
        else:
            assert np.isnan(index)
        missing = value(metrics, "drift_missing_share", **of_bundle, variable=name)
        trained = value(metrics, "training_missing_share", **of_bundle, variable=name)
        assert missing == pytest.approx(trained, abs=0.03)
    index = value(metrics, "drift_score_psi", **of_bundle)
    assert index is not None
    assert index < 0.03


def test_a_unit_that_changed_shows_in_its_own_input_only(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    """Creeping units are refused at the door; a calibration that is off by 1 is not."""
    rows, log_odds = as_in_training(bundle, 2000)
    rows[:, bundle.manifest.inputs.index("fasting_glucose")] += 1

    metrics.seen(bundle, rows, log_odds)

    shifted = value(metrics, "drift_input_psi", **of_bundle, variable="fasting_glucose")
    other = value(metrics, "drift_input_psi", **of_bundle, variable="bmi")
    assert shifted is not None
    assert shifted > 0.25
    assert other is not None
    assert other < 0.02


def test_a_value_on_an_edge_is_in_the_bin_above_as_in_training(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    """4.7 mmol/L is 4.69999981 in float32, and the edge must be that too."""
    kept = bundle.reference.inputs["fasting_glucose"]
    rows, log_odds = as_in_training(bundle, 2000)
    at = bundle.manifest.inputs.index("fasting_glucose")
    rows[:, at] = np.resize(np.array(kept.edges, dtype=np.float32), 2000)

    metrics.seen(bundle, rows, log_odds)

    window = metrics.drift._windows[tuple(of_bundle.values())]  # type: ignore[index]
    counted = window.counts()[at]
    assert counted[0] == 0
    assert counted[1:10].tolist() == pytest.approx([2000 / 9] * 9, abs=1)


@pytest.mark.parametrize(
    ("patients", "shown"), [(499, False), (500, True)], ids=["too few", "enough"]
)
def test_what_chance_would_explain_is_not_shown(
    metrics: Metrics,
    bundle: Bundle,
    of_bundle: dict[str, str],
    patients: int,
    *,
    shown: bool,
) -> None:
    metrics.seen(bundle, *as_in_training(bundle, patients))

    assert value(metrics, "drift_window_patients", **of_bundle) == patients
    for name in ("drift_input_psi", "drift_missing_share"):
        found = value(metrics, name, **of_bundle, variable="bmi")
        assert (found is not None) is shown
    assert (value(metrics, "drift_score_psi", **of_bundle) is not None) is shown


def test_an_input_that_few_patients_have_has_a_missing_share_and_no_index(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    rows, log_odds = as_in_training(bundle, 2000)
    rows[499:, bundle.manifest.inputs.index("alt")] = np.nan
    rows[:499, bundle.manifest.inputs.index("alt")] = 20

    metrics.seen(bundle, rows, log_odds)

    index = value(metrics, "drift_input_psi", **of_bundle, variable="alt")
    assert np.isnan(np.array(index, dtype=float))
    missing = value(metrics, "drift_missing_share", **of_bundle, variable="alt")
    assert missing == pytest.approx(1501 / 2000)


def test_an_input_that_no_training_person_had_has_no_index_however_many_have_it(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    """HbA1c: NaN, which no alert compares, and how many patients lack it."""
    assert bundle.reference.inputs["hba1c"].missing == 1
    rows, log_odds = as_in_training(bundle, 2000)
    rows[:1500, bundle.manifest.inputs.index("hba1c")] = np.linspace(4, 6.4, 1500)

    metrics.seen(bundle, rows, log_odds)

    index = value(metrics, "drift_input_psi", **of_bundle, variable="hba1c")
    assert np.isnan(np.array(index, dtype=float))
    missing = value(metrics, "drift_missing_share", **of_bundle, variable="hba1c")
    assert missing == pytest.approx(0.25)
    trained = value(metrics, "training_missing_share", **of_bundle, variable="hba1c")
    assert trained == 1
    other = value(metrics, "drift_input_psi", **of_bundle, variable="bmi")
    assert other is not None
    assert other < 0.02


def test_patients_leave_the_window_by_count(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    rows, log_odds = as_in_training(bundle, 2000)
    without = rows.copy()
    without[:, bundle.manifest.inputs.index("alt")] = np.nan

    metrics.seen(bundle, without, log_odds)
    for at in range(0, 1000, 50):
        metrics.seen(bundle, rows[at : at + 50], log_odds[at : at + 50])

    missing = value(metrics, "drift_missing_share", **of_bundle, variable="alt")
    assert missing == pytest.approx(0.5, abs=0.01)
    metrics.seen(bundle, np.tile(rows, (2, 1)), np.tile(log_odds, (2, 1)))
    missing = value(metrics, "drift_missing_share", **of_bundle, variable="alt")
    assert missing == pytest.approx(0.008, abs=0.01)


def test_figures_follow_within_fifty_patients(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    rows, log_odds = as_in_training(bundle, 1050)
    metrics.seen(bundle, rows[:1000], log_odds[:1000])

    for at in range(1000, 1049):
        metrics.seen(bundle, rows[at : at + 1], log_odds[at : at + 1])
    assert value(metrics, "drift_window_patients", **of_bundle) == 1000

    metrics.seen(bundle, rows[1049:], log_odds[1049:])
    assert value(metrics, "drift_window_patients", **of_bundle) == 1050


def test_another_release_leaves_the_window_of_a_bundle_that_stays(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    metrics.serving([bundle.manifest])
    assert value(metrics, "drift_window_patients", **of_bundle) == 0
    metrics.seen(bundle, *as_in_training(bundle, 600))

    metrics.serving([bundle.manifest])

    assert value(metrics, "drift_window_patients", **of_bundle) == 600


def test_the_scores_of_now_and_of_training_are_shown_in_the_same_bins(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    metrics.seen(bundle, *as_in_training(bundle, 2000))

    found = {
        name: {
            sample.labels["percent"]: sample.value
            for family in metrics.registry.collect()
            for sample in family.samples
            if sample.name == f"diabetes_risk_{name}_score_share"
        }
        for name in ("drift", "training")
    }
    assert found["drift"].keys() == found["training"].keys()
    assert list(found["drift"])[:2] == ["0.0335", "0.0553"]
    assert list(found["drift"])[-2:] == ["88.1", "100"]
    for shares in found.values():
        assert sum(shares.values()) == pytest.approx(1, abs=1e-3)


def test_each_bundle_has_a_window_of_its_own(
    metrics: Metrics, bundle: Bundle, undiagnosed: Bundle, of_bundle: dict[str, str]
) -> None:
    metrics.seen(bundle, *as_in_training(bundle, 600))
    metrics.seen(undiagnosed, *as_in_training(undiagnosed, 700))

    other = {
        "bundle": undiagnosed.manifest.name,
        "version": undiagnosed.manifest.version,
    }
    assert value(metrics, "drift_window_patients", **of_bundle) == 600
    assert value(metrics, "drift_window_patients", **other) == 700


def test_threads_lose_no_patient(
    metrics: Metrics, bundle: Bundle, of_bundle: dict[str, str]
) -> None:
    rows, log_odds = as_in_training(bundle, 10)

    def score() -> None:
        for _ in range(40):
            metrics.seen(bundle, rows, log_odds)

    threads = [Thread(target=score) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert value(metrics, "drift_window_patients", **of_bundle) == 1600


def test_no_value_of_a_patient_is_kept(metrics: Metrics, bundle: Bundle) -> None:
    rows, log_odds = as_in_training(bundle, 100)
    metrics.seen(bundle, rows, log_odds)

    (window,) = metrics.drift._windows.values()
    assert window._bins.dtype == np.uint8
    assert window._bins.shape == (2000, len(bundle.manifest.inputs) + 1)
    assert window._bins.nbytes == window._bins.size
