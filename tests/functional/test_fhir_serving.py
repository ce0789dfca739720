"""Records sent to the real server: nothing of a patient stays behind."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.contract.fhir.records import (
    HEADERS,
    OPERATION,
    WELL_KNOWN,
    bundle,
    observation,
    patient,
    record,
)
from tests.server import Server

CCCD, BHYT, NAME = "001085012345", "DN4010123456789", "Nguyen Van Xyzzy"
PERSON = patient(
    id="xyzzy-7",
    name=[{"text": NAME}],
    identifier=[
        {"system": "http://fhir.hl7.org.vn/core/sid/bhyt", "value": BHYT},
        {"system": "http://fhir.hl7.org.vn/core/sid/cccd", "value": CCCD},
    ],
)
SECRETS = (CCCD, BHYT, "Nguyen", "xyzzy", "1972-05-04", "543.25", "5.61")


@pytest.fixture
def server(models: Path, tmp_path: Path) -> Iterator[Server]:
    with Server(models, tmp_path / "log") as server:
        yield server


def send(server: Server, body: object, path: str = OPERATION) -> httpx.Response:
    text = body if isinstance(body, bytes) else json.dumps(body)
    return httpx.post(server.url + path, content=text, headers=HEADERS, timeout=60)


def test_identifiers_pass_through_and_reach_neither_logs_nor_metrics(
    server: Server,
) -> None:
    hers = {"subject": {"reference": "Patient/xyzzy-7"}}
    sugar = observation("14771-0", 5.61, "mmol/L", **hers)
    wrong = observation("4548-4", 543.25, "%", **hers)
    body = record(PERSON, sugar, wrong)
    answer = send(server, body, "/fhir/Patient/xyzzy-7/$diabetes-risk")
    refusals = [
        send(server, body, "/fhir/Patient/other/$diabetes-risk"),
        send(server, record(PERSON, PERSON | {"id": "xyzzy-8"})),
        send(server, record(PERSON | {"birthDate": NAME})),
        send(server, json.dumps(body).encode()[:-9]),
        send(server, body, f"/fhir/Patient/{CCCD}"),
    ]

    assert answer.status_code == 200
    for entry in answer.json()["entry"][:-1]:
        assert entry["resource"]["subject"]["identifier"]["value"] == CCCD
    assert [r.status_code for r in refusals] == [422, 422, 422, 400, 404]
    for refusal in refusals:
        assert not [secret for secret in SECRETS if secret in refusal.text]
    log, metrics = server.log.read_text(), httpx.get(server.url + "/metrics").text
    assert '"route": "/fhir/Patient/{identity}/$diabetes-risk"' in log
    assert 'route="/fhir/Patient/{identity}/$diabetes-risk"' in metrics
    for secret in SECRETS:
        assert secret not in log
        assert secret not in metrics


def test_a_long_record_does_not_keep_others_waiting(server: Server) -> None:
    long = [
        observation("1558-6", 90 + at % 10, "mg/dL", on=f"20{at % 25:02}-01-02")
        for at in range(12_000)
    ]
    body = json.dumps(bundle(*WELL_KNOWN, *long)).encode()
    answers: list[int] = []
    sender = threading.Thread(
        target=lambda: answers.append(send(server, body).status_code)
    )
    answered_meanwhile = 0
    with httpx.Client(base_url=server.url) as others:
        sender.start()
        while sender.is_alive():
            assert others.get("/readyz").status_code == 200
            answered_meanwhile += sender.is_alive()

    assert answers == [200]
    assert answered_meanwhile > 3
