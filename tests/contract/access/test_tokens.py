"""Tokens that are refused, through the whole application.

A refused caller learns nothing: whatever was wrong, the answer is the same to the
letter, and only the operator's metric tells the reason.
"""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from joserfc.jwk import RSAKey
from litestar.testing import TestClient

from service.observability.metrics import Metrics
from tests.access import (
    EHR,
    PUBLIC_URL,
    SERVER,
    access_claims,
    bearer,
    key,
    key_set,
    signed,
)

PATIENT = {"patient": {"age": 54, "sex": "female"}}


def counted(metrics: Metrics, outcome: str) -> float | None:
    return metrics.registry.get_sample_value(
        "diabetes_risk_callers_total", {"outcome": outcome}
    )


def forged(header: dict[str, object], secret: bytes, **claims: object) -> str:
    """A token with a signature that HMAC makes of a secret."""
    parts = [
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in (header, access_claims(**claims))
    ]
    text = b".".join(parts)
    mac = urlsafe_b64encode(hmac.digest(secret, text, sha256)).rstrip(b"=")
    return b".".join((text, mac)).decode()


def unsigned(algorithm: str) -> str:
    head, payload, _ = forged({"alg": algorithm, "kid": "server"}, b"").split(".")
    return f"{head}.{payload}."


def with_other_claims() -> str:
    """The signature of one token under the claims of a better one."""
    head, _, signature = signed(access_claims("fhir")).split(".")
    return f"{head}.{signed(access_claims('risk.read')).split('.')[1]}.{signature}"


def now() -> int:
    return int(time.time())


def rsa_pem() -> bytes:
    public = key("rsa")
    assert isinstance(public, RSAKey)
    return public.as_pem(private=False)


REFUSED: dict[str, tuple[str, Callable[[], str]]] = {
    "alg none": ("algorithm", lambda: unsigned("none")),
    "alg None": ("algorithm", lambda: unsigned("None")),
    "ES384 without a signature": ("bad_signature", lambda: unsigned("ES384")),
    "HS256 with the public key's PEM as secret": (
        "algorithm",
        lambda: forged({"alg": "HS256", "kid": "rsa"}, rsa_pem()),
    ),
    "HS256 with the published key set as secret": (
        "algorithm",
        lambda: forged({"alg": "HS256", "kid": "rsa"}, key_set("rsa").encode()),
    ),
    "RS384 made with HMAC of the public key": (
        "bad_signature",
        lambda: forged({"alg": "RS384", "kid": "rsa"}, rsa_pem()),
    ),
    "an algorithm that the key is not for": (
        "unknown_key",
        lambda: signed(access_claims(), "rsa", header={"kid": "server"}),
    ),
    "signed by a stranger under the server's kid": (
        "bad_signature",
        lambda: signed(access_claims(), "stranger", header={"kid": "server"}),
    ),
    "signed by a stranger under a kid of no key": (
        "unknown_key",
        lambda: signed(access_claims(), "stranger"),
    ),
    "no kid, and the server has two keys": (
        "unknown_key",
        lambda: signed(access_claims(), header={"kid": None}),
    ),
    "the stranger's own key in the header": (
        "bad_signature",
        lambda: signed(
            access_claims(),
            "stranger",
            header={"kid": "server", "jwk": key("stranger").as_dict(private=False)},
        ),
    ),
    "keys of an address in the header": (
        "key_address",
        lambda: signed(access_claims(), header={"jku": "https://stranger.test/keys"}),
    ),
    "claims of one token, signature of another": ("bad_signature", with_other_claims),
    "an issuer nobody trusts": (
        "unknown_issuer",
        lambda: signed(access_claims(iss="https://stranger.test")),
    ),
    "the issuer with a slash more": (
        "unknown_issuer",
        lambda: signed(access_claims(iss=f"{SERVER}/")),
    ),
    "an access token of the CDS client, signed by the server": (
        "unknown_key",
        lambda: signed(access_claims(iss=EHR)),
    ),
    "made for another service": (
        "audience",
        lambda: signed(access_claims(aud="https://pharmacy.hospital.test")),
    ),
    "made for another part of the service": (
        "audience",
        lambda: signed(access_claims(aud=f"{PUBLIC_URL}/fhir")),
    ),
    "made for an address that only begins like ours": (
        "audience",
        lambda: signed(access_claims(aud=f"{PUBLIC_URL}.stranger.test")),
    ),
    "made for nobody": ("audience", lambda: signed(access_claims(aud=[]))),
    "expired a second ago": ("expired", lambda: signed(access_claims(exp=now() - 1))),
    "not yet valid": ("not_yet", lambda: signed(access_claims(nbf=now() + 90))),
    "issued in the future": ("not_yet", lambda: signed(access_claims(iat=now() + 90))),
    "without aud": ("malformed", lambda: signed(access_claims(aud=None))),
    "without exp": ("malformed", lambda: signed(access_claims(exp=None))),
    "without iss": ("malformed", lambda: signed(access_claims(iss=None))),
    "exp is text": ("malformed", lambda: signed(access_claims(exp="2099"))),
    "exp is true": ("malformed", lambda: signed(access_claims(exp=True))),
    "exp beyond all numbers": (
        "malformed",
        lambda: signed(access_claims(exp=10**400)),
    ),
    "an extension that must be understood": (
        "malformed",
        lambda: signed(access_claims(), header={"crit": ["exp"], "exp": 1}),
    ),
    "another kind of JWT": (
        "malformed",
        lambda: signed(access_claims(), header={"typ": "logout+jwt"}),
    ),
    "a token of 60 kB": ("malformed", lambda: signed(access_claims("x" * 40_000))),
    "no JWT": ("malformed", lambda: "0123456789abcdef"),
    "five parts, as when encrypted": ("malformed", lambda: "a.b.c.d.e"),
    "a header that is no object": (
        "malformed",
        lambda: "W10." + signed(access_claims()).split(".", 1)[1],
    ),
    "a payload nested ten thousand deep": (
        "malformed",
        lambda: signed(access_claims()).split(".")[0] + "." + "W1tb" * 1500 + ".AAAA",
    ),
}


