"""Why a caller is not let in: a word for the metric, never for the caller.

Every refusal but one is answered alike, so that nobody learns from the answer which
issuer, key or claim was nearly right.
"""

from typing import Final, Literal, get_args

Reason = Literal[
    "no_token",
    "malformed",  # no Bearer JWT of this shape, or a claim that must be there is not
    "algorithm",  # none, a shared secret, or one that we do not know
    "unknown_issuer",
    "keys_unavailable",  # the issuer's keys could not be read yet
    "unknown_key",
    "key_address",  # `jku` is not one that the trust file has
    "bad_signature",
    "expired",
    "not_yet",
    "audience",
    "tenant",
    "lifetime",
    "replayed",
    "scope",
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


class RefusedError(Exception):
    """A caller is not let in; `reason` is for the operator."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)
