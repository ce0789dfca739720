"""The page of a model: its card's figures, in the reader's language, and nothing else."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from litestar.testing import TestClient

from service.app import create_app
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.observability.metrics import Metrics
from service.settings import Settings
from service.transports.health import Readiness
from tests.contract.page.html import Page

MODELS = ("incident-diabetes", "undiagnosed-diabetes")
Changed = Callable[[dict[str, Any]], Page]


@pytest.fixture
def changed(
    bundle: Bundle, metrics: Metrics, readiness: Readiness
) -> Callable[[dict[str, Any]], Page]:
    """The page of a bundle of which parts of the card are others."""

    def page(changes: dict[str, Any]) -> Page:
        card = json.loads(bundle.documents["card.json"]) | changes
        documents = {**bundle.documents, "card.json": json.dumps(card).encode()}
        engine = RiskEngine([replace(bundle, documents=documents)], metrics)
        app = create_app(Settings(), engine, metrics, readiness)
        with TestClient(app, raise_server_exceptions=False) as client:
            answer = client.get("/models/incident-diabetes?language=en")
        assert answer.status_code == 200
        return Page(answer.text)

    return page


def text_of(page: Page) -> str:
    return " ".join(page.root.text_content().split())


def opened(client: TestClient[Any], name: str, language: str) -> Page:
    answer = client.get(f"/models/{name}?language={language}")
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    assert answer.headers["cache-control"] == "no-cache"
    return Page(answer.text)


@pytest.mark.parametrize(
    ("language", "heading", "ranked", "figure"),
    [
        (
            "en",
            "New type 2 diabetes",
            "91 of 100 pairs, one person with the outcome and one without, are ranked",
            "AUC 0.911 (0.902 to 0.918)",
        ),
        (
            "vi",
            "Đái tháo đường típ 2 mới mắc",
            "91 trên 100 cặp gồm một người mắc bệnh và một người không mắc được xếp",
            "AUC 0,911 (0,902 đến 0,918)",
        ),
    ],
)
def test_a_models_page_begins_with_how_good_it_is(
    client: TestClient[Any], language: str, heading: str, ranked: str, figure: str
) -> None:
    page = opened(client, "incident-diabetes", language)

    assert page.root.xpath("string(//h1)") == heading
    assert ranked in text_of(page)
    assert figure in text_of(page)


@pytest.mark.parametrize("name", MODELS)
def test_every_figure_by_what_is_known_is_the_cards(
    client: TestClient[Any], bundles: dict[str, Bundle], name: str
) -> None:
    card = json.loads(bundles[name].documents["card.json"])
    text = text_of(opened(client, name, "en"))

    shown = 0
    for figures in (*card["home"], *card["abroad"], *card["target"]):
        auc = figures["ranking"]["auc"] if figures["ranking"] else figures["c_index"]
        for found, digits in (
            (auc, 3),
            (figures["calibration"]["observed_expected"], 2),
        ):
            value, low, high = (
                f"{found[end]:.{digits}f}" for end in ("value", "low", "high")
            )
            assert f"{value} ({low} to {high})" in text
            shown += 1
    assert shown >= 16


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", MODELS)
def test_a_models_page_says_what_it_must_not_be_used_for(
    client: TestClient[Any], bundles: dict[str, Bundle], name: str, language: str
) -> None:
    facts = json.loads(bundles[name].documents["card.json"])["facts"]
    text = text_of(opened(client, name, language))

    for said in (*facts["use"]["cautioned"], *facts["caveats"]["limits"]):
        assert said[language] in text
    assert facts["use"]["summary"][language] in text


@pytest.mark.parametrize("name", MODELS)
def test_what_the_card_says_in_english_alone_is_marked_as_english(
    client: TestClient[Any], bundles: dict[str, Bundle], name: str
) -> None:
    facts = json.loads(bundles[name].documents["card.json"])["facts"]
    page = opened(client, name, "vi")

    english = " ".join(page.root.xpath("//*[@lang='en']//text()"))
    for section, question in (
        ("evidence", "representativeness"),
        ("method", "missing"),
        ("upkeep", "local_validity"),
        ("release", "approval"),
        ("maker", "funding"),
    ):
        assert facts[section][question] in english


@pytest.mark.parametrize("name", MODELS)
def test_every_drawing_says_in_words_what_it_shows_and_has_its_figures_beside(
    client: TestClient[Any], name: str
) -> None:
    page = opened(client, name, "en")

    figures = page.root.xpath("//figure")
    assert len(figures) == {"incident-diabetes": 5, "undiagnosed-diabetes": 6}[name]
    for figure in figures:
        (drawing,) = figure.xpath("./svg[@role='img']")
        assert len(drawing.get("aria-label")) > 60
        assert figure.xpath(".//details//table//td")
        assert drawing.xpath(".//path[starts-with(@d, 'M')]")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", MODELS)
def test_all_that_a_models_page_refers_to_is_there(
    client: TestClient[Any], name: str, language: str
) -> None:
    page = opened(client, name, language)

    assert page.inline == []
    assert not page.root.xpath("//script")
    for address in page.addresses:
        if address.startswith("https://doi.org/"):
            continue
        target = f"/models/{name}{address}" if address.startswith("?") else address
        assert client.get(target).status_code == 200, target


@pytest.mark.parametrize("file", ["card.md", "card.json", "card.xml"])
def test_the_card_is_given_out_as_it_was_verified(
    client: TestClient[Any], bundle: Bundle, file: str
) -> None:
    address = f"/models/incident-diabetes/files/{file}"
    answer = client.get(address)
    again = client.get(address, headers={"if-none-match": answer.headers["etag"]})

    assert answer.content == bundle.documents[file]
    assert answer.headers["etag"] == f'"{bundle.manifest.files[file]}"'
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/models/weather",
        "/models/weather/files/card.md",
        "/models/incident-diabetes/files/golden.json",
        "/models/incident-diabetes/files/model.onnx",
    ],
)
def test_a_reader_finds_no_other_model_and_no_other_file(
    client: TestClient[Any], address: str
) -> None:
    answer = client.get(address, headers={"accept": "text/html"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_whoever_may_not_ask_for_a_risk_may_read_what_the_model_is(
    guarded_client: TestClient[Any],
) -> None:
    assert guarded_client.get("/models/incident-diabetes").status_code == 200
    address = "/models/incident-diabetes/files/card.json"
    assert guarded_client.get(address).status_code == 200


def test_without_the_page_there_is_no_models_page(pageless: TestClient[Any]) -> None:
    assert pageless.get("/models/incident-diabetes").status_code == 404


def test_a_bundle_with_another_kind_of_card_still_has_a_page(changed: Changed) -> None:
    page = changed({"home": "good"})

    text = text_of(page)
    assert "New type 2 diabetes" in text
    assert "211,833 people, 4,174 with the outcome." in text
    assert "Not yet validated in Vietnam." in text
    assert not page.root.xpath("//figure")


def test_a_recalibrated_model_says_whose_figures_these_are(changed: Changed) -> None:
    estimate = {"value": 0.61, "low": 0.5, "high": 0.74}
    page = changed(
        {
            "recalibration": {
                "parent": "incident-diabetes 3.0.0",
                "site": "a hospital",
                "people": 3983,
                "events": 212,
                "tiers": [
                    {
                        "tier": "with_glucose",
                        "people": 3983,
                        "events": 212,
                        "before": estimate,
                        "after": {"value": 1.0, "low": 0.9, "high": 1.12},
                    }
                ],
            }
        }
    )

    text = text_of(page)
    assert "are those of incident-diabetes 3.0.0, before the recalibration" in text
    assert "3,983 people of a hospital, 212 of them with the outcome" in text
    assert "with glucose 3,983 0.61 (0.50 to 0.74) 1.00 (0.90 to 1.12)" in text


def test_groups_that_nobody_translated_keep_their_code(
    changed: Changed, bundle: Bundle
) -> None:
    home = json.loads(bundle.documents["card.json"])["home"]
    group = home[0]["subgroups"][0]
    group |= {"dimension": "ward", "group": "ward_7b", "auc": None}

    text = text_of(changed({"home": home}))

    assert "ward 7b 95,710 people, 1,174 cases too few events" in text
