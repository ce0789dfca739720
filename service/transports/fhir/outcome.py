"""OperationOutcome: what went wrong, or what the reader of an answer should know.

An issue names an element by its FHIRPath and never quotes what it holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from service.clinical.language import Language
from service.intake.fhir.finding import RecordProblem
from service.transports.fhir.elements import Element, concept, element

Severity = Literal["fatal", "error", "warning", "information"]


class RefusedError(Exception):
    """A request that cannot be answered, with every reason, for this reader."""

    def __init__(self, problems: Iterable[RecordProblem], language: Language) -> None:
        self.problems = tuple(problems)
        self.language = language
        super().__init__(", ".join(f"{p.expression} {p.issue}" for p in self.problems))


def issue(
    severity: Severity,
    code: str,
    text: str,
    *,
    expression: str | None = None,
    codings: Sequence[Mapping[str, object]] = (),
    diagnostics: str | None = None,
    extension: Sequence[Mapping[str, object]] = (),
) -> Element:
    """One issue; `code` is of https://hl7.org/fhir/R4/valueset-issue-type.html."""
    return element(
        extension=list(extension),
        severity=severity,
        code=code,
        details=concept(text, *codings),
        diagnostics=diagnostics,
        expression=[expression] if expression else None,
    )


def operation_outcome(issues: Iterable[Element]) -> Element:
    """The resource."""
    return {"resourceType": "OperationOutcome", "issue": list(issues)}


def refusal(error: RefusedError) -> Element:
    """Every reason of a refusal in its reader's language."""
    return operation_outcome(
        issue("error", p.issue, p.text[error.language], expression=p.expression)
        for p in error.problems
    )
