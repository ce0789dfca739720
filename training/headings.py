"""Find a table's columns by what their headings mean, not by how they are typed.

The same cohort circulates as a CSV with short headings and as a workbook with
units, codes and full-width brackets in them. Two headings are the same when their
words are; an absent or doubtful column is an error that names it, never a guess.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from training.errors import TrainingError

# A unit or a list of codes; one bracket of the published workbook is never closed.
_BRACKETED = re.compile(r"[(\[][^)\]]*(?:[)\]]|$)")


class HeadingError(TrainingError):
    """A required column is absent, or more than one could be it."""


def normalise(heading: str) -> str:
    """Reduce a heading to its letters and digits, without unit and codes."""
    # NFKC turns full-width brackets, letters and commas into the plain ones.
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(filter(str.isalnum, _BRACKETED.sub("", plain)))


def match(
    headings: Iterable[str], wanted: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Say which heading carries each wanted column.

    Args:
        headings: The table's headings as they are.
        wanted: For each column, the headings it is known by.

    Raises:
        HeadingError: No heading, or more than one, fits a wanted column.
    """
    found = [str(heading) for heading in headings]
    matched = {}
    for column, names in wanted.items():
        known = {normalise(name) for name in names}
        fitting = [heading for heading in found if normalise(heading) in known]
        if not fitting:
            raise HeadingError(
                f"No column for {column}: expected one of {', '.join(names)} "
                f"(case, spaces and units do not matter); the table has "
                f"{', '.join(found)}."
            )
        if len(fitting) > 1:
            raise HeadingError(
                f"More than one column could be {column}: {', '.join(fitting)}. "
                "Remove or rename all but one."
            )
        matched[column] = fitting[0]
    return matched
