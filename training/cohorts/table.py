"""What the readers of cohorts share: open the file, recode, clean, hand over."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from service.clinical.variables import VARIABLES
from training.cleaning import EXCLUSIONS, CleaningStep, blank, drop
from training.cohort import Cohort
from training.data_directory import DataFile
from training.headings import match

Codes = Mapping[float, float]


def read_columns(
    path: Path, wanted: Mapping[str, tuple[str, ...]]
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Read the wanted columns of a CSV or workbook as numbers, under our names.

    A decimal comma is understood; other text is blanked and counted.

    Raises:
        HeadingError: A wanted column is absent or doubtful.
    """
    if path.suffix == ".xlsx":
        table = pd.read_excel(path, engine="calamine")
    else:
        table = pd.read_csv(path, low_memory=False)
    headings = match(table.columns, wanted)
    numbers, steps = {}, []
    for column, heading in headings.items():
        numbers[column] = _numbers(table[heading])
        unread = int((table[heading].notna() & numbers[column].isna()).sum())
        if unread:
            steps.append(
                CleaningStep(
                    variable=column,
                    action="blanked",
                    reason="not a number",
                    count=unread,
                )
            )
    return pd.DataFrame(numbers), steps


def _numbers(values: "pd.Series[Any]") -> "pd.Series[float]":
    if values.dtype == object:
        values = values.astype("string").str.strip().str.replace(",", ".", regex=False)
    return pd.to_numeric(values, errors="coerce").astype(float)


def recode(
    table: pd.DataFrame, codings: Mapping[str, Codes]
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Replace a cohort's own codes by the clinical table's; blank the unknown ones."""
    table = table.copy()
    steps = []
    for column, codes in codings.items():
        recoded = table[column].map(codes)
        unknown = int((table[column].notna() & recoded.isna()).sum())
        table[column] = recoded
        if unknown:
            steps.append(
                CleaningStep(
                    variable=column,
                    action="blanked",
                    reason="a code that the cohort does not document",
                    count=unknown,
                )
            )
    return table, steps


def to_cohort(
    table: pd.DataFrame,
    inputs: Sequence[str],
    file: DataFile,
    steps: Sequence[CleaningStep],
    *,
    censored: bool = False,
) -> Cohort:
    """Clean a recoded table and turn it into arrays in model order.

    Every column that is a clinical variable and no input is kept beside them.
    """
    variables = [name for name in table.columns if name in VARIABLES]
    table, blanked = blank(table, variables)
    table, dropped = drop(table, EXCLUSIONS)
    site = table["site"].to_numpy().astype(np.intp)
    return Cohort(
        inputs=tuple(inputs),
        x=table[list(inputs)].to_numpy(np.float32),
        outcome=table["outcome"].to_numpy(np.float64),
        years=table["years"].to_numpy(np.float64),
        censored=censored,
        site=site,
        cluster=site,
        weight=np.ones(len(table)),
        values={
            name: table[name].to_numpy(np.float64)
            for name in variables
            if name not in inputs
        },
        cleaning=(*steps, *blanked, *dropped),
        files=(file,),
    )
