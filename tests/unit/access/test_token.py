"""Tokens as they come: whatever it is, it is read or refused, and never breaks."""

import json
from base64 import urlsafe_b64encode
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from service.access.key_set import read_keys
from service.access.refusal import RefusedError
from service.access.token import read_token
from tests.access import access_claims, key_set, signed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
MEMBERS = st.sampled_from(
    ["alg", "kid", "typ", "jku", "crit", "b64", "iss", "aud", "exp", "scope", "jti"]
)
OBJECTS = st.dictionaries(MEMBERS | st.text(), JSON)


def segment(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def tried(authorization: str) -> None:
    (key,) = read_keys(key_set("server"))
    with suppress(RefusedError):
        assert not read_token([authorization]).signed_by(key)


@given(st.text() | st.text(alphabet="Bearer .aQ-_=9", max_size=60))
def test_any_text_is_refused(text: str) -> None:
    tried(text)
    tried(f"Bearer {text}")


@given(OBJECTS, OBJECTS, st.text(alphabet="AQabc-_", max_size=200))
def test_any_header_and_payload_are_refused_or_do_not_verify(
    header: dict[str, object], payload: dict[str, object], signature: str
) -> None:
    tried(f"Bearer {segment(header)}.{segment(payload)}.{signature}")
    real = {"alg": "ES384", **header}
    claims = {**access_claims(), **payload}
    tried(f"Bearer {segment(real)}.{segment(claims)}.{signature}")


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_token_with_one_byte_changed_is_refused_or_does_not_verify(
    at: int, by: int
) -> None:
    token = bytearray(signed(access_claims()).encode())
    token[at % len(token)] ^= by
    tried(f"Bearer {token.decode('latin-1')}")


def test_a_token_verifies_with_its_key_alone() -> None:
    token = read_token([f"Bearer {signed(access_claims())}"])
    server, ehr = read_keys(key_set("server", "ehr"))

    assert token.signed_by(server)
    assert not token.signed_by(ehr)
    assert token.claims.iss == "https://auth.hospital.test"


def test_no_header_is_not_the_same_as_a_bad_one() -> None:
    with pytest.raises(RefusedError, match="no_token"):
        read_token([])
