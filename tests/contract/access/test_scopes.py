"""Access tokens that are let in, and those that lack the scope."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from service.observability.metrics import Metrics
from tests.access import PUBLIC_URL, access_claims, bearer, signed

PATIENT = {"patient": {"age": 54, "sex": "female"}}


def counted(metrics: Metrics, outcome: str) -> float | None:
    return metrics.registry.get_sample_value(
        "diabetes_risk_callers_total", {"outcome": outcome}
    )


def now() -> int:
    return int(time.time())


ACCEPTED: dict[str, Callable[[], str]] = {
    "ES384": lambda: signed(access_claims()),
    "RS384": lambda: signed(access_claims(), "rsa"),
    "RS256": lambda: signed(access_claims(), "rsa", header={"alg": "RS256"}),
    "PS384": lambda: signed(access_claims(), "rsa", header={"alg": "PS384"}),
    "typ of RFC 9068": lambda: signed(access_claims(), header={"typ": "at+jwt"}),
    "no typ": lambda: signed(access_claims(), header={"typ": None}),
    "made for this part": lambda: signed(access_claims(aud=f"{PUBLIC_URL}/v1")),
    "made for this address": lambda: signed(access_claims(aud=f"{PUBLIC_URL}/v1/risk")),
    "made for several": lambda: signed(access_claims(aud=["https://a", PUBLIC_URL])),
    "more scopes than ours": lambda: signed(access_claims("openid risk.read x")),
    "scopes in a list": lambda: signed(
        access_claims() | {"scope": ["openid", "risk.read"]}
    ),
    "a clock a little ahead": lambda: signed(
        access_claims(iat=now() + 30, nbf=now() + 30)
    ),
    "no iat, no jti": lambda: signed(access_claims(iat=None, jti=None)),
    "claims of no concern": lambda: signed(access_claims(azp="emr", acr={"x": [1]})),
    "header members of no concern": lambda: signed(
        access_claims(), header={"nonce": "x"}
    ),
}


@pytest.mark.parametrize("make", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_is_let_in_as_often_as_it_comes_until_it_expires(
    guarded_client: TestClient[Any], metrics: Metrics, make: Callable[[], str]
) -> None:
    headers = bearer(make())

    answers = [
        guarded_client.post("/v1/risk", json=PATIENT, headers=headers) for _ in "12"
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert counted(metrics, "ok") == 2


def test_the_scheme_is_read_in_any_case(guarded_client: TestClient[Any]) -> None:
    headers = {"authorization": f"bEARER  {signed(access_claims())}"}

    assert guarded_client.get("/v1/version", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "scope", ["", "fhir", "risk.readx", "RISK.READ", "ops cds", "*"]
)
def test_a_token_without_the_scope_is_told_which_one_it_lacks(
    guarded_client: TestClient[Any], metrics: Metrics, scope: str
) -> None:
    headers = {**bearer(signed(access_claims(scope))), "accept-language": "vi"}

    refused = guarded_client.post("/v1/risk", json=PATIENT, headers=headers)

    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["title"] == "Mã truy cập (token) không cho phép thao tác này"
    assert refused.headers["www-authenticate"] == (
        'Bearer realm="diabetes-risk", error="insufficient_scope", scope="risk.read"'
    )
    assert counted(metrics, "scope") == 1


def test_metrics_are_for_operators(guarded_client: TestClient[Any]) -> None:
    asked = [
        guarded_client.get("/metrics", headers=bearer(signed(access_claims(scope))))
        for scope in ("risk.read fhir cds", "ops")
    ]

    assert [answer.status_code for answer in asked] == [403, 200]
