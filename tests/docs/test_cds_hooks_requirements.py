"""Every row of the CDS Hooks list has a test on the application, or a reason."""

import csv
from pathlib import Path

import pytest

from docs.generated.cds_hooks import ROWS, Requirement, requirements, rows, shown_by
from training.data_directory import default_directory

PUBLISHED = Path("standards") / "cds-hooks-2.0-service-requirements.csv"


def test_the_rows_are_those_that_inferno_published() -> None:
    directory = default_directory()
    if directory is None or not (directory / PUBLISHED).exists():
        pytest.skip("the published list is not here")

    with (directory / PUBLISHED).open(encoding="utf-8", newline="") as file:
        published = {int(row["id"]): row["conformance"] for row in csv.DictReader(file)}

    assert {row.id: row.conformance for row in rows()} == published
    assert len(published) == 120


def test_the_summaries_are_in_our_own_words() -> None:
    directory = default_directory()
    if directory is None or not (directory / PUBLISHED).exists():
        pytest.skip("the published list is not here")
    published = (directory / PUBLISHED).read_text(encoding="utf-8")

    assert [row.summary for row in rows() if row.summary in published] == []


def test_every_row_has_a_test_or_a_reason_and_not_both() -> None:
    shown = shown_by()

    assert [row.id for row in rows() if (row.id in shown) is bool(row.reason)] == []


def test_no_test_names_a_row_that_does_not_exist() -> None:
    assert set(shown_by()) - {row.id for row in rows()} == set()


def test_what_a_service_shall_do_is_tested_but_for_what_binds_others() -> None:
    binding = {"SHALL", "SHALL NOT"}
    untested = {row.id for row in rows() if row.conformance in binding and row.reason}

    # A liberty of the client's, and an agreement between organisations.
    assert untested == {89, 213}


def test_each_row_stands_once_under_its_topic() -> None:
    ids = [row.id for row in rows()]

    assert len(ids) == len(set(ids))
    assert ROWS.read_text(encoding="utf-8").count("[[requirement]]") == len(ids)
    assert all(isinstance(row, Requirement) for row in rows())


def test_the_page_has_a_line_for_every_row() -> None:
    page = requirements()

    assert [
        row.id for row in rows() if f"\n| {row.id} | {row.conformance} |" not in page
    ] == []
