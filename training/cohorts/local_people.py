"""A hospital's own records, read value by value with the service's own reader.

Decimal commas, units in the heading, the cell or a column beside, Vietnamese and
English words: what the service understands is understood, and nothing is guessed. A
value that it would refuse is blanked, and reported by row and code, never shown.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from service.clinical.eligibility import ineligibility
from service.clinical.patient import InvalidPatientError, Patient
from service.clinical.reading import read_patient
from service.clinical.variables import VARIABLES
from service.intake.spreadsheet import read_spreadsheet
from training.cleaning import CleaningStep
from training.cohort import Cohort
from training.cohorts import refusals
from training.cohorts.layout import Layout
from training.cohorts.local_follow_up import FollowUp, named_columns, read_follow_up
from training.cohorts.local_gaps import GLUCOSE_TESTS
from training.cohorts.local_table import (
    LocalFileError,
    read_text,
    rewritten,
    unread,
    variable_columns,
)
from training.cohorts.refusals import Refused
from training.data_directory import DataFile

CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalPeople:
    """The people of a local file whom the service would score.

    Attributes:
        cohort: Them, with inputs in model order.
        rows: In the file.
        refused: Values that were blanked, by row.
        unread: Headings from which nothing was read.
        absent: Inputs that have no column: not known of anybody.
    """

    cohort: Cohort
    rows: int
    refused: tuple[Refused, ...]
    unread: tuple[str, ...]
    absent: tuple[str, ...]


def read_people(path: Path, inputs: Sequence[str], layout: Layout) -> LocalPeople:
    """Read a local file.

    Args:
        path: CSV or workbook.
        inputs: The columns of `x`, in model order.
        layout: Which column is what.

    Raises:
        LocalFileError: It is no table, lacks a column, or leaves nobody.
        RefusedColumnError: A column is in another unit or coding than it says.
    """
    table = read_text(path)
    columns = _columns(table, inputs, layout)
    follow_up = read_follow_up(table, layout)
    patients, refused = _patients(table, columns, layout)
    refusals.check_columns(
        refused, {name: int((table[columns[name]] != "").sum()) for name in columns}
    )
    kept, dropped = _scored(patients, follow_up, len(table))
    if not kept:
        reasons = "; ".join(f"{step.count:,} {step.reason}" for step in dropped)
        raise LocalFileError(
            f"{path.name}: of {len(table):,} rows nobody is left: {reasons}."
        )
    return LocalPeople(
        cohort=_cohort(
            [patients[row] for row in kept],
            follow_up,
            np.array(kept),
            inputs=tuple(inputs),
            others=[name for name in columns if name not in inputs],
            censored=layout.seen == "censored",
            cleaning=(*refusals.steps(refused), *dropped),
            path=path,
        ),
        rows=len(table),
        refused=tuple(refused),
        unread=tuple(
            unread(table, [*columns.values(), *named_columns(table, layout).values()])
        ),
        absent=tuple(name for name in inputs if name not in _known(columns)),
    )


def _columns(
    table: pd.DataFrame, inputs: Sequence[str], layout: Layout
) -> dict[str, str]:
    """The heading of each variable to read.

    Where the outcome is the present state, the tests that found it are not read: they
    would make everybody with the outcome ineligible.
    """
    skipped = GLUCOSE_TESTS - set(inputs) if layout.seen == "now" else frozenset()
    return {
        name: heading
        for name, heading in variable_columns(table, layout).items()
        if name not in skipped
    }


def _known(columns: Collection[str]) -> set[str]:
    """The variables with a column, and those that can be computed from them."""
    derived = {
        variable.name
        for variable in VARIABLES.values()
        if variable.derived_from and set(variable.derived_from) <= set(columns)
    }
    return {*columns, *derived}


def _patients(
    table: pd.DataFrame, columns: Mapping[str, str], layout: Layout
) -> tuple[dict[int, Patient], list[Refused]]:
    """The patient of each row that can be read, and what was refused of any row."""
    patients: dict[int, Patient] = {}
    refused: list[Refused] = []
    for row in read_spreadsheet(rewritten(table, columns, layout)):
        content = row.content
        if not isinstance(content, dict):
            raise LocalFileError(f"Row {row.number}: {row.error}")
        values: dict[str, object] = content["patient"]
        try:
            patients[row.number - 1] = read_patient(values)
        except InvalidPatientError as error:
            hit = refusals.refused_in(row.number, error.problems)
            refused += [value for value in hit if value.code != "required"]
            rest = _without(values, hit)
            if rest is not None:
                patients[row.number - 1] = rest
    return patients, refused


def _without(values: Mapping[str, object], hit: Sequence[Refused]) -> Patient | None:
    """The patient without the refused values.

    None if age or sex is among them, or two values contradict each other: which of the
    two is wrong is not known, and may not be the only error of the row.
    """
    if any(value.code == CONTRADICTION for value in hit):
        return None
    blanked = {value.variable for value in hit}
    try:
        return read_patient({n: v for n, v in values.items() if n not in blanked})
    except InvalidPatientError:
        return None


def _scored(
    patients: Mapping[int, Patient], follow_up: FollowUp, rows: int
) -> tuple[list[int], list[CleaningStep]]:
    """Rows whom the service would score and whose outcome is known; why not others."""
    reasons: Counter[tuple[str, str]] = Counter()
    kept = []
    for row in range(rows):
        patient = patients.get(row)
        if patient is None:
            reasons["row", "no readable age and sex, or contradictory values"] += 1
        elif (why := ineligibility(patient)) is not None:
            reasons["eligibility", why.code] += 1
        elif (lacking := follow_up.lacks(row)) is not None:
            reasons[lacking] += 1
        else:
            kept.append(row)
    steps = [
        CleaningStep(variable=variable, action="dropped", reason=why, count=count)
        for (variable, why), count in sorted(reasons.items())
    ]
    return kept, steps


def _cohort(
    patients: Sequence[Patient],
    follow_up: FollowUp,
    kept: np.ndarray[tuple[int], np.dtype[np.intp]],
    *,
    inputs: tuple[str, ...],
    others: Sequence[str],
    censored: bool,
    cleaning: tuple[CleaningStep, ...],
    path: Path,
) -> Cohort:
    centres, site = np.unique(follow_up.site[kept], return_inverse=True)
    weight = follow_up.weight[kept]
    values = np.array([patient.vector(others) for patient in patients])
    return Cohort(
        inputs=inputs,
        x=np.array([patient.vector(inputs) for patient in patients], np.float32),
        outcome=follow_up.outcome[kept],
        years=follow_up.years[kept],
        censored=censored,
        site=site.astype(np.intp),
        # Of one centre people are resampled, of several the centres.
        cluster=site.astype(np.intp) if len(centres) > 1 else np.arange(len(kept)),
        weight=weight / weight.mean(),
        values=dict(zip(others, values.T, strict=True)),
        cleaning=cleaning,
        files=(
            DataFile(path=path, sha256=hashlib.sha256(path.read_bytes()).hexdigest()),
        ),
    )
