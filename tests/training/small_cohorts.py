"""Small cohorts made by hand, for tests of the statistics."""

from collections.abc import Mapping

import numpy as np

from training.cohort import Cohort, Floats, Labels, Rows
from training.validation.resampling import Resamples
from training.validation.sample import Sample


def cohort_of(
    outcome: Floats,
    *,
    years: Floats | float = 3.0,
    censored: bool = False,
    inputs: Mapping[str, Floats] | None = None,
    values: Mapping[str, Floats] | None = None,
    site: Rows | None = None,
    cluster: Rows | None = None,
    weight: Floats | None = None,
    groups: Mapping[str, Labels] | None = None,
) -> Cohort:
    """People with these columns; each is a cluster of their own unless told."""
    people = len(outcome)
    columns = inputs or {}
    return Cohort(
        inputs=tuple(columns),
        x=np.array([*columns.values()], np.float32).reshape(-1, people).T,
        outcome=np.asarray(outcome, float),
        years=np.full(people, years) if np.isscalar(years) else np.asarray(years),
        censored=censored,
        site=np.zeros(people, np.intp) if site is None else site,
        cluster=np.arange(people) if cluster is None else cluster,
        weight=np.ones(people) if weight is None else weight,
        values=values or {},
        groups=groups or {},
        cleaning=(),
        files=(),
    )


def sample_of(outcome: Floats, weight: Floats | None = None) -> Sample:
    """People with an outcome, drawn one by one."""
    return Sample(
        outcome=np.asarray(outcome, float),
        weight=np.ones(len(outcome)) if weight is None else weight,
        resamples=Resamples.of_people(len(outcome), seed=1),
    )


def simulated(people: int, seed: int = 1) -> tuple[Floats, Floats]:
    """Log-odds, and outcomes for which they are exactly right."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(-2, 1, people)
    risk = 1 / (1 + np.exp(-log_odds))
    return log_odds, (rng.random(people) < risk).astype(float)
