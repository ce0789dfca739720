"""Every route is guarded, or on the list below, which somebody has reviewed."""

from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, Router, get
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from service.access.gate import Gate
from service.observability.metrics import Metrics
from service.transports.guard import (
    PUBLIC,
    UnmarkedHandlerError,
    guard,
    refuse_unmarked,
)
from service.transports.observed import TimedLitestar
from tests.access import PUBLIC_URL, access_claims, bearer, signed, trust_file

# Nothing here tells of a patient. Before adding a line: who could misuse it?
REVIEWED_PUBLIC = {
    "GET /healthz": "asked by orchestrators, which have no token",
    "GET /readyz": "asked by orchestrators, which have no token",
    "GET /schema": "how to call the service",
    "GET /schema/openapi.json": "how to call the service",
    "GET /schema/oauth2-redirect.html": "the page's own, when it asks for a token",
    "GET /schema/{path:str}": "what is not there",
    "GET /schema/static/{file_path:path}": "the page's scripts",
    "HEAD /schema/static/{file_path:path}": "the page's scripts",
    "GET /cds-services": "CDS Hooks discovery",
    "GET /fhir/metadata": "FHIR: the capability statement is open to all",
    "GET /fhir/OperationDefinition/{identity:str}": "how to call the operation",
    "GET /fhir/StructureDefinition/{identity:str}": "what the extensions mean",
    "GET /v2/health/live": "asked by orchestrators, which have no token",
    "GET /v2/health/ready": "asked by orchestrators, which have no token",
    # The page: what it answers depends on nothing but the values sent to it, so it
    # tells nobody of a patient. It can be switched off (DIABETES_RISK_PAGE).
    "GET /": "the page, with nothing entered",
    "POST /": "the page of a browser without scripts",
    "GET /assets/{digest:str}/{path:path}": "the page's scripts and styles",
    "GET /sw.js": "the page without a network",
    "GET /manifest.webmanifest": "the page as an application",
    "GET /models/{name:str}": "what a model is",
    "GET /models/{name:str}/files/{file:str}": "what a model is",
    "GET /page/bundles/{name:str}/{version:str}/{file:str}": (
        "the model, which the page scores with where there is no network"
    ),
    "POST /page/assess": "answers about the values sent, and keeps nothing",
    "POST /page/record": "reads the record sent, and keeps nothing",
    "POST /page/document": "writes down the values sent, and keeps nothing",
}
GROUPS = {
    "/v1": "risk.read",
    "/v2": "risk.read",
    "/fhir": "fhir",
    "/cds-services": "cds",
    "/metrics": "ops",
}


def routes(app: Litestar) -> list[tuple[str, str]]:
    """Every method and path, but for OPTIONS."""
    return sorted(
        (method, route.path)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - {"OPTIONS"}
    )


def example(path: str) -> str:
    """A path of that form; what it names need not be there."""
    parts = ("x" if part.startswith("{") else part for part in path.split("/"))
    return "/".join(parts)


def test_only_the_reviewed_routes_answer_without_a_token(
    guarded_client: TestClient[TimedLitestar],
) -> None:
    refused = {
        f"{method} {path}": guarded_client.request(method, example(path)).status_code
        == 401
        for method, path in routes(guarded_client.app)
    }

    assert len(refused) > 20
    assert {route for route, closed in refused.items() if not closed} == set(
        REVIEWED_PUBLIC
    )


def test_every_other_route_is_closed_to_the_scopes_of_other_groups(
    guarded_client: TestClient[TimedLitestar],
) -> None:
    for method, path in routes(guarded_client.app):
        if f"{method} {path}" in REVIEWED_PUBLIC:
            continue
        own = next(group for part, group in GROUPS.items() if path.startswith(part))
        for scope in set(GROUPS.values()):
            headers = bearer(signed(access_claims(scope)))
            answer = guarded_client.request(method, example(path), headers=headers)
            assert (answer.status_code == 403) is (scope != own), (path, scope)
            assert answer.status_code != 401


@pytest.mark.parametrize("path", ["/v1/risk", "/fhir/metadata", "/metrics", "/healthz"])
def test_which_methods_there_are_is_no_secret(
    guarded_client: TestClient[Any], path: str
) -> None:
    answer = guarded_client.options(path)

    assert answer.status_code == 204
    assert answer.content == b""


def test_a_handler_that_nobody_marked_stops_the_start() -> None:
    @get("/forgotten", sync_to_thread=False)
    def forgotten() -> None: ...

    @get("/mistyped", sync_to_thread=False, opt={"access": "publik"})
    def mistyped() -> None: ...

    @get("/marked", sync_to_thread=False)
    def marked() -> None: ...

    router = Router("/below", route_handlers=[marked], opt=PUBLIC)
    app = Litestar([forgotten, mistyped, router], openapi_config=None)

    with pytest.raises(UnmarkedHandlerError) as refused:
        refuse_unmarked(app)

    assert "/forgotten" in str(refused.value)
    assert "/mistyped" in str(refused.value)
    assert "/below" not in str(refused.value)


def test_the_guard_itself_lets_nobody_into_an_unmarked_handler(
    metrics: Metrics, tmp_path: Path
) -> None:
    """Should one be added after the start."""

    @get("/forgotten", sync_to_thread=False)
    def forgotten() -> None: ...

    gate = Gate(trust_file(tmp_path), PUBLIC_URL, metrics)
    app = Litestar([forgotten], guards=[guard(gate)], openapi_config=None)
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/forgotten", headers=bearer(signed(access_claims("ops"))))

    assert answer.status_code == 500


def test_every_reason_of_refusal_is_counted_from_zero(
    metrics: Metrics, tmp_path: Path
) -> None:
    """`rate()` would not see tokens that were forged before a counter is there."""
    Gate(trust_file(tmp_path), PUBLIC_URL, metrics)

    for reason in ("bad_signature", "algorithm", "replayed", "expired", "no_token"):
        counted = metrics.registry.get_sample_value(
            "diabetes_risk_callers_total", {"outcome": reason}
        )
        assert counted == 0


def test_without_a_trust_file_this_machine_is_let_in(client: TestClient[Any]) -> None:
    answer = client.get("/v1/version", headers={"authorization": "Bearer a.b.c"})

    assert answer.status_code == 200
