"""Key sets: the public keys of others, and nothing that they should not have shown."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey, OctKey, OKPKey
from joserfc.util import int_to_base64

from service.access.key_set import KeySetError, pick, read_keys
from tests.access import key, key_set


def published(*keys: object) -> bytes:
    return json.dumps({"keys": keys}).encode()


def public(name: str, **changes: object) -> dict[str, object]:
    return {**key(name).as_dict(private=False), **changes}


def test_a_key_is_found_by_name_and_algorithm() -> None:
    keys = read_keys(key_set("server", "rsa"))

    assert [one.kid for one in keys] == ["server", "rsa"]
    assert pick(keys, "rsa", "RS384") is keys[1]
    assert pick(keys, "rsa", "PS256") is keys[1]
    assert pick(keys, "server", "ES384") is keys[0]
    assert pick(keys, "server", "ES256") is None  # another curve
    assert pick(keys, "server", "RS384") is None
    assert pick(keys, "other", "ES384") is None
    assert pick(keys, None, "ES384") is None  # two keys: a token must name one


def test_two_keys_of_one_name_are_told_apart_by_the_algorithm() -> None:
    """RFC 7517, section 4.5, has this very example."""
    keys = read_keys(published(public("server", kid="a"), public("rsa", kid="a")))

    assert pick(keys, "a", "RS256") is keys[1]


def test_a_token_need_not_name_the_only_key() -> None:
    without_name = {k: v for k, v in public("server").items() if k != "kid"}
    keys = read_keys(published(without_name))

    assert pick(keys, None, "ES384") is keys[0]
    assert pick(keys, "server", "ES384") is None


def weak() -> dict[str, object]:
    key = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    numbers = key.public_key().public_numbers()
    n, e = int_to_base64(numbers.n), int_to_base64(numbers.e)
    return {"kty": "RSA", "kid": "weak", "n": n, "e": e}


# The library warns; in production that does not stop it.
@pytest.mark.filterwarnings("ignore:Key size should be")
@pytest.mark.parametrize(
    "described",
    [
        pytest.param(OctKey.generate_key(256).as_dict(private=True), id="shared"),
        pytest.param(key("server").as_dict(private=True), id="private"),
        pytest.param(key("rsa").as_dict(private=True), id="private RSA"),
        pytest.param(weak(), id="weak RSA"),
        pytest.param(
            OKPKey.generate_key("Ed25519").as_dict(private=False), id="Edwards curve"
        ),
        pytest.param(
            ECKey.generate_key("secp256k1").as_dict(private=False), id="another curve"
        ),
        pytest.param(public("server", use="enc"), id="for encryption"),
        pytest.param(public("server", key_ops=["sign"]), id="not for verifying"),
        pytest.param(public("rsa", alg="RSA-OAEP"), id="for another algorithm"),
        pytest.param(public("server", x="AAAA"), id="not on the curve"),
        pytest.param(public("server", kid=7), id="a number as name"),
        pytest.param(public("server", crv=None), id="no curve"),
        pytest.param({"kty": "RSA", "n": "AQAB"}, id="half a key"),
        pytest.param({"kty": ["RSA"]}, id="a list as type"),
        pytest.param({}, id="nothing"),
    ],
)
def test_a_key_that_cannot_be_trusted_is_passed_over(
    described: dict[str, object],
) -> None:
    assert [k.kid for k in read_keys(published(described, public("ehr")))] == ["ehr"]
    with pytest.raises(KeySetError, match="has no public key"):
        read_keys(published(described))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[]",
        b'{"keys": {}}',
        b'{"keys": ["server"]}',
        b'{"keys": []}',
        b"-----BEGIN PUBLIC KEY-----",
        b"\xff",
        b'{"keys": [{"kty": ' + b"[" * 10_000,
    ],
)
def test_what_is_no_key_set_is_refused(text: bytes) -> None:
    with pytest.raises(KeySetError):
        read_keys(text)


def test_certificates_of_a_key_do_not_matter() -> None:
    """Many servers publish them along; they are neither read nor a reason to refuse."""
    (found,) = read_keys(published(public("rsa", x5c="not a list", x5u=1, x5t="x")))

    assert found.kid == "rsa"


def test_a_set_of_more_keys_than_an_issuer_has_is_refused_whole() -> None:
    """Passing over the last ones would refuse their tokens without a word."""
    described = json.loads(published(public("server")))["keys"]

    with pytest.raises(KeySetError, match="more than 100 keys"):
        read_keys(json.dumps({"keys": described * 101}).encode())
