"""A copy of a bundle that a test spoils in one respect and keeps whole in the rest."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.clinical.variables import fingerprint
from service.engine.bundle import BundleError, open_bundle

WHAT_TO_DO = re.compile(
    r"(copy|make|train) (the bundle|it) again|deploy |Do not serve it here"
)


@dataclass(frozen=True)
class AlteredBundle:
    """A bundle's folder; whatever is written keeps the checksums right."""

    folder: Path

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return found

    @property
    def golden(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "golden.json").read_bytes())
        return found

    def describe(self, **changes: object) -> None:
        """Change fields of the manifest."""
        text = json.dumps(self.manifest | changes)
        (self.folder / "manifest.json").write_text(text, encoding="utf-8")

    def write(self, name: str, content: bytes) -> None:
        """Replace a file, and its checksum."""
        (self.folder / name).write_bytes(content)
        checksum = hashlib.sha256(content).hexdigest()
        self.describe(files=self.manifest["files"] | {name: checksum})

    def take(self, inputs: list[str]) -> None:
        """Change the inputs, and their fingerprint."""
        self.describe(inputs=inputs, variables_fingerprint=fingerprint(inputs))

    def banded(self, *levels: tuple[str, float | None]) -> None:
        """Change the bands."""
        bands = self.manifest["bands"]
        bands["levels"] = [{"code": code, "below": below} for code, below in levels]
        self.describe(bands=bands)

    def refusal(self) -> str:
        """What is said on refusing it."""
        with pytest.raises(BundleError) as refused:
            open_bundle(self.folder)
        message = str(refused.value)
        assert str(self.folder) in message
        return message
