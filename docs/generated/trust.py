"""How far to trust a score, for clinicians: pairs of people, and cases per hundred."""

from docs.generated.card import card
from docs.generated.markdown import table
from docs.generated.performance import with_interval
from service.clinical.language import Language, Text
from training.calibration import Calibration
from training.discrimination import Estimate
from training.missingness import SUBSETS

KNOWN = dict(
    zip(
        SUBSETS,
        (
            Text("all inputs", "đủ các chỉ số"),
            Text("no glucose", "không có đường huyết"),
            Text("no laboratory values", "không có xét nghiệm"),
            Text("age, sex and BMI only", "chỉ có tuổi, giới và BMI"),
        ),
        strict=True,
    )
)
_OBSERVED = Text(
    "What is known | China, all (lowest to highest centre) | Japan, at 5 years (95 %)",
    "Dữ liệu có được | Trung Quốc, chung (trung tâm thấp nhất đến cao nhất)"
    " | Nhật Bản, 5 năm (95 %)",
)

_PAIRS = Text(
    "- {subset}: {home} of 100 pairs in China, {abroad} of 100 in Japan",
    "- {subset}: {home} trên 100 cặp ở Trung Quốc, {abroad} trên 100 cặp ở Nhật Bản",
)


def _with_range(calibration: Calibration, by_centre: tuple[float, float]) -> str:
    low, high = (f"{ratio * 100:.0f}" for ratio in by_centre)
    return f"{calibration.observed_expected * 100:.0f} ({low} - {high})"


def observed(language: Language) -> str:
    """How many fell ill for every 100 that were predicted to."""
    found = card()
    rows = [
        (
            KNOWN[subset][language],
            _with_range(home.calibration, home.observed_expected_by_centre),
            with_interval(
                _hundredfold(found.abroad[subset].observed_expected_5_years), 0
            ),
        )
        for subset, home in found.at_home.items()
    ]
    return table(_OBSERVED[language].split(" | "), rows)


def ranking(language: Language) -> str:
    """How often the one of two people who falls ill had the higher risk."""
    found = card()
    return "\n".join(
        _PAIRS.format(
            subset=KNOWN[subset],
            home=round(found.at_home[subset].auc.value * 100),
            abroad=round(found.abroad[subset].c_index.value * 100),
        )[language]
        for subset in SUBSETS
    )


def _hundredfold(estimate: Estimate) -> Estimate:
    return Estimate(
        value=estimate.value * 100, low=estimate.low * 100, high=estimate.high * 100
    )
