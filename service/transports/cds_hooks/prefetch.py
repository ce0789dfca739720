"""The data of a call, from what came with it and from the client's FHIR server.

A key of the prefetch may be absent or hold an OperationOutcome (the client could not
get the data: it is fetched, if that is possible), null (there is none), or a Bundle
whose further pages are fetched. Without data that the answer rests on there is none.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.clinical.language import Text
from service.intake.fhir.entries import bundle_entries, resource_entry
from service.intake.fhir.finding import Entry, InvalidRecordError, RecordProblem
from service.transports.cds_hooks.discovery import (
    OBSERVATIONS,
    ORDERS,
    PATIENT,
    PREFETCH,
    REQUIRED,
)
from service.transports.cds_hooks.fhir_server import (
    FhirServer,
    FhirServerError,
    next_page,
)
from service.transports.cds_hooks.requests import HookRequest
from service.transports.context import on_the_loop_or_beside

_TOKEN = "{{context.patientId}}"  # noqa: S105  # a placeholder of a template
# Sorted newest first, so a first page has what counts; any other may lack what decides.
_FIRST_PAGE_WILL_DO = {OBSERVATIONS}


class MissingDataError(Exception):
    """Data the answer rests on was neither sent nor to be had; `keys` names it."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(", ".join(keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is known of the patient, as resources."""

    record: Sequence[Entry]
    orders: Sequence[Entry] | None
    """Open orders; None: not known."""
    unknown: frozenset[str]
    """Keys without which the answer is given all the same."""
    partial: frozenset[str]
    """Keys of which only the first page is known."""
    fetched: bool


async def gather(
    call: HookRequest, server: FhirServer | None, *, heavy: bool
) -> Gathered:
    """The resources of every key that can be had.

    What is just being ordered counts as an open order, where the client sends it.

    Args:
        call: What was sent.
        server: The client's FHIR server, if it may be read.
        heavy: Whether so much was sent that others should not wait for it.

    Raises:
        MissingDataError: A required key cannot be had, or not to its last page.
        InvalidRecordError: What came is not FHIR, or not what the key is for.
    """
    sent = call.prefetch
    values = {key: sent[key] for key in PREFETCH if _is_given(sent, key)}
    absent = [key for key in PREFETCH if key not in values]
    if server and absent:
        queries = {
            key: PREFETCH[key].replace(_TOKEN, call.patient_id) for key in absent
        }
        answers = await server.read_each(queries)
        values.update(
            (key, answer)
            for key, answer in answers.items()
            if not isinstance(answer, FhirServerError)
        )
    if missing := [key for key in REQUIRED if key not in values]:
        raise MissingDataError(missing)
    pages = await asyncio.gather(*(_pages(v, server) for v in values.values()))
    cut = {key for key, (_, whole) in zip(values, pages, strict=True) if not whole}
    if missing := [key for key in REQUIRED if key in cut - _FIRST_PAGE_WILL_DO]:
        raise MissingDataError(missing)
    found = {key: whole for key, (whole, _) in zip(values, pages, strict=True)}
    fetched = bool(server and absent) or any(len(whole) > 1 for whole in found.values())

    def resources() -> Gathered:
        entries = {key: list(_entries(key, whole)) for key, whole in found.items()}
        orders = None if ORDERS in cut else entries.get(ORDERS)
        if orders is not None and call.draft_orders is not None:
            orders += bundle_entries(call.draft_orders, "context.draftOrders")
        return Gathered(
            record=[e for key in entries if key != ORDERS for e in entries[key]],
            orders=orders,
            unknown=frozenset(PREFETCH) - set(values),
            partial=frozenset(cut),
            fetched=fetched,
        )

    return await on_the_loop_or_beside(resources, heavy=heavy or fetched)


def _is_given(prefetch: Mapping[str, object], key: str) -> bool:
    return key in prefetch and not _is_failure(prefetch[key])


def _is_failure(value: object) -> bool:
    """Whether the client's own server failed: an OperationOutcome, alone or within."""
    if not isinstance(value, Mapping):
        return False
    if value.get("resourceType") == "OperationOutcome":
        return True
    rows = value.get("entry") if value.get("resourceType") == "Bundle" else None
    found = [row.get("resource") for row in _mappings(rows)]
    return any(
        issue.get("severity") in ("error", "fatal")
        for outcome in _mappings(found)
        if outcome.get("resourceType") == "OperationOutcome"
        for issue in _mappings(outcome.get("issue"))
    )


def _mappings(values: object) -> Iterator[Mapping[str, object]]:
    for value in values if isinstance(values, list) else ():
        if isinstance(value, Mapping):
            yield value


async def _pages(value: object, server: FhirServer | None) -> tuple[list[object], bool]:
    """A value with its further pages, and whether these are all."""
    if not isinstance(value, Mapping) or next_page(value) is None:
        return [value], True
    if server is None:
        return [value], False
    try:
        return [value, *await server.following(value)], True
    except FhirServerError:
        return [value], False


def _entries(key: str, pages: Sequence[object]) -> Iterator[Entry]:
    """The resources of one key; a search may bring others along with them."""
    expected = PREFETCH[key].partition("?")[0].partition("/")[0]
    for page in pages:
        if page is None:
            continue
        expression = f"prefetch.{key}"
        entry = resource_entry(page, expression)
        if entry.type == "Bundle":
            # Not whose record it is: that is what the patient's own key says.
            yield from (
                found
                for found in bundle_entries(page, expression)
                if found.type != "Patient" or key == PATIENT
            )
        elif entry.type == expected:
            yield entry
        else:
            text = Text(
                "Expected here: {kind}, or a Bundle of it.",
                "Ở đây cần {kind} hoặc Bundle của tài nguyên đó.",
            ).format(kind=expected)
            problem = RecordProblem(
                expression=f"{expression}.resourceType", issue="structure", text=text
            )
            raise InvalidRecordError([problem])
