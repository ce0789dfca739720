"""Start an image as Kubernetes does: read-only root, its own user, no capability.

runc is what container engines call in the end; here it is called without one. What is
written can only go to /tmp, and the memory is limited by the kernel.
"""

import json
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self
from uuid import uuid4

from image.buildah import buildah
from image.built import Image

CAPABILITY_SETS = ("bounding", "effective", "permitted", "inheritable", "ambient")


class Container:
    """A running image; its standard error and output are in a file."""

    def __init__(
        self,
        image: Image,
        folder: Path,
        *,
        megabytes: int = 512,
        mounts: Mapping[str, Path] = MappingProxyType({}),
        alone: bool = False,
        **settings: str,
    ) -> None:
        """Start it.

        Args:
            image: What to run: its own user and command, with its own environment.
            folder: A new folder, for runc and the log.
            megabytes: Its memory, as a pod's limit says (2^20 bytes).
            mounts: Folders of this machine, read-only, by their place in it.
            alone: Whether it has a network of its own, which leads nowhere.
            settings: More environment.
        """
        self.name = f"diabetes-risk-{uuid4().hex[:8]}"
        self.log = folder / "log"
        self._limit = megabytes * 2**20
        self._container = buildah("from", image.name)
        self.root = Path(buildah("mount", self._container))
        specification = self._specification(image.config)
        specification["process"]["env"] += [f"{k}={v}" for k, v in settings.items()]
        specification["mounts"] += [_read_only(*one) for one in mounts.items()]
        if alone:
            specification["linux"]["namespaces"].append({"type": "network"})
        (folder / "config.json").write_text(json.dumps(specification))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["runc", "run", "--bundle", str(folder), self.name],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        while self.process.poll() is None and not self._exists():
            time.sleep(0.02)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        subprocess.run(["runc", "delete", "--force", self.name], check=False)
        self.process.wait()
        buildah("rm", self._container)

    def stop(self) -> int:
        """Ask it to end, as the kubelet does; its exit status."""
        subprocess.run(["runc", "kill", self.name, "TERM"], check=True)
        return self.process.wait()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command beside it, with its rights."""
        return subprocess.run(
            ["runc", "exec", self.name, *command],
            check=False,
            capture_output=True,
            text=True,
        )

    def _exists(self) -> bool:
        state = subprocess.run(
            ["runc", "state", self.name], check=False, capture_output=True
        )
        return b'"running"' in state.stdout

    def _specification(self, config: dict[str, Any]) -> dict[str, Any]:
        user, group = config["User"].split(":")
        return {
            "ociVersion": "1.0.2",
            "root": {"path": str(self.root), "readonly": True},
            "process": {
                "terminal": False,
                "user": {"uid": int(user), "gid": int(group)},
                "args": config["Cmd"],
                "env": [*config["Env"]],
                "cwd": "/",
                "noNewPrivileges": True,
                "capabilities": {name: [] for name in CAPABILITY_SETS},
            },
            "mounts": [
                {"destination": "/proc", "type": "proc", "source": "proc"},
                # Where a process reads how much memory it may use.
                {
                    "destination": "/sys/fs/cgroup",
                    "type": "cgroup",
                    "source": "cgroup",
                    "options": ["nosuid", "noexec", "nodev", "ro"],
                },
                _memory_folder("/dev", "mode=755"),
                _memory_folder("/tmp", "mode=1777", "size=256m"),  # noqa: S108
            ],
            "linux": {
                # The network is this machine's, so that it can be asked from here.
                "namespaces": [{"type": x} for x in ("pid", "mount", "ipc", "uts")],
                "cgroupsPath": f"/{self.name}",
                "resources": {"memory": {"limit": self._limit, "swap": self._limit}},
            },
        }


def _memory_folder(path: str, *options: str) -> dict[str, Any]:
    return {
        "destination": path,
        "type": "tmpfs",
        "source": "tmpfs",
        "options": ["nosuid", *options],
    }


def _read_only(place: str, folder: Path) -> dict[str, Any]:
    return {
        "destination": place,
        "type": "bind",
        "source": str(folder),
        "options": ["bind", "ro"],
    }
