"""Another version answers some requests about one patient through the API."""

import json
from uuid import uuid4

from docs.generated.record import CALL, HOOK
from service.transports.inference.openapi import EXAMPLE
from tests.contract.rollout.following import TRIED, Client, metric, served, versions
from tests.steady_load import PEOPLE, told
from tests.two_versions import INCIDENT, OLD


def test_it_answers_its_share_of_the_patients(with_canary: Client) -> None:
    found = [versions(with_canary, {"patient": one}) for one in PEOPLE]

    assert set(found) == {OLD, TRIED}
    assert found.count(TRIED) == 26  # of 60


def test_a_patient_gets_the_same_version_each_time_also_when_changed(
    with_canary: Client,
) -> None:
    for one in PEOPLE[::4]:
        asked = {"patient": one, "language": "en"}
        changes = [{"weight": 55}, {"systolic_bp": 130}]

        found = {
            versions(with_canary, {"patient": one}),
            versions(with_canary, asked),
            *(
                versions(with_canary, asked | {"changes": it}, "/v1/risk/what-if")
                for it in changes
            ),
        }

        assert len(found) == 1


def test_a_fhir_record_gets_the_same_version_each_time(with_canary: Client) -> None:
    def version(number: int) -> str:
        record = json.loads(json.dumps(CALL).replace("1972-", f"19{number}-"))
        answer = with_canary.post("/fhir/$diabetes-risk", json=record).json()
        method = answer["entry"][0]["resource"]["method"]["coding"][0]
        assert method["code"] == INCIDENT
        found: str = method["version"]
        return found

    first = [version(number) for number in range(60, 80)]

    assert set(first) == {"3.0.0", "3.1.0"}
    assert [version(number) for number in range(60, 80)] == first


def test_a_card_about_a_patient_is_of_the_same_version_each_time_it_is_opened(
    with_canary: Client,
) -> None:
    """Each opening has an id of its own; the patient has one."""

    def version(number: int) -> str:
        text = json.dumps(HOOK | {"hookInstance": str(uuid4())})
        hook = json.loads(text)
        hook["context"]["patientId"] = f"p-{number}"
        hook["prefetch"] = json.loads(
            json.dumps(hook["prefetch"])
            .replace('"Patient/12"', f'"Patient/p-{number}"')
            .replace('"id": "12"', f'"id": "p-{number}"')
        )
        answer = with_canary.post("/cds-services/diabetes-risk", json=hook)
        [card] = answer.json()["cards"]
        figures = card["extension"]["urn:diabetes-risk:assessment"]["assessments"]
        found: str = figures[0]["bundle"]["version"]
        return found

    first = [version(number) for number in range(20)]

    assert set(first) == {"3.0.0", "3.1.0"}
    assert [version(number) for number in range(20)] == first


def test_a_reader_of_the_page_never_meets_it(with_canary: Client) -> None:
    found = {versions(with_canary, {"patient": one}, "/page/assess") for one in PEOPLE}

    assert found == {OLD}
    assert "3.1.0" not in with_canary.get("/").text


def test_batches_and_tensors_are_answered_by_what_is_served(
    with_canary: Client,
) -> None:
    lines = with_canary.post("/v1/risk/batch", json=PEOPLE).text.splitlines()
    tensors = with_canary.post(f"/v2/models/{INCIDENT}/infer", json=EXAMPLE).json()

    assert {told(json.loads(line))[0] for line in lines} == {OLD}
    assert tensors["model_version"] == "3.0.0"


def test_it_is_announced_as_what_it_is(with_canary: Client) -> None:
    assert served(with_canary)[INCIDENT] == "3.0.0"
    assert with_canary.get("/v1/version").json()["bundles"][INCIDENT] == "3.0.0"
    info = f'diabetes_risk_bundle_info{{bundle="{INCIDENT}",role="canary"'
    assert metric(with_canary, info) == 1


def test_what_it_answers_is_counted_under_its_version(with_canary: Client) -> None:
    count = f'diabetes_risk_probability_count{{bundle="{INCIDENT}",version="3.1.0"}}'
    before = metric(with_canary, count)

    found = [versions(with_canary, {"patient": one}) for one in PEOPLE]

    assert metric(with_canary, count) - before == found.count(TRIED)


def test_what_is_no_json_is_refused_as_ever(with_canary: Client) -> None:
    assert with_canary.post("/v1/risk", content=b"{").status_code == 400
    assert with_canary.post("/v1/risk", content=b"").status_code == 400
    deep = b'{"patient":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    assert with_canary.post("/v1/risk", content=deep).status_code == 400
    assert with_canary.post("/fhir/$diabetes-risk", content=deep).status_code == 400
    assert with_canary.post("/v1/risk", json={"patient": 1}).status_code == 422
    assert with_canary.post("/v1/risk", content=b" " * 70_000).status_code == 413
