"""The bundles this project makes: what each is, and which cohorts it is made from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from training import incident_diabetes, undiagnosed_diabetes
from training.cohort import Cohort
from training.cohorts import nagala, nhanes, rich_healthcare
from training.definition import Definition

Reader = Callable[[Path | None, Sequence[str]], Cohort]


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A cohort that is only ever validated on.

    Attributes:
        read: Its reader.
        population: Who the people are.
        horizons_years: At which their risks are compared with what happened.
    """

    read: Reader
    population: str
    horizons_years: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A bundle's definition with its cohorts.

    Attributes:
        definition: What the bundle is.
        read: The reader of the training cohort.
        external: Another country's cohort, if there is one.
        ancestry: The group whose calibration is shipped, where the cohort is of several
            and the users are of one.
    """

    definition: Definition
    read: Reader
    external: External | None = None
    ancestry: str | None = None


SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        source.definition.name: source
        for source in (
            Source(
                definition=incident_diabetes.DEFINITION,
                read=rich_healthcare.read,
                external=External(
                    read=nagala.read,
                    population=incident_diabetes.EXTERNAL_POPULATION,
                    horizons_years=(3, 5, 10),
                ),
            ),
            Source(
                definition=undiagnosed_diabetes.DEFINITION,
                read=nhanes.read,
                ancestry="asian",
            ),
        )
    }
)
