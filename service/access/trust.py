"""The trust file: whose tokens are accepted, and for what.

Read once, at start. Anything that cannot be meant is refused then, with what to mend,
because a mistake in this file is noticed by an attacker before the operator.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated

import httpx
from msgspec import Meta, Struct, ValidationError, convert

from service.access.groups import GROUPS, Group
from service.settings import PREFIX, SettingsError

# An empty name would be that of every token, or file, that leaves it empty.
Name = Annotated[str, Meta(min_length=1)]
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class AuthorizationServer(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A server whose access tokens are accepted (SMART backend services, OAuth 2.0)."""

    issuer: Name
    """The tokens' `iss`, letter for letter."""
    jwks: Name
    """Its keys: an https address, or a file beside this one."""
    scopes: tuple[Group, ...] = GROUPS
    """The most that its tokens may open, whatever they say."""
    audience: Name | None = None
    """An `aud` of its tokens for this service, besides the service's addresses."""


class CdsClient(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An EHR that signs its own tokens (CDS Hooks 2.0, Trusting CDS Clients)."""

    issuer: Name
    jwks: Name
    jku: tuple[Name, ...] = ()
    """Values of the `jku` header that its tokens may have; none is ever fetched."""
    tenant: Name | None = None
    """The organization that its tokens must name; else any."""


class Trust(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everybody whose tokens are accepted."""

    authorization_server: tuple[AuthorizationServer, ...] = ()
    cds_client: tuple[CdsClient, ...] = ()


def read_trust(path: Path) -> Trust:
    """The trust file.

    Raises:
        SettingsError: It cannot be read, or names somebody in a way that cannot be
            meant.
    """
    try:
        trust = convert(tomllib.loads(path.read_text("utf-8")), Trust)
    except (OSError, ValueError, ValidationError) as error:
        raise trust_error(path, str(error)) from error
    if not trust.authorization_server and not trust.cds_client:
        raise trust_error(
            path, "names no [[authorization_server]] and no [[cds_client]]"
        )
    for entries in (trust.authorization_server, trust.cds_client):
        counted = Counter(entry.issuer for entry in entries)
        if repeated := [issuer for issuer, times in counted.items() if times > 1]:
            raise trust_error(path, f"names {repeated[0]} twice")
        for entry in entries:
            _check_keys(path, entry.jwks)
    return trust


def trust_error(path: Path, message: str) -> SettingsError:
    """What to mend in the trust file."""
    return SettingsError(f"{PREFIX}TRUST: {path}: {message}")


def is_address(jwks: str) -> bool:
    """Whether keys are at an address, and not in a file."""
    return "://" in jwks


def _check_keys(path: Path, jwks: str) -> None:
    if not is_address(jwks):
        return
    try:
        url = httpx.URL(jwks)
    except httpx.InvalidURL as error:
        raise trust_error(path, f"jwks {jwks!r} is no address: {error}") from error
    safe = url.scheme == "https" or (url.scheme == "http" and url.host in _LOOPBACK)
    if not safe or not url.host or url.userinfo:
        raise trust_error(
            path,
            f"jwks {jwks!r} must be a file or begin with https:// (http only here),"
            " and have no user name or password",
        )
