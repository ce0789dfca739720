"""The two independent validators of FHIR R4 that every response must pass.

`fhir.resources` (Python, models of R4B, in which all that is answered here is as in R4)
knows the form of each value; Lantana's `fhir` (JavaScript, profiles and value sets of
R4 4.0.1) knows required codes, unknown elements and the types of references.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

FOLDER = Path(__file__).parent / "validator"


def python_problems(text: str) -> list[str]:
    """What fhir.resources finds wrong with a resource."""
    try:
        model = get_fhir_model_class(json.loads(text)["resourceType"])
        model.model_validate_json(text)
    except (ValidationError, KeyError) as error:
        return [str(error)]
    return []


class NodeValidator:
    """One process of node for all the tests of a session."""

    def __init__(self) -> None:
        node = shutil.which("node")
        if node is None:
            pytest.skip("node is not installed")
        if not (FOLDER / "node_modules").is_dir():
            pytest.fail("run: npm ci --prefix tests/contract/fhir/validator")
        self._process = subprocess.Popen(
            [node, str(FOLDER / "validate.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=30)

    def problems(self, text: str) -> list[str]:
        """What Lantana's validator finds wrong with a resource."""
        line = json.dumps(json.loads(text))
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        found: list[str] = json.loads(self._process.stdout.readline())
        return found


class Validators:
    """Both at once, and what R4's constraints ask beyond the form."""

    def __init__(self, node: NodeValidator) -> None:
        self._node = node

    def problems(self, text: str) -> list[str]:
        """Everything that anybody finds wrong with a resource."""
        return [
            *python_problems(text),
            *self._node.problems(text),
            *broken_constraints(json.loads(text)),
        ]

    def check(self, text: str) -> dict[str, Any]:
        """The resource, which must be valid."""
        assert self.problems(text) == []
        resource: dict[str, Any] = json.loads(text)
        return resource


def broken_constraints(element: object, path: str = "") -> list[str]:
    """R4's constraints that neither validator checks, by their key in the standard."""
    if isinstance(element, list):
        steps = [(f"{path}[{at}]", one) for at, one in enumerate(element)]
    elif isinstance(element, dict):
        steps = [(f"{path}.{name}", one) for name, one in element.items()]
    else:
        return []
    within = [
        problem for step, one in steps for problem in broken_constraints(one, step)
    ]
    empty = [f"ele-1 {step}" for step, one in steps if one in (None, "", [], {})]
    own = list(_broken(element, path)) if isinstance(element, dict) else []
    return [*empty, *own, *within]


def _broken(element: dict[str, Any], path: str) -> Iterator[str]:
    is_bundle = element.get("resourceType") == "Bundle"
    entries = element.get("entry", []) if is_bundle else []
    addresses = [entry.get("fullUrl") for entry in entries]
    if len(set(addresses)) != len(addresses):
        yield f"bdl-7 {path}: fullUrl is not unique"
    for contained in element.get("contained", []):
        if f'"#{contained["id"]}"' not in json.dumps(element):
            yield f"dom-3 {path}: contained, but nobody refers to it"
    if path.rpartition(".")[2].startswith("extension["):
        valued = any(name.startswith("value") for name in element)
        if valued == ("extension" in element):
            yield f"ext-1 {path}: either extensions or a value"
    if not 0 <= element.get("probabilityDecimal", 0) <= 100:
        yield f"ras-2 {path}: no percentage"
