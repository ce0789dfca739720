"""A Bearer token as it came: its shape is read here, its signature checked here.

What is read before the signature is verified only serves to choose the key. joserfc
does the cryptography; the algorithm is pinned to the one that the key was chosen for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry, deserialize_compact
from joserfc.util import urlsafe_b64decode
from msgspec import UNSET, DecodeError, Struct, UnsetType, json

from service.access.key_set import ALGORITHMS, PublicKey
from service.access.refusal import RefusedError

T = TypeVar("T")

MAX_TOKEN_BYTES = 8 * 1024
# RFC 6750, section 2.1, and RFC 7515, section 7.1. The scheme in any case (RFC 9110).
_BEARER = re.compile(r"(?i:bearer) +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)")
# RFC 7519, section 5.1, and RFC 9068, section 2.1.
_TYPES = {"jwt", "at+jwt", "application/jwt", "application/at+jwt"}

# RFC 7515, section 4: header members that are not understood are ignored.
_REGISTRY = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
_REGISTRY.max_header_length = MAX_TOKEN_BYTES


class Header(Struct, frozen=True):
    """The members of a JOSE header that matter here."""

    alg: str
    kid: str | None = None
    typ: str | None = None
    jku: str | None = None
    crit: object | UnsetType = UNSET
    b64: object | UnsetType = UNSET


class Claims(Struct, frozen=True):
    """The registered claims, and those of OAuth and CDS Hooks; times in seconds."""

    iss: str
    aud: str | list[str]
    exp: float
    nbf: float | None = None
    iat: float | None = None
    jti: str | None = None
    scope: str | list[str] | None = None
    """One text (RFC 8693); several widely used servers send a list."""
    tenant: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token whose signature nobody has looked at yet."""

    text: str
    header: Header
    claims: Claims

    def signed_by(self, key: PublicKey) -> bool:
        """Whether the key made the signature, with the algorithm of the header."""
        try:
            deserialize_compact(self.text, key, registry=_REGISTRY)
        except (JoseError, ValueError):
            return False
        return True


def read_token(authorization: Sequence[str]) -> Token:
    """The token in the values of the `Authorization` header.

    Raises:
        RefusedError: There is none, several, or one that cannot be read.
    """
    if not authorization:
        raise RefusedError("no_token")
    found = _BEARER.fullmatch(authorization[0].strip())
    if found is None or len(authorization) > 1:
        raise RefusedError("malformed")
    text = found[1]
    if len(text) > MAX_TOKEN_BYTES:
        raise RefusedError("malformed")
    head, payload, _ = text.split(".")
    header = _decode(head, Header)
    claims = _decode(payload, Claims)
    if header.crit is not UNSET or header.b64 is not UNSET:
        raise RefusedError("malformed")
    if header.typ is not None and header.typ.lower() not in _TYPES:
        raise RefusedError("malformed")
    if header.alg not in ALGORITHMS:
        raise RefusedError("algorithm")
    return Token(text, header, claims)


def _decode(segment: str, kind: type[T]) -> T:
    try:
        return json.decode(urlsafe_b64decode(segment.encode()), type=kind)
    except (DecodeError, ValueError, RecursionError) as error:
        raise RefusedError("malformed") from error
