"""An item of a reporting standard, with the answer that a card gives to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from training.card.markdown import table
from training.card.record import Card

Answer = Callable[[Card], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a standard.

    Attributes:
        number: As the standard numbers it.
        asks: What it asks, in this project's words.
        answer: From the figures and facts of a card.
    """

    number: str
    asks: str
    answer: Answer


def answered(items: Iterable[Item], card: Card) -> str:
    """The items with their answers, as a table."""
    rows = [(item.number, item.asks, item.answer(card)) for item in items]
    return table(("Item", "What is asked", "Answer"), rows)
