"""No figure of a model is typed by hand.

A card holds thousands of figures, so that nearly every short number is in it somewhere:
comparing would prove nothing. The rule is stricter. In the prose of the README, the
guides and the decisions a decimal, a share or a large count must be a number of the clinical tables, of
the bundles' bands, of the levels of their intervals or of the alerts' rules; every other figure belongs into
a generated block, which a test keeps equal to the cards.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docs import generate
from docs.generated.card import cards, folders, manifest
from service.clinical.conclusion import RAISED_RANDOM_GLUCOSE, UPPER_PREDIABETES
from service.clinical.eligibility import DIAGNOSTIC_CRITERIA
from service.clinical.glycaemia import PREDIABETES
from service.clinical.variables import VARIABLES

# What is no prose: code, addresses, names of languages and standards with versions.
NO_PROSE = re.compile(
    r"^ *```.*?^ *```$|`[^`\n]*`|<https?://[^>]*>|\]\([^)]*\)"
    r"|\b(?:Python|OpenAPI|Apache)[ -]\d+(?:\.\d+)*",
    re.DOTALL | re.MULTILINE,
)
COUNT = r"[1-9]\d{0,2}(?:[,.]\d{3})+|\d{5,}"
FIGURE = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<count>{COUNT})|(?P<number>\d+[.,]\d+)|(?P<share>\d+) ?%)"
    r"(?![\w/]|[.,]\d)"
)
LEVEL = 0.95  # of every interval of a validation
# Decisions whose figures are those of a trial or of the world, not of a bundle.
OF_TRIALS = {
    "0001-treeshap-in-the-graph.md",
    "0005-not-a-diagnosis.md",
    "0006-the-table-validates.md",
    "0010-requirements.md",
    "0013-handing-over.md",
    "0018-the-browsers-engine.md",
    "0020-image-and-kubernetes.md",
    "0021-changing-the-model.md",
    "0022-overload.md",
    "0023-workers-and-metrics.md",
    "0024-drift-and-alerts.md",
    "0026-curves-and-trees.md",
}
RULES = generate.ROOT / "k8s" / "components" / "monitoring" / "rules"


def typed(text: str) -> set[float]:
    """The figures in the prose of a page."""
    prose = NO_PROSE.sub("", generate.BLOCK.sub("", text))
    return set(_figures(prose))


def _figures(prose: str) -> Iterator[float]:
    for found in FIGURE.finditer(prose):
        if found["count"]:
            yield float(re.sub("[,.]", "", found["count"]))
        else:
            yield float((found["number"] or found["share"]).replace(",", "."))


def clinical() -> set[float]:
    """The numbers of the code tables, and how the bundles cut and cover."""
    criteria = (
        *DIAGNOSTIC_CRITERIA,
        *PREDIABETES,
        *UPPER_PREDIABETES,
        *RAISED_RANDOM_GLUCOSE,
    )
    found = {value for one in criteria for value in one.at_least.values()}
    for variable in VARIABLES.values():
        found |= {variable.low, variable.high}
        found |= {unit.scale for unit in variable.units}
    for name in folders():
        own = manifest(name)
        found |= {
            100 * level["below"] for level in own["bands"]["levels"] if level["below"]
        }
        found |= {100 * own["interval"]["level"], 100 * own["if_known_level"]}
    return {*found, 100 * LEVEL}


def of_alerts() -> set[float]:
    """The objectives and thresholds of the rules, also as shares of a hundred."""
    text = "".join(file.read_text(encoding="utf-8") for file in RULES.glob("*.yaml"))
    found = {float(number) for number in re.findall(r"\d+\.\d+", text)}
    shares = found | {1 - number for number in found}
    return shares | {100 * share for share in shares}


def by_name(paths: list[Path]) -> list[Any]:
    return [
        pytest.param(path, id=path.relative_to(generate.ROOT).as_posix())
        for path in paths
    ]


@pytest.mark.parametrize(
    "page", by_name([p for p in generate.pages() if p.name not in OF_TRIALS])
)
def test_no_figure_is_typed_by_hand(page: Path) -> None:
    allowed = {round(number, 6) for number in clinical() | of_alerts()}

    found = typed(page.read_text(encoding="utf-8"))

    assert {number for number in found if round(number, 6) not in allowed} == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("an AUC of 0.912", {0.912}, id="decimal"),
        pytest.param("độ chính xác 0,912.", {0.912}, id="Vietnamese decimal"),
        pytest.param("211,833 people", {211833}, id="count"),
        pytest.param("211.833 người", {211833}, id="Vietnamese count"),
        pytest.param("in 84 % of them", {84}, id="share"),
        pytest.param("84% of them", {84}, id="share without a space"),
        pytest.param("Python 3.11 and `0.912`", set(), id="version and code"),
        pytest.param("3087/QĐ-BYT of 2020, 5 years", set(), id="decree and year"),
        pytest.param("version 1.10.0", set(), id="version of three parts"),
        pytest.param("[card](models/1.0.0/card.md)", set(), id="link"),
        pytest.param("```sh\n--share 0.5\n```\n", set(), id="fence"),
        pytest.param(
            "<!-- generated: x -->\n0.912\n<!-- end generated -->", set(), id="block"
        ),
    ],
)
def test_what_counts_as_a_figure(text: str, found: set[float]) -> None:
    assert typed(text) == found


def test_the_decisions_are_held_to_it_too() -> None:
    names = {page.name for page in generate.pages()}

    assert {"0011-uncertainty.md", "0012-undiagnosed-diabetes.md"} <= names
    assert names >= OF_TRIALS


def test_a_threshold_of_the_clinical_table_may_be_named() -> None:
    assert {7.0, 126, 6.5, 5.7, 95, 90} <= clinical()


@pytest.mark.parametrize("name", sorted(folders()))
def test_the_manifest_and_the_card_tell_of_the_same_people(name: str) -> None:
    card, own = cards()[name], manifest(name)

    told = own["training"]
    assert (card.name, card.version) == (own["name"], own["version"])
    # A bundle may be made for other people than it was first trained on: of both.
    cohorts = [card.training, *([card.target_data] if card.target_data else [])]
    assert sum(cohort.people for cohort in cohorts) == told["people"]
    assert sum(cohort.events for cohort in cohorts) == told["events"]
    assert [
        (file.name, file.sha256) for cohort in cohorts for file in cohort.files
    ] == [(file["file"], file["sha256"]) for file in told["data"]]
    assert list(card.inputs) == own["inputs"]
    assert card.added_sd == pytest.approx(own["interval"]["added_sd"], rel=1e-5)
