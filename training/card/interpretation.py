"""What the figures come to: what is gained, what is weakest, and who does better.

Computed from the figures, never typed, so that a new run cannot make it untrue.
"""

from collections.abc import Mapping
from math import log

from training.card.markdown import figure, times
from training.card.names import strategy
from training.figures import Estimate, SubsetFigures


def decisions(figures: Mapping[str, SubsetFigures]) -> str:
    """Net benefit with everything known, and where least is gained by the model."""
    row = next(iter(figures.values()))
    return " ".join(_decided(row, threshold) for threshold in _thresholds(row))


def weaknesses(figures: Mapping[str, SubsetFigures]) -> str:
    """Where ranking and calibration are worst, and who ranks better than the model."""
    rows = list(figures.values())
    last = min(rows, key=lambda row: _ranked(row).value)
    off = max(rows, key=lambda row: abs(log(_observed_expected(row))))
    better = [
        f"{strategy(rival.code)}, {row.subset}, by {figure(rival.difference, '+.3f')}"
        for row in rows
        for rival in row.rivals
        if rival.difference.value < 0
    ]
    return (
        f"Known where ranking is weakest: {last.subset}, {figure(_ranked(last))}; where "
        f"calibration is: {off.subset}, O/E "
        f"{figure(off.calibration.observed_expected, '.2f')}. Better at ranking than the "
        f"model (model minus rival): {'; '.join(better) or 'no rival'}."
    )


def _ranked(row: SubsetFigures) -> Estimate:
    found = row.ranking.auc if row.ranking else row.c_index
    assert found is not None  # noqa: S101 - a subset has the one or the other
    return found


def _observed_expected(row: SubsetFigures) -> float:
    return row.calibration.observed_expected.value


def _thresholds(row: SubsetFigures) -> list[float]:
    return list(dict.fromkeys(found.threshold for found in row.decision.gains))


def _decided(row: SubsetFigures, threshold: float) -> str:
    found = [one for one in row.decision.gains if one.threshold == threshold]
    own = next(one.net_benefit for one in found if one.gain is None)
    least, over = min(
        ((one.gain, one.strategy) for one in found if one.gain),
        key=lambda pair: pair[0].value,
    )
    return (
        f"At {threshold:.0%} the net benefit for 1,000 people is "
        f"{figure(times(own, 1000), '.1f')}; the least gain is "
        f"{figure(times(least, 1000), '+.1f')}, over {strategy(over)}."
    )
