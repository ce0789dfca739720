"""Calls with a prefetch of one's own, and what is said of them."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.contract.cds_hooks.conftest import Ehr
from tests.contract.cds_hooks.ehr import FhirRecord, Resource
from tests.contract.cds_hooks.hooks import RECORDS, SERVICE, hook, prefetch

RECORD = RECORDS["no glucose known"]


def answered(ehr: Ehr, data: Mapping[str, object], **changes: object) -> httpx.Response:
    """The answer to a call with exactly this prefetch."""
    call = hook(**changes) | {"prefetch": dict(data)}
    return ehr.http.post(SERVICE, json=call, headers={"accept-language": "en"})


def sent(ehr: Ehr, record: list[Resource] = RECORD) -> dict[str, Any]:
    """What an EHR prefetches for the service."""
    return prefetch(FhirRecord(record), ehr.templates)


def problems(response: httpx.Response) -> list[tuple[str, str]]:
    assert response.headers["content-type"] == "application/problem+json"
    return [(e["pointer"], e["code"]) for e in response.json()["errors"]]
