"""Which group of each dimension a person belongs to: sex, age, BMI, place and more.

BMI is cut where Asian guidelines cut it (WHO Western Pacific Region 2000, The
Asia-Pacific perspective: 18.5, 23, 25, 30 kg/m2). Nobody is put into a group whose
label is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from service.clinical.variables import VARIABLES
from training.cohort import Cohort, Floats, Labels, Rows

_NOWHERE = -1
_DECIMALS = 4  # inputs are of 32 bits: 22.9 came back as 22.899999618

_AGES = (20.0, 40.0, 60.0)
_AGE_NAMES = ("20-39", "40-59", "60+")
_BMIS = (0.0, 18.5, 23.0, 25.0, 30.0)
_BMI_NAMES = ("<18.5", "18.5-22.9", "23-24.9", "25-29.9", "30+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """The groups of a dimension.

    Attributes:
        names: Of the groups, in the order they are shown.
        code: [people] place in `names`, -1 where the group is not known.
    """

    names: tuple[str, ...]
    code: Rows

    @classmethod
    def of_bands(
        cls, value: Floats, begins: Sequence[float], names: Sequence[str]
    ) -> Self:
        """Bands of a quantity that begin at these values."""
        code = np.searchsorted(begins, np.round(value, _DECIMALS), "right") - 1
        code[np.isnan(value)] = _NOWHERE
        return cls(names=tuple(names), code=code)

    @classmethod
    def of_labels(cls, labels: Labels | Rows) -> Self:
        """A group for each label but the empty one."""
        known, code = np.unique(labels, return_inverse=True)
        names = tuple(map(str, known.tolist()))
        if names[0] == "":  # sorted first: the place before the first group
            return cls(names=names[1:], code=code - 1)
        return cls(names=names, code=code)

    def rows(self, place: int) -> Rows:
        """Who is in the group at this place of `names`."""
        return np.flatnonzero(self.code == place)

    def is_divided(self) -> bool:
        """Whether there are people in more than one group."""
        return len(np.unique(self.code[self.code != _NOWHERE])) > 1

    def is_same(self, other: "Grouping") -> bool:
        """Whether both put the same people together."""
        pairs = np.unique(np.column_stack([self.code, other.code]), axis=0)
        return len(pairs) == len(self.names) == len(other.names)


def groupings(cohort: Cohort) -> dict[str, Grouping]:
    """The dimensions in which the cohort has groups, by name."""
    given = {name: Grouping.of_labels(labels) for name, labels in cohort.groups.items()}
    site = Grouping.of_labels(cohort.site)
    found = {
        "sex": _sex(cohort.value("sex")),
        "age": Grouping.of_bands(cohort.value("age"), _AGES, _AGE_NAMES),
        "bmi": Grouping.of_bands(cohort.value("bmi"), _BMIS, _BMI_NAMES),
        # A survey's cycles are its sites: one table of them is enough.
        **({} if any(map(site.is_same, given.values())) else {"site": site}),
        **given,
    }
    return {name: groups for name, groups in found.items() if groups.is_divided()}


def _sex(encoded: Floats) -> Grouping:
    choices = VARIABLES["sex"].choices
    numbers, names = [c.number for c in choices], [c.code for c in choices]
    return Grouping.of_bands(encoded, numbers, names)
