"""Lighthouse's scores of the page, on its own mobile settings.

`make lighthouse` installs Lighthouse from npm and runs it against the real service: the
page as it opens in both languages, a link with a patient's values, the model pages. What
costs points is told below the table.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.server import Server

FOLDER = Path(__file__).resolve().parent
MODELS = FOLDER.parent.parent / "models"
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
PATIENT = "age=54&sex=female&height=155&weight=62&fasting_glucose=106%20mg%2FdL"
ADDRESSES = (
    "/?language=vi",
    "/?language=en",
    f"/?language=vi#{PATIENT}",
    "/models/incident-diabetes?language=vi",
    "/models/undiagnosed-diabetes?language=en",
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOAL = 95
ATTEMPTS = 3


def main() -> None:
    """Print the table, and what keeps a page from full marks."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(MODELS, Path(folder) / "log") as server,
    ):
        reports = {
            address: _report(server.url + address, Path(folder) / "report.json")
            for address in ADDRESSES
        }
    print(f"goal {GOAL}; mobile settings")
    print(*(f"{name:>16}" for name in CATEGORIES), "  page", sep="")
    for address, report in reports.items():
        scores = [100 * report["categories"][x]["score"] for x in CATEGORIES]
        print(*(f"{score:16.0f}" for score in scores), "  ", address, sep="")
    for address, report in reports.items():
        for loss in _losses(report):
            print(f"{address}: {loss}")


def _report(url: str, output: Path) -> Mapping[str, Any]:
    """Run Lighthouse on one address."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    if node is None or chromium is None:
        message = "node and chromium are needed"
        raise SystemExit(message)
    command = [
        *(node, str(PROGRAM), url, "--quiet", "--output=json"),
        f"--output-path={output}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    environment = os.environ | {"CHROME_PATH": chromium}
    # On a busy machine a trace may miss its beginning; Lighthouse says: run again.
    for _ in range(ATTEMPTS):
        if subprocess.run(command, env=environment, check=False).returncode == 0:  # noqa: S603
            break
    report: Mapping[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return report


def _losses(report: Mapping[str, Any]) -> Iterator[str]:
    """The audits with a weight that were not passed in full."""
    for category in report["categories"].values():
        for counted in category["auditRefs"]:
            audit = report["audits"][counted["id"]]
            if counted["weight"] and audit["score"] not in {None, 1}:
                value = audit.get("displayValue", "")
                yield f"{category['id']}: {audit['title']} {value}".rstrip()


if __name__ == "__main__":
    main()
