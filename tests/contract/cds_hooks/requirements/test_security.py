"""CDS Hooks: who may call, proven by a signed JWT of the client's own."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine.bundle import Bundle
from service.settings import Settings
from tests.access import (
    EHR,
    PUBLIC_URL,
    bearer,
    client_claims,
    key,
    key_set,
    signed,
    trust_file,
)
from tests.contract.cds_hooks.conftest import application, discovered
from tests.contract.cds_hooks.hooks import SERVICE, hook

Client = TestClient[Any]
KEYS_AT = "https://ehr.hospital.test/jwks.json"
TRUST = f"""\
[[cds_client]]
issuer = "{EHR}"
jwks = "ehr.json"
jku = ["{KEYS_AT}"]
"""


@pytest.fixture(scope="module")
def guarded(
    bundles: dict[str, Bundle], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """The application, which trusts one EHR with an elliptic and an RSA key."""
    folder: Path = tmp_path_factory.mktemp("trust")
    trust = trust_file(folder, TRUST)
    (folder / "ehr.json").write_text(key_set("ehr", "rsa-ehr"))
    with application(bundles, Settings(trust=trust, public_url=PUBLIC_URL)) as http:
        yield http


def status(client: Client, token: str | None) -> int:
    """What a call of the service with this token is answered."""
    call = hook(templates=discovered(client).templates)
    headers = {} if token is None else bearer(token)
    answer = client.post(SERVICE, json=call, headers=headers)
    assert answer.status_code == 200 or "cards" not in answer.text
    return int(answer.status_code)


def by_hand(header: Mapping[str, object], secret: bytes | None = None) -> str:
    """A token that no library would make; without a secret it has no signature."""
    parts = (header, client_claims(SERVICE))
    text = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
    if secret is None:
        return f"{text}."
    return f"{text}.{_encoded(hmac.digest(secret, text.encode(), 'sha256'))}"


def _encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def test_176_a_client_proves_itself_with_a_signed_jwt(guarded: Client) -> None:
    assert status(guarded, signed(client_claims(SERVICE), "ehr")) == 200


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": PUBLIC_URL}, id="made for another address"),
        pytest.param({"exp": 1_600_000_000}, id="expired"),
        pytest.param({"jti": None}, id="without a nonce"),
        pytest.param({"iat": None}, id="without its time"),
    ],
)
def test_176_a_jwt_that_proves_nothing_is_refused(
    guarded: Client, changes: dict[str, object]
) -> None:
    assert status(guarded, signed(client_claims(SERVICE, **changes), "ehr")) == 401


def test_176_a_jwt_serves_once(guarded: Client) -> None:
    token = signed(client_claims(SERVICE), "ehr")

    assert [status(guarded, token) for _ in range(2)] == [200, 401]


@pytest.mark.parametrize("path", [SERVICE, f"{SERVICE}/feedback"])
def test_177_without_authentication_nothing_is_answered(
    guarded: Client, path: str
) -> None:
    answer = guarded.post(path, json=hook())

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_195_a_client_that_is_not_listed_is_refused(guarded: Client) -> None:
    stranger = client_claims(SERVICE, iss="https://stranger.test")

    assert status(guarded, signed(stranger, "ehr")) == 401
    assert status(guarded, signed(client_claims(SERVICE), "stranger")) == 401


@pytest.mark.parametrize(
    ("address", "expected"), [(KEYS_AT, 200), ("https://stranger.test/jwks.json", 401)]
)
def test_195_a_key_address_counts_only_if_it_is_listed(
    guarded: Client, address: str, expected: int
) -> None:
    token = signed(client_claims(SERVICE), "ehr", header={"jku": address})

    assert status(guarded, token) == expected


def test_199_keys_that_were_agreed_on_beforehand_need_no_address(
    guarded: Client,
) -> None:
    """The key set is a file of the operator's; the token has no `jku`."""
    assert status(guarded, signed(client_claims(SERVICE), "ehr")) == 200


@pytest.mark.parametrize(
    ("name", "algorithm"),
    [("ehr", "ES384"), ("rsa-ehr", "RS384"), ("rsa-ehr", "PS384")],
)
def test_200_205_algorithms_of_rfc_7518_are_understood(
    guarded: Client, name: str, algorithm: str
) -> None:
    token = signed(client_claims(SERVICE), name, header={"alg": algorithm})

    assert status(guarded, token) == 200


@pytest.mark.parametrize("name", ["none", "None", "NONE", ""])
def test_201_207_a_jwt_without_a_signature_is_refused(
    guarded: Client, name: str
) -> None:
    header = {"alg": name, "kid": "ehr", "typ": "JWT"}

    assert status(guarded, by_hand(header)) == 401


def test_203_207_a_jwt_signed_with_a_shared_secret_is_refused(guarded: Client) -> None:
    """Also with the public key as the secret, which everybody has."""
    public = key("ehr").as_pem(private=False)  # type: ignore[attr-defined]
    header = {"alg": "HS256", "kid": "ehr", "typ": "JWT"}

    assert status(guarded, by_hand(header, public)) == 401
    assert status(guarded, by_hand(header, b"secret")) == 401
