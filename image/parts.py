"""List what an image is made of: every package with its version and licence.

cyclonedx-py reads the Python packages from the image's own folders; Debian's are added
from the base's package database, because security notices are about those as well.
"""

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from image.built import ROOT

DPKG = Path("var/lib/dpkg/status")


def bill_of_materials(root: Path) -> dict[str, Any]:
    """The list, as CycloneDX JSON.

    Args:
        root: The image's file system.
    """
    with TemporaryDirectory() as folder:
        # An empty environment that is pointed at the image's packages: nothing of the
        # image has to run.
        venv.create(folder, symlinks=True)
        (place,) = Path(folder).glob("lib/python3*/site-packages")
        (place / "image.pth").write_text(
            "".join(f"{path}\n" for path in _packages(root))
        )
        done = subprocess.run(
            [
                *(sys.executable, "-m", "cyclonedx_py", "environment"),
                *("--pyproject", str(ROOT / "pyproject.toml")),
                *("--mc-type", "application", "--gather-license-texts"),
                *("--output-reproducible", folder),
            ],
            check=True,
            capture_output=True,
        )
    bill: dict[str, Any] = json.loads(done.stdout)
    bill["components"] += _debian(root)
    return bill


def _debian(root: Path) -> Iterator[dict[str, Any]]:
    """The base's packages; where the database was removed, none."""
    status = root / DPKG
    if not status.exists():
        return
    for paragraph in status.read_text(encoding="utf-8").split("\n\n"):
        fields = dict(
            line.split(": ", 1)
            for line in paragraph.splitlines()
            if ": " in line and not line.startswith(" ")
        )
        if fields.get("Status") != "install ok installed":
            continue
        name, version = fields["Package"], fields["Version"]
        address = f"pkg:deb/debian/{name}@{version}?arch={fields['Architecture']}"
        yield {
            "type": "library",
            "bom-ref": address,
            "name": name,
            "version": version,
            "purl": address,
        }


def licences(root: Path) -> str:
    """The Python packages with their licences, as a table of Markdown.

    Debian's are in the image's /usr/share/doc, and every text is in the list of parts.
    """
    places = [str(place) for place in _packages(root)]
    rows = sorted(
        f"| {found.name} | {found.version} | {_licence(found)} |"
        for found in distributions(path=places)
    )
    return "\n".join(
        ["| Package | Version | Licence |", "| --- | --- | --- |", *rows, ""]
    )


def _licence(found: Distribution) -> str:
    """What its makers call it: an SPDX expression, a word of theirs, or a class."""
    about = found.metadata
    for field in ("License-Expression", "License"):
        if field in about:
            return about[field].splitlines()[0]  # some put the whole text there
    classes = [x for x in about.get_all("Classifier", []) if x.startswith("License ::")]
    return ", ".join(x.rpartition(" :: ")[2] for x in classes) or "not stated"


def _packages(root: Path) -> list[Path]:
    return [
        *root.glob("opt/packages/lib/python3*/site-packages"),
        root / "opt/service",
    ]
