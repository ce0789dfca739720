"""Which tier a row belongs to: how much is known decides how a score is recalibrated.

The graph chooses the same tier for its intercept and slope; a bundle whose graph and
manifest disagree is refused when it is opened.
"""

import math
from collections.abc import Sequence

from service.engine.manifest import Manifest, Tier


def tier_of(manifest: Manifest, row: Sequence[float]) -> Tier:
    """The first tier of which this row [inputs], NaN where unknown, knows an input."""
    known = {
        name
        for name, value in zip(manifest.inputs, row, strict=True)
        if not math.isnan(value)
    }
    return next(
        tier for tier in manifest.tiers if not tier.any_of or known & set(tier.any_of)
    )


def poorest_rows(manifest: Manifest) -> list[list[float]]:
    """For each tier a row [inputs] of which only the tier's first input is known."""
    return [
        [0.0 if tier.any_of[:1] == (name,) else math.nan for name in manifest.inputs]
        for tier in manifest.tiers
    ]
