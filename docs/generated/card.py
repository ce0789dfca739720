"""The committed bundle's card, as the training run wrote it."""

from dataclasses import replace
from functools import cache

import msgspec

from docs.generated.live import bundle
from service.clinical.language import numeral
from service.settings import Settings
from training.card import Card
from training.missingness import SUBSETS


def bundle_file(name: str) -> bytes:
    """A file of the committed bundle."""
    manifest = bundle().manifest
    return (Settings().models / manifest.name / manifest.version / name).read_bytes()


@cache
def card() -> Card:
    """The committed bundle's card, as data."""
    found = msgspec.json.decode(bundle_file("card.json"), type=Card)
    # JSON was written in the order of the alphabet; readers expect the fullest first.
    return replace(
        found,
        at_home={subset: found.at_home[subset] for subset in SUBSETS},
        abroad={subset: found.abroad[subset] for subset in SUBSETS},
    )


def limits() -> str:
    """What the card says must be known before use."""
    return "\n".join(f"- {limit}" for limit in card().limits)


def time_exponent() -> str:
    """The time exponent and its standard error."""
    k = card().time_exponent
    return f"k = {numeral(k.value, 2).en}, standard error {numeral(k.standard_error, 2).en}."
