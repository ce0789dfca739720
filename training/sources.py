"""The bundles this project makes: what each is, and which cohorts it is made from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from training import incident_diabetes, undiagnosed_diabetes
from training.cohort import Cohort, Floats
from training.cohorts import malaysia, nagala, nhanes, rich_healthcare
from training.definition import Definition

Reader = Callable[[Path | None, Sequence[str]], Cohort]


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A cohort to validate on, and to learn curves of inputs from that no other has.

    Attributes:
        read: Its reader.
        population: Who the people are.
        horizons_years: At which their risks are compared with what happened.
    """

    read: Reader
    population: str
    horizons_years: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The population that a bundle is for, where it is another than the training one.

    Attributes:
        code: Such as "malaysia".
        read: The reader of its cohort.
        population: Who the people are.
        kin: Their ancestry, as the training cohort's `groups["ancestry"]` has it.
        tests: What the outcome is made of.
        confirmed: Whether a person's outcome is so by every test [people].
    """

    code: str
    read: Reader
    population: str
    kin: str
    tests: tuple[str, str]
    confirmed: Callable[[Cohort], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A bundle's definition with its cohorts.

    Attributes:
        definition: What the bundle is.
        read: The reader of the training cohort.
        external: Another country's cohort, if there is one.
        target: Whom the model is transferred to, with `definition.transfer`.
    """

    definition: Definition
    read: Reader
    external: External | None = None
    target: Target | None = None


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
                target=Target(
                    code="malaysia",
                    read=malaysia.read,
                    population=undiagnosed_diabetes.TARGET_POPULATION,
                    kin="asian",
                    tests=malaysia.TESTS,
                    confirmed=malaysia.confirmed,
                ),
            ),
        )
    }
)
