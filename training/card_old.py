"""The model card as data: every figure of the run that made the bundle."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from training.cleaning import CleaningStep
from training.cohort import Cohort
from training.discrimination import RESAMPLES
from training.external import ExternalFigures
from training.recipe import Recipe
from training.time_offset import TimeExponent
from training.validation import MIN_CENTRE_EVENTS, InternalFigures

CONVENTIONS = {
    "at home": "Five folds of whole centres. People are ranked by the log-odds of the "
    "3-year risk; calibration is at each person's own follow-up time.",
    "recipe": "The hyperparameters were chosen on these same folds, so the figures are "
    "slightly optimistic; nothing was chosen on the cohort abroad.",
    "O/E by centre": f"Lowest and highest among centres with {MIN_CENTRE_EVENTS} events "
    "or more.",
    "dedicated": "A model trained for that subset of inputs alone: the same recipe and "
    "time exponent, without incomplete rows.",
    "linear": "Linear logistic regression on the same inputs, gaps filled with the "
    "median and marked by an indicator, the same time exponent.",
    "intervals": f"95 %, percentile bootstrap. At home {RESAMPLES:,} resamples of the "
    "centres, which are few and unequal: read them as approximate. Abroad resamples "
    "of people.",
    "ICI": "Integrated calibration index: mean distance of the risk and the observed "
    "risk, smoothed by a restricted cubic spline of the log-odds.",
    "abroad": "Harrell's C over the whole follow-up; at 5 years the AUC with inverse "
    "probability of censoring weights, and the observed risk by Kaplan-Meier.",
}
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A cohort as it was used."""

    population: str
    file: str
    sha256: str
    people: int
    events: int
    centres: int
    median_years: float
    cleaning: tuple[CleaningStep, ...]

    @classmethod
    def of(cls, cohort: Cohort, population: str) -> "Data":
        """Describe a cohort."""
        return cls(
            population=population,
            file=cohort.file.path.name,
            sha256=cohort.file.sha256,
            people=cohort.people,
            events=cohort.events,
            centres=len(set(cohort.site.tolist())),
            median_years=float(sorted(cohort.years)[cohort.people // 2]),
            cleaning=cohort.cleaning,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a reader of a model card looks for.

    Attributes:
        time_exponent_check: The exponent estimated again from the validated scores.
        greatest_difference: Between the compiled graph and the booster.
        compared_rows: Rows on which they were compared.
    """

    name: str
    version: str
    outcome: str
    inputs: tuple[str, ...]
    horizons_years: tuple[int, ...]
    training: Data
    external: Data
    recipe: Recipe
    seed: int
    time_exponent: TimeExponent
    time_exponent_check: TimeExponent
    at_home: Mapping[str, InternalFigures]
    abroad: Mapping[str, ExternalFigures]
    greatest_difference: float
    compared_rows: int
    limits: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The content of `card.json`."""
        content = {**asdict(self), "conventions": CONVENTIONS}
        return {name: _rounded(value) for name, value in content.items()}


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, Mapping):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_rounded(part) for part in value]
    return value
