"""An EHR's FHIR server as far as CDS Hooks lets a service rely on one.

It executes reads and the recommended subset of searches over a list of resources, and
refuses everything else, so a template outside the subset fails every test.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

Resource = dict[str, Any]

DATES = ("effectiveDateTime", "authoredOn", "recordedDate", "dateAsserted", "date")
TOKENS = {
    "code": lambda resource: resource.get("code"),
    "category": lambda resource: resource.get("category"),
    "clinical-status": lambda resource: resource.get("clinicalStatus"),
    "status": lambda resource: resource.get("status"),
    "intent": lambda resource: resource.get("intent"),
}
SORTS = {"date", "-date", "authored", "-authored", "recorded-date", "-recorded-date"}


class OutsideSubsetError(Exception):
    """A query that an EHR need not be able to execute."""


class FhirRecord:
    """The record of one patient, behind FHIR queries."""

    def __init__(self, record: list[Resource]) -> None:
        self.record = record

    def answer(self, query: str) -> Resource | None:
        """The resource read, or the Bundle found; None if there is nothing.

        Raises:
            OutsideSubsetError: Neither a read nor a search of the subset.
        """
        path, asked, parameters = query.partition("?")
        kind, _, identity = path.partition("/")
        found = [r for r in self.record if r["resourceType"] == kind]
        if not asked:
            return next((r for r in found if r["id"] == identity), None)
        pairs = parse_qsl(parameters, strict_parsing=True)
        count = None
        for name, value in pairs:
            if name == "_count":
                count = int(value)
            elif name == "_sort":
                found = _sorted(found, value)
            else:
                found = list(filter(_criterion(name, value), found))
        return searchset(found[:count]) if found else None


def searchset(resources: list[Resource], following: str | None = None) -> Resource:
    """A Bundle as a search answers it."""
    bundle: Resource = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(resources),
        "entry": [{"resource": r, "search": {"mode": "match"}} for r in resources],
    }
    if following is not None:
        bundle["link"] = [{"relation": "next", "url": following}]
    return bundle


def _criterion(name: str, value: str) -> Callable[[Resource], bool]:
    if name in {"patient", "subject"}:
        wanted = {f"Patient/{value.removeprefix('Patient/')}"}
        return lambda resource: _reference(resource) in wanted
    if name not in TOKENS:
        raise OutsideSubsetError(name)
    tokens = set(value.split(","))
    read = TOKENS[name]
    return lambda resource: not tokens.isdisjoint(_codes(read(resource)))


def _reference(resource: Resource) -> object:
    about = resource.get("subject") or resource.get("patient") or {}
    return about.get("reference")


def _codes(element: object) -> Iterator[str]:
    """What a token can match: the code alone, or after its system and a bar."""
    match element:
        case str(code):
            yield code
        case list(concepts):
            for concept in concepts:
                yield from _codes(concept)
        case {"coding": list(codings)}:
            for coding in codings:
                yield coding["code"]
                yield f"{coding['system']}|{coding['code']}"
        case _:
            return


def _sorted(found: list[Resource], by: str) -> list[Resource]:
    if by not in SORTS:
        raise OutsideSubsetError(f"_sort={by}")
    return sorted(found, key=_date, reverse=by.startswith("-"))


def _date(resource: Resource) -> str:
    return next((str(resource[name]) for name in DATES if name in resource), "")
