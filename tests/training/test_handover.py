"""The guide for another hospital does what it says, on the hospital it invents."""

import json
import re
import shlex
from pathlib import Path

import pytest

from service.engine.bundle import open_bundle
from tests.training.conftest import run
from training.cohorts.layout import UNITS_A_YEAR, Seen
from training.cohorts.local_toml import load
from training.monitoring.verdict import Decision
from training.recalibration.choice import INTERCEPT_FROM, SHRUNK_FROM, SLOPE_FROM

PAGE = Path(__file__).resolve().parents[2] / "docs" / "handover.md"
FENCE = re.compile(
    r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
PEOPLE = "2500"  # fewer than on the page: the example is also run by people who wait


def fences(language: str) -> list[str]:
    text = PAGE.read_text("utf-8")
    return [
        found["text"] for found in FENCE.finditer(text) if found["language"] == language
    ]


@pytest.mark.slow
def test_the_commands_of_the_guide_work_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printed = {}
    for command in fences("sh"):
        python, module, training, *arguments = shlex.split(command)
        assert (python, module, training) == ("python", "-m", "training")
        some = [PEOPLE if part == "6000" else part for part in arguments]
        printed[arguments[0]] = run(*some)

    assert list(printed) == ["example", "fit", "recalibrate", "monitor"]
    bundles = tmp_path / "example" / "models" / "example-hospital-diabetes"
    parent, child = (open_bundle(bundles / version) for version in ("1.0.0", "1.1.0"))
    assert parent.manifest.horizons_years == (3, 5)
    assert child.manifest.parent is not None
    assert child.manifest.parent.version == "1.0.0"
    assert "Example clinic" in child.manifest.caution.en
    assert child.manifest.base_log_odds != parent.manifest.base_log_odds
    narrowed, spread = (it.manifest.interval.added_sd for it in (child, parent))
    manifest = json.loads((bundles / "1.0.0" / "manifest.json").read_bytes())
    least = manifest["training"]["least_between_centres"]
    assert narrowed != spread
    assert all(least <= narrowed[tier] <= spread[tier] for tier in spread)
    of_time = parent.manifest.interval.horizon_sd
    assert child.manifest.interval.horizon_sd == of_time
    review = json.loads((tmp_path / "example" / "review.json").read_bytes())
    assert review["verdict"]["decision"] == "recalibration_due"


def test_the_layout_on_the_page_is_one(tmp_path: Path) -> None:
    [text] = fences("toml")
    path = tmp_path / "page.toml"
    path.write_text(text, "utf-8")

    layout = load(path).data

    assert layout.heading("age") == "tuoi"
    assert UNITS_A_YEAR[layout.time_unit] == 12


def test_every_verdict_kind_of_follow_up_and_limit_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    rows = [
        f"fewer than {SHRUNK_FROM} |",
        f"| {SHRUNK_FROM} to {INTERCEPT_FROM - 1} |",
        f"| {INTERCEPT_FROM} to {SLOPE_FROM - 1} |",
        f"| {SLOPE_FROM} or more |",
    ]

    for code in (*Decision.__args__, *Seen.__args__):
        assert f"| `{code}` |" in page
    assert [row for row in rows if row not in page] == []
