"""`python -m image`: build the image, list its parts, start it and score a patient.

BASE_IMAGE in the environment names the base, such as one pinned by digest; without it
the base is made of Debian's packages, and no registry is needed.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from image.base import debian_base
from image.built import ROOT, Image, build
from image.container import Container
from image.parts import bill_of_materials, licences
from image.patient import free_port, risk, wait_until_ready

PROGRAMS = ("buildah", "mmdebstrap", "runc")
ARTEFACTS = ROOT / "build" / "image"


def main() -> None:
    """Build it and show that it works."""
    if absent := [name for name in PROGRAMS if shutil.which(name) is None]:
        sys.exit(f"apt-get install {' '.join(absent)}")
    image = build(os.environ.get("BASE_IMAGE") or debian_base())
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with (
        TemporaryDirectory() as folder,
        Container(image, Path(folder), DIABETES_RISK_PORT=str(port)) as container,
    ):
        wait_until_ready(port, container)
        answer = risk(port)
        bill = bill_of_materials(container.root)
        table = licences(container.root)
    (ARTEFACTS / "sbom.cdx.json").write_text(json.dumps(bill, indent=1))
    (ARTEFACTS / "licences.md").write_text(table)
    _report(image, len(bill["components"]), answer)


def _report(image: Image, parts: int, answer: dict[str, Any]) -> None:
    bands = {x["bundle"]["name"]: x["band"]["code"] for x in answer["assessments"]}
    lines = [
        f"{image.name} upon {image.base_name}",
        f"{image.megabytes:.0f} MB beyond its base, {parts} packages in all",
        *image.layers,
        f"read-only, as user {image.config['User']}, it answered: {bands}",
        f"sbom.cdx.json and licences.md are in {ARTEFACTS.relative_to(ROOT)}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
