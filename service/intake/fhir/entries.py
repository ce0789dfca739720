"""The resources of a record, each with the place where it stood.

Bundles of every kind that carries a record are opened, also those within Bundles: a
sender may pass on the pages of several searches as they came.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from service.clinical.language import Text
from service.intake.fhir.finding import (
    Entry,
    InvalidRecordError,
    IssueType,
    RecordProblem,
)

# A history has several versions of one resource, a message its own events.
RECORD_BUNDLES = ("collection", "transaction", "batch", "searchset", "document")
# Searches within a batch within a collection; a deeper one is no record.
MAX_DEPTH = 3

_TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}")
# R4's id (datatypes.html#id), and the underscore that hospital systems write.
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
# A URI as it travels (RFC 3986): no spaces, nothing beyond ASCII.
_URL = re.compile(r"[!-~]{1,2048}")


def bundle_entries(bundle: object, expression: str = "Bundle") -> list[Entry]:
    """Every resource of a Bundle, in its order, those of inner Bundles in place.

    Raises:
        InvalidRecordError: Not a Bundle that carries a record, or damaged.
    """
    outer = resource_entry(bundle, expression)
    if outer.type != "Bundle":
        raise _refusal(
            f"{expression}.resourceType",
            "structure",
            Text("A Bundle is expected here.", "Ở đây cần một Bundle."),
        )
    return list(_opened(outer, MAX_DEPTH))


def resource_entry(
    resource: object, expression: str, full_url: str | None = None
) -> Entry:
    """One resource, if it has a type and can be referred to.

    Raises:
        InvalidRecordError: Not a JSON object with a `resourceType`, or a bad id.
    """
    if not isinstance(resource, Mapping):
        raise _refusal(expression, "structure", _NOT_AN_OBJECT)
    if not _matches(_TYPE, resource.get("resourceType")):
        raise _refusal(
            f"{expression}.resourceType",
            "structure",
            Text(
                "A resource must name its resourceType.",
                "Tài nguyên phải ghi resourceType.",
            ),
        )
    identity = resource.get("id")
    if identity is not None and not _matches(_ID, identity):
        raise _refusal(
            f"{expression}.id",
            "value",
            Text(
                "An id has up to 64 letters, digits, hyphens and full stops.",
                "id gồm tối đa 64 chữ cái, chữ số, dấu gạch nối và dấu chấm.",
            ),
        )
    return Entry(resource=resource, expression=expression, full_url=full_url)


def _opened(bundle: Entry, depth: int) -> Iterator[Entry]:
    kind = bundle.resource.get("type")
    if kind not in RECORD_BUNDLES:
        raise _refusal(
            f"{bundle.expression}.type",
            "not-supported",
            Text(
                "A record is a Bundle of one of these types: {types}.",
                "Hồ sơ phải là Bundle thuộc một trong các loại: {types}.",
            ).format(types=", ".join(RECORD_BUNDLES)),
        )
    if depth == 0:
        raise _refusal(
            bundle.expression,
            "not-supported",
            Text("Bundles are nested too deeply.", "Bundle lồng nhau quá sâu."),
        )
    rows = bundle.resource.get("entry", ())
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise _refusal(f"{bundle.expression}.entry", "structure", _NOT_A_LIST)
    for number, row in enumerate(rows):
        place = f"{bundle.expression}.entry[{number}]"
        entry = _entry(row, place)
        if entry is None:
            continue
        if entry.type == "Bundle":
            yield from _opened(entry, depth - 1)
        else:
            yield entry


def _entry(row: object, place: str) -> Entry | None:
    """One row of a Bundle; None where it carries no resource, as a deletion does."""
    if not isinstance(row, Mapping):
        raise _refusal(place, "structure", _NOT_AN_OBJECT)
    full_url = row.get("fullUrl")
    if full_url is not None and not _matches(_URL, full_url):
        raise _refusal(
            f"{place}.fullUrl",
            "value",
            Text("fullUrl must be an absolute URI.", "fullUrl phải là URI tuyệt đối."),
        )
    if "resource" not in row:
        return None
    return resource_entry(row["resource"], f"{place}.resource", full_url)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


_NOT_AN_OBJECT = Text(
    "A JSON object is expected here.", "Ở đây cần một đối tượng JSON."
)
_NOT_A_LIST = Text("A JSON array is expected here.", "Ở đây cần một mảng JSON.")


def _refusal(expression: str, issue: IssueType, text: Text) -> InvalidRecordError:
    return InvalidRecordError(
        [RecordProblem(expression=expression, issue=issue, text=text)]
    )
