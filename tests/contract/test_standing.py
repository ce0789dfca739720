"""Where the patient stands is told in the reader's language, with who the others are."""

from typing import Any

import pytest
from litestar.testing import TestClient

# No glucose test is known: then both models answer.
PATIENT = {"age": 54, "sex": "female", "bmi": 25.8, "systolic_bp": 138}


def assess(
    client: TestClient[Any], patient: object, language: str
) -> list[dict[str, Any]]:
    body = {"patient": patient, "language": language}
    response = client.post("/v1/risk", json=body)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["assessments"]
    return found


def test_each_model_says_where_the_patient_stands_among_its_people(
    client: TestClient[Any],
) -> None:
    incident, undiagnosed = (a["standing"] for a in assess(client, PATIENT, "en"))

    peers = {"sex": "female", "age_from": 50, "age_to": 59}
    assert peers.items() <= incident.items()
    assert peers.items() <= undiagnosed.items()
    assert "of 100 women of 50 to 59 years" in incident["text"]
    assert f"about {incident['percentile']:.0f} of 100" in incident["text"]
    assert incident["population"].startswith("Adults without diabetes at health check")
    assert undiagnosed["population"].startswith("Adults without diagnosed diabetes")


def test_the_standing_is_told_in_vietnamese(client: TestClient[Any]) -> None:
    (incident, _) = (a["standing"] for a in assess(client, PATIENT, "vi"))

    share = f"khoảng {incident['percentile']:.0f} trên 100"
    assert f"{share} phụ nữ từ 50 đến 59 tuổi" in incident["text"]
    assert "11 thành phố" in incident["population"]


@pytest.mark.parametrize("age", [100, 104])
def test_beyond_the_ages_of_the_training_people_there_is_no_standing(
    client: TestClient[Any], age: int
) -> None:
    (incident, undiagnosed) = assess(client, PATIENT | {"age": age}, "en")

    assert incident["standing"] is None
    assert undiagnosed["standing"] is None
