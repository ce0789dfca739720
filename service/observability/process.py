"""CPU, memory and files of the service when it is several processes.

The names are those of a single process, the values are sums over the supervisor and its
workers. The CPU time of ended workers is in their parent's, so it never goes down.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prometheus_client import Metric, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from typing_extensions import override

ATTEMPTS = 5
CPU = "process_cpu_seconds_total"
GAUGES: Mapping[str, tuple[str, Callable[[list[float]], float]]] = {
    "process_resident_memory_bytes": (
        "Resident memory of all processes; what they share counts in each.",
        sum,
    ),
    "process_open_fds": ("Open files of all processes.", sum),
    "process_max_fds": ("How many files one process may open.", min),
    "process_start_time_seconds": ("When the service was started, in Unix time.", min),
}


class WorkersCollector(Collector):
    """Figures of this process's parent and all its children."""

    @override
    def collect(self) -> Iterable[Metric]:
        parent = os.getppid()
        for _ in range(ATTEMPTS):
            children = _children(parent)
            found = [_figures(pid) for pid in (parent, *children)]
            ended = _seconds_of_ended(parent)
            # A worker that ended meanwhile would count twice, or not at all.
            if children == _children(parent):
                break
        else:
            return
        seconds = sum(figures.get(CPU, 0) for figures in found)
        yield CounterMetricFamily(
            CPU, "CPU time of all processes, also of those that ended.", seconds + ended
        )
        for name, (text, together) in GAUGES.items():
            values = [figures[name] for figures in found if name in figures]
            yield GaugeMetricFamily(name, text, together(values))


def _children(pid: int) -> list[int]:
    return [
        int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ]


def _figures(pid: int) -> dict[str, float]:
    of_one = ProcessCollector(pid=lambda: pid, registry=None)
    return {s.name: s.value for metric in of_one.collect() for s in metric.samples}


def _seconds_of_ended(pid: int) -> float:
    """User and system time of children that were waited for: see proc_pid_stat(5)."""
    behind_the_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, behind_the_name[13:15])) / os.sysconf("SC_CLK_TCK")
