"""Requests one behind the other on several connections, and what each was answered.

Every answer is kept with the versions in it and its figures, so that a test can tell a
request that failed, an answer that mixes versions, and a version that changes its mind.
"""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count, groupby
from threading import Event, Thread
from typing import Any, NamedTuple, Self

WOMAN = {"age": 54, "sex": "female", "height": 155, "weight": 62, "systolic_bp": 138}
MAN = {"age": 61, "sex": "male", "bmi": 29, "waist": 101, "hypertension": True}
RISK, WHAT_IF = "/v1/risk", "/v1/risk/what-if"
# Nobody of the sixty is like another: a canary gets some of them.
PEOPLE = [one | {"age": age} for age in range(35, 65) for one in (WOMAN, MAN)]


class Asked(NamedTuple):
    """A request, as it is sent."""

    path: str
    body: bytes


class Answered(NamedTuple):
    """What came of one request."""

    asked: Asked
    began: float
    seconds: float
    status: int  # 0: there was no answer
    versions: tuple[str, ...]  # name and version, sorted; more than one each if mixed
    figures: str


def requests() -> list[Asked]:
    """Two ways of asking about everybody."""
    found = []
    for one in PEOPLE:
        found.append(Asked(RISK, json.dumps({"patient": one}).encode()))
        changed = {"patient": one, "changes": {"systolic_bp": 130}}
        if "systolic_bp" in one:
            found.append(Asked(WHAT_IF, json.dumps(changed).encode()))
    return found


@dataclass
class SteadyLoad:
    """Load on a port while the block runs; `answers` for each connection, in order."""

    port: int
    connections: int = 6
    answers: list[list[Answered]] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        asked = requests()
        for number in range(self.connections):
            kept: list[Answered] = []
            self.answers.append(kept)
            thread = Thread(target=self._ask, args=(asked[number:], kept))
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def more(self, requests: int) -> None:
        """Wait until so many more were answered."""
        until = self.total() + requests
        while self.total() < until:
            assert any(thread.is_alive() for thread in self._threads)
            time.sleep(0.02)

    def total(self) -> int:
        return sum(map(len, self.answers))

    def failed(self) -> list[Answered]:
        return [a for one in self.answers for a in one if a.status != 200]

    def spoken(self) -> list[list[tuple[str, ...]]]:
        """For each connection which versions answered, one after the other."""
        return [
            [versions for versions, _ in groupby(a.versions for a in one)]
            for one in self.answers
        ]

    def opinions(self) -> Counter[tuple[Asked, tuple[str, ...]]]:
        """How many different figures each version gave for the same request."""
        told = {(a.asked, a.versions, a.figures) for one in self.answers for a in one}
        return Counter((asked, versions) for asked, versions, _ in told)

    def _ask(self, asked: list[Asked], kept: list[Answered]) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        for number in count():
            if self._stop.is_set():
                connection.close()
                return
            kept.append(_answer(connection, asked[number % len(asked)]))


def _answer(connection: HTTPConnection, asked: Asked) -> Answered:
    began = time.perf_counter()
    try:
        connection.request("POST", asked.path, asked.body)
        response = connection.getresponse()
        status, content = response.status, response.read()
    except (OSError, HTTPException):
        connection.close()
        status, content = 0, b"{}"
    seconds = time.perf_counter() - began
    versions, figures = told(json.loads(content)) if status == 200 else ((), "")
    return Answered(asked, began, seconds, status, versions, figures)


def told(answer: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """The versions in an answer, and its figures."""
    parts = [answer[part] for part in ("before", "after") if part in answer] or [answer]
    found = [one for part in parts for one in part["assessments"]]
    versions = {f"{a['bundle']['name']} {a['bundle']['version']}" for a in found}
    figures = [[risk["probability"] for risk in a["risks"]] for a in found]
    return tuple(sorted(versions)), str(figures)
