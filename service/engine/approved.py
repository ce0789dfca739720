"""Whether a graph computes here what was approved where it was made.

Its columns are the manifest's, its golden rows come out within their tolerance, its
contributions add up, and it recalibrates by the manifest's tiers.
"""

from collections.abc import Iterator

import numpy as np

from service.engine.manifest import Golden, Manifest
from service.engine.meaning import REMAKE
from service.engine.scorer import COMPANION_ROWS, Scorer, Scores, Spread
from service.engine.tiers import poorest_rows, tier_of

FEWEST_REPLICATES = 2  # to have a spread at all
ENDS = 2


def deviations(manifest: Manifest, golden: Golden, scorer: Scorer) -> Iterator[str]:
    """What differs from what was approved, and what to do."""
    yield from _columns(manifest, golden, scorer)
    rows = np.array([row.x for row in golden.rows], dtype=np.float32)
    scores, spread = scorer.score(rows), scorer.spread(rows)
    yield from _golden(golden, scores, spread)
    totals = scores.contributions.sum(axis=1) + scores.base[:, 0]
    if not np.allclose(totals, scores.log_odds[:, 0], rtol=0, atol=golden.tolerance):
        yield (
            "model.onnx: base and contributions do not add up to the score; " + REMAKE
        )
    yield from _bases(manifest, golden, scorer, scores)


def _columns(manifest: Manifest, golden: Golden, scorer: Scorer) -> Iterator[str]:
    found = scorer.widths()
    inputs = len(manifest.inputs)
    replicates = found.get("replicates")
    expected: dict[str, object] = {
        "x": inputs,
        COMPANION_ROWS: 1,
        "risk": len(manifest.horizons_years),
        "log_odds": 1,
        "base": 1,
        "contributions": inputs,
        "replicates": replicates if _enough(replicates) else FEWEST_REPLICATES,
        "if_known": ENDS,
    }
    if found != expected:
        yield (
            f"model.onnx has columns {found}, the manifest asks for {expected}; {REMAKE}"
        )
    many = ("x", "risk", "contributions", "replicates", "if_known")
    if any(
        len(getattr(row, name)) != expected[name]
        for row in golden.rows
        for name in many
    ):
        yield f"golden.json: its rows do not have the model's columns; {REMAKE}"


def _enough(replicates: object) -> bool:
    return isinstance(replicates, int) and replicates >= FEWEST_REPLICATES


def _golden(golden: Golden, scores: Scores, spread: Spread) -> Iterator[str]:
    for name, found in (*scores._asdict().items(), *spread._asdict().items()):
        wanted = np.array([getattr(row, name) for row in golden.rows])
        worst = float(np.max(np.abs(found - wanted.reshape(found.shape))))
        if not worst <= golden.tolerance:
            yield (
                f"golden rows differ in {name} by {worst:.2g}, allowed is"
                f" {golden.tolerance:.2g}; this machine's ONNX Runtime does not compute"
                " what the model was approved with. Do not serve it here."
            )


def _bases(
    manifest: Manifest, golden: Golden, scorer: Scorer, scores: Scores
) -> Iterator[str]:
    """A row's base is its tier's, and that of the first tier is the manifest's."""
    poorest = np.array(poorest_rows(manifest), dtype=np.float32)
    bases = scorer.score(poorest).base[:, 0]
    if not abs(bases[0] - manifest.base_log_odds) <= golden.tolerance:
        yield f"base_log_odds is not what the graph adds to; {REMAKE}"
    rows = np.array([row.x for row in golden.rows], dtype=np.float64).tolist()
    at = [manifest.tiers.index(tier_of(manifest, row)) for row in rows]
    if not np.allclose(bases[at], scores.base[:, 0], rtol=0, atol=golden.tolerance):
        yield f"model.onnx does not recalibrate by the manifest's tiers; {REMAKE}"
