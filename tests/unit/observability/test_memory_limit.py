"""The memory that the service may use, as Linux tells it in several places."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from service.observability.memory_limit import MemoryLimitCollector

MEGABYTE = 1024**2


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine of 16 MB."""
    write(tmp_path / "proc/meminfo", "MemTotal:       16384 kB\nMemFree: 1 kB\n")
    write(tmp_path / "proc/self/cgroup", "0::/\n")
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def limit(root: Path) -> float | None:
    registry = CollectorRegistry()
    registry.register(MemoryLimitCollector(root))
    return registry.get_sample_value("diabetes_risk_memory_limit_bytes")


def test_without_a_limit_it_is_the_machines_memory(root: Path) -> None:
    write(root / "sys/fs/cgroup/memory.max", "max\n")

    assert limit(root) == 16 * MEGABYTE


def test_in_a_container_it_is_the_limit_of_its_cgroup(root: Path) -> None:
    write(root / "sys/fs/cgroup/memory.max", f"{4 * MEGABYTE}\n")

    assert limit(root) == 4 * MEGABYTE


def test_the_smallest_limit_on_the_way_up_holds(root: Path) -> None:
    write(root / "proc/self/cgroup", "0::/system.slice/diabetes-risk.service\n")
    write(root / "sys/fs/cgroup/system.slice/memory.max", f"{2 * MEGABYTE}\n")
    write(
        root / "sys/fs/cgroup/system.slice/diabetes-risk.service/memory.max",
        f"{3 * MEGABYTE}\n",
    )

    assert limit(root) == 2 * MEGABYTE


def test_older_kernels_say_it_elsewhere(root: Path) -> None:
    write(root / "proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/docker/a\n")
    write(root / "sys/fs/cgroup/memory/memory.limit_in_bytes", f"{5 * MEGABYTE}\n")

    assert limit(root) == 5 * MEGABYTE
