"""Tokens that a CDS client signs itself (CDS Hooks 2.0, Trusting CDS Clients).

Each is for one call of one address, within five minutes.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from tests.access import (
    EHR,
    PUBLIC_URL,
    SERVER,
    access_claims,
    bearer,
    client_claims,
    signed,
    trust_file,
)

SERVICE = "/cds-services/diabetes-risk"


def counted(metrics: Metrics, outcome: str) -> float | None:
    return metrics.registry.get_sample_value(
        "diabetes_risk_callers_total", {"outcome": outcome}
    )


def now() -> int:
    return int(time.time())


def let_in(client: TestClient[Any], token: str, path: str = SERVICE) -> bool:
    """Whether the handler had its say: an empty request is refused, but by it."""
    answer = client.post(path, json={}, headers=bearer(token))
    assert answer.status_code in {400, 401, 403, 404, 422}
    return answer.status_code not in {401, 403}


ACCEPTED: dict[str, Callable[[], str]] = {
    "as the specification has it": lambda: signed(client_claims(SERVICE), "ehr"),
    "a list of one audience": lambda: signed(
        client_claims(SERVICE, aud=[PUBLIC_URL + SERVICE]), "ehr"
    ),
    "no kid, and there is one key": lambda: signed(
        client_claims(SERVICE), "ehr", header={"kid": None}
    ),
    "a tenant, and any will do": lambda: signed(
        client_claims(SERVICE, tenant="hospital-7"), "ehr"
    ),
    "an access token with the scope": lambda: signed(access_claims("cds")),
}


@pytest.mark.parametrize("make", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_is_let_in(guarded_client: TestClient[Any], make: Callable[[], str]) -> None:
    assert let_in(guarded_client, make())


REFUSED: dict[str, tuple[str, Callable[[], str]]] = {
    "made for the service, not the address": (
        "audience",
        lambda: signed(client_claims("", aud=PUBLIC_URL), "ehr"),
    ),
    "made for discovery": (
        "audience",
        lambda: signed(client_claims("/cds-services"), "ehr"),
    ),
    "made for the feedback": (
        "audience",
        lambda: signed(client_claims(f"{SERVICE}/feedback"), "ehr"),
    ),
    "without jti": (
        "malformed",
        lambda: signed(client_claims(SERVICE, jti=None), "ehr"),
    ),
    "with an empty jti": (
        "malformed",
        lambda: signed(client_claims(SERVICE, jti=""), "ehr"),
    ),
    "without iat": (
        "malformed",
        lambda: signed(client_claims(SERVICE, iat=None), "ehr"),
    ),
    "valid for longer than five minutes": (
        "lifetime",
        lambda: signed(client_claims(SERVICE, exp=now() + 301), "ehr"),
    ),
    "expired": (
        "expired",
        lambda: signed(client_claims(SERVICE, iat=now() - 300, exp=now() - 1), "ehr"),
    ),
    "issued in the future": (
        "not_yet",
        lambda: signed(client_claims(SERVICE, iat=now() + 90, exp=now() + 200), "ehr"),
    ),
    "naming a key address that is not listed": (
        "key_address",
        lambda: signed(
            client_claims(SERVICE), "ehr", header={"jku": "https://stranger.test/k"}
        ),
    ),
    "signed by the authorization server's key": (
        "unknown_key",
        lambda: signed(client_claims(SERVICE), "server"),
    ),
    "claiming a scope": (
        "malformed",
        lambda: signed(client_claims(SERVICE, scope="risk.read", jti=None), "ehr"),
    ),
}


@pytest.mark.parametrize(("reason", "make"), REFUSED.values(), ids=REFUSED.keys())
def test_is_refused(
    guarded_client: TestClient[Any],
    metrics: Metrics,
    reason: str,
    make: Callable[[], str],
) -> None:
    assert not let_in(guarded_client, make())
    assert counted(metrics, reason) == 1


def test_a_token_is_good_for_one_call(
    guarded_client: TestClient[Any], metrics: Metrics
) -> None:
    claims = client_claims(SERVICE)
    first, again = signed(claims, "ehr"), signed(claims, "ehr")

    assert first != again  # an ECDSA signature is new each time: the jti counts
    assert let_in(guarded_client, first)
    assert not let_in(guarded_client, first)
    assert not let_in(guarded_client, again)
    assert counted(metrics, "replayed") == 2


def test_a_refused_token_may_come_again_where_it_belongs(
    guarded_client: TestClient[Any],
) -> None:
    token = signed(client_claims(SERVICE), "ehr")

    assert not let_in(guarded_client, token, f"{SERVICE}/feedback")
    assert let_in(guarded_client, token)


@pytest.mark.parametrize("path", ["/v1/risk", "/v1/risk/what-if"])
def test_it_opens_nothing_but_the_cds_routes(
    guarded_client: TestClient[Any], path: str
) -> None:
    """Not even if it says so itself."""
    for claims in (client_claims(path), client_claims(path, scope="risk.read ops")):
        answer = guarded_client.post(
            path, json={}, headers=bearer(signed(claims, "ehr"))
        )
        assert answer.status_code == 403


def test_discovery_answers_anybody(guarded_client: TestClient[Any]) -> None:
    """An EHR lists services before it is trusted; there is no patient in it."""
    assert guarded_client.get("/cds-services").status_code == 200


@pytest.fixture
def both(
    engine: RiskEngine, metrics: Metrics, readiness: Readiness, tmp_path: Path
) -> TestClient[Any]:
    """An EHR that is also an authorization server, under one name."""
    text = f"""
[[authorization_server]]
issuer = "{SERVER}"
jwks = "server.json"
scopes = ["fhir"]
audience = "diabetes-risk"

[[cds_client]]
issuer = "{SERVER}"
jwks = "server.json"
jku = ["https://auth.hospital.test/keys"]
tenant = "hospital-7"
"""
    settings = Settings(trust=trust_file(tmp_path, text), public_url=PUBLIC_URL)
    return TestClient(create_app(settings, engine, metrics, readiness))


@pytest.mark.parametrize(
    ("changes", "header", "expected"),
    [
        pytest.param({"tenant": "hospital-7"}, {}, True, id="its tenant"),
        pytest.param({"tenant": "hospital-8"}, {}, False, id="another tenant"),
        pytest.param({}, {}, False, id="no tenant"),
        pytest.param(
            {"tenant": "hospital-7"},
            {"jku": "https://auth.hospital.test/keys"},
            True,
            id="a listed key address",
        ),
        pytest.param(
            {"tenant": "hospital-7"},
            {"jku": "https://auth.hospital.test/keys/"},
            False,
            id="a slash more",
        ),
    ],
)
def test_tenant_and_key_address_are_those_of_the_trust_file(
    both: TestClient[Any],
    changes: dict[str, object],
    header: dict[str, object],
    *,
    expected: bool,
) -> None:
    claims = client_claims(SERVICE, iss=SERVER, **changes)

    assert let_in(both, signed(claims, header=header)) is expected


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        pytest.param(access_claims("fhir risk.read"), 403, id="beyond its scopes"),
        pytest.param(
            access_claims("fhir", aud="diabetes-risk"), 403, id="its audience"
        ),
        pytest.param(access_claims("fhir", aud=EHR), 401, id="no audience of ours"),
    ],
)
def test_an_authorization_server_grants_what_the_trust_file_lets_it(
    both: TestClient[Any], claims: dict[str, object], status: int
) -> None:
    answer = both.post("/v1/risk", json={}, headers=bearer(signed(claims)))

    assert answer.status_code == status
