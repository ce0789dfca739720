"""The trust file: what can be meant is read, everything else is refused with why."""

from pathlib import Path

import pytest

from service.access.gate import Gate
from service.access.trust import AuthorizationServer, CdsClient, Trust, read_trust
from service.observability.metrics import Metrics
from service.settings import SettingsError
from tests.access import key, key_set, trust_file

SERVER = '[[authorization_server]]\nissuer = "https://a.test"\njwks = "server.json"\n'
CLIENT = '[[cds_client]]\nissuer = "https://a.test"\njwks = "ehr.json"\n'


def refusal(folder: Path, text: str) -> str:
    file = trust_file(folder, text)
    with pytest.raises(SettingsError) as refused:
        Gate(file, "https://risk.test", Metrics())
    message = str(refused.value)
    assert message.startswith(f"DIABETES_RISK_TRUST: {file}: ")
    return message


def test_says_whom_it_trusts_and_for_what(tmp_path: Path) -> None:
    text = """
[[authorization_server]]
issuer = "https://auth.test"
jwks = "https://auth.test/keys"
scopes = ["fhir"]
audience = "diabetes-risk"

[[cds_client]]
issuer = "https://ehr.test"
jwks = "ehr.json"
jku = ["https://ehr.test/keys"]
tenant = "hospital-7"
"""

    assert read_trust(trust_file(tmp_path, text)) == Trust(
        authorization_server=(
            AuthorizationServer(
                issuer="https://auth.test",
                jwks="https://auth.test/keys",
                scopes=("fhir",),
                audience="diabetes-risk",
            ),
        ),
        cds_client=(
            CdsClient(
                issuer="https://ehr.test",
                jwks="ehr.json",
                jku=("https://ehr.test/keys",),
                tenant="hospital-7",
            ),
        ),
    )


def test_one_name_may_be_a_server_and_a_client(tmp_path: Path) -> None:
    trust = read_trust(trust_file(tmp_path, SERVER + CLIENT))

    assert trust.authorization_server[0].scopes == ("risk.read", "fhir", "cds", "ops")
    assert trust.cds_client[0].tenant is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "names no [[authorization_server]]", id="nobody"),
        pytest.param("[[cds_client]", "Expected ']]'", id="no TOML"),
        pytest.param(SERVER + SERVER, "names https://a.test twice", id="twice"),
        pytest.param(CLIENT + CLIENT, "names https://a.test twice", id="client twice"),
        pytest.param(
            SERVER + 'scope = ["fhir"]', "unknown field `scope`", id="a mistyped field"
        ),
        pytest.param(
            SERVER + 'scopes = ["read"]',
            "Invalid enum value 'read'",
            id="no such group",
        ),
        pytest.param(
            '[[cds_client]]\njwks = "ehr.json"', "field `issuer`", id="no issuer"
        ),
        pytest.param(
            CLIENT + 'scopes = ["ops"]',
            "unknown field `scopes`",
            id="a CDS client has no scopes",
        ),
        pytest.param(
            SERVER.replace("server.json", "http://a.test/keys"),
            "must be a file or begin with https://",
            id="keys without TLS",
        ),
        pytest.param(
            SERVER.replace("server.json", "file:///etc/keys"),
            "must be a file or begin with https://",
            id="another kind of address",
        ),
        pytest.param(
            SERVER.replace("server.json", "https://us:er@a.test/keys"),
            "and have no user name or password",
            id="a password in an address",
        ),
        pytest.param(
            SERVER.replace("server.json", "https://[::1"),
            "jwks 'https://[::1' is no address",
            id="half an address",
        ),
        pytest.param(
            SERVER.replace("server.json", ""), "of length >= 1", id="no keys named"
        ),
        pytest.param(
            SERVER.replace("server.json", "a\\u0000b"),
            "embedded null byte",
            id="no file has such a name",
        ),
        pytest.param(
            SERVER.replace("server.json", "nothing.json"),
            "jwks 'nothing.json' of https://a.test: ",
            id="no such file",
        ),
        pytest.param(
            SERVER.replace("server.json", "trust.toml"),
            "it is no JSON Web Key Set",
            id="no keys",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_at_start(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert expected in refusal(tmp_path, text)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        read_trust(tmp_path / "trust.toml")


def test_keys_on_this_machine_need_no_tls(tmp_path: Path) -> None:
    text = SERVER.replace("server.json", "http://127.0.0.1:8080/keys")

    Gate(trust_file(tmp_path, text), "https://risk.test", Metrics())


def test_a_file_with_a_private_key_only_is_refused(tmp_path: Path) -> None:
    file = trust_file(tmp_path, SERVER)
    private = key("server").as_dict(private=True)
    (tmp_path / "server.json").write_text(f'{{"keys": [{private}]}}'.replace("'", '"'))

    with pytest.raises(SettingsError, match="private and shared keys do not count"):
        Gate(file, "https://risk.test", Metrics())


def test_the_helper_publishes_no_private_key() -> None:
    assert '"d"' not in key_set("server", "rsa", "ehr")
