"""The real server changes what it serves, again and again, while it is asked."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from os import environ
from pathlib import Path

import httpx
import pytest

from tests.server import Server
from tests.steady_load import PEOPLE, SteadyLoad, told
from tests.two_versions import (
    INCIDENT,
    NEW,
    OLD,
    TwoVersions,
    has_role,
    two_versions,
)

TRIED = (NEW[0], OLD[1])
MANY = 400  # requests between two changes
SOME = 100


@pytest.fixture
def placed(models: Path, tmp_path: Path) -> TwoVersions:
    return two_versions(models, tmp_path)


@pytest.fixture
def start(placed: TwoVersions, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts the service on the bundles and the file."""
    started: list[Server] = []

    def start(**settings: str) -> Server:
        file = {"DIABETES_RISK_ROLLOUT": str(placed.file)}
        log = tmp_path / f"log-{len(started)}"
        started.append(Server(placed.models, log, **file, **settings))
        return started[-1]

    yield start
    for server in started:
        server.__exit__()


def until(true: Callable[[], bool]) -> None:
    """Wait for what happens on its own."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def serving(server: Server, version: str) -> bool:
    bundles: dict[str, str] = httpx.get(f"{server.url}/readyz").json()["bundles"]
    return bundles[INCIDENT] == version


def metrics(server: Server) -> str:
    return httpx.get(f"{server.url}/metrics").text


def events(server: Server, name: str) -> list[dict[str, object]]:
    return [line for line in server.lines() if line["event"] == name]


def test_no_request_is_lost_and_no_answer_mixed_from_the_first_trial_to_the_rollback(
    start: Callable[..., Server], placed: TwoVersions
) -> None:
    server = start()
    with SteadyLoad(server.port) as load:
        load.more(MANY)
        placed.old(more="shadow = '3.1.0'")
        until(lambda: has_role(server.url, "shadow", "3.1.0"))
        load.more(MANY)
        placed.old(more="canary = '3.1.0'\ncanary_percent = 30")
        until(lambda: has_role(server.url, "canary", "3.1.0"))
        load.more(MANY)
        placed.new()
        until(lambda: serving(server, "3.1.0"))
        load.more(MANY)
        placed.old()
        until(lambda: serving(server, "3.0.0"))
        load.more(MANY)

    assert load.failed() == []
    assert load.total() >= 5 * MANY
    for heard in load.spoken():
        # While the canary is there two versions take turns; else one follows another.
        once = [v for v, after in pairwise([*heard, ()]) if TRIED not in (v, after)]
        assert once[-2:] == [NEW, OLD]
        assert set(heard) == {OLD, TRIED, NEW}
        assert heard.count(NEW) == 1
    assert set(load.opinions().values()) == {1}
    assert not events(server, "unexpected_error")
    assert not events(server, "shadow_failed")
    compared = f'shadow_difference_count{{bundle="{INCIDENT}",version="3.1.0"}}'
    (count,) = [line for line in metrics(server).splitlines() if compared in line]
    assert float(count.split()[-1]) > 0


def test_a_batch_goes_on_to_its_end_with_the_version_that_began_it(
    start: Callable[..., Server], placed: TwoVersions
) -> None:
    server = start()
    rows = json.dumps(PEOPLE * 40)
    batch = httpx.stream(
        "POST", f"{server.url}/v1/risk/batch", content=rows, timeout=60
    )
    with batch as answer:
        lines = answer.iter_lines()
        first = [next(lines)]
        placed.new()
        until(lambda: serving(server, "3.1.0"))
        rest = list(lines)

    assert len(first + rest) == 2400
    assert {told(json.loads(line))[0] for line in first + rest} == {OLD}


def test_workers_change_together_and_send_a_patient_to_the_same_version(
    start: Callable[..., Server], placed: TwoVersions
) -> None:
    placed.old(more="canary = '3.1.0'\ncanary_percent = 30")
    server = start(DIABETES_RISK_WORKERS="2")
    until(lambda: "diabetes_risk_workers 2.0" in metrics(server))
    with SteadyLoad(server.port) as load:
        load.more(SOME)
    by_patient = dict(load.opinions())

    assert load.failed() == []
    assert len(by_patient) == len(load.opinions()), "a patient had two versions"

    with SteadyLoad(server.port) as load:
        placed.new()
        until(lambda: len(events(server, "release_exchanged")) == 2)
        done = load.total() + 50
        until(lambda: load.total() > done)
        at = [len(one) for one in load.answers]
        load.more(SOME)

    assert load.failed() == []
    after = [
        a.versions for one, n in zip(load.answers, at, strict=True) for a in one[n:]
    ]
    assert set(after) == {NEW}


def test_the_memory_does_not_grow_with_the_exchanges(
    start: Callable[..., Server], placed: TwoVersions
) -> None:
    server = start()

    def there_and_back() -> float:
        placed.new()
        until(lambda: serving(server, "3.1.0"))
        placed.old()
        until(lambda: serving(server, "3.0.0"))
        return server.resident_megabytes()

    first = there_and_back()

    assert there_and_back() - first < 15


def test_a_damaged_version_is_refused_and_the_old_one_goes_on_also_after_a_restart(
    start: Callable[..., Server], placed: TwoVersions
) -> None:
    placed.file.write_text("")
    shelf = placed.models / INCIDENT
    (shelf / "3.1.0").rename(shelf.parent.parent / "3.1.0")
    server = start()

    coming = shelf.parent.parent / "3.1.0"
    whole = (coming / "model.onnx").read_bytes()
    (coming / "model.onnx").write_bytes(whole[: len(whole) // 2])
    with SteadyLoad(server.port) as load:
        coming.rename(shelf / "3.1.0")
        until(lambda: events(server, "bundle_refused") != [])
        load.more(SOME)

    assert load.failed() == []
    assert serving(server, "3.0.0")
    (line,) = events(server, "bundle_refused")
    assert "copy the bundle again" in str(line["reason"])
    again = start()
    assert serving(again, "3.0.0")
    assert [line["version"] for line in events(again, "bundle_refused")] == ["3.1.0"]
    (shelf / "3.1.0" / "model.onnx").write_bytes(whole)
    until(lambda: serving(server, "3.1.0") and serving(again, "3.1.0"))


def test_a_folder_that_vanishes_is_served_from_memory(
    start: Callable[..., Server], placed: TwoVersions
) -> None:
    server = start()

    shutil.rmtree(placed.models)
    until(lambda: events(server, "bundle_refused") != [])

    with SteadyLoad(server.port) as load:
        load.more(SOME)
    assert load.failed() == []
    assert set(load.spoken()[0]) == {OLD}


def run(placed: TwoVersions, *arguments: str) -> subprocess.CompletedProcess[str]:
    folders = {
        "DIABETES_RISK_MODELS": str(placed.models),
        "DIABETES_RISK_ROLLOUT": str(placed.file),
    }
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        env=environ | folders,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_check_says_what_would_be_served(placed: TwoVersions) -> None:
    placed.old(more="shadow = '3.1.0'\ncanary = '3.1.0'\ncanary_percent = 2.5")

    result = run(placed, "check")

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "ok       incident-diabetes 3.0.0",
        "ok       incident-diabetes 3.1.0",
        "ok       undiagnosed-diabetes 2.0.0",
        "ok       undiagnosed-diabetes 2.1.0",
        "serves   incident-diabetes 3.0.0",
        "serves   undiagnosed-diabetes 2.0.0",
        "shadow   incident-diabetes 3.1.0",
        "canary   incident-diabetes 3.1.0 for 2.5 %",
    ]


@pytest.mark.parametrize("command", ["check", "serve"])
@pytest.mark.parametrize(
    ("incident", "more", "said"),
    [
        ("2.2.0", "", "incident-diabetes 2.2.0 is not below the folder of bundles"),
        ("3.0.0", "shadows = '3.1.0'", "unknown field `shadows`"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused_at_the_start(
    placed: TwoVersions, command: str, incident: str, more: str, said: str
) -> None:
    placed.plan(incident, "2.0.0", more)

    result = run(placed, command)

    assert result.returncode == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_of_patients_is_scored_by_what_is_served(
    placed: TwoVersions, tmp_path: Path
) -> None:
    patients = tmp_path / "patients.json"
    patients.write_text(json.dumps(PEOPLE[:3]))

    result = run(placed, "score", str(patients))

    assert result.returncode == 0, result.stderr
    found = {told(json.loads(line))[0] for line in result.stdout.splitlines()}
    assert found == {OLD}
