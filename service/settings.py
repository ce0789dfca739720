"""Every setting of the service, read once from the environment and passed in."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from service.clinical.language import DEFAULT_LANGUAGE, LANGUAGES, Language
from service.clinical.recency import maximum_ages

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
    """Address to listen on. Anything but loopback needs `trust`."""

    port: int = 8000
    """Port to listen on."""

    public_url: str = ""
    """Address that others reach the service at, such as https://risk.hospital.vn."""

    trust: Path | None = None
    """File that says whose tokens are accepted; without it, loopback only."""

    tls_certificate: Path | None = None
    """Certificate chain (PEM) to serve HTTPS with; else a gateway must."""

    tls_key: Path | None = None
    """Private key (PEM) of the certificate."""

    cors_origins: tuple[str, ...] = ()
    """Origins of EHRs that run in a browser, comma-separated."""

    fhir_servers: tuple[str, ...] = ()
    """Base URLs of FHIR servers that a CDS client may name, comma-separated."""

    models: Path = _HERE / "models"
    """Folder of bundles, `<name>/<version>/`; it may change while they are served."""

    rollout: Path | None = None
    """File that says which version is served, or tried; else the highest of each is."""

    language: Language = DEFAULT_LANGUAGE
    """Language of an answer when neither the request nor Accept-Language says."""

    interval: bool = True
    """Whether a risk comes with its interval when the request does not say."""

    page: bool = True
    """Whether the clinician's page is served; everybody who reaches it may use it."""

    max_body_bytes: int = 64 * 1024
    """Largest body of a request about one patient."""

    max_record_bytes: int = 16 * 1024**2
    """Largest body of a request with a patient's whole record (FHIR, CDS Hooks)."""

    maximum_ages: Mapping[str, float] = field(default_factory=dict)
    """Own limits in years on the age of a record's values: `hba1c=2,weight=0.5`."""

    max_batch_bytes: int = 2 * 1024**3
    """Largest body of a batch; it is kept in a temporary file, not in memory."""

    max_waiting: int = 64
    """Requests about one patient that may wait; the next is told to come back (503)."""

    workers: int = 1
    """Processes that answer; more than one only where nothing else starts them."""

    traces: str = ""
    """Address of an OpenTelemetry collector (OTLP over HTTP); empty: no traces."""

    drain_seconds: float = 3.0
    """After SIGTERM: how long to answer while telling load balancers "not ready"."""

    log_level: str = "info"
    """debug, info, warning or error."""

    def __post_init__(self) -> None:
        if self.trust is None and not _is_loopback(self.host):
            raise SettingsError(
                f"{PREFIX}HOST is {self.host}, which other machines can reach, but no"
                f" {PREFIX}TRUST file says who may ask; without it the service answers"
                " this machine only."
            )
        if self.trust is not None and not self.public_url:
            raise SettingsError(
                f"{PREFIX}TRUST needs {PREFIX}PUBLIC_URL: tokens are made for it."
            )
        self._check_addresses()
        if self.trust is not None:
            self._check_confidential("PUBLIC_URL", (self.public_url,))
        self._check_confidential("FHIR_SERVERS", self.fhir_servers)
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise SettingsError(
                f"{PREFIX}TLS_CERTIFICATE and {PREFIX}TLS_KEY belong together."
            )
        try:
            maximum_ages(self.maximum_ages)
        except KeyError as error:
            raise SettingsError(
                f"{PREFIX}MAXIMUM_AGES names {error.args[0]}, which is no variable."
            ) from error
        self._check_numbers()

    def _check_numbers(self) -> None:
        if not 0 < self.port <= MAX_PORT:
            raise SettingsError(f"{PREFIX}PORT is {self.port}, not 1 to {MAX_PORT}.")
        if min(self.max_body_bytes, self.max_record_bytes, self.max_batch_bytes) < 1:
            raise SettingsError(f"{PREFIX}MAX_..._BYTES must be at least 1.")
        if min(self.max_waiting, self.workers) < 1:
            raise SettingsError(f"{PREFIX}MAX_WAITING and WORKERS must be at least 1.")
        if not 0 <= self.drain_seconds <= MAX_DRAIN_SECONDS:
            raise SettingsError(
                f"{PREFIX}DRAIN_SECONDS is {self.drain_seconds}, not 0 to"
                f" {MAX_DRAIN_SECONDS}."
            )
        if self.log_level not in {"debug", "info", "warning", "error"}:
            raise SettingsError(
                f"{PREFIX}LOG_LEVEL must be debug, info, warning, error"
            )

    def _check_addresses(self) -> None:
        named = {
            "PUBLIC_URL": (self.public_url,) if self.public_url else (),
            "CORS_ORIGINS": self.cors_origins,
            "FHIR_SERVERS": self.fhir_servers,
            "TRACES": (self.traces,) if self.traces else (),
        }
        for name, addresses in named.items():
            for address in addresses:
                if not _is_address(address, origin=name == "CORS_ORIGINS"):
                    raise SettingsError(
                        f"{PREFIX}{name} has {address!r}, which is no address such as"
                        " https://ehr.hospital.vn (no slash at the end)."
                    )

    def _check_confidential(self, name: str, addresses: tuple[str, ...]) -> None:
        for address in addresses:
            parts = urlsplit(address)
            if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
                raise SettingsError(
                    f"{PREFIX}{name} has {address!r}: tokens travel there, which others"
                    " would read without https."
                )


def _is_address(address: str, *, origin: bool) -> bool:
    """Whether it is an http(s) URL to add a path to; an origin has no path yet."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises if it is no number
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and not (parts.query or parts.fragment or "*" in address)
        and not (origin and parts.path)
        and not address.endswith("/")
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
        if name == "maximum_ages":
            accepted = "a list such as hba1c=2,weight=0.5"
            return _years_by_name(text)
        if default is None:
            return Path(text)
        if isinstance(default, tuple):
            return tuple(part.strip() for part in text.split(",") if part.strip())
        return type(default)(text)
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{variable}={text!r} is not {accepted}.") from error


def _years_by_name(text: str) -> Mapping[str, float]:
    pairs = (part.split("=") for part in text.split(",") if part.strip())
    years = {name.strip(): float(number) for name, number in pairs}
    if not all(number >= 0 for number in years.values()):
        raise ValueError(text)
    return years
