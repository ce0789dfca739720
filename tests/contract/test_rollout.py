"""What is served, tried and exchanged, as callers of the API and readers see it."""

import gc
import json
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from litestar.testing import TestClient
from structlog.testing import capture_logs

from docs.generated.live import DAY
from docs.generated.record import CALL, HOOK
from service.app import create_app
from service.engine.engine import RiskEngine
from service.engine.rollout.rollout import Rollout
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.inference.openapi import EXAMPLE
from service.transports.observed import TimedLitestar
from service.transports.rollout import Watcher
from tests.steady_load import PEOPLE, told
from tests.two_versions import INCIDENT, NEW, OLD, TwoVersions, two_versions

Client = TestClient[TimedLitestar]
TRIED = (NEW[0], OLD[1])


@pytest.fixture
def placed(models: Path, tmp_path: Path) -> TwoVersions:
    return two_versions(models, tmp_path)


@contextmanager
def serving(placed: TwoVersions) -> Iterator[Client]:
    """The application as it follows the rollout file, soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watcher, "look_seconds", 0.02)
        patch.setattr(Watcher, "head_start_seconds", 0.02)
        rollout, metrics = Rollout(placed.models, placed.file), Metrics()
        app = create_app(
            Settings(),
            RiskEngine(rollout.selection.served, metrics),
            metrics,
            Readiness(),
            lambda: DAY,
            rollout=rollout,
        )
        with TestClient(app) as client:
            yield client


@pytest.fixture
def client(placed: TwoVersions) -> Iterator[Client]:
    with serving(placed) as client:
        yield client


@pytest.fixture(scope="module")
def with_canary(
    models: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """Four of ten requests about a patient are for incident-diabetes 2.1.0."""
    placed = two_versions(models, tmp_path_factory.mktemp("canary"))
    placed.old(more="canary = '2.1.0'\ncanary_percent = 40")
    with serving(placed) as client:
        yield client


def until(true: Callable[[], bool]) -> None:
    """Wait for what happens on its own."""
    for _ in range(1000):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen")


def served(client: Client) -> dict[str, str]:
    found: dict[str, str] = client.get("/readyz").json()["bundles"]
    return found


def versions(client: Client, body: object, path: str = "/v1/risk") -> tuple[str, ...]:
    """The versions in the answer about a patient."""
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return told(answer.json())[0]


def metric(client: Client, line: str) -> float:
    """The value behind the beginning of one line of the metrics."""
    lines = client.get("/metrics").text.splitlines()
    return next(float(x.rpartition(" ")[2]) for x in lines if x.startswith(line))


class TestCanary:
    """Another version answers some requests about one patient through the API."""

    def test_it_answers_its_share_of_the_patients(self, with_canary: Client) -> None:
        found = [versions(with_canary, {"patient": one}) for one in PEOPLE]

        assert set(found) == {OLD, TRIED}
        assert found.count(TRIED) == 26  # of 60

    def test_a_patient_gets_the_same_version_each_time_also_when_changed(
        self, with_canary: Client
    ) -> None:
        for one in PEOPLE[::4]:
            asked = {"patient": one, "language": "en"}
            changes = [{"weight": 55}, {"systolic_bp": 130}]

            found = {
                versions(with_canary, {"patient": one}),
                versions(with_canary, asked),
                *(
                    versions(with_canary, asked | {"changes": it}, "/v1/risk/what-if")
                    for it in changes
                ),
            }

            assert len(found) == 1

    def test_a_fhir_record_gets_the_same_version_each_time(
        self, with_canary: Client
    ) -> None:
        def version(number: int) -> str:
            record = json.loads(json.dumps(CALL).replace("1972-", f"19{number}-"))
            answer = with_canary.post("/fhir/$diabetes-risk", json=record).json()
            method = answer["entry"][0]["resource"]["method"]["coding"][0]
            assert method["code"] == INCIDENT
            found: str = method["version"]
            return found

        first = [version(number) for number in range(60, 80)]

        assert set(first) == {"2.0.0", "2.1.0"}
        assert [version(number) for number in range(60, 80)] == first

    def test_a_card_about_a_patient_is_of_the_same_version_each_time_it_is_opened(
        self, with_canary: Client
    ) -> None:
        """Each opening has an id of its own; the patient has one."""

        def version(number: int) -> str:
            text = json.dumps(HOOK | {"hookInstance": str(uuid4())})
            hook = json.loads(text)
            hook["context"]["patientId"] = f"p-{number}"
            hook["prefetch"] = json.loads(
                json.dumps(hook["prefetch"])
                .replace('"Patient/12"', f'"Patient/p-{number}"')
                .replace('"id": "12"', f'"id": "p-{number}"')
            )
            answer = with_canary.post("/cds-services/diabetes-risk", json=hook)
            [card] = answer.json()["cards"]
            figures = card["extension"]["urn:diabetes-risk:assessment"]["assessments"]
            found: str = figures[0]["bundle"]["version"]
            return found

        first = [version(number) for number in range(20)]

        assert set(first) == {"2.0.0", "2.1.0"}
        assert [version(number) for number in range(20)] == first

    def test_a_reader_of_the_page_never_meets_it(self, with_canary: Client) -> None:
        found = {
            versions(with_canary, {"patient": one}, "/page/assess") for one in PEOPLE
        }

        assert found == {OLD}
        assert "2.1.0" not in with_canary.get("/").text

    def test_batches_and_tensors_are_answered_by_what_is_served(
        self, with_canary: Client
    ) -> None:
        lines = with_canary.post("/v1/risk/batch", json=PEOPLE).text.splitlines()
        tensors = with_canary.post(f"/v2/models/{INCIDENT}/infer", json=EXAMPLE).json()

        assert {told(json.loads(line))[0] for line in lines} == {OLD}
        assert tensors["model_version"] == "2.0.0"

    def test_it_is_announced_as_what_it_is(self, with_canary: Client) -> None:
        assert served(with_canary)[INCIDENT] == "2.0.0"
        assert with_canary.get("/v1/version").json()["bundles"][INCIDENT] == "2.0.0"
        info = f'diabetes_risk_bundle_info{{bundle="{INCIDENT}",role="canary"'
        assert metric(with_canary, info) == 1

    def test_what_it_answers_is_counted_under_its_version(
        self, with_canary: Client
    ) -> None:
        count = (
            f'diabetes_risk_probability_count{{bundle="{INCIDENT}",version="2.1.0"}}'
        )
        before = metric(with_canary, count)

        found = [versions(with_canary, {"patient": one}) for one in PEOPLE]

        assert metric(with_canary, count) - before == found.count(TRIED)

    def test_what_is_no_json_is_refused_as_ever(self, with_canary: Client) -> None:
        assert with_canary.post("/v1/risk", content=b"{").status_code == 400
        assert with_canary.post("/v1/risk", content=b"").status_code == 400
        deep = b'{"patient":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
        assert with_canary.post("/v1/risk", content=deep).status_code == 400
        assert with_canary.post("/fhir/$diabetes-risk", content=deep).status_code == 400
        assert with_canary.post("/v1/risk", json={"patient": 1}).status_code == 422
        assert with_canary.post("/v1/risk", content=b" " * 70_000).status_code == 413


class TestExchange:
    """What is served changes under the callers."""

    def test_all_of_it_changes_with_the_file_and_back(
        self, client: Client, placed: TwoVersions
    ) -> None:
        page = client.get("/").text
        assert versions(client, {"patient": PEOPLE[0]}) == OLD

        placed.new()
        until(lambda: served(client)[INCIDENT] == "2.1.0")
        assert versions(client, {"patient": PEOPLE[0]}) == NEW
        assert versions(client, {"patient": PEOPLE[0]}, "/page/assess") == NEW
        assert client.get(f"/v1/bundles/{INCIDENT}").json()["version"] == "2.1.0"
        assert client.get("/").text != page
        assert "2.1.0" in client.get(f"/models/{INCIDENT}").text
        info = f'diabetes_risk_bundle_info{{bundle="{INCIDENT}",role="serve"'
        lines = client.get("/metrics").text.splitlines()
        told = {x.rpartition("version=")[2] for x in lines if x.startswith(info)}
        assert told == {'"2.0.0"} 0.0', '"2.1.0"} 1.0'}
        placed.old()
        until(lambda: served(client)[INCIDENT] == "2.0.0")

        assert versions(client, {"patient": PEOPLE[0]}) == OLD
        assert client.get("/").text == page
        assert metric(client, 'diabetes_risk_releases_total{outcome="exchanged"}') == 2

    def test_a_page_that_is_still_open_gets_its_files(
        self, client: Client, placed: TwoVersions
    ) -> None:
        release = client.get("/sw.js").text.splitlines()[0]
        files = json.loads(release.removeprefix("self.release = ").rstrip(";"))["files"]
        assert any("/2.0.0/model.onnx" in file for file in files)
        before = {file: client.get(file).content for file in files}

        placed.new()
        until(lambda: served(client)[INCIDENT] == "2.1.0")

        after = {file: client.get(file) for file in files}
        assert {answer.status_code for answer in after.values()} == {200}
        assert {file: answer.content for file, answer in after.items()} == before

    def test_a_page_can_fetch_its_files_before_anybody_gets_it(
        self, placed: TwoVersions, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of several processes one gives out the page first, and any gets the rest."""
        with serving(placed) as client:
            monkeypatch.setattr(Watcher, "head_start_seconds", 3600)
            coming = f"/page/bundles/{INCIDENT}/2.1.0/manifest.json"
            assert client.get(coming).status_code == 404

            placed.new()
            until(lambda: client.get(coming).status_code == 200)

            assert served(client)[INCIDENT] == "2.0.0"

    def test_a_release_that_is_over_leaves_the_memory(
        self, client: Client, placed: TwoVersions
    ) -> None:
        client.get(f"/models/{INCIDENT}")
        versions(client, {"patient": PEOPLE[0]})
        releases = client.app.state.releases
        old = [weakref.ref(releases.current.engine), weakref.ref(releases.current.site)]
        old += [
            weakref.ref(bundle.scorer)
            for bundle in releases.current.engine.bundles.values()
        ]

        placed.new()
        until(lambda: served(client)[INCIDENT] == "2.1.0")
        gc.collect()

        assert [left() for left in old] == [None] * 4

    def test_a_damaged_version_is_refused_once_and_what_is_served_goes_on(
        self, placed: TwoVersions
    ) -> None:
        model = placed.models / INCIDENT / "2.1.0" / "model.onnx"
        whole = model.read_bytes()
        model.write_bytes(whole[:-1])
        refused = f'diabetes_risk_bundle_refused{{bundle="{INCIDENT}",version="2.1.0"}}'
        with capture_logs() as lines, serving(placed) as client:
            placed.new()
            until(lambda: f"{refused} 1.0" in client.get("/metrics").text)
            until(lambda: served(client)["undiagnosed-diabetes"] == "1.1.0")
            assert versions(client, {"patient": PEOPLE[0]}) == (OLD[0], NEW[1])
            model.write_bytes(whole)
            until(lambda: served(client)[INCIDENT] == "2.1.0")

            assert metric(client, refused) == 0
        (line,) = [line for line in lines if line["event"] == "bundle_refused"]
        assert (line["bundle"], line["version"]) == (INCIDENT, "2.1.0")
        assert "copy the bundle again" in line["reason"]

    def test_a_file_that_cannot_be_meant_is_told_and_what_is_served_goes_on(
        self, placed: TwoVersions
    ) -> None:
        good = placed.file.read_text()
        refused = "diabetes_risk_rollout_file_refused"
        with capture_logs() as lines, serving(placed) as client:
            placed.file.write_text(good.replace("serve", "server"))
            until(lambda: metric(client, refused) == 1)
            assert versions(client, {"patient": PEOPLE[0]}) == OLD
            placed.file.write_text(good)
            until(lambda: metric(client, refused) == 0)

        (line,) = [line for line in lines if line["event"] == "rollout_refused"]
        assert "unknown field `server`" in line["reason"]


class TestShadow:
    """Another version is compared with what is answered, and heard by nobody."""

    def test_every_patient_asked_for_alone_is_compared_and_none_is_answered(
        self, placed: TwoVersions
    ) -> None:
        placed.old(more="shadow = '2.1.0'")
        count = f'diabetes_risk_shadow_difference_count{{bundle="{INCIDENT}"'
        with serving(placed) as client:
            assert metric(client, count) == 0

            found = [versions(client, {"patient": one}) for one in PEOPLE]
            versions(client, {"patient": PEOPLE[0]}, "/page/assess")
            client.post("/v1/risk/batch", json=PEOPLE)
            until(lambda: metric(client, count) == len(PEOPLE) + 1)

            assert set(found) == {OLD}
            info = f'diabetes_risk_bundle_info{{bundle="{INCIDENT}",role="shadow"'
            assert metric(client, info) == 1
            placed.old()
            until(lambda: metric(client, info) == 0)
            versions(client, {"patient": PEOPLE[0]})

            assert metric(client, count) == len(PEOPLE) + 1
