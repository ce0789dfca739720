"""Invented people in the files of NHANES, one folder as a user would download it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from tests.training.transport import write_transport
from training.cohorts.nhanes_files import ANSWERS, CYCLES
from training.cohorts.nhanes_meaning import COLUMNS

Person = dict[str, float]
NOT_KNOWN = float("nan")

WITH_ACTIVITY = "EFGJ"
WITH_ASIANS = "GHIJ"
_FIRST_SEQN = 31127

_EXAMINED = {"RIDSTATR": 2, "SDMVSTRA": 1, "SDMVPSU": 1}
_ASKED = {
    **dict.fromkeys(("RIAGENDR", "BPQ020", "DIQ010", "DIQ050", "DIQ160"), 2),
    **dict.fromkeys(("MCQ300C", "SMQ020", "PAQ605", "PAQ620", "PAQ650", "PAQ665"), 2),
    **dict.fromkeys(("RIDRETH1", "RIDRETH3", "DMDEDUC2"), 3),
    "RIDAGEYR": 50,
    "SDDSRVYR": 7,
}
_MEASURED = {
    **dict.fromkeys(("BPXSY1", "BPXSY2", "BPXSY3"), 120),
    **dict.fromkeys(("BPXDI1", "BPXDI2", "BPXDI3"), 70),
    **dict(
        zip(("BMXHT", "BMXWT", "BMXBMI", "BMXWAIST"), (160, 60, 23.4, 80), strict=True)
    ),
    **dict(zip(("LBXGH", "LBXGLU", "WTSAF2YR"), (5.4, 95, 40_000), strict=True)),
    **dict(
        zip(("LBXTC", "LBDHDD", "LBXTR", "LBXSTR"), (190, 55, 100, 110), strict=True)
    ),
    **dict(
        zip(("LBXSATSI", "LBXSGTSI", "LBXSCR", "LBXSUA"), (20, 18, 0.8, 5), strict=True)
    ),
}


def person(**given: float) -> Person:
    """A healthy woman of 50 who was measured and asked, but for what is given."""
    answers = {**_EXAMINED, **_ASKED, **_MEASURED, **given}
    every = [name for columns in COLUMNS.values() for name in columns]
    return {name: answers.get(name, NOT_KNOWN) for name in every}


def write_nhanes(
    directory: Path,
    cycles: Mapping[str, Sequence[Person]],
    *,
    supplement: bool = True,
) -> None:
    """Write the files of every cycle; one that is not given has one healthy person.

    Args:
        directory: They are written to its folder `nhanes`.
        cycles: People by the letter of the cycle.
        supplement: Whether one table stands for the files of `ANSWERS`.
    """
    folder = directory / "nhanes"
    folder.mkdir(parents=True)
    answers = []
    seqn = _FIRST_SEQN
    for number, letter in enumerate(CYCLES, start=4):
        table = pd.DataFrame(list(cycles.get(letter, [person()])))
        table["SEQN"] = np.arange(seqn, seqn + len(table))
        table["SDDSRVYR"] = number
        seqn += len(table)
        answers.append(
            table[["SEQN", "DIQ010", "MCQ300C"]].assign(
                DIQ010=table["DIQ010"] if letter == "H" else NOT_KNOWN
            )
        )
        for component, columns in COLUMNS.items():
            name = f"{component}_{letter}"
            if component == "PAQ" and letter not in WITH_ACTIVITY:
                continue
            if name in ANSWERS and supplement:
                continue
            absent = () if letter in WITH_ASIANS else ("RIDRETH3",)
            wanted = ["SEQN", *(column for column in columns if column not in absent)]
            part = table[wanted]
            if letter in "DE":
                part = part.rename(columns={"DIQ070": "DID070"})
            if component == "TRIGLY":
                part = part[table["WTSAF2YR"].notna()]
            write_transport(
                folder / f"{name}.XPT",
                {str(column): part[column].tolist() for column in part},
            )
    if supplement:
        pd.concat(answers).to_csv(folder / "supplement.csv.gz", index=False)


def crowd(count: int, seed: int, *, asian: float = 0.2) -> list[Person]:
    """Draw people whose chance of diabetes rises with age, BMI and being told of it.

    At equal values people of Asian ancestry have three times the odds.

    Args:
        count: How many.
        seed: Of the draw.
        asian: Their share.
    """
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(count):
        age = round(float(rng.uniform(20, 80)))
        bmi = round(float(np.clip(rng.normal(27, 5), 16, 50)), 1)
        told = bool(rng.random() < 0.1)
        is_asian = bool(rng.random() < asian)
        triglycerides = round(float(np.clip(rng.lognormal(4.7, 0.5), 30, 1500)))
        log_odds = (
            -3.6
            + 0.05 * (age - 50)
            + 0.10 * (bmi - 27)
            + 1.4 * told
            + 0.004 * (triglycerides - 120)
            + 1.1 * is_asian
        )
        ill = bool(rng.random() < 1 / (1 + np.exp(-log_odds)))
        drawn.append(
            person(
                RIAGENDR=int(rng.integers(1, 3)),
                RIDAGEYR=age,
                RIDRETH1=5 if is_asian else 3,
                RIDRETH3=6 if is_asian else 3,
                WTMEC2YR=float(rng.uniform(5_000, 60_000)),
                SDMVSTRA=int(rng.integers(1, 9)),
                SDMVPSU=int(rng.integers(1, 3)),
                BMXBMI=bmi,
                BMXWAIST=round(bmi * 3 + float(rng.normal(13, 5)), 1),
                BPXSY1=round(float(np.clip(rng.normal(120, 15), 80, 220))),
                BPQ020=int(rng.integers(1, 3)),
                DIQ160=1 if told else 2,
                MCQ300C=int(rng.integers(1, 3)),
                SMQ020=int(rng.integers(1, 3)),
                SMQ040=int(rng.integers(1, 4)),
                LBXGH=round(float(rng.uniform(6.5, 9)), 1) if ill else 5.5,
                LBXTR=triglycerides,
                LBXSATSI=round(float(rng.lognormal(3, 0.4))),
                LBXSGTSI=round(float(rng.lognormal(3, 0.5))),
                LBDHDD=round(float(np.clip(rng.normal(52, 12), 20, 110))),
                LBXSCR=round(float(np.clip(rng.normal(0.85, 0.15), 0.4, 2)), 2),
            )
        )
    return drawn
