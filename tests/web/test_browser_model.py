"""The models in Chromium: the same numbers as ONNX Runtime's, and the same refusals."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Error, Page

from service.engine.bundle import Bundle
from service.engine.manifest import Manifest
from tests.web.bare import LOAD, bare_page
from tests.web.browser import Visitor
from tests.web.model_rows import Floats, every_missing_pattern, every_split

NAMES = ("incident-diabetes", "undiagnosed-diabetes")
PARTS = ("risk", "log_odds", "base", "contributions", "replicates", "if_known")

OPEN = f"""
  {LOAD}
  const {{ openBundle }} = await load("engine/bundle.js");
  const read = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  const table = JSON.parse(new TextDecoder().decode(await read(root + "text.vi.json")));
  const description = table.bundles.find(({{ name }}) => name === asked.name);
"""
SCORE = f"""async (asked) => {{
  {OPEN}
  const bundle = await openBundle(description, read);
  const bytes = Uint8Array.from(atob(asked.rows), (letter) => letter.charCodeAt(0));
  const numbers = new Float32Array(bytes.buffer);
  const width = bundle.manifest.inputs.length;
  const rows = Array.from({{ length: numbers.length / width }}, (_, index) =>
    numbers.subarray(index * width, (index + 1) * width));
  const scores = bundle.score(rows, asked.companions);
  const written = (row) =>
    String.fromCharCode(...new Uint8Array(Float32Array.from(row).buffer));
  return Object.fromEntries(Object.entries(scores).map(([name, rows]) =>
    [name, [rows.length, btoa(rows.map(written).join(""))]]));
}}"""
CHANGED = f"""async (asked) => {{
  {OPEN}
  if (!asked.hashes) {{
    Object.defineProperty(crypto, "subtle", {{ value: undefined }});
  }}
  await openBundle(description, async (url) =>
    url.includes(asked.file) ? new TextEncoder().encode(asked.text) : read(url));
}}"""


ANY = {"name": "undiagnosed-diabetes", "hashes": False}


@pytest.fixture
def opened(visitor: Visitor) -> Page:
    return bare_page(visitor)


@pytest.fixture(params=NAMES)
def bundle(request: pytest.FixtureRequest, bundles: dict[str, Bundle]) -> Bundle:
    found: Bundle = bundles[request.param]
    return found


@pytest.fixture
def model(bundle: Bundle, models: Path) -> bytes:
    folder = models / bundle.manifest.name / bundle.manifest.version
    return (folder / "model.onnx").read_bytes()


def in_browser(
    page: Page, manifest: Manifest, rows: Floats, companions: int
) -> dict[str, Floats]:
    asked = {
        "name": manifest.name,
        "rows": base64.b64encode(rows.tobytes()).decode(),
        "companions": companions,
    }
    answer = page.evaluate(SCORE, asked)
    return {
        name: np.frombuffer(base64.b64decode(answer[name][1]), np.float32).reshape(
            answer[name][0], -1
        )
        for name in PARTS
    }


def differences(
    page: Page, bundle: Bundle, rows: Floats, companions: int
) -> dict[str, float]:
    """The largest difference between the browser and ONNX Runtime, by output."""
    scores, spread = bundle.scorer.score_with_spread(rows, companions)
    expected = {**scores._asdict(), **spread._asdict()}
    found = in_browser(page, bundle.manifest, rows, companions)
    assert {k: v.shape for k, v in found.items()} == {
        k: v.shape for k, v in expected.items()
    }
    return {name: float(np.max(np.abs(found[name] - expected[name]))) for name in PARTS}


# Everything but the risk comes out bit by bit where this was written; other machines
# sum in another order, and every machine has a sigmoid of its own.
CLOSE = 1e-6


def assert_close(worst: dict[str, float]) -> None:
    assert worst["risk"] <= CLOSE
    assert {name: at for name, at in worst.items() if not at <= 5 * CLOSE} == {}


@pytest.mark.parametrize(
    ("bundle", "patterns"),
    [("incident-diabetes", 2**7), ("undiagnosed-diabetes", 2**10)],
    indirect=["bundle"],
)
def test_every_missing_pattern_scores_as_onnx_runtime_does(
    opened: Page, bundle: Bundle, model: bytes, patterns: int
) -> None:
    rows = every_missing_pattern(bundle.manifest, model)
    assert len({tuple(row) for row in np.isnan(rows).tolist()}) == patterns
    for start in range(0, patterns, 2048):
        batch = rows[start : start + 2048]
        assert_close(differences(opened, bundle, batch, len(batch)))


def test_a_thousand_rows_at_and_beside_splits_score_as_onnx_runtime_does(
    opened: Page, bundle: Bundle, model: bytes
) -> None:
    rows = every_split(bundle.manifest, model)
    assert len(rows) >= 1000
    assert_close(differences(opened, bundle, rows, len(rows)))


@pytest.mark.parametrize("bundle", NAMES[:1], indirect=True)
def test_only_as_many_rows_have_companions_as_asked(
    opened: Page, bundle: Bundle
) -> None:
    rows = np.full((21, len(bundle.manifest.inputs)), np.nan, np.float32)
    found = in_browser(opened, bundle.manifest, rows, 1)
    assert found["risk"].shape == (21, 2)
    assert found["replicates"].shape == (1, 20)
    assert found["if_known"].shape == (1, 2)


def changed_json(name: str, models: Path, change: Callable[[Any], object]) -> str:
    content = json.loads((models / "undiagnosed-diabetes/2.0.0" / name).read_text())
    change(content)
    return json.dumps(content)


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        (
            "golden.json",
            lambda it: it["rows"][3].update(log_odds=0.5),
            "this browser computes another log_odds than was approved",
        ),
        (
            "manifest.json",
            lambda it: it["horizons_years"].append(5),
            "the model's risk is not the manifest's",
        ),
        (
            "manifest.json",
            lambda it: it.update(base_log_odds=-2.1),
            "base_log_odds is not what the model adds to",
        ),
        (
            "manifest.json",
            lambda it: it["tiers"][0]["any_of"].append("bmi"),
            "the model does not recalibrate by the manifest's tiers",
        ),
    ],
    ids=["golden rows", "columns", "base", "tiers"],
)
def test_what_was_not_approved_is_refused(
    opened: Page,
    models: Path,
    file: str,
    change: Callable[[Any], object],
    message: str,
) -> None:
    text = changed_json(file, models, change)
    with pytest.raises(Error, match=re.escape(f"diabetes 2.0.0: {message}")):
        opened.evaluate(CHANGED, {**ANY, "file": file, "text": text})


def test_a_file_with_another_hash_is_refused_though_it_says_the_same(
    opened: Page, models: Path
) -> None:
    text = changed_json("golden.json", models, lambda _: None)
    asked = {**ANY, "hashes": True, "file": "golden.json", "text": text}
    with pytest.raises(Error, match=re.escape("golden.json is not the file of this")):
        opened.evaluate(CHANGED, asked)


def test_where_the_browser_gives_no_hashes_the_golden_rows_vouch_for_the_model(
    opened: Page, models: Path
) -> None:
    text = changed_json("golden.json", models, lambda _: None)
    opened.evaluate(CHANGED, {**ANY, "file": "golden.json", "text": text})
