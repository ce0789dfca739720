"""Where the files of NHANES 2005-2018 come from: a data directory, or the CDC.

What is downloaded is the release that the bundle was made with: each file has a known
SHA-256. Of the few whose file was not at hand then, what is read from them has one.
"""

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pooch

from training.data_directory import DataFile, DataMissingError
from training.errors import TrainingError

CDC = "https://wwwn.cdc.gov/Nchs/Data/Nhanes/Public/"
CYCLES: Mapping[str, int] = {
    "D": 2005,
    "E": 2007,
    "F": 2009,
    "G": 2011,
    "H": 2013,
    "I": 2015,
    "J": 2017,
}
"""The letter of each cycle in the names of its files, and its first year."""

SUPPLEMENT = "supplement"
"""One table of SEQN, DIQ010 of 2013-14 and MCQ300C that may stand for these files."""

ANSWERS: Mapping[str, tuple[str, str]] = {
    "DIQ_H": (
        "DIQ010",
        "f8923649ae95031496a9026f60455bb9fcf6bf94c16c3d2c78a59f038b3303a9",
    ),
    "MCQ_D": (
        "MCQ300C",
        "d288694ecaffd502250766a80d62dbd13491c1306345617695275510a78853d6",
    ),
    "MCQ_E": (
        "MCQ300C",
        "751fc5dacdfae6db49cb249b41ed0f9b82017383278320a67ab66c07ae6b7e6c",
    ),
    "MCQ_F": (
        "MCQ300C",
        "7d5a78e5510e0ccac6442e64d976be183fa8651257caf9629e4b7d34de849514",
    ),
    "MCQ_G": (
        "MCQ300C",
        "fe87d24a61c0b0a6808ba9d76210575e6e21709ff1f408f3304252f048f8538f",
    ),
    "MCQ_H": (
        "MCQ300C",
        "398ef94d4a3855ce4960a15b31397c8d6b4dca9ff7c2c5f8ca1e1e25f3d813d8",
    ),
    "MCQ_I": (
        "MCQ300C",
        "535d899373141ddd8ab4c5f2270743641432436ae732fc0db571986205fb52c9",
    ),
    "MCQ_J": (
        "MCQ300C",
        "b2873d1887330cff2815c2393ff53989c38e1a1ae97fb60ba55748a5a83c2193",
    ),
}
"""Files known by one column alone: its name, and the SHA-256 of `answers_sha256`."""

_ZERO = 1e-70  # a transport file's zero comes out of pandas as 5.4e-79


class DownloadError(TrainingError):
    """The CDC could not be reached, or sent another file than the one asked for."""


def read_transport(path: Path) -> pd.DataFrame:
    """Read the numbers of a SAS transport file, its zeros as zeros."""
    table = pd.read_sas(path, format="xport").select_dtypes("number")
    return table.mask(table.abs() < _ZERO, 0.0)


def answers_sha256(table: pd.DataFrame, column: str) -> str:
    """Hash a column's known values with their SEQN, whatever file they came in."""
    known = table[["SEQN", column]].dropna().astype(int).sort_values("SEQN")
    text = known.to_csv(index=False, lineterminator="\n")
    return hashlib.sha256(text.encode()).hexdigest()


def find_files(directory: Path) -> dict[str, DataFile]:
    """Find every file in `directory` or its folder `nhanes`, by name without ending.

    Raises:
        DataMissingError: A file is not there.
    """
    there = {
        path.name.split(".")[0].upper(): path
        for place in (directory, directory / "nhanes")
        for path in sorted(place.glob("*"))
    }
    wanted = [Path(name).stem for name in _registry()]
    if SUPPLEMENT.upper() in there:
        wanted.append(SUPPLEMENT)
    else:
        wanted += ANSWERS
    missing = [name for name in wanted if name.upper() not in there]
    if missing:
        raise DataMissingError(
            f"NHANES: {len(missing)} files are not in {directory} or its folder "
            f"nhanes, among them {missing[0]}.XPT. Download them from {CDC}<first "
            "year of the cycle>/DataFiles/<NAME>.xpt, or leave the data directory "
            "away: then they are downloaded."
        )
    return {name: _described(there[name.upper()]) for name in wanted}


def fetch_files(
    *, base_url: str = CDC, cache: Path | None = None
) -> dict[str, DataFile]:
    """Download every file that is not yet in `cache` (pooch's own if not given).

    Raises:
        DownloadError: A file could not be had, or is not the one that is known.
    """
    by_content = {f"{CYCLES[name[-1]]}/DataFiles/{name}.xpt": name for name in ANSWERS}
    store = pooch.create(
        path=cache or pooch.os_cache("diabetes-risk") / "nhanes",
        base_url=base_url,
        registry=_registry() | dict.fromkeys(by_content),
    )
    fetched = {}
    for name in store.registry:
        try:
            path = Path(store.fetch(name))
        except (OSError, ValueError) as problem:  # not there, or not this hash
            raise DownloadError(
                f"NHANES: {name} could not be had from {base_url}: {problem} Run again: "
                "what has come is kept. If the CDC has published a new version, a "
                "bundle made with it is another one: use a data directory for that."
            ) from problem
        fetched[path.stem] = _described(path)
    for name, (column, known) in ANSWERS.items():
        table = read_transport(fetched[name].path)
        if answers_sha256(table, column) != known:
            raise DownloadError(
                f"NHANES: {column} of {fetched[name].path} is not what it was. Remove "
                "the file and run again, or use a data directory."
            )
    return fetched


def _registry() -> dict[str, str]:
    listed = (files("training.cohorts") / "nhanes_registry.txt").read_text()
    lines = [line for line in listed.splitlines() if not line.startswith("#")]
    return {name: sha256 for name, _, sha256 in (line.partition(" ") for line in lines)}


def _described(path: Path) -> DataFile:
    return DataFile(path=path, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
