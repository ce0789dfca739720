"""How certain a risk is, as ranges of the risk itself.

The interval holds what another sample of centres would have taught the model
(replicates) and what centres differ beyond that (`added_sd`, measured on centres left
out). The other range is where the risk would come out if nothing were missing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from service.clinical.language import Text, numeral
from service.engine.manifest import Manifest
from service.engine.scorer import Floats, Scores, Spread
from service.engine.tiers import tier_of

Doubles = npt.NDArray[np.float64]

INTERVAL = Text(
    "In {share} of 100 places like those of the training data, the true risk of people"
    " like this should lie in this range.",
    "Ở khoảng {share} trên 100 nơi tương tự nơi thu thập dữ liệu, nguy cơ thực của"
    " những người như vậy dự kiến nằm trong khoảng này.",
)
IF_KNOWN = Text(
    "If everything missing were known, the risk of {share} of 100 people like this"
    " would come out in this range.",
    "Nếu các thông tin còn thiếu được bổ sung, nguy cơ của khoảng {share} trên 100"
    " người tương tự sẽ nằm trong khoảng này.",
)


@dataclass(frozen=True, slots=True)
class RiskRange:
    """The ends of a range of the probability within a horizon."""

    horizon_years: int | float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Interval:
    """Ranges of the risk at each horizon, and how often they should hold it."""

    level: float
    risks: tuple[RiskRange, ...]
    meaning: Text

    def at(self, horizon_years: float) -> RiskRange:
        """The range at one of the horizons."""
        return next(r for r in self.risks if r.horizon_years == horizon_years)


class Ranges(NamedTuple):
    """What is said of how certain one patient's risk is."""

    interval: Interval | None
    if_known: Interval | None


def ranges_of(
    manifest: Manifest,
    rows: Sequence[Sequence[float]],
    scores: Scores,
    spread: Spread | None,
) -> list[Ranges]:
    """The ranges of each of N rows [F], NaN where unknown; none without a spread.

    The interval, on the log-odds, is the score plus and minus z times the root of the
    summed variances of replicates and centres, z of the manifest's level. A row of
    which nothing is missing has no range of what is missing.
    """
    if spread is None:
        return [Ranges(None, None)] * len(rows)
    tiers = [tier_of(manifest, row) for row in rows]
    added = [manifest.interval.added_sd[tier.code] for tier in tiers]
    sd = np.hypot(spread.replicates.std(axis=1, ddof=1, dtype=np.float64), added)
    level, known_level = manifest.interval.level, manifest.if_known_level
    half = NormalDist().inv_cdf((1 + level) / 2) * sd
    around = np.stack([-half, half], axis=1)
    away = spread.if_known.astype(np.float64) - scores.log_odds
    return [
        Ranges(interval, if_known if any(map(math.isnan, row)) else None)
        for interval, if_known, row in zip(
            _intervals(manifest, scores.risk, around, level, INTERVAL),
            _intervals(manifest, scores.risk, away, known_level, IF_KNOWN),
            rows,
            strict=True,
        )
    ]


def _intervals(
    manifest: Manifest, risk: Floats, moves: Doubles, level: float, meaning: Text
) -> list[Interval]:
    words = meaning.format(share=numeral(100 * level))
    years = manifest.horizons_years
    return [
        Interval(level, _ranges(years, ends), words)
        for ends in _moved(risk, moves).tolist()
    ]


def _ranges(
    years: Sequence[int | float], ends: Sequence[Sequence[float]]
) -> tuple[RiskRange, ...]:
    return tuple(
        RiskRange(horizon, low, high)
        for horizon, (low, high) in zip(years, ends, strict=True)
    )


def _moved(risk: Floats, moves: Doubles) -> Doubles:
    """Risks [N, H] after moves [N, 2] of the log-odds: [N, H, 2].

    A horizon is an offset of the log-odds, so the same move holds at every horizon.
    """
    before = risk.astype(np.float64)[:, :, None]
    after = before * np.exp(moves)[:, None, :]
    moved: Doubles = after / (1 - before + after)
    return moved
