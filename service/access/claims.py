"""What the claims of a verified token let its bearer do, by the kind of its issuer.

Access tokens open groups by their scopes until they expire. The token of a CDS client
opens the CDS routes, once, at the one address that it was made for.
"""

from dataclasses import dataclass

from service.access.groups import Group, groups_of
from service.access.refusal import RefusedError
from service.access.replay import UsedTokens
from service.access.token import Claims
from service.access.trust import AuthorizationServer, CdsClient

LEEWAY_SECONDS = 60.0
"""By how much an issuer's clock may be ahead of ours."""

CDS_LIFETIME_SECONDS = 300.0
"""The longest life of a CDS client's token: what SMART asks of client assertions."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is called: the service's public address, and the path below it."""

    base: str
    path: str

    @property
    def url(self) -> str:
        """The exact address."""
        return self.base + self.path

    @property
    def audiences(self) -> set[str]:
        """Names of it in an access token: the service, its part, the address."""
        part = self.path.removeprefix("/").partition("/")[0]
        return {self.base, f"{self.base}/{part}", self.url}


def opened_by_server(
    claims: Claims, server: AuthorizationServer, endpoint: Endpoint, now: float
) -> frozenset[Group]:
    """The groups that an access token opens (RFC 9068, section 4).

    Raises:
        RefusedError: It was made for somebody else, or for another time.
    """
    _check_times(claims, now)
    own = {server.audience} if server.audience else set()
    _check_audience(claims, endpoint.audiences | own)
    return groups_of(claims.scope or "") & frozenset(server.scopes)


def opened_by_client(
    claims: Claims,
    client: CdsClient,
    endpoint: Endpoint,
    now: float,
    used: UsedTokens,
) -> frozenset[Group]:
    """The groups that a CDS client's token opens: the CDS routes, once.

    Raises:
        RefusedError: It was made for another address or time, or was used before.
    """
    _check_times(claims, now)
    if claims.iat is None or not claims.jti:
        raise RefusedError("malformed")
    if claims.exp - claims.iat > CDS_LIFETIME_SECONDS:
        raise RefusedError("lifetime")
    _check_audience(claims, {endpoint.url})
    if client.tenant is not None and claims.tenant != client.tenant:
        raise RefusedError("tenant")
    if not used.use(claims.iss, claims.jti, now):
        raise RefusedError("replayed")
    return frozenset({"cds"})


def _check_times(claims: Claims, now: float) -> None:
    if claims.exp <= now:
        raise RefusedError("expired")
    if max(claims.nbf or 0.0, claims.iat or 0.0) > now + LEEWAY_SECONDS:
        raise RefusedError("not_yet")


def _check_audience(claims: Claims, accepted: set[str]) -> None:
    named = {claims.aud} if isinstance(claims.aud, str) else set(claims.aud)
    if not named & accepted:
        raise RefusedError("audience")
