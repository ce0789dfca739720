"""Who a cohort is, in aggregated figures: what a reader needs to see themselves in it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from service.clinical.variables import VARIABLES
from training.cleaning import CleaningStep
from training.cohort import Cohort, Floats

QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One input in a cohort, people weighing what they weigh.

    Attributes:
        variable: Its name in the clinical table.
        known: Share of people of whom it is known.
        quartiles: Of a quantity, in its canonical unit; empty for the others.
        shares: Of those known, the share with each answer; empty for a quantity.
    """

    variable: str
    known: float
    quartiles: tuple[float, ...]
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was read, by name and SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A cohort as it was used.

    Attributes:
        median_years: Of follow-up; 0 where the outcome is the present state.
        characteristics: Of every input.
        groups: Shares of what is no clinical variable, such as ancestry.
    """

    population: str
    files: tuple[File, ...]
    people: int
    events: int
    centres: int
    median_years: float
    cleaning: tuple[CleaningStep, ...]
    characteristics: tuple[Characteristic, ...]
    groups: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, cohort: Cohort, population: str) -> "Data":
        """Describe a cohort."""
        return cls(
            population=population,
            files=tuple(
                File(name=file.path.name, sha256=file.sha256) for file in cohort.files
            ),
            people=cohort.people,
            events=cohort.events,
            centres=len(np.unique(cohort.site)),
            median_years=float(np.median(cohort.years)),
            cleaning=cohort.cleaning,
            characteristics=tuple(
                _characteristic(name, cohort.value(name), cohort.weight)
                for name in cohort.inputs
            ),
            groups={
                name: {
                    str(label): _share(labels == label, cohort.weight)
                    for label in np.unique(labels)
                }
                for name, labels in cohort.groups.items()
            },
        )


def _characteristic(name: str, values: Floats, weight: Floats) -> Characteristic:
    known = ~np.isnan(values)
    variable = VARIABLES[name]
    quartiles: tuple[float, ...] = ()
    shares: dict[str, float] = {}
    if variable.kind == "quantity":
        if known.any():
            found = np.quantile(
                values[known], QUARTILES, method="inverted_cdf", weights=weight[known]
            )
            quartiles = tuple(found.tolist())
    else:
        shares = {
            str(variable.decode(float(number))): _share(
                values[known] == number, weight[known]
            )
            for number in np.unique(values[known])
        }
    return Characteristic(
        variable=name, known=_share(known, weight), quartiles=quartiles, shares=shares
    )


def _share(
    chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], weight: Floats
) -> float:
    return float(weight[chosen].sum() / weight.sum())
