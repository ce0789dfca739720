"""The service as an EHR sees it, and its answers about many patients."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from service.transports.observed import TimedLitestar
from tests.contract.cds_hooks.ehr import Resource
from tests.contract.cds_hooks.hooks import RECORDS, SERVICE, hook

PUBLIC_URL = "https://risk.example"
LANGUAGES = ("en", "vi")


@dataclass(frozen=True, slots=True)
class Ehr:
    """An EHR that has discovered the service and prefetches what it asks for."""

    http: TestClient[TimedLitestar]
    templates: Mapping[str, str]

    def ask(
        self,
        record: list[Resource] | None = None,
        language: str = "en",
        **changes: object,
    ) -> httpx.Response:
        """Call the service about a patient."""
        call = hook(record, templates=self.templates, **changes)
        return self.http.post(SERVICE, json=call, headers={"accept-language": language})


def discovered(http: TestClient[TimedLitestar]) -> Ehr:
    """An EHR that knows what the service has told of itself."""
    [told] = http.get("/cds-services").json()["services"]
    return Ehr(http, told["prefetch"])


@contextmanager
def application(
    bundles: Mapping[str, Bundle], settings: Settings
) -> Iterator[TestClient[TimedLitestar]]:
    """The application with settings of its own, for the time of the block."""
    metrics = Metrics()
    engine = RiskEngine(list(bundles.values()), metrics)
    app = create_app(settings, engine, metrics, Readiness())
    with TestClient(app, raise_server_exceptions=False) as http:
        yield http


@pytest.fixture
def ehr(client: TestClient[TimedLitestar]) -> Ehr:
    """An EHR of the application as it is without settings."""
    return discovered(client)


@pytest.fixture(scope="session")
def published(bundles: dict[str, Bundle]) -> Iterator[Ehr]:
    """An EHR of the application at a public address."""
    with application(bundles, Settings(public_url=PUBLIC_URL)) as http:
        yield discovered(http)


@pytest.fixture(scope="session")
def answers(published: Ehr) -> Mapping[tuple[str, str], dict[str, Any]]:
    """What is answered about every patient of `RECORDS`, in both languages."""
    return {
        (name, language): published.ask(record, language).raise_for_status().json()
        for name, record in RECORDS.items()
        for language in LANGUAGES
    }


@pytest.fixture(scope="session")
def cards(answers: Mapping[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    """Every card of `answers`; there are several in each language."""
    found = [card for answer in answers.values() for card in answer["cards"]]
    assert len(found) >= 8
    return found
