"""What the commands print: what was cleaned away, and how good the bundle is."""

from collections.abc import Mapping, Sequence

from training.card import tables
from training.card.markdown import bullets
from training.card.record import Card
from training.card.words import cleaning, counts, target_people, time, transferred
from training.cleaning import CleaningStep
from training.figures import SubsetFigures


def cleaning_lines(steps: Sequence[CleaningStep]) -> str:
    """One line for each rule of cleaning that met somebody."""
    return bullets(cleaning(steps))


def summary(card: Card) -> str:
    """The tables that a developer looks at first."""
    parts = []
    if card.target:
        parts += [
            f"For whom it is made: {target_people(card)}.",
            elsewhere(card.target),
            "The outcome by both tests:",
            tables.discrimination(card.confirmed),
            tables.rivals(card.confirmed),
            "The training people of their ancestry:",
            elsewhere(card.kin),
        ]
    parts += [f"At home: {counts(card.training)}.", elsewhere(card.home)]
    if card.external:
        parts += [f"Abroad: {counts(card.external)}.", elsewhere(card.abroad)]
    if card.transfer:
        parts.append(transferred(card.transfer, card))
    return "\n\n".join((*parts, tables.coverage(card), time(card)))


def elsewhere(figures: Mapping[str, SubsetFigures]) -> str:
    """The same tables of any people."""
    parts = [tables.discrimination(figures), tables.calibration(figures)]
    if any(row.horizons for row in figures.values()):
        parts.append(tables.horizons(figures))
    return "\n\n".join((*parts, tables.rivals(figures), tables.net_benefit(figures)))
