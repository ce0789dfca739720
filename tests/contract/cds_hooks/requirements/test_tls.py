"""CDS Hooks: the real server in a process of its own, over TLS."""

import ipaddress
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.contract.cds_hooks.ehr import FhirRecord
from tests.contract.cds_hooks.fhir_http import FhirHttp, authorized, of_ehr, serving
from tests.contract.cds_hooks.hooks import RECORDS, SERVICE, hook
from tests.server import Server


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine that it issued itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(pem))
    files[1].write_bytes(
        key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@pytest.fixture(scope="module")
def fhir() -> Iterator[FhirHttp]:
    """A hospital's FHIR server with one patient's record."""
    with serving(of_ehr(FhirRecord(RECORDS["much raised"]))) as server:
        yield server


@pytest.fixture(scope="module")
def clients(
    models: Path, fhir: FhirHttp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client that trusts the certificate of the service."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = write_certificate(folder)
    trusting = ssl.create_default_context(cafile=str(certificate))
    settings = {
        "DIABETES_RISK_TLS_CERTIFICATE": str(certificate),
        "DIABETES_RISK_TLS_KEY": str(key),
        "DIABETES_RISK_FHIR_SERVERS": fhir.base,
    }
    with (
        Server(models, folder / "log", tls=trusting, **settings) as server,
        httpx.Client(base_url=server.url, verify=trusting) as client,
    ):
        yield client


@pytest.mark.slow
def test_002_168_discovery_calls_and_feedback_travel_over_tls(
    clients: httpx.Client,
) -> None:
    told = clients.get("/cds-services").raise_for_status().json()
    call = hook(RECORDS["much raised"], templates=told["services"][0]["prefetch"])
    answer = clients.post(SERVICE, json=call).raise_for_status()
    [card] = answer.json()["cards"]
    feedback = {
        "card": card["uuid"],
        "outcome": "overridden",
        "outcomeTimestamp": "2026-11-22T03:04:05Z",
    }
    given = clients.post(f"{SERVICE}/feedback", json={"feedback": [feedback]})

    assert clients.base_url.scheme == "https"
    assert given.status_code == 200


@pytest.mark.slow
def test_002_168_who_does_not_speak_tls_is_told_nothing(clients: httpx.Client) -> None:
    plain = f"http://127.0.0.1:{clients.base_url.port}"

    with pytest.raises(httpx.TransportError):
        httpx.get(f"{plain}/cds-services")


@pytest.mark.slow
def test_060_the_real_server_reads_the_fhir_server_that_a_call_names(
    clients: httpx.Client, fhir: FhirHttp
) -> None:
    answer = clients.post(SERVICE, json=hook(**authorized(fhir)))

    assert answer.status_code == 200
    assert len(answer.json()["cards"]) == 1
    assert fhir.calls
