"""What may become part of a call of a FHIR server."""

import pytest

from service.transports.cds_hooks.fhir_server import (
    BEARER_TOKEN,
    FHIR_ID,
    next_page,
    permitted,
)


@pytest.mark.parametrize(
    "link",
    [None, "next", [None], [{"relation": "self", "url": "x"}], [{"relation": "next"}]],
)
def test_a_bundle_without_a_next_link_is_the_last_page(link: object) -> None:
    assert next_page({"resourceType": "Bundle", "link": link}) is None


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("https://ehr.example/fhir", "https://ehr.example/fhir"),
        ("https://ehr.example/fhir/", "https://ehr.example/fhir"),
        ("http://127.0.0.1:8080/fhir", "http://127.0.0.1:8080/fhir"),
        ("http://ehr.example/plain", None),
        ("https://ehr.example", None),
        ("https://ehr.example/fhir/../x", None),
        ("https://EHR.example/fhir", None),
        ("https://elsewhere.example/fhir", None),
        ("", None),
    ],
)
def test_only_a_listed_server_is_read_and_with_tls_beyond_this_machine(
    named: str, expected: str | None
) -> None:
    allowed = (
        "https://ehr.example/fhir",
        "http://127.0.0.1:8080/fhir",
        "http://ehr.example/plain",
    )

    assert permitted(named, allowed) == expected


@pytest.mark.parametrize("identity", ["p-1", "a.b", "12_3", "A" * 64])
def test_an_id_of_fhir_can_stand_in_an_address(identity: str) -> None:
    assert FHIR_ID.fullmatch(identity)


@pytest.mark.parametrize(
    "identity", ["", ".", "..", "a/b", "a?b", "a b", "A" * 65, "ê"]
)
def test_what_could_change_an_address_is_no_id(identity: str) -> None:
    assert not FHIR_ID.fullmatch(identity)


def test_a_token_with_a_line_break_is_none() -> None:
    assert BEARER_TOKEN.fullmatch("abc.def-_~+/==")
    assert not BEARER_TOKEN.fullmatch("abc\r\nX-Other: 1")
