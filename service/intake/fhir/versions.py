"""The latest version of each resource, where a record has several.

What is gathered from several searches may bring a result as it was and as it is since
its correction; the one that was replaced must not count.
"""

from collections.abc import Iterator, Mapping, Sequence

from service.intake.fhir.dates import read_instant
from service.intake.fhir.finding import Entry


def latest(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries without those of which a later version is among them.

    Versions are told by `meta.lastUpdated`, which servers set; without it all stay.
    """
    newest: dict[str, float] = {}
    dated = [(entry, _key(entry), _updated(entry)) for entry in entries]
    for _, key, updated in dated:
        if key is not None and updated is not None:
            newest[key] = max(updated, newest.get(key, updated))
    for entry, key, updated in dated:
        if key is None or updated is None or updated >= newest[key]:
            yield entry


def _key(entry: Entry) -> str | None:
    """What the versions of one resource share."""
    return entry.full_url or entry.reference


def _updated(entry: Entry) -> float | None:
    meta = entry.resource.get("meta")
    written = meta.get("lastUpdated") if isinstance(meta, Mapping) else None
    moment = read_instant(written) if isinstance(written, str) else None
    return None if moment is None else moment.timestamp()
