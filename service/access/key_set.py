"""A JSON Web Key Set (RFC 7517): what of it may verify a token, and which key does.

Only public RSA and elliptic-curve keys are taken. A symmetric or private key in a
published set is one that others have, and is passed over.
"""

from collections.abc import Sequence

from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, JWKRegistry, RSAKey
from joserfc.jws import JWSRegistry
from msgspec import DecodeError, Struct, json

PublicKey = RSAKey | ECKey

# All asymmetric ones of RFC 7518. CDS Hooks and SMART recommend ES384 and RS384; RS256
# is what most authorization servers sign with. No shared secrets, and no `none`.
ALGORITHMS = (
    *("ES256", "ES384", "ES512"),
    *("PS256", "PS384", "PS512"),
    *("RS256", "RS384", "RS512"),
)
MIN_RSA_BITS = 2048  # RFC 7518, section 3.3
MAX_KEYS = 100
# Without certificates: a key stands for itself here.
_MEMBERS = ("kty", "kid", "use", "alg", "key_ops", "n", "e", "crv", "x", "y")

_REGISTRY = JWSRegistry(algorithms=ALGORITHMS)


class KeySetError(Exception):
    """A key set cannot be used; the message says what is wrong with it."""


class _Document(Struct):
    keys: list[dict[str, object]]


def read_keys(text: bytes) -> tuple[PublicKey, ...]:
    """The usable keys of a set.

    Raises:
        KeySetError: It is no key set, or has no usable key.
    """
    try:
        document = json.decode(text, type=_Document)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise KeySetError("it is no JSON Web Key Set") from error
    if len(document.keys) > MAX_KEYS:
        raise KeySetError(f"it has more than {MAX_KEYS} keys")
    keys = tuple(key for key in map(_usable, document.keys) if key is not None)
    if not keys:
        raise KeySetError(
            "it has no public key of type EC (P-256, P-384, P-521) or RSA (of"
            f" {MIN_RSA_BITS} bits or more); private and shared keys do not count"
        )
    return keys


def pick(
    keys: Sequence[PublicKey], kid: str | None, algorithm: str
) -> PublicKey | None:
    """The key of that name that may be used with the algorithm.

    A token may leave the name out where there is one key only.
    """
    if kid is None and len(keys) != 1:
        return None
    for key in keys:
        if (kid is None or key.kid == kid) and _fits(key, algorithm):
            return key
    return None


def _usable(described: dict[str, object]) -> PublicKey | None:
    if "d" in described:
        return None
    try:
        # Members of any type: importing refuses those that are not text.
        key = JWKRegistry.import_key(
            {name: described[name] for name in _MEMBERS if name in described}  # type: ignore[misc]
        )
    except (JoseError, SecurityWarning, ValueError, TypeError, KeyError):
        return None
    if isinstance(key, RSAKey) and key.public_key.key_size < MIN_RSA_BITS:
        return None
    if not isinstance(key, (RSAKey, ECKey)) or not _fits(key, *ALGORITHMS):
        return None
    return key


def _fits(key: PublicKey, *algorithms: str) -> bool:
    """Whether type, curve, `use`, `alg` and `key_ops` allow one of the algorithms."""
    for algorithm in algorithms:
        try:
            _REGISTRY.get_alg(algorithm).check_key(key)
            key.check_key_op("verify")
        except JoseError:
            continue
        return True
    return False
