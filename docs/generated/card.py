"""The committed bundles' cards and manifests, as the training run wrote them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from service.clinical.language import Text, numeral
from service.engine.rollout.shelf import latest_bundles
from service.settings import Settings
from training.card.record import Card, read_card


@cache
def folders() -> dict[str, Path]:
    """The folder of the highest version of each committed bundle, by name."""
    return {path.parent.name: path for path in latest_bundles(Settings().models)}


def bundle_file(bundle: str, name: str) -> bytes:
    """A file of a committed bundle."""
    return (folders()[bundle] / name).read_bytes()


@cache
def cards() -> dict[str, Card]:
    """Every committed bundle's card, by name."""
    return {name: read_card(bundle_file(name, "card.json")) for name in folders()}


@cache
def manifest(bundle: str) -> dict[str, Any]:
    """A committed bundle's manifest."""
    found: dict[str, Any] = json.loads(bundle_file(bundle, "manifest.json"))
    return found


def outcome(bundle: str) -> Text:
    """What a bundle's probability is the probability of."""
    return Text(**manifest(bundle)["outcome"]["label"])


def limits() -> str:
    """What the cards say must be known before use."""
    return "\n\n".join(
        "\n".join(
            (f"`{name}`:", "", *(f"- {one.en}" for one in card.facts.caveats.limits))
        )
        for name, card in cards().items()
    )


def time_exponents() -> str:
    """The time exponents and their standard errors, where time matters."""
    return "\n".join(
        f"- `{name}`, `{k.tier}`: k = {numeral(k.value, 2).en}, standard error"
        f" {numeral(k.standard_error, 2).en}."
        for name, card in cards().items()
        for k in card.time
    )
