"""A list of what was not used that a person can read, whatever a feed repeats.

Five thousand stopped prescriptions are one fact: of one kind the newest are listed and
the others counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from service.clinical.language import Text, numeral
from service.intake.fhir.finding import Ignored

# Enough to see what is wrong with a feed.
MOST_OF_A_KIND = 5


def bounded(ignored: Iterable[Ignored]) -> Iterator[Ignored]:
    """The newest of each kind, of which the last counts those that are left out.

    What may be a missed diagnosis of diabetes comes first.
    """
    kinds: dict[tuple[str | None, str], list[Ignored]] = defaultdict(list)
    for one in ignored:
        kinds[one.variable, one.code].append(one)
    for variable, code in sorted(kinds, key=lambda kind: kind[0] != "known_diabetes"):
        alike = sorted(kinds[variable, code], key=_order, reverse=True)
        told, more = alike[:MOST_OF_A_KIND], len(alike[MOST_OF_A_KIND:])
        if more:
            last, counted = told[-1], _MORE.format(count=numeral(more))
            text = Text(last.text.en + counted.en, last.text.vi + counted.vi)
            told[-1] = replace(last, text=text)
        yield from told


def _order(one: Ignored) -> tuple[date, str, str]:
    """By day; of one day in an order that is not the record's."""
    return one.on or date.min, one.source.reference or "", one.text.en


_MORE = Text(
    " {count} more of this kind are not listed.",
    " Còn {count} mục cùng loại không liệt kê.",
)
