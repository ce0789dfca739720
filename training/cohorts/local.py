"""A hospital's own cohort as a source of `fit`, beside the project's own.

After its file is read it is a cohort like any other: the same training, validation and
card follow.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sksurv.nonparametric import CensoringDistributionEstimator
from sksurv.util import Surv

from service.engine.bundle import open_bundle
from service.engine.manifest import Manifest
from training.cohort import Cohort
from training.cohorts import refusals
from training.cohorts.layout import Layout, LayoutError, layout_for
from training.cohorts.local_bundle import define
from training.cohorts.local_people import LocalPeople, read_people
from training.cohorts.local_toml import load
from training.sources import Source


def source(toml: Path) -> Source:
    """What `fit` makes of a hospital's own cohort.

    Args:
        toml: Its description; the table stands beside it.

    Raises:
        LayoutError: A key is wrong or absent.
    """
    described = load(toml)
    if described.bundle is None:
        raise LayoutError(f"{toml.name}, bundle", "needed, to say what to make.")
    table = _table_of(toml, described.data)
    definition = define(described.bundle, centres=described.data.site is not None)
    layout = _fitted(toml, described.data, definition.horizons_years)

    def read(_: Path | None, inputs: Sequence[str]) -> Cohort:
        people = read_people(table, inputs, layout)
        print("\n".join(reading_lines(people)))
        if people.absent:
            raise LayoutError(
                f"{toml.name}, bundle.inputs",
                f"{table.name} has no column for {', '.join(people.absent)}.",
            )
        if people.cohort.censored:
            return as_visits(people.cohort, definition.seed)
        return people.cohort

    return Source(definition=definition, read=read)


def people(toml: Path, folder: Path) -> Cohort:
    """The people of a hospital's table, with the inputs of a bundle.

    Args:
        toml: The table's description; it stands beside it.
        folder: The bundle's.

    Raises:
        TrainingError: The table or its description cannot be followed, or it says
            nothing of what the bundle predicts.
        BundleError: The bundle must not be served.
    """
    table = _table_of(toml, load(toml).data)
    found = read_declared(table, open_bundle(folder).manifest, toml)
    print("\n".join(reading_lines(found)))
    return found.cohort


def read_declared(table: Path, manifest: Manifest, toml: Path | None) -> LocalPeople:
    """Read a local table for a bundle, with the layout that a TOML file may declare.

    Raises:
        TrainingError: Either file cannot be followed, or says nothing of what the
            bundle predicts.
    """
    horizons = manifest.horizons_years
    if toml:
        layout = _fitted(toml, load(toml).data, horizons)
    else:
        layout = layout_for(Layout(), horizons)
    return read_people(table, manifest.inputs, layout)


def _table_of(toml: Path, layout: Layout) -> Path:
    """The table that a TOML file names."""
    key = f"{toml.name}, data.file"
    if layout.file is None:
        raise LayoutError(key, "needed: the table's name.")
    table = toml.parent / layout.file
    if not table.is_file():
        raise LayoutError(key, f"there is no {layout.file} beside {toml.name}.")
    return table


def _fitted(toml: Path, layout: Layout, horizons: Sequence[float]) -> Layout:
    try:
        return layout_for(layout, horizons)
    except LayoutError as error:
        raise LayoutError(toml.name, str(error)) from error


def reading_lines(people: LocalPeople) -> list[str]:
    """What was not read, and which rows to look at; no value and nobody's name."""
    lines = refusals.lines(people.refused)
    if people.absent:
        lines.append(f"- not known of anybody: {', '.join(people.absent)}")
    if people.unread:
        lines.append(f"- columns that were not read: {', '.join(people.unread)}")
    return lines


def as_visits(cohort: Cohort, seed: int) -> Cohort:
    """Turn times to an event into states at a visit, which is what training takes.

    A person without the event was last seen at a time that is known. Of a person with
    it, the time at which they would have been seen last is drawn from the Kaplan-Meier
    distribution of censoring beyond their event. If censoring is independent, the
    result is distributed as a cohort whose state was looked for at one visit.

    Args:
        cohort: With `years` to the event or to censoring.
        seed: Of the draws.
    """
    event = cohort.outcome == 1
    last = cohort.years.max()
    times = np.unique(cohort.years[~event])
    seen = CensoringDistributionEstimator().fit(Surv.from_arrays(event, cohort.years))
    still = seen.predict_proba(times) if len(times) else np.array([])
    now = seen.predict_proba(cohort.years[event])
    drawn = np.random.default_rng(seed).random(int(event.sum())) * now
    # The first time at which fewer than the drawn share are still followed.
    first = np.searchsorted(-still, -drawn, "left")
    visits = np.append(times, last)[first]
    years = cohort.years.copy()
    years[event] = np.maximum(visits, cohort.years[event])
    return replace(cohort, years=years, censored=False)
