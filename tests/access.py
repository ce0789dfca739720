"""Those whom the service trusts in tests: keys made for the session, tokens, files.

The keys are real and nobody's: made when the tests start, forgotten when they end.
"""

import json
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeyParameters, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.registry import HeaderParameter

PUBLIC_URL = "https://risk.hospital.test"
SERVER = "https://auth.hospital.test"
"""The issuer of access tokens."""
EHR = "https://ehr.hospital.test"
"""A CDS client, which signs its own tokens."""
TRUST = f"""
[[authorization_server]]
issuer = "{SERVER}"
jwks = "server.json"

[[cds_client]]
issuer = "{EHR}"
jwks = "ehr.json"
"""
ALGORITHMS = ["ES384", "PS384", "RS256", "RS384"]


@cache
def key(name: str) -> Key:
    """The private key of that name: `rsa...` is RSA, others are of curve P-384."""
    parameters: KeyParameters = {"kid": name}
    if name.startswith("rsa"):
        return RSAKey.generate_key(2048, parameters)
    return ECKey.generate_key("P-384", parameters)


def key_set(*names: str) -> str:
    """The public halves, as an issuer publishes them."""
    return json.dumps({"keys": [key(name).as_dict(private=False) for name in names]})


def signed(
    claims: Mapping[str, object],
    by: str = "server",
    *,
    header: Mapping[str, object] | None = None,
) -> str:
    """A token with these claims, signed by the key of that name."""
    algorithm = "RS384" if by.startswith("rsa") else "ES384"
    head = {"alg": algorithm, "kid": by, "typ": "JWT", **(header or {})}
    present = {name: value for name, value in head.items() if value is not None}
    # Whatever header a test asks for: the library would refuse to make some.
    registry = JWSRegistry(
        {"exp": HeaderParameter("an extension", "int")},
        algorithms=ALGORITHMS,
        strict_check_header=False,
    )
    return jwt.encode(present, dict(claims), key(by), registry=registry)


def access_claims(scope: str = "risk.read", **changes: object) -> dict[str, object]:
    """Claims of an access token, as an authorization server makes them; None: absent."""
    now = int(time.time())
    claims = {
        "iss": SERVER,
        "aud": PUBLIC_URL,
        "sub": "emr",
        "scope": scope,
        "iat": now,
        "exp": now + 300,
        "jti": str(uuid4()),
    }
    return {name: v for name, v in {**claims, **changes}.items() if v is not None}


def client_claims(path: str, **changes: object) -> dict[str, object]:
    """Claims of a CDS client's token for one call of one address; None: absent."""
    now = int(time.time())
    claims = {
        "iss": EHR,
        "aud": PUBLIC_URL + path,
        "iat": now,
        "exp": now + 300,
        "jti": str(uuid4()),
    }
    return {name: v for name, v in {**claims, **changes}.items() if v is not None}


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"authorization": f"Bearer {token}"}


def trust_file(folder: Path, text: str = TRUST) -> Path:
    """A trust file, and beside it the keys of the server and of the EHR."""
    (folder / "server.json").write_text(key_set("server", "rsa"))
    (folder / "ehr.json").write_text(key_set("ehr"))
    file = folder / "trust.toml"
    file.write_text(text)
    return file
