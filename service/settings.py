"""Every setting of the service, read once from the environment and passed in."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from service.clinical.language import DEFAULT_LANGUAGE, LANGUAGES, Language

PREFIX = "DIABETES_RISK_"
MAX_PORT = 65535
MAX_DRAIN_SECONDS = 600
_HERE = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting cannot be used; the message names it and says what is accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The service's settings; each is `DIABETES_RISK_<NAME>` in the environment."""

    host: str = "127.0.0.1"
    """Address to listen on. Anything but loopback needs `allow_remote`."""

    port: int = 8000
    """Port to listen on."""

    allow_remote: bool = False
    """Allow an address that other machines can reach: there is no login yet."""

    models: Path = _HERE / "models"
    """Folder of bundles, `<name>/<version>/`; the highest version of each is served."""

    language: Language = DEFAULT_LANGUAGE
    """Language of an answer when neither the request nor Accept-Language says."""

    interval: bool = True
    """Whether a risk comes with its interval when the request does not say."""

    max_body_bytes: int = 64 * 1024
    """Largest body of a request about one patient."""

    max_batch_bytes: int = 2 * 1024**3
    """Largest body of a batch; it is kept in a temporary file, not in memory."""

    drain_seconds: float = 3.0
    """After SIGTERM: how long to answer while telling load balancers "not ready"."""

    log_level: str = "info"
    """debug, info, warning or error."""

    def __post_init__(self) -> None:
        if not self.allow_remote and not _is_loopback(self.host):
            raise SettingsError(
                f"{PREFIX}HOST is {self.host}, which other machines can reach, and the"
                " service has no login; set"
                f" {PREFIX}ALLOW_REMOTE=true if a gateway or a closed network protects"
                " it."
            )
        if not 0 < self.port <= MAX_PORT:
            raise SettingsError(f"{PREFIX}PORT is {self.port}, not 1 to {MAX_PORT}.")
        if self.max_body_bytes < 1 or self.max_batch_bytes < 1:
            raise SettingsError(f"{PREFIX}MAX_..._BYTES must be at least 1.")
        if not 0 <= self.drain_seconds <= MAX_DRAIN_SECONDS:
            raise SettingsError(
                f"{PREFIX}DRAIN_SECONDS is {self.drain_seconds}, not 0 to"
                f" {MAX_DRAIN_SECONDS}."
            )
        if self.log_level not in {"debug", "info", "warning", "error"}:
            raise SettingsError(
                f"{PREFIX}LOG_LEVEL must be debug, info, warning, error"
            )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment.

    Raises:
        SettingsError: An unknown `DIABETES_RISK_` name, or a value of the wrong kind.
    """
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    chosen = {k: v for k, v in environment.items() if k.startswith(PREFIX)}
    # The data directory is the training program's, and not read here.
    chosen.pop(PREFIX + "DATA", None)
    if unknown := sorted(set(chosen) - set(known)):
        raise SettingsError(f"unknown: {', '.join(unknown)}; known: {', '.join(known)}")
    values = {known[name]: _parse(name, known[name], chosen[name]) for name in chosen}
    return Settings(**values)  # type: ignore[arg-type]


def _parse(variable: str, name: str, text: str) -> object:
    default = getattr(Settings(), name)
    accepted = type(default).__name__
    try:
        if isinstance(default, bool):
            accepted = "true or false"
            return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
        if name == "language":
            accepted = " or ".join(LANGUAGES)
            return LANGUAGES[LANGUAGES.index(text)]
        return type(default)(text)
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{variable}={text!r} is not {accepted}.") from error
