"""What a risk band is called.

Where one band ends and the next begins is a bundle's own (its manifest says, with
the source); the words are the same for every bundle.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from service.clinical.language import Text

BANDS: Mapping[str, Text] = {
    "low": Text("low", "thấp"),
    "moderate": Text("moderate", "trung bình"),
    "high": Text("high", "cao"),
    "very_high": Text("very high", "rất cao"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """A band and the probability it ends below; None for the last."""

    code: str
    below: float | None


def band_of(probability: float, levels: tuple[Level, ...]) -> str:
    """The code of the band that a probability (0 to 1) falls in."""
    return next(
        level.code
        for level in levels
        if level.below is None or probability < level.below
    )


def severity(band: str) -> int:
    """How far up the bands this one is."""
    return list(BANDS).index(band)
