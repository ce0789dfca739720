"""How far a model may be moved towards another population, before its data are seen."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The change of an input's mean slope that is expected, as a standard deviation.

    Attributes:
        sd: In log-odds.
        per: So many units of the input.
    """

    sd: float
    per: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSpec:
    """Standard deviations, in log-odds, of what may differ between two populations.

    Attributes:
        changes: Of the mean slope of each input.
        smoothness: Penalty of a change of slope of the difference of two curves,
            squared and in log-odds for a mean distance of the knots.
        missing_sd: Of the constant of an input that is not known.
        scaled: Inputs whose slopes may all be steeper or flatter by one factor.
        scale_sd: Of that factor, less 1.
        level_sd: Of the level of the two samples of the population: see `Contrast`.
        age_sd: Of their difference by age, for the unit in `changes`.
        slope_sd: Of their difference in the slope of the first model's log-odds.
        level_share: The share of their difference of level that is uncertainty of the
            population's own.
    """

    changes: Mapping[str, Change]
    smoothness: float
    missing_sd: float
    scaled: tuple[str, ...]
    scale_sd: float
    level_sd: float
    age_sd: float
    slope_sd: float
    level_share: float
