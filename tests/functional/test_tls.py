"""HTTPS from the service itself, where no gateway stands before it."""

import datetime as dt
import ssl
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.access import PUBLIC_URL, access_claims, bearer, signed, trust_file
from tests.server import Server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that it signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "risk")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "tls.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "tls.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "tls.crt", folder / "tls.key"


def test_the_service_answers_over_tls_and_nothing_without(
    models: Path, tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    chain, key = certificate
    trusting = ssl.create_default_context(cafile=chain)
    with Server(
        models,
        tmp_path / "log",
        tls=trusting,
        DIABETES_RISK_TLS_CERTIFICATE=str(chain),
        DIABETES_RISK_TLS_KEY=str(key),
        DIABETES_RISK_TRUST=str(trust_file(tmp_path)),
        DIABETES_RISK_PUBLIC_URL=PUBLIC_URL,
    ) as server:
        url = f"{server.url}/v1/version"
        token = bearer(signed(access_claims()))
        assert httpx.get(url, headers=token, verify=trusting).status_code == 200
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(url, headers=token)
        with pytest.raises(httpx.TransportError):
            httpx.get(url.replace("https://", "http://"), headers=token)
        old = ssl.create_default_context(cafile=chain)
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        assert httpx.get(url, headers=token, verify=old).status_code == 200
