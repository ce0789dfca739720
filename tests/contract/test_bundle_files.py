"""A bundle's files over HTTP: the verified bytes, and nothing beside them."""

from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine.bundle import Bundle

FILES = "/v1/bundles/incident-diabetes/files/"
MEDIA_TYPES = {
    ".json": "application/json",
    ".md": "text/markdown",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
}


def test_every_file_but_the_model_is_given_out_as_it_is_on_the_disk(
    client: TestClient[Any], bundle: Bundle, models: Path
) -> None:
    folder = models / bundle.manifest.name / bundle.manifest.version
    names = set(bundle.manifest.files) - {"model.onnx"}
    assert {"card.json", "card.md", "golden.json", "reference.json"} <= names

    for name in names:
        response = client.get(FILES + name)

        assert response.status_code == 200
        assert response.content == (folder / name).read_bytes()
        media_type = MEDIA_TYPES[Path(name).suffix]
        assert response.headers["content-type"].partition(";")[0] == media_type
        assert response.headers["content-security-policy"].startswith(
            "default-src 'none'"
        )
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "model.onnx",
        "manifest.json",
        "card",
        "card.md ",
        "CARD.MD",
        "nothing.json",
        "..%2Fmanifest.json",
        "..%2F..%2F..%2FREADME.md",
        "%2Fetc%2Fhostname",
        "../card.md",
        "card.md%00.json",
    ],
)
def test_any_other_name_is_not_found(client: TestClient[Any], name: str) -> None:
    response = client.get(FILES + name)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_bundle_that_is_not_served_has_no_files(client: TestClient[Any]) -> None:
    assert client.get("/v1/bundles/another/files/card.md").status_code == 404


def test_the_documents_media_types_are_described(client: TestClient[Any]) -> None:
    openapi = client.get("/schema/openapi.json").json()
    described = openapi["paths"]["/v1/bundles/{name}/files/{file}"]["get"]["responses"]

    assert set(described["200"]["content"]) == {*MEDIA_TYPES.values()}
    assert "content" not in described["304"]


def test_a_file_that_the_reader_has_is_not_sent_again(
    client: TestClient[Any], bundle: Bundle
) -> None:
    first = client.get(FILES + "card.md")
    tag = first.headers["etag"]
    assert tag == f'"{bundle.manifest.files["card.md"]}"'
    assert first.headers["cache-control"] == "no-cache"

    again = client.get(FILES + "card.md", headers={"if-none-match": f'W/"x", {tag}'})
    other = client.get(FILES + "card.json", headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert other.status_code == 200
