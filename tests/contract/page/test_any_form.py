"""Whatever is sent to the page's routes, it is answered or refused, and never fails."""

from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings, strategies as st
from litestar.testing import TestClient

from service.clinical.variables import VARIABLES
from tests.contract.page.html import Page

FUZZ = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
NUMBERS = st.floats(0, 400).map(lambda number: f"{number:.4g}".replace(".", ","))
CODES = st.sampled_from(
    [
        *(code for variable in VARIABLES.values() for code in variable.codes),
        *(unit.code for variable in VARIABLES.values() for unit in variable.units),
        "true",
        "false",
    ]
)
FIELDS = st.sampled_from([*VARIABLES, *(f"{name}.unit" for name in VARIABLES)])


def answered(client: TestClient[Any], content: bytes) -> None:
    response = client.post("/", content=content, headers=FORM)

    assert response.status_code in {200, 400, 422}
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert Page(response.text).inline == []


@FUZZ
@given(content=st.binary())
def test_no_bytes_make_the_form_fail(client: TestClient[Any], content: bytes) -> None:
    answered(client, content)


@FUZZ
@given(
    fields=st.dictionaries(
        FIELDS | st.text(), NUMBERS | CODES | st.text(), max_size=12
    ),
    sex=st.sampled_from(["female", "male"]),
    age=NUMBERS | st.just("54"),
)
def test_no_fields_make_the_form_fail(
    client: TestClient[Any], fields: dict[str, str], sex: str, age: str
) -> None:
    sent = {**fields, "sex": sex, "age": age}
    answered(client, urlencode(sent, errors="surrogatepass").encode())


@FUZZ
@given(
    content=st.binary(),
    path=st.sampled_from(["/page/assess", "/page/record", "/page/document"]),
)
def test_no_bytes_make_the_scripts_routes_fail(
    client: TestClient[Any], path: str, content: bytes
) -> None:
    assert client.post(path, content=content).status_code in {200, 400, 422}


@FUZZ
@given(address=st.text(max_size=40), language=st.text(max_size=5))
def test_no_address_makes_it_fail(
    client: TestClient[Any], address: str, language: str
) -> None:
    digest = client.app.state.releases.current.site.assets.digest
    for path in ("/", f"/assets/{digest}/", "/page/bundles/", "/models/"):
        url = client.base_url.copy_with(path=path).join(urlencode({"": address})[1:])
        response = client.get(url, params={"language": language}, headers=FORM)
        assert response.status_code < 500
