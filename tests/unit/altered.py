"""A copy of a bundle that a test spoils in one respect and keeps whole in the rest."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.clinical.variables import fingerprint
from service.engine.bundle import BundleError, open_bundle
from service.engine.scorer import Scorer

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

    @property
    def reference(self) -> dict[str, Any]:
        content = (self.folder / "reference.json").read_bytes()
        found: dict[str, Any] = json.loads(content)
        return found

    @property
    def model(self) -> bytes:
        return (self.folder / "model.onnx").read_bytes()

    def describe(self, **changes: object) -> None:
        """Change fields of the manifest."""
        text = json.dumps(self.manifest | changes)
        (self.folder / "manifest.json").write_text(text, encoding="utf-8")

    def write(self, name: str, content: bytes) -> None:
        """Replace a file, and its checksum."""
        (self.folder / name).write_bytes(content)
        checksum = hashlib.sha256(content).hexdigest()
        self.describe(files=self.manifest["files"] | {name: checksum})

    def approve(self, model: bytes) -> None:
        """Another model, with golden rows as it answers them."""
        golden, scorer = self.golden, Scorer(model)
        x = np.array([row["x"] for row in golden["rows"]], dtype=np.float32)
        answers = scorer.score(x)._asdict() | scorer.spread(x)._asdict()
        for at, row in enumerate(golden["rows"]):
            for name, values in answers.items():
                found = values[at].tolist()
                row[name] = found[0] if name in {"log_odds", "base"} else found
        self.write("golden.json", json.dumps(golden).encode())
        self.write("model.onnx", model)

    def take(self, inputs: list[str]) -> None:
        """Change the inputs, their fingerprint and what tiers name of them."""
        tiers = self.manifest["tiers"]
        for tier in tiers:
            tier["any_of"] = [name for name in tier["any_of"] if name in inputs]
        self.describe(
            inputs=inputs, variables_fingerprint=fingerprint(inputs), tiers=tiers
        )

    def refer(self, **changes: object) -> None:
        """Change what is kept of the training people to recognise who is unlike."""
        found = self.reference
        found["familiarity"] |= changes
        self.write("reference.json", json.dumps(found).encode())

    def compare(self, **changes: object) -> None:
        """Change what is kept of their scores."""
        found = self.reference
        found["peers"] |= changes
        self.write("reference.json", json.dumps(found).encode())

    def distribute(self, **changes: object) -> None:
        """Change how inputs and scores were distributed in training."""
        found = self.reference | changes
        self.write("reference.json", json.dumps(found).encode())

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
