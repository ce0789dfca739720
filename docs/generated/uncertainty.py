"""What the decision records say of intervals and of the ancestry term, from the cards."""

from collections.abc import Iterator

from docs.generated.card import cards
from docs.generated.markdown import table
from training.card.markdown import figure
from training.card.names import group as named
from training.card.record import Card
from training.figures import Coverage

ANCESTRY = "ancestry"


def coverage() -> str:
    """How often intervals and ranges held, lowest to highest subset of inputs."""
    found = cards()
    whats = dict.fromkeys(one.what for card in found.values() for one in card.coverage)
    rows = [
        (
            what[0].upper() + what[1:],
            *(_held(_of(card, what)) for card in found.values()),
        )
        for what in whats
    ]
    return table(("What", *(f"`{name}`" for name in found)), rows)


def _of(card: Card, what: str) -> list[Coverage]:
    return [one for one in card.coverage if one.what == what]


def _held(found: list[Coverage]) -> str:
    if not found:
        return "-"
    shares = sorted(one.found for one in found)
    compared = sorted(one.compared for one in found)
    widths = sorted(one.median_width for one in found)
    return (
        f"{shares[0]:.0%} to {shares[-1]:.0%} of {_range(compared)}, asked "
        f"{found[0].asked:.0%}; median width x {widths[0]:.1f} to {widths[-1]:.1f}"
    )


def _range(counts: list[int]) -> str:
    low, high = counts[0], counts[-1]
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def added_sd() -> str:
    """The spread of the log-odds between centres or cycles, by tier."""
    return table(
        ("Bundle", "Tier", "`added_sd`"),
        [
            (f"`{name}`", f"`{tier}`", f"{sd:.2f}")
            for name, card in cards().items()
            for tier, sd in card.added_sd.items()
        ],
    )


def ancestry() -> str:
    """The constant with what it mends, and O/E of each ancestry without it."""
    return "\n\n".join(
        part for card in cards().values() if card.ancestry for part in _ancestry(card)
    )


def _ancestry(card: Card) -> Iterator[str]:
    if card.ancestry:
        added = ", ".join(
            f"{figure(one.added, '+.2f')} (`{one.tier}`)" for one in card.ancestry.terms
        )
        yield f"The constant, in log-odds: {added}."
        yield table(
            ("Who", "Known", "People", "Events", "O/E without (95 %)", "with (95 %)"),
            [
                (
                    one.group,
                    one.tier,
                    f"{one.people:,}",
                    f"{one.events:,}",
                    figure(one.without, ".2f"),
                    figure(one.with_term, ".2f"),
                )
                for one in card.ancestry.calibration
            ],
        )
    subset, row = next(iter(card.home.items()))
    yield f"By ancestry, without the constant, {subset} known:"
    yield table(
        ("Ancestry", "People", "Events", "O/E (95 %)"),
        [
            (
                named(group.group),
                f"{group.people:,}",
                f"{group.events:,}",
                figure(group.observed_expected, ".2f"),
            )
            for group in row.subgroups
            if group.dimension == ANCESTRY
        ],
    )
