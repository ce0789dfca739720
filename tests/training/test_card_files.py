"""The card's XML is valid, its plots are small and its bytes repeat."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import etree

from tests.training.cards import incident_card, recalibrated_card, undiagnosed_card
from training.bundle import to_json
from training.card.chai import NAMESPACE, xml
from training.card.record import Card, read_card
from training.card.render import written
from training.data_directory import default_directory
from training.figures import SubsetFigures
from training.plots.decision import decision
from training.plots.style import panels, styled

SCHEMA = Path("standards") / "chai-applied-model-card-0.2.xsd"
SIGNATURES = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.w3.org/2000/09/xmldsig#">
  <xs:element name="Signature"/>
</xs:schema>"""
LARGEST = 150_000

CARDS = [
    pytest.param(incident_card, id="incident"),
    pytest.param(undiagnosed_card, id="undiagnosed"),
    pytest.param(recalibrated_card, id="recalibrated"),
]


class Offline(etree.Resolver):
    """Stands in for the schema of signatures, which the cards do not use."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:
        """The stand-in for the one schema that is not beside the card's."""
        if "xmldsig" in system_url:
            return self.resolve_string(SIGNATURES, context)
        return None


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    path = default_directory() / SCHEMA
    if not path.exists():
        pytest.skip(f"the schema is not here: {path}")
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Offline())
    return etree.XMLSchema(etree.parse(path, parser))


@pytest.mark.parametrize("make", CARDS)
def test_the_xml_is_valid_against_the_schema(
    make: Callable[[], Card], schema: etree.XMLSchema
) -> None:
    schema.assertValid(etree.fromstring(xml(make())))


def test_the_schema_refuses_a_card_without_its_warnings(
    schema: etree.XMLSchema,
) -> None:
    tree = etree.fromstring(xml(incident_card()))
    tree.remove(tree.find(f"{{{NAMESPACE}}}Warnings"))

    assert not schema.validate(tree)


@pytest.mark.parametrize("make", CARDS)
def test_no_element_of_the_xml_is_empty(make: Callable[[], Card]) -> None:
    tree = etree.fromstring(xml(make()))

    leaves = [element for element in tree.iter() if not len(element)]
    assert [leaf.tag for leaf in leaves if not (leaf.text or "").strip()] == []
    assert len(leaves) > 60


@pytest.mark.parametrize("make", CARDS)
def test_every_metric_of_the_xml_is_a_figure_of_the_card(
    make: Callable[[], Card],
) -> None:
    card = make()
    tree = etree.fromstring(xml(card))
    known = numbers(json.loads(to_json(card.to_json())))

    texts = [element.text for element in tree.iter(f"{{{NAMESPACE}}}ValueJson")]
    values = [json.loads(text) for text in texts]
    assert {value.pop("kind") for value in values} == {"estimate_ci", "single"}
    assert {value.pop("level", 95) for value in values} == {95}
    found = {number for value in values for number in value.values()}
    assert len(found) > 50
    assert found - known == set()


def numbers(value: object) -> set[float]:
    """Every number in JSON."""
    if isinstance(value, dict):
        return set().union(*map(numbers, value.values()))
    if isinstance(value, list):
        return set().union(*map(numbers, value))
    return {float(value)} if isinstance(value, int | float) else set()


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return written(incident_card())


def test_a_card_has_data_page_xml_and_every_plot_twice(files: dict[str, bytes]) -> None:
    plots = {
        *("calibration", "roc", "decision", "subgroups", "contributions", "effects"),
        *("calibration-external", "decision-external", "subgroups-external"),
    }
    wanted = {f"{name}.{ending}" for name in plots for ending in ("svg", "png")}

    assert set(files) == {"card.json", "card.md", "card.xml"} | wanted
    assert {name for name in wanted if len(files[name]) > LARGEST} == set()
    page = files["card.md"].decode()
    assert all(f"({name}.svg)" in page for name in plots)


def test_a_card_of_one_cohort_has_no_plot_of_another() -> None:
    assert not [name for name in written(undiagnosed_card()) if "external" in name]


def test_the_files_of_a_card_read_back_are_the_same_bytes(
    files: dict[str, bytes],
) -> None:
    again = written(read_card(files["card.json"]))

    # What six digits leave moves no printed figure, and no point that can be seen.
    for name in ("card.json", "card.xml"):
        assert again[name] == files[name]
    assert written(read_card(again["card.json"])) == again


def test_a_decision_plot_has_the_same_colours_and_legend_read_back() -> None:
    card = incident_card()

    again = read_card(to_json(card.to_json()))

    def legend(figures: Mapping[str, SubsetFigures]) -> list[tuple[str, str]]:
        with styled():
            [found] = decision(figures).legends
        lines = zip(found.get_texts(), found.get_lines(), strict=True)
        return [(text.get_text(), line.get_color()) for text, line in lines]

    assert legend(again.home) == legend(card.home)
    assert legend(card.home)[0][0] == "this model"


def test_a_long_title_of_a_panel_is_broken_into_lines() -> None:
    with styled():
        _, [axis] = panels(
            ["Ever told of high glucose or prediabetes (also in pregnancy)"]
        )

    assert axis.get_title(loc="left") == (
        "Ever told of high glucose or prediabetes\n(also in pregnancy)"
    )


def test_plots_name_no_date_and_no_program(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".svg"):
            assert b"dc:date" not in content, name
            assert b"Matplotlib" not in content, name
        if name.endswith(".png"):
            assert b"Software" not in content, name


def test_plots_are_drawings_of_their_figures(files: dict[str, bytes]) -> None:
    auc = incident_card().home["all inputs"].ranking
    assert auc is not None

    roc = files["roc.svg"].decode()

    assert f"all inputs: AUC {auc.auc.value:.3f}" in roc
    assert "FINDRISC" in files["decision.svg"].decode()
    assert "Fasting glucose" in files["effects.svg"].decode()
