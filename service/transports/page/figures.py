"""Probabilities in the form in which people read them right, as `static/result` says them.

So many of 100 people, or of 1,000 where the risk is small.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from service.engine.narrative import WHOLE_PEOPLE, natural_frequency
from service.transports.page.messages import Messages
from service.transports.page.result_parts import People
from service.transports.schemas import RiskRange

_COLUMNS: Mapping[int, int] = {100: 10, 1000: 40}
_DRAWN_AS_PEOPLE = 100  # more are too small to be anything but dots
_SMALLEST_SAID = 0.0005  # what would be 0.0 %
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Figures:
    """The words for figures in one language."""

    t: Messages

    def count(self, probability: float) -> str:
        """The count alone, "<1" where it is none."""
        count, _ = natural_frequency(probability)
        return self.t.numeral(count) if count else self.t("result.fewer")

    def percent(self, probability: float) -> str:
        """Such as "19 %" or "0.4 %"."""
        if probability < _SMALLEST_SAID:
            return _spaced(self.t("result.less_than", number=0.1))
        decimals = 1 if probability < WHOLE_PEOPLE else 0
        number = self.t.numeral(100 * probability, decimals)
        return _spaced(self.t("result.percent", number=number))

    def limit(self, share: float) -> str:
        """Where a band ends, without needless digits."""
        return _spaced(self.t("result.percent", number=100 * share))

    def when(self, years: float) -> str:
        """A horizon."""
        return self.t("result.within", years=years) if years else self.t("result.now")

    def sentence(self, probability: float, years: float) -> str:
        """The natural frequency as a sentence."""
        count, people = natural_frequency(probability)
        said = (
            self.t("result.about", count=count)
            if count
            else self.t("result.fewer_than_one")
        )
        key = "result.sentence_within" if years else "result.sentence_now"
        return self.t(key, people=people, count=said, years=years)

    def range_text(self, ends: RiskRange | None, people: int) -> str:
        """The ends of a range as counts of the same number of people."""
        if ends is None:
            return ""
        low, high = counts(ends, people)
        key = "result.range_between" if low else "result.range_at_most"
        return self.t(key, low=low, high=high, people=people)

    def people(self, probability: float, ends: RiskRange | None) -> People:
        """The icon array."""
        count, people = natural_frequency(probability)
        columns = _COLUMNS[people]
        high = max(counts(ends, people)[1], count) if ends else count
        key = "result.people_text" if high > count else "result.people_text_only"
        possible = outline(count, columns) + outline(high, columns)
        return People(
            number=people,
            form="dots" if people > _DRAWN_AS_PEOPLE else "people",
            box=f"0 0 {columns} {people // columns}",
            text=self.t(key, people=people, count=count, high=high),
            affected=outline(count, columns),
            possible=possible if high > count else "",
            others=outline(high, columns) + outline(people, columns),
            affected_text=self.t(
                "result.legend_affected", count=self.count(probability)
            ),
            possible_text=(
                self.t("result.legend_possible", high=high) if high > count else ""
            ),
        )


def counts(ends: RiskRange, people: int) -> tuple[int, int]:
    """The ends of a range as numbers of people; the upper one is never none."""
    return round(ends.low * people), max(round(ends.high * people), 1)


def outline(count: int, columns: int) -> str:
    """The outline of the first places of an icon array, row by row."""
    rows, rest = divmod(count, columns)
    if not count:
        return ""
    if not rows:
        return f"M0 0H{rest}V1H0Z"
    last = f"H{rest}V{rows + 1}" if rest else ""
    return f"M0 0H{columns}V{rows}{last}H0Z"


def _spaced(text: str) -> str:
    return text.replace(" %", f"{NO_BREAK}%")
