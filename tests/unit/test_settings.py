"""Settings: read once, safe by default, and refused with what is accepted."""

from pathlib import Path

import pytest

from service.settings import Settings, SettingsError, read_settings


def refusal(**environment: str) -> str:
    with pytest.raises(SettingsError) as refused:
        read_settings({f"DIABETES_RISK_{k}": v for k, v in environment.items()})
    return str(refused.value)


def test_an_empty_environment_gives_safe_defaults() -> None:
    settings = read_settings({})

    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.language == "vi"
    assert (settings.trust, settings.tls_certificate, settings.tls_key) == (None,) * 3
    assert (settings.cors_origins, settings.fhir_servers) == ((), ())
    assert settings.interval
    assert settings.models.name == "models"


def test_every_setting_is_read_from_its_variable() -> None:
    settings = read_settings(
        {
            "DIABETES_RISK_HOST": "0.0.0.0",  # noqa: S104 - with a trust file
            "DIABETES_RISK_PORT": "8080",
            "DIABETES_RISK_PUBLIC_URL": "https://risk.hospital.vn/api",
            "DIABETES_RISK_TRUST": "/etc/risk/trust.toml",
            "DIABETES_RISK_TLS_CERTIFICATE": "/etc/risk/tls.crt",
            "DIABETES_RISK_TLS_KEY": "/etc/risk/tls.key",
            "DIABETES_RISK_CORS_ORIGINS": "https://a.vn, https://b.vn:8443,",
            "DIABETES_RISK_FHIR_SERVERS": "https://ehr.hospital.vn/fhir",
            "DIABETES_RISK_MODELS": "/srv/models",
            "DIABETES_RISK_LANGUAGE": "en",
            "DIABETES_RISK_INTERVAL": "false",
            "DIABETES_RISK_MAX_BODY_BYTES": "1000",
            "DIABETES_RISK_MAX_RECORD_BYTES": "1500",
            "DIABETES_RISK_MAXIMUM_AGES": "hba1c=2, weight=0.5",
            "DIABETES_RISK_MAX_BATCH_BYTES": "2000",
            "DIABETES_RISK_DRAIN_SECONDS": "0.5",
            "DIABETES_RISK_LOG_LEVEL": "warning",
            "PATH": "/bin",
        }
    )

    assert settings == Settings(
        host="0.0.0.0",  # noqa: S104 - with a trust file
        port=8080,
        public_url="https://risk.hospital.vn/api",
        trust=Path("/etc/risk/trust.toml"),
        tls_certificate=Path("/etc/risk/tls.crt"),
        tls_key=Path("/etc/risk/tls.key"),
        cors_origins=("https://a.vn", "https://b.vn:8443"),
        fhir_servers=("https://ehr.hospital.vn/fhir",),
        models=Path("/srv/models"),
        language="en",
        interval=False,
        max_body_bytes=1000,
        max_record_bytes=1500,
        maximum_ages={"hba1c": 2, "weight": 0.5},
        max_batch_bytes=2000,
        drain_seconds=0.5,
        log_level="warning",
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_a_loopback_address_needs_no_trust_file(host: str) -> None:
    assert read_settings({"DIABETES_RISK_HOST": host}).host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "risk.example", ""])  # noqa: S104
def test_an_address_that_others_can_reach_needs_a_trust_file(host: str) -> None:
    message = refusal(HOST=host)

    assert message.startswith(f"DIABETES_RISK_HOST is {host}, which other machines")
    assert "no DIABETES_RISK_TRUST file says who may ask" in message

    allowed = {
        "DIABETES_RISK_HOST": host,
        "DIABETES_RISK_TRUST": "trust.toml",
        "DIABETES_RISK_PUBLIC_URL": "https://risk.hospital.vn",
    }
    assert read_settings(allowed).host == host


def test_tokens_are_made_for_an_address_that_only_the_operator_knows() -> None:
    assert "TRUST needs DIABETES_RISK_PUBLIC_URL" in refusal(TRUST="trust.toml")


