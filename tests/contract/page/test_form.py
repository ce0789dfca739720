"""The form of a browser without scripts: nothing typed is lost, every error is told."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from structlog.testing import capture_logs

from tests.contract.page.html import Page

WOMAN = {"age": "54", "sex": "female"}
BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


def submitted(
    client: TestClient[Any], fields: dict[str, str], language: str = "en"
) -> Response:
    """The form as a browser sends it."""
    return client.post(f"/?language={language}", data=fields, headers=BROWSER)


def test_a_form_is_answered_with_what_the_interface_answers(
    client: TestClient[Any],
) -> None:
    fields = {
        **WOMAN,
        "height": "158",
        "weight": "62,5",
        "fasting_glucose": "5,9",
        "fasting_glucose.unit": "mmol/L",
        "hba1c": "",
        "smoking": "never",
        "hypertension": "true",
        "pregnant": "",
    }
    answer = submitted(client, fields)
    same = client.post(
        "/v1/risk",
        json={
            "patient": {
                "age": 54,
                "sex": "female",
                "height": 158,
                "weight": 62.5,
                "fasting_glucose": 5.9,
                "smoking": "never",
                "hypertension": True,
            },
            "language": "en",
        },
    ).json()

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-language"] == "en"
    result = Page(answer.text).text("result")
    conclusion = same["conclusion"]
    for text in (conclusion["status"]["label"], conclusion["status"]["text"]):
        assert text in result
    assert conclusion["next_step"]["text"] in result
    assert conclusion["risk"]["text"] in result
    for assessment in same["assessments"]:
        assert assessment["band"]["label"] in result.lower()


def test_two_questions_stand_below_the_conclusion_each_with_its_own_title(
    client: TestClient[Any],
) -> None:
    page = Page(submitted(client, WOMAN | {"bmi": "27"}).text)
    titles = page.root.xpath("//article[@data-bundle!='']//*[@data-part='question']")

    assert [title.text_content() for title in titles] == [
        "Is diabetes there now, undiagnosed?",
        "Will diabetes develop in the coming years?",
    ]
    [conclusion] = page.root.xpath("//*[@data-part='conclusion']")
    assert conclusion.get("data-status") == "not_known"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_was_typed_stands_as_it_was_typed(
    client: TestClient[Any], language: str
) -> None:
    fields = {
        **WOMAN,
        "height": "1,58",
        "height.unit": "m",
        "fasting_glucose": "106,0",
        "fasting_glucose.unit": "mg/dL",
        "smoking": "former",
        "hypertension": "false",
    }
    page = Page(submitted(client, fields, language).text)

    assert page.language == language
    assert {name: page.value(name) for name in fields} == fields


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        pytest.param("age", "", "Age is needed", id="needed"),
        pytest.param("sex", "", "Sex is needed", id="needed choice"),
        pytest.param("waist", "wide", "not a number", id="no number"),
        pytest.param("weight", "6 2", "unit", id="two numbers"),
        pytest.param("hba1c", "1.2.3", "not a number", id="no number either"),
        pytest.param(
            "fasting_glucose", "106", "would be plausible in mg/dL", id="another unit"
        ),
        pytest.param("smoking", "often", "is not one of", id="no such choice"),
        pytest.param("pregnant", "maybe", "must be true or false", id="neither"),
        pytest.param("height", "1e9", "unit", id="an exponent"),
        pytest.param("height", "9" * 400, "outside", id="more than a number holds"),
    ],
)
def test_each_refused_value_is_told_at_its_field(
    client: TestClient[Any], field: str, typed: str, said: str
) -> None:
    answer = submitted(client, {**WOMAN, field: typed})
    page = Page(answer.text)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert page.wrong() == {field}
    assert said in page.text(f"error-{field}")
    assert page.text(f"error-{field}") in page.text("entry-errors")
    assert f"error-{field}" in described_by(page, field)


def described_by(page: Page, field: str) -> str:
    """The ids of what describes a field, or the group that it is in."""
    [described] = page.root.xpath(
        "//*[@aria-describedby and (@name=$field or @data-variable=$field)]",
        field=field,
    )
    return str(described.get("aria-describedby"))


def test_every_wrong_field_is_told_at_once_and_in_the_readers_language(
    client: TestClient[Any],
) -> None:
    fields = {
        "age": "543",
        "sex": "",
        "waist": "x",
        "systolic_bp": "80",
        "diastolic_bp": "120",
    }
    page = Page(submitted(client, fields, "vi").text)

    assert {"age", "sex", "waist"} < page.wrong()
    assert page.wrong() & {"systolic_bp", "diastolic_bp"}
    assert "Giới tính là bắt buộc" in page.text("error-sex")
    assert "không đọc được" in page.text("error-waist")
    links = page.element("entry-errors").xpath(".//a/@href")
    assert set(links) == {f"#field-{name}" for name in page.wrong()}
    for link in links:
        page.element(str(link)[1:])


@pytest.mark.parametrize(
    ("field", "typed", "value", "code"),
    [
        pytest.param(
            "known_diabetes", "true", True, "known_diabetes", id="known diabetes"
        ),
        pytest.param(
            "fasting_glucose", "8,1", 8.1, "diagnostic_value", id="a diagnostic value"
        ),
        pytest.param("age", "15", 15, "under_20", id="too young"),
        pytest.param("pregnant", "true", True, "pregnant", id="pregnant"),
    ],
)
def test_who_is_not_assessed_gets_a_page_that_says_why(
    client: TestClient[Any], field: str, typed: str, value: object, code: str
) -> None:
    answer = submitted(client, {**WOMAN, field: typed})
    page = Page(answer.text)
    body = {"patient": {"age": 54, "sex": "female", field: value}, "language": "en"}
    refusals = client.post("/v1/risk", json=body).json()["not_assessed"]

    assert answer.status_code == 200
    assert page.wrong() == set()
    assert {one["code"] for one in refusals} == {code}
    for one in refusals:
        assert one["text"] in page.text("result")
        assert one["next_step"] in page.text("result")


def test_text_that_looks_like_html_is_only_text(client: TestClient[Any]) -> None:
    typed = '"><script>alert(1)</script>'
    answer = submitted(client, {**WOMAN, "waist": typed, "height.unit": typed})
    page = Page(answer.text)

    assert answer.status_code == 422
    assert page.value("waist") == typed
    assert page.inline == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"age=54&waist=" + b"9" * 70_000, 413, id="too large"),
        pytest.param(b"&".join([b"a=1"] * 1_000), 400, id="not the form's fields"),
    ],
)
def test_a_body_that_is_no_form_is_refused_with_a_page(
    client: TestClient[Any], body: bytes, status: int
) -> None:
    headers = {**BROWSER, "content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/?language=en", content=body, headers=headers)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert Page(answer.text).addresses >= {"/?language=en"}


def test_nothing_that_was_entered_is_in_the_log_or_in_the_metrics(
    client: TestClient[Any],
) -> None:
    with capture_logs() as lines:
        submitted(client, {**WOMAN, "fasting_glucose": "5,911"})
        submitted(client, {**WOMAN, "waist": "xyzzy", "fasting_glucose": "5,911"})
        client.post("/page/assess", json={"patient": {"waist": "xyzzy"}})
        client.post("/page/record", json={"resourceType": "Xyzzy"})

    assert [line["status"] for line in lines] == [200, 422, 422, 422]
    for text in (str(lines), client.get("/metrics").text):
        for secret in ("5,911", "5.911", "xyzzy", "Xyzzy", "female"):
            assert secret not in text


def test_a_unit_that_was_typed_stands_beside_what_was_typed(
    client: TestClient[Any],
) -> None:
    typed = {"fasting_glucose": "104 mg/dl", "hba1c": "40 mmol/mol", "waist": "33 ells"}
    chosen = {
        "fasting_glucose.unit": "mmol/L",
        "hba1c.unit": "%",
        "waist.unit": "[in_i]",
    }
    page = Page(submitted(client, {**WOMAN, **typed, **chosen}).text)

    assert {name: page.value(name) for name in typed} == typed
    assert {name: page.value(name) for name in chosen} == {
        "fasting_glucose.unit": "mg/dL",
        "hba1c.unit": "mmol/mol",
        "waist.unit": "[in_i]",
    }
