"""What the page fetches: kept forever under its release, and never of another one."""

import hashlib
from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine.bundle import Bundle
from service.transports.page.assets import Assets
from service.transports.page.site import Site


def test_every_file_is_kept_forever_under_the_digest_of_all(
    client: TestClient[Any], site: Site
) -> None:
    assert "text.vi.json" in site.assets.files
    for path in site.assets.files:
        answer = client.get(site.assets.url(path))
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("main.js", "text/javascript; charset=utf-8"),
        ("base.css", "text/css; charset=utf-8"),
        ("text.vi.json", "application/json"),
        ("icons/icon.svg", "image/svg+xml"),
        ("icons/icon-192.png", "image/png"),
    ],
)
def test_a_file_says_what_it_is(
    client: TestClient[Any], site: Site, path: str, media_type: str
) -> None:
    answer = client.get(site.assets.url(path))

    assert answer.headers["content-type"] == media_type
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (answer.headers.get("content-encoding") == "gzip") is (
        media_type != "image/png"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/assets/0000000000000000/main.js",
        "/assets/{digest}/nothing.js",
        "/assets/{digest}/../templates/index.html",
        "/assets/{digest}/%2e%2e/%2e%2e/settings.py",
        "/assets/{digest}/..%2f..%2fsettings.py",
        "/assets/{digest}//etc/passwd",
        "/assets/{digest}/%00",
        "/assets/{digest}/",
        "/assets/{digest}/entry",
    ],
)
def test_what_is_not_of_this_release_is_not_found(
    client: TestClient[Any], site: Site, path: str
) -> None:
    answer = client.get(path.format(digest=site.assets.digest))

    assert answer.status_code == 404
    assert "immutable" not in answer.headers["cache-control"]


def test_any_change_is_another_release() -> None:
    made = {"text.vi.json": b"{}"}
    templates = [b"<p>one</p>"]
    digest = Assets(made, templates).digest

    assert Assets(made, templates).digest == digest
    assert Assets({"text.vi.json": b"[]"}, templates).digest != digest
    assert Assets({"text.en.json": b"{}"}, templates).digest != digest
    assert Assets(made, [b"<p>two</p>"]).digest != digest


def test_the_page_names_the_modules_that_its_script_needs(site: Site) -> None:
    modules = site.assets.imported("main.js")

    assert modules[0] == "main.js"
    assert {"text.js", "ask.js", "entry/entry.js", "result/result.js"} <= set(modules)
    assert "engine/engine.js" not in modules  # loaded when the page is idle
    assert set(modules) <= set(site.assets.files)


@pytest.mark.parametrize(
    "file", ["manifest.json", "reference.json", "golden.json", "model.onnx"]
)
def test_the_browser_gets_the_bundle_that_was_verified(
    client: TestClient[Any], site: Site, bundle: Bundle, file: str
) -> None:
    [described, _] = client.get(site.assets.url("text.vi.json")).json()["bundles"]
    answer = client.get(f"{described['url']}/{file}")
    plain = client.get(
        f"{described['url']}/{file}", headers={"accept-encoding": "identity"}
    )
    again = client.get(
        f"{described['url']}/{file}", headers={"if-none-match": answer.headers["etag"]}
    )

    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content
    assert hashlib.sha256(answer.content).hexdigest() == described["files"][file]
    assert described["files"][file] == bundle.manifest.files.get(
        file, described["files"]["manifest.json"]
    )
    assert answer.headers["cache-control"] == "no-cache"
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/page/bundles/nothing/3.0.0/model.onnx",
        "/page/bundles/incident-diabetes/0.0.0/model.onnx",
        "/page/bundles/incident-diabetes/3.0.0/card.json",
        "/page/bundles/incident-diabetes/3.0.0/..%2fmodel.onnx",
    ],
)
def test_no_other_file_of_a_bundle_is_given_to_the_browser(
    client: TestClient[Any], path: str
) -> None:
    assert client.get(path).status_code == 404
