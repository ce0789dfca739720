"""Many patients, a row at a time: each row becomes one line of NDJSON.

A row that cannot be read becomes an error line and the rest go on. Rows are scored a
few at a time, because the graph is much faster for many rows than for one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import NamedTuple

import msgspec

from service.clinical.language import Language
from service.clinical.patient import Patient
from service.engine.assessment import Answer
from service.engine.engine import RiskEngine
from service.intake.rows import Row
from service.observability.metrics import Metrics
from service.transports import schemas
from service.transports.present import present
from service.transports.problems import errors_of, problem
from service.transports.reference_scores import ReferenceScore
from service.transports.requests import InvalidRequestError, RiskRequest, read_request

# Few where single patients are answered between two chunks. Where nobody waits, many
# take a seventh less of the processor.
CHUNK = 8
LARGE_CHUNK = 64
MAX_ID_LENGTH = 64


class ResultLine(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A row's answer: `error`, or the same fields as the answer about one patient."""

    row: int
    id: str | None = None
    conclusion: schemas.Conclusion | None = None
    assessments: list[schemas.Assessment] | None = None
    not_assessed: list[schemas.NotAssessed] | None = None
    notices: list[schemas.Notice] | None = None
    reference_scores: list[ReferenceScore] | None = None
    error: schemas.Problem | None = None
    request_id: str


class _Asked(NamedTuple):
    """What rows must agree in to be scored in one run."""

    bundles: tuple[str, ...]
    interval: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowScorer:
    """Scores rows for one request, with what the request says for all of them."""

    engine: RiskEngine
    metrics: Metrics
    bundles: tuple[str, ...]
    language: Language
    interval: bool
    request_id: str
    chunk: int = CHUNK

    def results(self, rows: Iterable[Row]) -> Iterator[list[ResultLine]]:
        """Results in the order of the rows, some at a time."""
        remaining = iter(rows)
        while chunk := list(islice(remaining, self.chunk)):
            results = self._chunk(chunk)
            # Not kept while the answer is sent, which may take its reader long.
            chunk.clear()
            refused = sum(result.error is not None for result in results)
            self.metrics.rows(answered=len(results) - refused, refused=refused)
            yield results

    def lines(self, rows: Iterable[Row]) -> Iterator[bytes]:
        """The same as NDJSON."""
        return map(encode_lines, self.results(rows))

    def _chunk(self, rows: list[Row]) -> list[ResultLine]:
        with self.metrics.stage("validate"):
            read = {row.number: self._read(row) for row in rows}
        groups: defaultdict[_Asked, dict[int, Patient]] = defaultdict(dict)
        for number, outcome in read.items():
            if isinstance(outcome, RiskRequest):
                asked = _Asked(outcome.bundles, outcome.interval)
                groups[asked][number] = outcome.patient
        answers: dict[int, list[Answer]] = {}
        for asked, patients in groups.items():
            scored = self.engine.assess_many(
                list(patients.values()), asked.bundles, interval=asked.interval
            )
            answers.update(zip(patients, scored, strict=True))
        with self.metrics.stage("present"):
            return [
                self._line(row, outcome, answers.get(row.number, []))
                for row, outcome in zip(rows, read.values(), strict=True)
            ]

    def _read(self, row: Row) -> RiskRequest | schemas.Problem:
        """A row is a patient, or a request with `patient` and perhaps an `id`."""
        if row.error is not None:
            return self._refused("malformed-row", detail=row.error)
        content = row.content
        bare = isinstance(content, Mapping) and "patient" not in content
        if isinstance(content, Mapping) and bare:
            content = {"patient": {k: v for k, v in content.items() if k != "id"}}
        try:
            return read_request(
                content,
                served=tuple(self.engine.bundles),
                language=self.language,
                interval=self.interval,
                bundles=self.bundles,
                extra=("id",),
            )
        except InvalidRequestError as error:
            errors = errors_of(error)
            if bare:
                for one in errors:
                    one.pointer = one.pointer.removeprefix("/patient")
            return self._refused("invalid-request", errors=errors)

    def _refused(
        self,
        code: str,
        *,
        detail: str | None = None,
        errors: Iterable[schemas.Error] = (),
    ) -> schemas.Problem:
        return problem(
            code,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            language=self.language,
            request_id=self.request_id,
            detail=detail,
            errors=errors,
        )

    def _line(
        self, row: Row, outcome: RiskRequest | schemas.Problem, answers: list[Answer]
    ) -> ResultLine:
        identifier = _identifier(row.content)
        if isinstance(outcome, schemas.Problem):
            return ResultLine(
                row=row.number, id=identifier, error=outcome, request_id=self.request_id
            )
        answer = present(
            answers,
            outcome.patient,
            row.notices,
            inputs_of_any=self.engine.inputs,
            language=outcome.language,
            request_id=self.request_id,
        )
        return ResultLine(
            row=row.number,
            id=identifier,
            conclusion=answer.conclusion,
            assessments=answer.assessments,
            not_assessed=answer.not_assessed,
            notices=answer.notices,
            reference_scores=answer.reference_scores,
            request_id=self.request_id,
        )


def encode_lines(results: Iterable[ResultLine]) -> bytes:
    """Results as NDJSON."""
    return msgspec.json.Encoder().encode_lines(results)


def _identifier(content: object) -> str | None:
    """The sender's own name for a row, returned so that answers can be matched."""
    sent = content.get("id") if isinstance(content, Mapping) else None
    if not isinstance(sent, str | int) or isinstance(sent, bool):
        return None
    return str(sent)[:MAX_ID_LENGTH].encode("utf-8", "replace").decode()
