"""Two versions of both bundles below one folder, and the rollout file beside it."""

import shutil
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.other_version import other_version

INCIDENT, UNDIAGNOSED = "incident-diabetes", "undiagnosed-diabetes"
OLD = (f"{INCIDENT} 3.0.0", f"{UNDIAGNOSED} 2.0.0")
NEW = (f"{INCIDENT} 3.1.0", f"{UNDIAGNOSED} 2.1.0")


class TwoVersions(NamedTuple):
    """Where they lie."""

    models: Path
    file: Path

    def plan(self, incident: str, undiagnosed: str, more: str = "") -> None:
        """Say what is served; `more` is said of incident-diabetes. In one step."""
        coming = self.file.with_suffix(".coming")
        coming.write_text(
            f"[{INCIDENT}]\nserve = '{incident}'\n{more}\n"
            f"[{UNDIAGNOSED}]\nserve = '{undiagnosed}'\n"
        )
        coming.rename(self.file)

    def old(self, more: str = "") -> None:
        """Serve the committed versions."""
        self.plan("3.0.0", "2.0.0", more)

    def new(self) -> None:
        """Serve those that answer differently."""
        self.plan("3.1.0", "2.1.0")


def two_versions(committed: Path, folder: Path) -> TwoVersions:
    """The committed bundles, and of each a version that gives higher risks."""
    models = folder / "models"
    for name, version, other in (
        (INCIDENT, "3.0.0", "3.1.0"),
        (UNDIAGNOSED, "2.0.0", "2.1.0"),
    ):
        place = committed / name / version
        shutil.copytree(place, models / name / version)
        other_version(place, models, other, 0.5)
    found = TwoVersions(models, folder / "rollout.toml")
    found.old()
    return found


def has_role(url: str, role: str, version: str) -> bool:
    """Whether the service at the address says that a version of incident-diabetes is so."""
    labels = [f'bundle="{INCIDENT}"', f'role="{role}"', f'version="{version}"']
    return any(
        line.startswith("diabetes_risk_bundle_info{")
        and all(label in line for label in labels)
        and line.endswith(" 1.0")
        for line in httpx.get(f"{url}/metrics").text.splitlines()
    )
