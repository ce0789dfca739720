"""What is served changes under the callers and readers."""

import gc
import json
import weakref

import pytest
from structlog.testing import capture_logs

from service.transports.rollout import Watcher
from tests.contract.rollout.following import (
    Client,
    metric,
    served,
    serving,
    until,
    versions,
)
from tests.steady_load import PEOPLE
from tests.two_versions import INCIDENT, NEW, OLD, TwoVersions


def test_all_of_it_changes_with_the_file_and_back(
    client: Client, placed: TwoVersions
) -> None:
    page = client.get("/").text
    assert versions(client, {"patient": PEOPLE[0]}) == OLD

    placed.new()
    until(lambda: served(client)[INCIDENT] == "3.1.0")
    assert versions(client, {"patient": PEOPLE[0]}) == NEW
    assert versions(client, {"patient": PEOPLE[0]}, "/page/assess") == NEW
    assert client.get(f"/v1/bundles/{INCIDENT}").json()["version"] == "3.1.0"
    assert client.get("/").text != page
    assert "3.1.0" in client.get(f"/models/{INCIDENT}").text
    info = f'diabetes_risk_bundle_info{{bundle="{INCIDENT}",role="serve"'
    lines = client.get("/metrics").text.splitlines()
    told = {x.rpartition("version=")[2] for x in lines if x.startswith(info)}
    assert told == {'"3.0.0"} 0.0', '"3.1.0"} 1.0'}
    placed.old()
    until(lambda: served(client)[INCIDENT] == "3.0.0")

    assert versions(client, {"patient": PEOPLE[0]}) == OLD
    assert client.get("/").text == page
    assert metric(client, 'diabetes_risk_releases_total{outcome="exchanged"}') == 2


def test_a_page_that_is_still_open_gets_its_files(
    client: Client, placed: TwoVersions
) -> None:
    release = client.get("/sw.js").text.splitlines()[0]
    files = json.loads(release.removeprefix("self.release = ").rstrip(";"))["files"]
    assert any("/3.0.0/model.onnx" in file for file in files)
    before = {file: client.get(file).content for file in files}

    placed.new()
    until(lambda: served(client)[INCIDENT] == "3.1.0")

    after = {file: client.get(file) for file in files}
    assert {answer.status_code for answer in after.values()} == {200}
    assert {file: answer.content for file, answer in after.items()} == before


def test_a_page_can_fetch_its_files_before_anybody_gets_it(
    placed: TwoVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several processes one gives out the page first, and any gets the rest."""
    with serving(placed) as client:
        monkeypatch.setattr(Watcher, "head_start_seconds", 3600)
        coming = f"/page/bundles/{INCIDENT}/3.1.0/manifest.json"
        assert client.get(coming).status_code == 404

        placed.new()
        until(lambda: client.get(coming).status_code == 200)

        assert served(client)[INCIDENT] == "3.0.0"


def test_a_release_that_is_over_leaves_the_memory(
    client: Client, placed: TwoVersions
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
    until(lambda: served(client)[INCIDENT] == "3.1.0")
    gc.collect()

    assert [left() for left in old] == [None] * 4


def test_a_damaged_version_is_refused_once_and_what_is_served_goes_on(
    placed: TwoVersions,
) -> None:
    model = placed.models / INCIDENT / "3.1.0" / "model.onnx"
    whole = model.read_bytes()
    model.write_bytes(whole[:-1])
    refused = f'diabetes_risk_bundle_refused{{bundle="{INCIDENT}",version="3.1.0"}}'
    with capture_logs() as lines, serving(placed) as client:
        placed.new()
        until(lambda: f"{refused} 1.0" in client.get("/metrics").text)
        until(lambda: served(client)["undiagnosed-diabetes"] == "2.1.0")
        assert versions(client, {"patient": PEOPLE[0]}) == (OLD[0], NEW[1])
        placed.plan("3.1.0", "2.0.0")
        until(lambda: served(client)["undiagnosed-diabetes"] == "2.0.0")
        model.write_bytes(whole)
        until(lambda: served(client)[INCIDENT] == "3.1.0")

        assert metric(client, refused) == 0
    (line,) = [line for line in lines if line["event"] == "bundle_refused"]
    assert (line["bundle"], line["version"]) == (INCIDENT, "3.1.0")
    assert "copy the bundle again" in line["reason"]


def test_a_file_that_cannot_be_meant_is_told_and_what_is_served_goes_on(
    placed: TwoVersions,
) -> None:
    good = placed.file.read_text()
    refused = "diabetes_risk_rollout_file_refused"
    with capture_logs() as lines, serving(placed) as client:
        placed.file.write_text(good.replace("serve", "server"))
        until(lambda: metric(client, refused) == 1)
        assert versions(client, {"patient": PEOPLE[0]}) == OLD
        placed.file.write_text(good)
        until(lambda: metric(client, refused) == 0)

        exchanged = 'diabetes_risk_releases_total{outcome="exchanged"}'
        assert metric(client, exchanged) == 0
    (line,) = [line for line in lines if line["event"] == "rollout_refused"]
    assert "unknown field `server`" in line["reason"]
