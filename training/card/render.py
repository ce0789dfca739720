"""The files of a card: data, page, XML and plots, all from the same figures."""

from dataclasses import replace

from service.engine.scorer import Scorer
from training.bundle import to_json
from training.card.chai import xml
from training.card.contribution import Contribution, summarise
from training.card.page import page
from training.card.record import Card
from training.cohort import Cohort
from training.plots.drawing import plots, titles

SAMPLE = 20_000  # people whose contributions are summed up
SEED = 1


def card_files(card: Card, scorer: Scorer, cohort: Cohort) -> dict[str, bytes]:
    """Every file of the card by its name, what the model makes of inputs included.

    Args:
        card: The figures and words.
        scorer: Of the bundle's own graph.
        cohort: People it was trained on; a sample of them is scored.
    """
    return written(replace(card, contributions=contributions(scorer, cohort)))


def contributions(scorer: Scorer, cohort: Cohort) -> tuple[Contribution, ...]:
    """What a graph makes of each input in a sample of people it was trained on."""
    sample = cohort.sample(SAMPLE, SEED)
    return summarise(cohort.inputs, sample.x, scorer.score(sample.x).contributions)


def written(card: Card) -> dict[str, bytes]:
    """Every file of a card that has all its figures."""
    drawn = plots(card)
    return {
        "card.json": to_json(card.to_json()),
        "card.md": page(card, titles(drawn)).encode(),
        "card.xml": xml(card),
        **drawn,
    }
