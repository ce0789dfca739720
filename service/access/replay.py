"""Tokens that may be used once, remembered for as long as they would be accepted.

Memory is bounded: a token is a hash of sixteen bytes, and when the list is full new
tokens are refused rather than old ones forgotten. Only holders of a trusted key can
fill it.
"""

from collections import OrderedDict
from hashlib import blake2b

MAX_TOKENS = 100_000


class UsedTokens:
    """The tokens of one process that were used and have not expired."""

    def __init__(self, seconds: float, limit: int = MAX_TOKENS) -> None:
        """`seconds`: how long after its first use no token is valid any more."""
        self._seconds = seconds
        self._limit = limit
        self._used: OrderedDict[bytes, float] = OrderedDict()

    def use(self, issuer: str, jti: str, now: float) -> bool:
        """Whether this is the first use; from now on it is not."""
        while self._used and next(iter(self._used.values())) < now - self._seconds:
            self._used.popitem(last=False)
        name = blake2b(f"{len(issuer)} {issuer}{jti}".encode(), digest_size=16).digest()
        if name in self._used or len(self._used) >= self._limit:
            return False
        self._used[name] = now
        return True
