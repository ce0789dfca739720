"""The real server with a trust file: no path, header or method leads around it."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.access import PUBLIC_URL, access_claims, bearer, signed, trust_file
from tests.server import Server


@pytest.fixture(scope="module")
def server(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("trust")
    with Server(
        models,
        folder / "log",
        DIABETES_RISK_TRUST=str(trust_file(folder)),
        DIABETES_RISK_PUBLIC_URL=PUBLIC_URL,
    ) as server:
        yield server


def ask(server: Server, method: str, path: str, *headers: tuple[str, str]) -> int:
    """The status of a request whose path is sent as it is, letter for letter."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.putrequest(method, path)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/version", 401),
        ("/v1/version/", 401),
        ("//v1/version", 401),
        ("/v1//version", 401),
        ("///v1///version///", 401),
        ("/v1/%76ersion", 401),
        ("/%761/version", 401),
        ("/v1%2Fversion", 401),
        ("/v1/version?path=/healthz", 401),
        ("/v1/version#/healthz", 404),
        ("http://127.0.0.1/v1/version", 404),
        ("/V1/VERSION", 404),
        ("/v1/version;x", 404),
        ("/v1/version%00", 404),
        ("/v1/version/.", 404),
        ("/healthz/../v1/version", 404),
        ("/schema/../v1/version", 404),
        ("/schema/%2e%2e/v1/version", 404),
        ("/schema/v1/version", 404),
        ("/schema/static/../../v1/version", 404),
        ("/fhir/metadata/../../v1/version", 404),
        ("/v1/bundles/../version", 404),
        ("/v1/bundles/healthz", 401),
        ("/v1/bundles/incident-diabetes/files/healthz", 401),
        ("/v2/health/../models/incident-diabetes", 404),
        ("/metrics/", 401),
        ("/healthz/", 200),
    ],
)
def test_no_path_leads_around_the_guard(server: Server, path: str, status: int) -> None:
    assert ask(server, "GET", path) == status


@pytest.mark.parametrize(
    "header",
    [
        ("x-original-url", "/healthz"),
        ("x-rewrite-url", "/healthz"),
        ("x-http-method-override", "OPTIONS"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-prefix", "/healthz"),
        ("authorization", "Bearer " + "a" * 20_000),
        ("proxy-authorization", "Bearer a.b.c"),
        ("cookie", "access_token=a.b.c"),
    ],
)
def test_no_header_leads_around_the_guard(
    server: Server, header: tuple[str, str]
) -> None:
    assert ask(server, "GET", "/v1/version", header) == 401


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "TRACE", "get", "BREW"])
def test_another_method_is_no_way_in(server: Server, method: str) -> None:
    assert ask(server, method, "/v1/version") == 405


def test_a_token_in_the_address_is_not_read(server: Server) -> None:
    """RFC 6750, section 2.3: addresses are written into logs."""
    token = signed(access_claims())

    assert ask(server, "GET", f"/v1/version?access_token={token}") == 401
    assert ask(server, "GET", "/v1/version", *bearer(token).items()) == 200


def test_two_tokens_in_two_headers_are_refused(server: Server) -> None:
    """A gateway could have looked at the other one."""
    good = ("authorization", f"Bearer {signed(access_claims())}")
    bad = ("authorization", "Bearer a.b.c")

    for headers in ((good, good), (good, bad), (bad, good)):
        assert ask(server, "GET", "/v1/version", *headers) == 401


def test_a_token_beyond_what_the_server_reads_is_refused(server: Server) -> None:
    answer = ask(server, "GET", "/v1/version", ("authorization", "a" * 200_000))

    assert answer == 400


def test_the_log_has_the_reason_of_a_refusal_and_nothing_of_a_token(
    server: Server,
) -> None:
    token = signed(access_claims(sub="dr-who", jti="jti-0815"))
    stranger = signed(access_claims(iss="https://stranger.test"))
    for sent in (token, stranger):
        headers = {**bearer(sent), "x-request-id": "asked-0815"}
        httpx.get(f"{server.url}/v1/version", headers=headers)

    text = server.log.read_text()

    refusals = [
        (line["event"], line["reason"])
        for line in server.lines()
        if line.get("request_id") == "asked-0815" and "reason" in line
    ]
    assert refusals == [("caller_refused", "unknown_issuer")]

    assert "this_machine_only" not in text
    for secret in (token, stranger.split(".")[1], "dr-who", "jti-0815", "stranger"):
        assert secret not in text


def test_without_a_trust_file_the_log_says_that_only_this_machine_is_answered(
    models: Path, tmp_path: Path
) -> None:
    with Server(models, tmp_path / "log") as server:
        lines = [x for x in server.lines() if x["event"] == "this_machine_only"]

    assert [(line["level"], line["host"]) for line in lines] == [
        ("warning", "127.0.0.1")
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(
            {"HOST": "0.0.0.0"},  # noqa: S104 - refused
            "no DIABETES_RISK_TRUST file says who may ask",
            id="open to others without a trust file",
        ),
        pytest.param(
            {"TRUST": "trust.toml", "PUBLIC_URL": PUBLIC_URL},
            "DIABETES_RISK_TRUST: trust.toml: ",
            id="no trust file where it should be",
        ),
        pytest.param(
            {"TLS_CERTIFICATE": "tls.crt", "TLS_KEY": "tls.key"},
            "DIABETES_RISK_TLS_CERTIFICATE and DIABETES_RISK_TLS_KEY cannot be used",
            id="no certificate where it should be",
        ),
    ],
)
def test_the_start_is_refused_with_what_to_mend(
    models: Path, settings: dict[str, str], expected: str
) -> None:
    named = {f"DIABETES_RISK_{name}": value for name, value in settings.items()}
    result = subprocess.run(
        [sys.executable, "-m", "service", "serve"],
        env=os.environ | {"DIABETES_RISK_MODELS": str(models)} | named,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert result.returncode == 2
    assert expected in result.stderr
    assert "Traceback" not in result.stderr
