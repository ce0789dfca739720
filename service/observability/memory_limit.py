"""How much memory the service may use: of the machine, or less where a cgroup says so.

Together with what it does use this tells how near its end is, on a bare machine as in a
container, without another exporter.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from typing_extensions import override

ROOT = Path("/")


class MemoryLimitCollector(Collector):
    """Reads the limit at each scrape: it may be changed while the service runs."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root

    @override
    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily(
            "diabetes_risk_memory_limit_bytes",
            "Memory that the service may use: its cgroup's limit, or the machine's.",
            min(_limits(self._root)),
        )


def _limits(root: Path) -> Iterator[float]:
    for line in (root / "proc/meminfo").read_text().splitlines():
        if line.startswith("MemTotal:"):
            yield float(line.split()[1]) * 1024
    for line in (root / "proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers:
            hierarchy, name = root / "sys/fs/cgroup", "memory.max"
        elif "memory" in controllers.split(","):
            hierarchy, name = root / "sys/fs/cgroup/memory", "memory.limit_in_bytes"
        else:
            continue
        own = PurePosixPath(path.lstrip("/"))
        for group in (own, *own.parents):
            yield from _number(hierarchy / group / name)


def _number(file: Path) -> Iterator[float]:
    try:
        yield float(file.read_text())
    except (OSError, ValueError):  # no such group is mounted here, or "max"
        return
