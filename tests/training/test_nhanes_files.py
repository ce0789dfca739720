"""The files of NHANES are the ones that are known, from a directory or from the CDC."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pandas as pd
import pytest

from tests.training.invented_nhanes import NOT_KNOWN, write_nhanes
from tests.training.transport import write_transport
from training.cohorts import nhanes
from training.cohorts.nhanes_files import (
    ANSWERS,
    CYCLES,
    DownloadError,
    fetch_files,
    find_files,
    read_transport,
)
from training.data_directory import DataMissingError, default_directory
from training.undiagnosed_diabetes import INPUTS


def test_a_zero_of_a_transport_file_is_zero(tmp_path: Path) -> None:
    columns = {"SEQN": [1, 2, 3], "VALUE": [0.0, -118.625, 6.5]}
    write_transport(tmp_path / "X.XPT", columns | {"NONE": [NOT_KNOWN, 1, 0.1]})

    table = read_transport(tmp_path / "X.XPT")

    assert table["VALUE"].tolist() == [0.0, -118.625, 6.5]
    np.testing.assert_allclose(table["NONE"], [NOT_KNOWN, 1, 0.1], rtol=1e-15)


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word on standard error."""

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as the CDC serves its files; the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def as_published(source: Path, folder: Path) -> None:
    """Lay a data directory out as it is at the CDC; the answers become files."""
    supplement = pd.read_csv(source / "nhanes" / "supplement.csv.gz")
    for letter, year in CYCLES.items():
        place = folder / str(year) / "DataFiles"
        place.mkdir(parents=True)
        for file in (source / "nhanes").glob(f"*_{letter}.XPT"):
            (place / f"{file.stem}.xpt").symlink_to(file)
        people = read_transport(source / "nhanes" / f"DEMO_{letter}.XPT")["SEQN"]
        here = supplement[supplement["SEQN"].isin(people)]
        for name, (column, _) in ANSWERS.items():
            if name.endswith(f"_{letter}"):
                answered = here[["SEQN", column]].dropna()
                columns = {str(it): answered[it].tolist() for it in answered}
                write_transport(place / f"{name}.xpt", columns)


def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    write_nhanes(tmp_path / "invented", {})
    as_published(tmp_path / "invented", tmp_path / "cdc")

    with (
        served(tmp_path / "cdc") as address,
        pytest.raises(DownloadError, match=r"BIOPRO_D\.xpt.*hash"),
    ):
        fetch_files(base_url=address, cache=tmp_path / "cache")


def test_a_server_that_does_not_answer_is_said(tmp_path: Path) -> None:
    with served(tmp_path) as address:
        closed = address

    with pytest.raises(DownloadError, match=r"BIOPRO_D\.xpt could not be had"):
        fetch_files(base_url=closed, cache=tmp_path / "cache")


@pytest.fixture(scope="module")
def data() -> Path:
    directory = default_directory()
    try:
        find_files(directory)
    except DataMissingError as absent:
        pytest.skip(f"the survey's files are not here: {absent}")
    return directory


@pytest.mark.slow
def test_what_is_downloaded_is_what_the_data_directory_has(
    data: Path, tmp_path: Path
) -> None:
    as_published(data, tmp_path / "cdc")
    cache = tmp_path / "cache"

    with served(tmp_path / "cdc") as address:
        files = fetch_files(base_url=address, cache=cache)

    downloaded = nhanes.to_cohort(files, INPUTS)
    at_hand = nhanes.read(data, INPUTS)
    np.testing.assert_array_equal(downloaded.x, at_hand.x)
    np.testing.assert_array_equal(downloaded.outcome, at_hand.outcome)
    np.testing.assert_array_equal(downloaded.weight, at_hand.weight)

    # The second time nothing is asked of the server, which is gone; and an answer
    # that was changed in the cache is found.
    changed = cache / "2005" / "DataFiles" / "MCQ_D.xpt"
    table = read_transport(changed)
    table.loc[0, "MCQ300C"] = 3 - table.loc[0, "MCQ300C"]
    write_transport(changed, {str(it): table[it].tolist() for it in table})
    with pytest.raises(DownloadError, match=r"MCQ300C of .*MCQ_D\.xpt is not what"):
        fetch_files(base_url=address, cache=cache)


@pytest.mark.slow
def test_the_real_survey_is_cleaned_as_described(data: Path) -> None:
    cohort = nhanes.read(data, INPUTS)

    assert (cohort.people, cohort.events) == (13_651, 810)
    dropped = {s.reason: s.count for s in cohort.cleaning if s.action == "dropped"}
    assert dropped["younger than 20 years"] == 29_179
    assert dropped["diagnosed diabetes"] == 4_714
    assert dropped["pregnant"] == 627
    assert dropped["glucose not measured fasting"] == 16_955
    asian = cohort.groups["ancestry"] == "asian"
    assert (asian.sum(), cohort.outcome[asian].sum()) == (1_056, 71)
    assert len(np.unique(cohort.cluster)) == 214
    assert np.average(cohort.outcome, weights=cohort.weight) == pytest.approx(
        0.0432, abs=5e-5
    )
