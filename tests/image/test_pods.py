"""The image started as each overlay says: its settings, files, memory and probes.

It has a network of its own that leads nowhere: what a pod needs from outside to start
would be missing here.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from image.built import Image
from image.container import Container
from tests.access import access_claims, key_set, signed
from tests.k8s.overlays import (
    container as described,
    every_overlay,
    only,
    pod,
    settings,
)

# Asks from inside, again until it answers, as a probe does.
ASK = """
import json, sys, time, urllib.error, urllib.request
path, token, body = sys.argv[1:]
headers = {"content-type": "application/json"}
if token:
    headers["authorization"] = "Bearer " + token
request = urllib.request.Request(
    "http://127.0.0.1:8000" + path, body.encode() or None, headers
)
for _ in range(600):
    try:
        print(urllib.request.urlopen(request).status)
        break
    except urllib.error.HTTPError as error:
        print(error.code)
        break
    except OSError:
        time.sleep(0.1)
"""
PATIENT = json.dumps({"patient": {"age": 54, "sex": "female"}})


@contextmanager
def started(
    overlay: str, image: Image, folder: Path, keys: str | None = None
) -> Iterator[Container]:
    """A pod of an overlay, whose trust file finds these keys beside it."""
    places = {
        one["name"]: one["mountPath"] for one in described(overlay)["volumeMounts"]
    }
    mounts = {}
    for volume in pod(overlay)["volumes"]:
        if "configMap" in volume:
            files = only(overlay, "ConfigMap", volume["configMap"]["name"])["data"]
            mounts[places[volume["name"]]] = place = folder / volume["name"]
            place.mkdir()
            for name, text in files.items():
                (place / name).write_text(
                    keys if keys and name == "keys.json" else text
                )
    memory = described(overlay)["resources"]["limits"]["memory"]
    with Container(
        image,
        folder,
        megabytes=int(memory.removesuffix("Mi")),
        mounts=mounts,
        alone=True,
        **settings(overlay),
    ) as running:
        yield running


def asked(running: Container, path: str, *, token: str = "", body: str = "") -> str:
    return running.run("python", "-c", ASK, path, token, body).stdout.strip()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Readable for the pod's user, which pytest's own folders are not."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@every_overlay
def test_a_pod_starts_within_its_memory_and_answers_whoever_it_trusts(
    overlay: str, image: Image, folder: Path
) -> None:
    with started(overlay, image, folder) as running:
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            path = described(overlay)[probe]["httpGet"]["path"]
            assert asked(running, path) == "200", running.log.read_text()
        assert asked(running, "/v1/risk", body=PATIENT) == "401"
        assert asked(running, "/metrics") == "401"


def test_a_token_of_ones_own_key_opens_a_pod_of_the_overlay_for_trying(
    image: Image, folder: Path
) -> None:
    claims = {"iss": "trial", "aud": "http://127.0.0.1:8000"}
    risk = signed(access_claims("risk.read", **claims))
    ops = signed(access_claims("ops", **claims))
    with started("dev", image, folder, key_set("server")) as running:
        assert asked(running, "/v1/risk", token=risk, body=PATIENT) == "200"
        assert asked(running, "/metrics", token=risk) == "403"
        assert asked(running, "/metrics", token=ops) == "200"