@pytest.mark.parametrize(
    "settings",
    [
        {"TRUST": "trust.toml", "PUBLIC_URL": "http://risk.hospital.vn"},
        {"FHIR_SERVERS": "https://a.vn/fhir,http://ehr.hospital.vn/fhir"},
    ],
)
def test_tokens_do_not_travel_where_others_can_read_them(
    settings: dict[str, str],
) -> None:
    assert "others would read without https" in refusal(**settings)


def test_on_this_machine_tokens_need_no_tls() -> None:
    settings = read_settings(
        {
            "DIABETES_RISK_TRUST": "trust.toml",
            "DIABETES_RISK_PUBLIC_URL": "http://localhost:8000",
            "DIABETES_RISK_FHIR_SERVERS": "http://127.0.0.1:8080/fhir",
        }
    )

    assert settings.fhir_servers == ("http://127.0.0.1:8080/fhir",)


@pytest.mark.parametrize("name", ["PUBLIC_URL", "CORS_ORIGINS", "FHIR_SERVERS"])
@pytest.mark.parametrize(
    "address",
    [
        "risk.hospital.vn",
        "https://",
        "https://risk.hospital.vn/",
        "https://risk.hospital.vn?x=1",
        "https://risk.hospital.vn#x",
        "https://*.hospital.vn",
        "https://[risk",
        "https://risk.hospital.vn:https",
        "https://user@risk.hospital.vn",
        "ftp://risk.hospital.vn",
        "null",
    ],
)
def test_what_is_no_address_is_refused(name: str, address: str) -> None:
    message = refusal(**{name: address})

    assert message.startswith(f"DIABETES_RISK_{name} has {address!r}")


def test_an_origin_has_no_path() -> None:
    assert "CORS_ORIGINS has" in refusal(CORS_ORIGINS="https://ehr.hospital.vn/app")


@pytest.mark.parametrize("name", ["TLS_CERTIFICATE", "TLS_KEY"])
def test_a_certificate_and_its_key_belong_together(name: str) -> None:
    assert "belong together" in refusal(**{name: "tls.pem"})


def test_a_limit_on_the_age_of_something_unknown_is_refused() -> None:
    assert "MAXIMUM_AGES names hba1, which is no variable" in refusal(
        MAXIMUM_AGES="hba1=2"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False)],
)
def test_a_switch_is_true_or_false(text: str, *, expected: bool) -> None:
    environment = {"DIABETES_RISK_INTERVAL": text}

    assert read_settings(environment).interval is expected


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("PORT", "http", "not int"),
        ("PORT", "", "not int"),
        ("DRAIN_SECONDS", "soon", "not float"),
        ("INTERVAL", "yes", "not true or false"),
        ("MAXIMUM_AGES", "hba1c", "not a list such as hba1c=2,weight=0.5"),
        ("MAXIMUM_AGES", "hba1c=-1", "not a list such as hba1c=2,weight=0.5"),
        ("LANGUAGE", "fr", "not vi or en"),
        ("MAX_BODY_BYTES", "64k", "not int"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(
    name: str, value: str, accepted: str
) -> None:
    assert refusal(**{name: value}) == (
        f"DIABETES_RISK_{name}={value!r} is {accepted}."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("DRAIN_SECONDS", "-1"),
        ("DRAIN_SECONDS", "nan"),
        ("DRAIN_SECONDS", "inf"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(name: str, value: str) -> None:
    assert f"DIABETES_RISK_{name}" in refusal(**{name: value})


@pytest.mark.parametrize(
    "name", ["MAX_BODY_BYTES", "MAX_RECORD_BYTES", "MAX_BATCH_BYTES"]
)
@pytest.mark.parametrize("value", ["0", "-5"])
def test_a_limit_that_admits_no_body_is_refused(name: str, value: str) -> None:
    assert "must be at least 1" in refusal(**{name: value})


def test_a_mistyped_name_is_refused_with_those_there_are() -> None:
    """A setting that is quietly ignored is a setting that its owner believes in."""
    message = refusal(PROT="8080")

    assert message.startswith("unknown: DIABETES_RISK_PROT; known: ")
    assert "DIABETES_RISK_PORT" in message


def test_the_training_programs_variable_is_no_mistake() -> None:
    assert read_settings({"DIABETES_RISK_DATA": "/srv/data"}) == Settings()


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(AttributeError):
        Settings().port = 1  # type: ignore[misc]