@pytest.mark.parametrize(("reason", "make"), REFUSED.values(), ids=REFUSED.keys())
def test_is_refused_as_any_other_and_counted_by_its_reason(
    guarded_client: TestClient[Any],
    metrics: Metrics,
    reason: str,
    make: Callable[[], str],
) -> None:
    headers = {"x-request-id": "r", "accept-language": "en"}

    none = guarded_client.post("/v1/risk", json=PATIENT, headers=headers)
    refused = guarded_client.post(
        "/v1/risk", json=PATIENT, headers={**headers, **bearer(make())}
    )

    assert counted(metrics, reason) == 1
    assert counted(metrics, "ok") == 0
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == 'Bearer realm="diabetes-risk"'
    assert refused.json() == {
        "type": "urn:diabetes-risk:problem:not-authenticated",
        "title": "A valid access token is needed",
        "status": 401,
        "detail": "A valid access token is needed",
        "errors": [],
        "request_id": "r",
    }
    assert (refused.content, refused.headers) == (none.content, none.headers)


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param("Basic ZW1yOmVtcg==", id="a password"),
        pytest.param("Bearer", id="no token"),
        pytest.param("Bearer ", id="an empty token"),
        pytest.param("Bearer a.b.c d.e.f", id="two tokens"),
        pytest.param("Bearer ..", id="three empty parts"),
        pytest.param("Bearer a.b.é", id="not ASCII"),
        pytest.param("DPoP a.b.c", id="another scheme"),
    ],
)
def test_what_is_no_bearer_token_is_refused_alike(
    guarded_client: TestClient[Any], metrics: Metrics, authorization: str
) -> None:
    headers = {"authorization": authorization.encode("latin-1")}

    refused = guarded_client.get("/v1/version", headers=headers)  # type: ignore[arg-type]

    assert refused.status_code == 401
    assert counted(metrics, "malformed") == 1


def test_nothing_of_a_body_is_read_before_its_sender_is_known(
    guarded_client: TestClient[Any],
) -> None:
    for body in (b"{", b" " * 70_000):
        assert guarded_client.post("/v1/risk", content=body).status_code == 401
