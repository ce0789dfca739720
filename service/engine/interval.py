"""How certain a risk is, as ranges of the risk itself.

The interval holds what another sample of centres would have taught the model
(replicates), what centres differ beyond that (`added_sd`, measured on centres left out)
and how unsure the course of time is (`horizon_sd`). The other range is where the risk would come out if nothing were missing:
the graph tells it, or, of one missing input, the risks at the values it was tried at.
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
ROUNDING = 1e-6  # of a risk in single precision

INTERVAL = Text(
    "In {share} of 100 places like those of the training data, the true {figure} of"
    " people like this should lie in this range.",
    "Ở khoảng {share} trên 100 nơi tương tự nơi thu thập dữ liệu, {figure} thực của"
    " những người như vậy dự kiến nằm trong khoảng này.",
)
IF_KNOWN = Text(
    "If everything missing were known, the {figure} of {share} of 100 people like this"
    " would come out in this range.",
    "Nếu các thông tin còn thiếu được bổ sung, {figure} của khoảng {share} trên 100"
    " người tương tự sẽ nằm trong khoảng này.",
)
LOWER = Text(
    " Most would come out lower than now{few}.",
    " Đa số sẽ thấp hơn con số hiện tại{few}.",
)
HIGHER = Text(
    " Most would come out higher than now{few}.",
    " Đa số sẽ cao hơn con số hiện tại{few}.",
)
FEW_HIGHER = Text(", a few much higher", ", một số ít cao hơn nhiều")
FEW_LOWER = Text(", a few much lower", ", một số ít thấp hơn nhiều")
NO_FEW = Text("", "")
RISK = Text("risk", "nguy cơ")
CHANCE = Text("chance", "khả năng mắc bệnh")


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
    probed: Sequence[Floats],
) -> list[Ranges]:
    """The ranges of each of N rows [F], NaN where unknown; none without a spread.

    `probed` has for each row the risks [P, H] at the values its missing inputs were
    tried at.

    The interval, on the log-odds, is the score plus and minus z times the root of the
    summed variances of replicates, centres and time, z of the manifest's level. A row of
    which nothing is missing has no range of what is missing; that of a row of which
    one input is missing spans the probes, which are told with it.
    """
    if spread is None:
        return [Ranges(None, None)] * len(rows)
    tiers = [tier_of(manifest, row) for row in rows]
    rule = manifest.interval
    added = [rule.added_sd[tier.code] for tier in tiers]
    sd = np.hypot(spread.replicates.std(axis=1, ddof=1, dtype=np.float64), added)
    of_time = np.array([rule.horizon_sd[tier.code] for tier in tiers])
    level = rule.level
    half = deviations_of(level) * np.hypot(sd[:, None], of_time)
    around = _moved(scores.risk, np.stack([-half, half], axis=2))
    changes = spread.if_known.astype(np.float64) - scores.log_odds
    away = _moved(scores.risk, changes[:, None, :])
    years = manifest.horizons_years
    words = INTERVAL.format(share=numeral(100 * level), figure=figure_of(manifest))
    return [
        Ranges(
            Interval(level, _ranges(years, around[at].tolist()), words),
            _if_known(manifest, row, scores.risk[at], away[at], tried),
        )
        for at, (row, tried) in enumerate(zip(rows, probed, strict=True))
    ]


def deviations_of(level: float) -> float:
    """How many standard deviations on either side hold this share."""
    return NormalDist().inv_cdf((1 + level) / 2)


def figure_of(manifest: Manifest) -> Text:
    """What the probability is called: what is there today is a chance, no risk."""
    return RISK if manifest.bands.horizon_years else CHANCE


def _if_known(
    manifest: Manifest,
    row: Sequence[float],
    risk: Floats,
    away: Doubles,
    tried: Floats,
) -> Interval | None:
    """Where one risk [H] would come out: between `away` [H, 2], or the probes [P, H]."""
    unknown = sum(map(math.isnan, row))
    if not unknown:
        return None
    ends, few_higher, few_lower = away, FEW_HIGHER, FEW_LOWER
    if unknown == 1:
        ends = np.stack([tried.min(axis=0), tried.max(axis=0)], axis=1).astype(float)
        # Nothing that was tried comes out on the other side.
        few_higher = few_lower = NO_FEW
    level = manifest.if_known_level
    words = IF_KNOWN.format(share=numeral(100 * level), figure=figure_of(manifest))
    if risk[0] > ends[0, 1] * (1 + ROUNDING):
        words += LOWER.format(few=few_higher)
    elif risk[0] < ends[0, 0] * (1 - ROUNDING):
        words += HIGHER.format(few=few_lower)
    return Interval(level, _ranges(manifest.horizons_years, ends.tolist()), words)


def _ranges(
    years: Sequence[int | float], ends: Sequence[Sequence[float]]
) -> tuple[RiskRange, ...]:
    return tuple(
        RiskRange(horizon, low, high)
        for horizon, (low, high) in zip(years, ends, strict=True)
    )


def _moved(risk: Floats, moves: Doubles) -> Doubles:
    """Risks [N, H] after moves [N, H or 1, 2] of the log-odds: [N, H, 2].

    A horizon is an offset of the log-odds, so one move may hold at every horizon.
    """
    before = risk.astype(np.float64)[:, :, None]
    after = before * np.exp(moves)
    moved: Doubles = after / (1 - before + after)
    return moved
