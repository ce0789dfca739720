"""Keys that nobody has, to verify against when the right one is not known.

A refusal then takes as long as one of a known issuer's token, whatever the algorithm.
"""

from collections.abc import Mapping
from functools import cache

from joserfc.jwk import ECKey, RSAKey

from service.access.key_set import ALGORITHMS, MIN_RSA_BITS, PublicKey

_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}


@cache
def decoys() -> Mapping[str, PublicKey]:
    """A key for each algorithm, made at the first call."""
    rsa = RSAKey.generate_key(MIN_RSA_BITS)
    return {
        name: ECKey.generate_key(_CURVES[name]) if name in _CURVES else rsa
        for name in ALGORITHMS
    }
