"""What a change of the model costs those who ask meanwhile.

`python -m benchmarks.rollout` asks the real service without a pause while a version
becomes a shadow, a canary, what is served, and is taken back. What counts is the 0
under "failed" and "mixed", and how the slowest hundredth compares with before.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.server import Server
from tests.steady_load import Answered, SteadyLoad
from tests.two_versions import INCIDENT, NEW, OLD, TwoVersions, has_role, two_versions

MODELS = Path(__file__).resolve().parent.parent / "models"
REQUESTS_A_PHASE = 4_200  # of five: more than 20,000 together
PATIENCE_SECONDS = 60
SHADOW = "shadow = '3.1.0'"
CANARY = "canary = '3.1.0'\ncanary_percent = 30"
WHOLE = {OLD, NEW, (NEW[0], OLD[1])}  # the last one is the canary's


class Change(NamedTuple):
    """A change, and the role in which a version shows that it was made."""

    name: str
    make: Callable[[TwoVersions], None]
    role: str
    version: str


CHANGES = (
    Change("before", lambda placed: placed.old(), "serve", "3.0.0"),
    Change("shadow", lambda placed: placed.old(SHADOW), "shadow", "3.1.0"),
    Change("canary", lambda placed: placed.old(CANARY), "canary", "3.1.0"),
    Change("exchange", lambda placed: placed.new(), "serve", "3.1.0"),
    Change("rollback", lambda placed: placed.old(), "serve", "3.0.0"),
)


class Phase(NamedTuple):
    """What was answered while a change was made, and after it."""

    name: str
    answers: list[Answered]
    seconds: float  # until the change was made
    changing: list[Answered]  # began until then


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        placed = two_versions(MODELS, Path(folder))
        file = {"DIABETES_RISK_ROLLOUT": str(placed.file)}
        with (
            Server(placed.models, Path(folder) / "log", **file) as server,
            SteadyLoad(server.port) as load,
        ):
            load.more(300)  # the first ones warm up
            phases = list(_phases(server, load, placed))
    _print(phases)


def _phases(server: Server, load: SteadyLoad, placed: TwoVersions) -> Iterator[Phase]:
    for change in CHANGES:
        at = [len(one) for one in load.answers]
        began = time.perf_counter()
        change.make(placed)
        while not has_role(server.url, change.role, change.version):
            if time.perf_counter() - began > PATIENCE_SECONDS:
                raise TimeoutError(change.name)
            time.sleep(0.1)
        ended = time.perf_counter()
        load.more(REQUESTS_A_PHASE - load.total() + sum(at))
        answers = [a for one, n in zip(load.answers, at, strict=True) for a in one[n:]]
        changing = [a for a in answers if a.began <= ended]
        yield Phase(change.name, answers, ended - began, changing)


def _print(phases: Sequence[Phase]) -> None:
    print("         requests             seconds   longest            p99 to before:")
    print("                failed  mixed   to it  gap (ms)  p50, p99 ms meanwhile, all")
    before = _percentiles(phases[0].answers)[1]
    for phase in phases:
        half, slowest = _percentiles(phase.answers)
        changing = phase.changing if phase is not phases[0] else phase.answers
        print(
            f"{phase.name:12}{len(phase.answers):6}"
            f"{sum(a.status != 200 for a in phase.answers):6}"  # noqa: PLR2004  OK
            f"{sum(a.versions not in WHOLE for a in phase.answers):6}"
            f"{phase.seconds:8.1f}{_longest_gap(phase.answers):9.0f}"
            f"{half:10.1f}{slowest:8.1f}"
            f"{_percentiles(changing)[1] / before:9.2f}{slowest / before:7.2f}"
            f"  {_seen(phase.answers)}"
        )
    everything = [a for phase in phases for a in phase.answers]
    failed = [a for a in everything if a.versions not in WHOLE]
    print(f"{len(everything)} requests, {len(failed)} failed or mixed")


def _seen(answers: Sequence[Answered]) -> str:
    """The versions of the bundle that was tried."""
    found = {name for a in answers for name in a.versions if name.startswith(INCIDENT)}
    return ", ".join(sorted(name.split()[1] for name in found))


def _percentiles(answers: Sequence[Answered]) -> tuple[float, float]:
    cuts = statistics.quantiles((a.seconds * 1000 for a in answers), n=100)
    return cuts[49], cuts[98]


def _longest_gap(answers: Sequence[Answered]) -> float:
    """Milliseconds in which nobody was answered."""
    ends = sorted(a.began + a.seconds for a in answers)
    return max(b - a for a, b in pairwise(ends)) * 1000


if __name__ == "__main__":
    main()
