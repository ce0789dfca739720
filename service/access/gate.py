"""Who may ask: a token in, the groups of routes that it opens checked, or a refusal.

The work is the same whether the issuer or its key is known: a signature is verified in
any case, with a key of ours that nobody else has.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.access.claims import (
    CDS_LIFETIME_SECONDS,
    LEEWAY_SECONDS,
    Endpoint,
    opened_by_client,
    opened_by_server,
)
from service.access.decoys import decoys
from service.access.groups import Group
from service.access.key_set import KeySetError
from service.access.keys import FileKeys, Keys, KeysUnavailableError
from service.access.refusal import REASONS, RefusedError
from service.access.remote_keys import RemoteKeys
from service.access.replay import UsedTokens
from service.access.token import Claims, Token, read_token
from service.access.trust import (
    AuthorizationServer,
    CdsClient,
    is_address,
    read_trust,
    trust_error,
)
from service.observability.metrics import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issuer:
    entry: AuthorizationServer | CdsClient
    keys: Keys
    key_addresses: frozenset[str]
    """The values of `jku` that its tokens may have."""


class Gate:
    """Lets callers in by their tokens."""

    def __init__(
        self,
        trust: Path,
        public_url: str,
        metrics: Metrics,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Read the trust file and the key files that it names.

        Raises:
            SettingsError: One of them cannot be used.
        """
        named = read_trust(trust)
        self._base = public_url
        self._metrics = metrics
        metrics.callers(REASONS)
        self._clock = clock
        self._servers = {
            entry.issuer: _issuer(trust, entry, metrics)
            for entry in named.authorization_server
        }
        self._clients = {
            entry.issuer: _issuer(trust, entry, metrics) for entry in named.cds_client
        }
        self._used = UsedTokens(CDS_LIFETIME_SECONDS + LEEWAY_SECONDS)
        self._decoys = decoys()

    async def admit(
        self, authorization: Sequence[str], needed: Group, path: str
    ) -> None:
        """Return if the token may call what is at the path.

        Args:
            authorization: The values of the `Authorization` header.
            needed: The group that the route belongs to.
            path: The path below the service's public address.

        Raises:
            RefusedError: It may not; counted by its reason.
        """
        try:
            await self._check(authorization, needed, Endpoint(self._base, path))
        except RefusedError as refused:
            self._metrics.caller(refused.reason)
            raise
        self._metrics.caller("ok")

    async def _check(
        self, authorization: Sequence[str], needed: Group, endpoint: Endpoint
    ) -> None:
        token = read_token(authorization)
        issuer = self._find(token.claims)
        key = None
        unavailable = False
        if issuer is not None:
            try:
                key = await issuer.keys.find(token.header.kid, token.header.alg)
            except KeysUnavailableError:
                unavailable = True
        good = token.signed_by(key or self._decoys[token.header.alg])
        if issuer is None:
            raise RefusedError("unknown_issuer")
        if key is None:
            raise RefusedError("keys_unavailable" if unavailable else "unknown_key")
        if not good:
            raise RefusedError("bad_signature")
        if needed not in self._opened(token, issuer, endpoint):
            raise RefusedError("scope")

    def _opened(
        self, token: Token, issuer: _Issuer, endpoint: Endpoint
    ) -> frozenset[Group]:
        if (
            token.header.jku is not None
            and token.header.jku not in issuer.key_addresses
        ):
            raise RefusedError("key_address")
        now = self._clock()
        if isinstance(issuer.entry, AuthorizationServer):
            return opened_by_server(token.claims, issuer.entry, endpoint, now)
        return opened_by_client(token.claims, issuer.entry, endpoint, now, self._used)

    def _find(self, claims: Claims) -> _Issuer | None:
        """An EHR may be both under one name: its own tokens have no scope."""
        kinds = [self._clients, self._servers]
        if claims.scope is not None:
            kinds.reverse()
        return kinds[0].get(claims.iss) or kinds[1].get(claims.iss)


def _issuer(
    trust: Path, entry: AuthorizationServer | CdsClient, metrics: Metrics
) -> _Issuer:
    addresses = set(entry.jku) if isinstance(entry, CdsClient) else set()
    keys: Keys
    if is_address(entry.jwks):
        addresses.add(entry.jwks)
        keys = RemoteKeys(entry.jwks, metrics)
    else:
        try:
            keys = FileKeys(trust.parent / entry.jwks, metrics)
        except (OSError, ValueError, KeySetError) as error:
            message = f"jwks {entry.jwks!r} of {entry.issuer}: {error}"
            raise trust_error(trust, message) from error
    return _Issuer(entry=entry, keys=keys, key_addresses=frozenset(addresses))
