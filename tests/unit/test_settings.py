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
    assert not settings.allow_remote
    assert settings.interval
    assert settings.models.name == "models"


def test_every_setting_is_read_from_its_variable() -> None:
    settings = read_settings(
        {
            "DIABETES_RISK_HOST": "0.0.0.0",  # noqa: S104 - allowed below
            "DIABETES_RISK_PORT": "8080",
            "DIABETES_RISK_ALLOW_REMOTE": "true",
            "DIABETES_RISK_MODELS": "/srv/models",
            "DIABETES_RISK_LANGUAGE": "en",
            "DIABETES_RISK_INTERVAL": "false",
            "DIABETES_RISK_MAX_BODY_BYTES": "1000",
            "DIABETES_RISK_MAX_BATCH_BYTES": "2000",
            "DIABETES_RISK_DRAIN_SECONDS": "0.5",
            "DIABETES_RISK_LOG_LEVEL": "warning",
            "PATH": "/bin",
        }
    )

    assert settings == Settings(
        host="0.0.0.0",  # noqa: S104 - allowed below
        port=8080,
        allow_remote=True,
        models=Path("/srv/models"),
        language="en",
        interval=False,
        max_body_bytes=1000,
        max_batch_bytes=2000,
        drain_seconds=0.5,
        log_level="warning",
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_a_loopback_address_needs_no_permission(host: str) -> None:
    assert read_settings({"DIABETES_RISK_HOST": host}).host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "risk.example", ""])  # noqa: S104
def test_an_address_that_others_can_reach_needs_permission(host: str) -> None:
    message = refusal(HOST=host)

    assert message.startswith(f"DIABETES_RISK_HOST is {host}, which other machines")
    assert "set DIABETES_RISK_ALLOW_REMOTE=true" in message

    allowed = {"DIABETES_RISK_HOST": host, "DIABETES_RISK_ALLOW_REMOTE": "true"}
    assert read_settings(allowed).host == host


@pytest.mark.parametrize(
    ("text", "expected"),
    [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False)],
)
def test_a_switch_is_true_or_false(text: str, *, expected: bool) -> None:
    environment = {"DIABETES_RISK_ALLOW_REMOTE": text}

    assert read_settings(environment).allow_remote is expected


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("PORT", "http", "not int"),
        ("PORT", "", "not int"),
        ("DRAIN_SECONDS", "soon", "not float"),
        ("ALLOW_REMOTE", "yes", "not true or false"),
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


@pytest.mark.parametrize("name", ["MAX_BODY_BYTES", "MAX_BATCH_BYTES"])
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
