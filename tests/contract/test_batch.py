"""`POST /v1/risk/batch`: many patients, a line for each."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

GOOD = {"age": 54, "sex": "female", "height": 155, "weight": 62}
BAD = {"age": 540, "sex": "female"}


def send(client: TestClient[Any], body: bytes, query: str = "") -> list[dict[str, Any]]:
    response = client.post(f"/v1/risk/batch{query}", content=body)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in response.text.splitlines()]


def ndjson(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(ndjson(GOOD, BAD, GOOD), id="NDJSON"),
        pytest.param(json.dumps([GOOD, BAD, GOOD], indent=1).encode(), id="JSON array"),
    ],
)
def test_a_bad_row_is_an_error_line_and_the_rest_go_on(
    client: TestClient[Any], body: bytes
) -> None:
    first, second, third = send(client, body)

    assert [line["row"] for line in (first, second, third)] == [1, 2, 3]
    assert first["assessments"] == third["assessments"]
    assert first["assessments"][0]["risks"]
    assert "assessments" not in second
    assert second["error"]["errors"][0]["pointer"] == "/age"


def test_a_row_answers_as_the_plain_endpoint_does(client: TestClient[Any]) -> None:
    (line,) = send(client, ndjson(GOOD), "?language=en")

    plain = client.post("/v1/risk", json={"patient": GOOD, "language": "en"}).json()

    for field in ("assessments", "not_assessed", "notices", "reference_scores"):
        assert line[field] == plain[field]


def test_a_row_may_bring_an_id_and_a_language(client: TestClient[Any]) -> None:
    rows = [
        {"id": "a-1", "patient": GOOD, "language": "en"},
        {"id": "a-2", "patient": BAD},
        {"id": "a-3", **GOOD},
    ]

    lines = send(client, ndjson(*rows))

    assert [line["id"] for line in lines] == ["a-1", "a-2", "a-3"]
    assert "Not known" in lines[0]["assessments"][0]["narrative"]
    assert lines[1]["error"]["errors"][0]["pointer"] == "/patient/age"
    assert lines[2]["assessments"]


def test_rows_that_are_not_json_or_not_patients_are_error_lines(
    client: TestClient[Any],
) -> None:
    lines = send(client, b'{"age": 1\n[1]\n"x"\nnull\n\n' + ndjson(GOOD))

    assert [("error" in line) for line in lines] == [True, True, True, True, False]


def test_a_broken_array_keeps_the_rows_before_the_break(
    client: TestClient[Any],
) -> None:
    body = json.dumps([GOOD, GOOD]).encode()[:-20]

    first, second = send(client, body)

    assert first["assessments"]
    assert second["error"]["type"].endswith("malformed-row")


def test_an_ineligible_row_is_not_an_error(client: TestClient[Any]) -> None:
    (line,) = send(client, ndjson(GOOD | {"known_diabetes": True}))

    assert line["not_assessed"][0]["code"] == "known_diabetes"


def test_many_rows_come_back_in_order(client: TestClient[Any]) -> None:
    rows = [{"id": str(n), "age": 20 + n % 70, "sex": "male"} for n in range(1000)]

    lines = send(client, ndjson(*rows))

    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    by_age = {
        row["age"]: line["assessments"] for row, line in zip(rows, lines, strict=True)
    }
    assert all(
        line["assessments"] == by_age[row["age"]]
        for row, line in zip(rows, lines, strict=True)
    )


def test_an_empty_body_has_no_rows(client: TestClient[Any]) -> None:
    assert send(client, b"") == []
    assert send(client, b"[]") == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("?language=fr", "/language"),
        ("?bundles=none", "/bundles/0"),
        ("?interval=maybe", "/interval"),
        ("?interval=", "/interval"),
    ],
)
def test_a_wrong_query_is_refused_before_any_row(
    client: TestClient[Any], query: str, pointer: str
) -> None:
    response = client.post(f"/v1/risk/batch{query}", content=ndjson(GOOD))

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


def test_bundles_can_be_chosen_for_all_rows(client: TestClient[Any]) -> None:
    (line,) = send(client, ndjson(GOOD), "?bundles=incident-diabetes")

    (assessment,) = line["assessments"]
    assert assessment["bundle"]["name"] == "incident-diabetes"


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("", True),
        ("?interval=true", True),
        ("?interval=false", False),
        ("?interval=False", False),
        ("?interval=TRUE", True),
    ],
)
def test_ranges_can_be_switched_for_all_rows(
    client: TestClient[Any], query: str, *, given: bool
) -> None:
    for line in send(client, ndjson(GOOD, GOOD), query):
        for assessment in line["assessments"]:
            assert (assessment["interval"] is not None) == given
            assert (assessment["if_known"] is not None) == given


def test_a_row_decides_on_its_ranges_itself(client: TestClient[Any]) -> None:
    rows = [
        {"patient": GOOD, "interval": True},
        {"patient": GOOD},
        {"patient": GOOD, "interval": "no"},
    ]

    first, second, third = send(client, ndjson(*rows), "?interval=false")

    assert first["assessments"][0]["interval"]["level"] == 0.9
    assert second["assessments"][0]["interval"] is None
    (error,) = third["error"]["errors"]
    assert (error["pointer"], error["code"]) == ("/interval", "wrong_type")
    assert first["assessments"][0]["risks"] == second["assessments"][0]["risks"]
