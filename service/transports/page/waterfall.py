"""The waterfall from the average person to a patient, as rows with the places of bars.

As `static/result/waterfall.js` makes it, with every reason in a row of its own.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.transports.page.messages import Messages
from service.transports.page.result_parts import Reason
from service.transports.schemas import Assessment, Contribution

_MARGIN = 4  # percent, so that the dots at the ends are whole
_MANY_TIMES = 10  # from here on one decimal is enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Both ends, as log-odds at the horizon shown and as places, and the rows."""

    average: float
    average_place: str
    patient_place: str
    reasons: tuple[Reason, ...]


def waterfall(
    assessment: Assessment, probability: float, shown: Mapping[str, str], t: Messages
) -> Waterfall:
    """Those known first, then the others; in each group the strongest first.

    Args:
        assessment: Whose log-odds are of the first horizon.
        probability: At the horizon shown, whose log-odds differ by a shift.
        shown: The texts of known values.
        t: The words.
    """
    shift = math.log(probability / (1 - probability)) - assessment.log_odds
    average = assessment.base_log_odds + shift
    ordered = sorted(
        assessment.contributions, key=lambda c: (not c.measured, -abs(c.log_odds))
    )
    steps = [average]
    for one in ordered:
        steps.append(steps[-1] + one.log_odds)
    place = _scale(steps)
    return Waterfall(
        average=average,
        average_place=f"{place(average)}%",
        patient_place=f"{place(steps[-1])}%",
        reasons=tuple(
            _reason(one, t, shown, place=place, average=average, ends=ends)
            for one, ends in zip(ordered, pairwise(steps), strict=True)
        ),
    )


def _scale(steps: Sequence[float]) -> Callable[[float], float]:
    low, width = min(steps), max(steps) - min(steps) or 1
    return lambda x: _MARGIN + (x - low) / width * (100 - 2 * _MARGIN)


def _reason(
    one: Contribution,
    t: Messages,
    shown: Mapping[str, str],
    *,
    place: Callable[[float], float],
    average: float,
    ends: tuple[float, float],
) -> Reason:
    start, end = map(place, ends)
    direction = "raises" if end >= start else "lowers"
    times = math.exp(one.log_odds)
    number = t.numeral(times, 2 if times < _MANY_TIMES else 1)
    return Reason(
        variable=one.variable,
        label=one.label,
        value=shown[one.variable] if one.measured else t("result.unknown"),
        known=one.measured,
        modifiable=one.modifiable,
        log_odds=one.log_odds,
        effect=t("result.times", number=number),
        direction=direction,
        direction_text=t(f"result.{direction}"),
        average=f"{place(average)}%",
        start=f"{start}%",
        end=f"{end}%",
        x=f"{min(start, end)}%",
        width=f"{abs(end - start)}%",
    )
