"""A real Prometheus in a process of its own, scraping real servers, for tests.

Needs the program `prometheus`, which Debian's package of that name installs.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Series:
    """One series of an answer: its labels, and its values from old to new."""

    labels: Mapping[str, str]
    values: Sequence[float]

    @property
    def value(self) -> float:
        """The newest value."""
        return self.values[-1]


class Prometheus:
    """A Prometheus that scrapes `targets` (`host:port`) until the block is left."""

    def __init__(
        self,
        targets: Sequence[str],
        folder: Path,
        *,
        interval: str = "200ms",
        rules: Sequence[Path] = (),
        features: Sequence[str] = (),
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """Start it and wait until it answers.

        Args:
            targets: What to scrape, under /metrics.
            folder: A folder that is its own: configuration, data, log.
            interval: Between two scrapes, and between two evaluations of rules.
            rules: Files of recording and alerting rules.
            features: Of --enable-feature, such as `exemplar-storage`.
            labels: What a discovery of targets would add, such as `namespace`.
        """
        program = shutil.which("prometheus")
        if program is None:
            pytest.skip("needs Debian's package prometheus")
        self._targets = targets
        configuration = {
            "global": {"scrape_interval": interval, "evaluation_interval": interval},
            "rule_files": [str(rule) for rule in rules],
            "scrape_configs": [
                {
                    "job_name": "diabetes-risk",
                    "static_configs": [
                        {"targets": list(targets), "labels": dict(labels or {})}
                    ],
                }
            ],
        }
        # What is JSON is YAML.
        (folder / "prometheus.yml").write_text(json.dumps(configuration))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "prometheus.log"
        with self.log.open("wb") as stderr:
            self.process = subprocess.Popen(
                [
                    program,
                    f"--config.file={folder / 'prometheus.yml'}",
                    f"--storage.tsdb.path={folder / 'data'}",
                    f"--web.listen-address=127.0.0.1:{port}",
                    *(f"--enable-feature={feature}" for feature in features),
                ],
                stdout=stderr,
                stderr=stderr,
            )
        self._http = httpx.Client(base_url=self.url)
        try:
            self.wait(self._is_ready)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()
        self.process.kill()
        self.process.wait()

    def get(self, path: str, **parameters: str | float) -> Any:
        """The data that a path below /api/v1 answers."""
        response = self._http.get(f"/api/v1/{path}", params=parameters)
        answer = response.json()
        assert answer["status"] == "success", answer
        return answer["data"]

    def query(self, expression: str, *, at: float | None = None) -> list[Series]:
        """What an expression gives now, or at a time."""
        moment = {} if at is None else {"time": at}
        data = self.get("query", query=expression, **moment)
        if data["resultType"] == "scalar":
            return [Series({}, [float(data["result"][1])])]
        return [
            Series(
                found["metric"],
                [
                    float(value)
                    for _, value in found.get("values", [found.get("value")])
                ],
            )
            for found in data["result"]
        ]

    def value(self, expression: str) -> float:
        """The one number an expression gives now; fails unless it is one."""
        (found,) = self.query(expression)
        return found.value

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until something holds, or fail with the log."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def wait_for(self, expression: str) -> list[Series]:
        """Wait until an expression gives anything, and give that."""
        found: list[Series] = []

        def something() -> list[Series]:
            found[:] = self.query(expression)
            return found

        self.wait(something)
        return found

    def wait_for_scrape(self) -> None:
        """Wait until every target was scraped in a time that begins now."""
        # Of a bare selector: of an expression it would be the time of asking.
        scraped = f"(timestamp(up) > {time.time()}) and (up == 1)"
        self.wait(lambda: len(self.query(scraped)) == len(self._targets))

    def _is_ready(self) -> bool:
        try:
            return self._http.get("/-/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False
