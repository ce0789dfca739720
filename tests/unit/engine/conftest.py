"""An engine whose every word is written down, and people to assess with it."""

import random

import pytest

from service.clinical.patient import Patient
from service.clinical.reading import read_patient
from service.clinical.variables import VARIABLES
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from tests.unit.engine.observer import Recorder


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def engine(bundle: Bundle, recorder: Recorder) -> RiskEngine:
    return RiskEngine([bundle], recorder)


@pytest.fixture(scope="session")
def crowd(bundle: Bundle) -> list[Patient]:
    """Sixty invented people, of each of whom something else is known."""
    chance = random.Random(1)  # noqa: S311 - nothing here is a secret
    people = []
    for _ in range(60):
        values: dict[str, object] = {
            "age": chance.randint(20, 85),
            "sex": chance.choice(["female", "male"]),
            "family_history_diabetes": chance.choice(
                [None, *VARIABLES["family_history_diabetes"].codes]
            ),
        }
        for name, typical in bundle.manifest.typical_values.items():
            if VARIABLES[name].kind == "quantity" and chance.random() < 0.6:
                values[name] = chance.uniform(typical.low, typical.high)
        people.append(read_patient(values))
    return people
