"""A shadow scores who was answered, and is compared; it changes no answer."""

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs
from typing_extensions import override

from service.engine.assessment import Assessment
from service.engine.bundle import Bundle, open_placed_bundle
from service.engine.engine import RiskEngine
from service.engine.manifest import Manifest
from service.engine.rollout.shadow import CAPACITY, ShadowQueue, Shadows
from service.observability.metrics import Metrics
from service.observability.rollout import RolloutMetrics
from tests.other_version import other_version
from tests.unit.altered import AlteredBundle
from tests.unit.people import person

NAME = "undiagnosed-diabetes"
WOMAN = person(bmi=24, waist=78)


@pytest.fixture(scope="module")
def higher(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A version that gives everybody a log-odds of 3 more."""
    folder = tmp_path_factory.mktemp("models")
    committed = models / NAME / "2.0.0"
    return open_placed_bundle(other_version(committed, folder, "2.1.0", 3))


@pytest.fixture
def queue(metrics: Metrics) -> ShadowQueue:
    return ShadowQueue(metrics.rollout)


def engine_beside(
    answering: Bundle, shadow: Bundle, queue: ShadowQueue, metrics: Metrics
) -> RiskEngine:
    return RiskEngine([answering], metrics, Shadows({NAME: shadow}, queue))


def value(metrics: Metrics, name: str, version: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(
        f"diabetes_risk_{name}", {"bundle": NAME, "version": version, **labels}
    )


def compared(metrics: Metrics, version: str = "2.1.0") -> dict[str, float]:
    found = {
        agreement: value(metrics, "shadow_compared_total", version, agreement=agreement)
        for agreement in ("same", "higher", "lower", "not_assessed")
    }
    return {agreement: count for agreement, count in found.items() if count}


def test_the_answer_is_that_of_the_version_that_is_served(
    undiagnosed: Bundle, higher: Bundle, queue: ShadowQueue, metrics: Metrics
) -> None:
    alone = RiskEngine([undiagnosed], Metrics()).assess(WOMAN, [NAME])

    engine = engine_beside(undiagnosed, higher, queue, metrics)

    assert engine.assess(WOMAN, [NAME]) == alone


def test_bands_and_probabilities_are_compared(
    undiagnosed: Bundle, higher: Bundle, queue: ShadowQueue, metrics: Metrics
) -> None:
    up = engine_beside(undiagnosed, higher, queue, metrics)
    down = engine_beside(higher, undiagnosed, queue, metrics)
    answers = [engine.assess(WOMAN, [NAME])[0] for engine in (up, up, down)]

    queue.score_waiting()

    assert compared(metrics, "2.1.0") == {"higher": 2}
    assert compared(metrics, "2.0.0") == {"lower": 1}
    low, _, high = (a.band_probability for a in answers if isinstance(a, Assessment))
    sums = [
        value(metrics, "shadow_difference_sum", version)
        for version in ("2.1.0", "2.0.0")
    ]
    assert sums == pytest.approx([2 * (high - low), high - low])


def test_the_same_version_agrees_about_everybody_it_scores_together(
    undiagnosed: Bundle, queue: ShadowQueue, metrics: Metrics
) -> None:
    engine = engine_beside(undiagnosed, undiagnosed, queue, metrics)
    for age in range(30, 70):
        engine.assess(person(age=age, bmi=20 + age % 17), [NAME])

    queue.score_waiting()

    assert compared(metrics, "2.0.0") == {"same": 40}
    assert value(metrics, "shadow_difference_sum", "2.0.0") == pytest.approx(
        0, abs=1e-5
    )


def test_a_shadows_patients_are_in_no_other_metric(
    undiagnosed: Bundle, higher: Bundle, queue: ShadowQueue, metrics: Metrics
) -> None:
    engine_beside(undiagnosed, higher, queue, metrics).assess(WOMAN, [NAME])

    queue.score_waiting()

    assert value(metrics, "probability_count", "2.0.0") == 1
    assert value(metrics, "probability_count", "2.1.0") is None
    count = "diabetes_risk_stage_duration_seconds_count"
    assert metrics.registry.get_sample_value(count, {"stage": "score"}) == 1


def test_only_patients_asked_for_alone_are_shadowed(
    undiagnosed: Bundle, higher: Bundle, queue: ShadowQueue, metrics: Metrics
) -> None:
    """Rows of a batch, and a patient as changed in thought, are not."""
    engine = engine_beside(undiagnosed, higher, queue, metrics)

    engine.assess_many([WOMAN, person(bmi=30)], [NAME])
    engine.assess(person(bmi=24, pregnant=True), [NAME])
    queue.score_waiting()

    assert compared(metrics) == {}
    assert value(metrics, "shadow_failed_total", "2.1.0") is None


def test_who_lacks_what_the_shadow_requires_is_counted_as_such(
    undiagnosed: Bundle,
    queue: ShadowQueue,
    metrics: Metrics,
    models: Path,
    tmp_path: Path,
) -> None:
    folder = other_version(models / NAME / "2.0.0", tmp_path, "2.2.0", 0)
    required = [*undiagnosed.manifest.required_inputs, "waist"]
    AlteredBundle(folder).describe(required_inputs=required)
    engine = engine_beside(undiagnosed, open_placed_bundle(folder), queue, metrics)

    engine.assess(person(bmi=24), [NAME])
    engine.assess(person(bmi=24, waist=78), [NAME])
    queue.score_waiting()

    assert compared(metrics, "2.2.0") == {"not_assessed": 1, "same": 1}


def test_when_too_many_wait_the_next_is_left_out_and_counted(
    undiagnosed: Bundle, higher: Bundle, queue: ShadowQueue, metrics: Metrics
) -> None:
    engine = engine_beside(undiagnosed, higher, queue, metrics)
    (answer,) = engine.assess(WOMAN, [NAME])
    assert isinstance(answer, Assessment)

    for _ in range(CAPACITY + 2):
        queue.put(higher, WOMAN, answer)
    queue.score_waiting()

    assert value(metrics, "shadow_dropped_total", "2.1.0") == 3
    assert sum(compared(metrics).values()) == CAPACITY


def test_a_shadow_that_fails_is_counted_and_told_once(
    undiagnosed: Bundle, bundle: Bundle, queue: ShadowQueue, metrics: Metrics
) -> None:
    """A graph of another number of inputs fails whatever it is given."""
    broken = replace(undiagnosed, scorer=bundle.scorer)
    engine = engine_beside(undiagnosed, broken, queue, metrics)

    with capture_logs() as lines:
        for _ in range(3):
            assert isinstance(engine.assess(WOMAN, [NAME])[0], Assessment)
            queue.score_waiting()

    assert [line["event"] for line in lines] == ["shadow_failed"]
    assert value(metrics, "shadow_failed_total", "2.0.0") == 3


def test_a_thread_scores_what_comes(
    undiagnosed: Bundle, higher: Bundle, metrics: Metrics
) -> None:
    told = Told()
    queue = ShadowQueue(told)
    queue.start()

    engine_beside(undiagnosed, higher, queue, metrics).assess(WOMAN, [NAME])

    assert told.compared_one.wait(30)
    queue.stop()


class Told(RolloutMetrics):
    """Tells a test when a patient was compared."""

    def __init__(self) -> None:
        super().__init__(CollectorRegistry())
        self.compared_one = Event()

    @override
    def compared(
        self, manifest: Manifest, agreement: str, difference: float | None
    ) -> None:
        self.compared_one.set()
