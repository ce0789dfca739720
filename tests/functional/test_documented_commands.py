"""The guide's commands, run by a real curl against a real port, answer as it shows."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from threading import Thread

import pytest
import uvicorn

from docs import generate
from docs.generated.examples import ADDRESS
from docs.generated.live import DAY
from service.app import create_app
from service.engine.bundle import open_bundle
from service.engine.engine import RiskEngine
from service.engine.rollout.shelf import latest_bundles
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness

EXAMPLE = re.compile(
    r"```bash\n(?P<command>curl .*?)```\n+```json\n(?P<shown>.*?)```", re.DOTALL
)
GUIDE = (generate.ROOT / "docs" / "emr.md").read_text(encoding="utf-8")
EXAMPLES = [(found["command"], found["shown"]) for found in EXAMPLE.finditer(GUIDE)]
SAME = generate.SAME  # the last digit of a float32 differs between processors


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The application on a free port, on the day of the examples."""
    metrics = Metrics()
    models = Settings().models
    bundles = [open_bundle(folder) for folder in latest_bundles(models)]
    app = create_app(
        Settings(), RiskEngine(bundles, metrics), metrics, Readiness(), lambda: DAY
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    [listening] = server.servers[0].sockets
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


def test_there_is_one_for_each_standard() -> None:
    paths = [re.search(rf"{ADDRESS}(\S+)'", command) for command, _ in EXAMPLES]

    assert [path[1] for path in paths if path] == [
        "/fhir/$diabetes-risk",
        "/cds-services/diabetes-risk",
        "/v2/models/incident-diabetes/infer",
    ]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=["fhir", "cds", "v2"])
def test_a_command_gives_the_answer_that_the_guide_shows(
    command: str, shown: str, address: str
) -> None:
    ran = subprocess.run(  # noqa: S602 - a command of our own guide, as a reader runs it
        command.replace(ADDRESS, address), shell=True, capture_output=True, check=True
    )

    assert is_part(json.loads(shown), json.loads(ran.stdout))


def is_part(shown: object, answer: object) -> bool:
    """Whether an answer has all that is shown of it, lists in their order."""
    match shown, answer:
        case Mapping(), Mapping():
            return all(k in answer and is_part(v, answer[k]) for k, v in shown.items())
        case list(), list():
            remaining = iter(answer)
            return all(any(is_part(x, y) for y in remaining) for x in shown)
        case float(), float():
            return abs(shown - answer) <= SAME
        case _:
            return shown == answer


def test_a_figure_that_is_shown_must_be_in_the_answer() -> None:
    assert is_part({"a": [1, {"b": 2.00001}]}, {"a": [0, 1, {"b": 2.0, "c": 3}]})
    assert not is_part({"a": [1, {"b": 2.1}]}, {"a": [0, 1, {"b": 2.0, "c": 3}]})
    assert not is_part({"a": [2, 1]}, {"a": [1, 2]})
