"""Score a file of patients without a server: `diabetes-risk score FILE`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from service.clinical.language import Language
from service.engine.engine import RiskEngine
from service.intake.rows import Row, read_rows
from service.intake.spreadsheet import read_spreadsheet
from service.observability.metrics import Metrics
from service.transports.rows import LARGE_CHUNK, RowScorer, encode_lines


class UnreadableFileError(Exception):
    """The file is not text that this program reads."""


def score_file(
    file: Path,
    out: IO[bytes],
    *,
    engine: RiskEngine,
    metrics: Metrics,
    language: Language,
    interval: bool,
    bundles: tuple[str, ...],
) -> int:
    """Write a line of JSON for each row of a JSON, NDJSON or CSV file.

    Returns:
        How many rows were refused.

    Raises:
        UnreadableFileError: The file is not UTF-8 text.
    """
    scorer = RowScorer(
        engine=engine,
        metrics=metrics,
        bundles=bundles,
        language=language,
        interval=interval,
        request_id=uuid4().hex,
        chunk=LARGE_CHUNK,
    )
    refused = 0
    with _rows(file) as rows:
        try:
            for results in scorer.results(rows):
                out.write(encode_lines(results))
                refused += sum(result.error is not None for result in results)
        except UnicodeDecodeError as error:
            raise UnreadableFileError(
                f"{file} is not UTF-8; save it as CSV UTF-8 and try again."
            ) from error
    return refused


@contextmanager
def _rows(file: Path) -> Iterator[Iterator[Row]]:
    if file.suffix.lower() in {".csv", ".tsv", ".txt"}:
        with file.open(encoding="utf-8-sig", newline="") as text:
            yield read_spreadsheet(text)
        return
    with file.open("rb") as content:
        yield read_rows(content)
