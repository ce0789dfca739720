"""What the decision records say of intervals and of the transfer, from the cards."""

from collections.abc import Iterator

from docs.generated.card import cards
from docs.generated.markdown import table
from training.at_target import AGE_BAND
from training.card import words
from training.card.markdown import figure
from training.card.names import group as named, people_of
from training.card.record import Card
from training.card.sections import Transfer
from training.figures import Coverage, SubsetFigures

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


def transfer() -> str:
    """How far the samples of the target differ, and O/E of each ancestry before it."""
    return "\n\n".join(
        part
        for card in cards().values()
        if card.transfer
        for part in _transfer(card, card.transfer)
    )


def _transfer(card: Card, done: Transfer) -> Iterator[str]:
    yield (
        f"{people_of(done.kin)} against {words.target_people(card)}, all else equal, in "
        "log-odds:"
    )
    yield table(
        ("Tier", "Level (SE)", "By standard deviation of age (SE)", "Slope (SE)"),
        [
            (
                f"`{one.tier}`",
                f"{one.level:+.2f} ({one.level_error:.2f})",
                f"{one.age:+.2f} ({one.age_error:.2f})",
                f"{one.slope:+.2f} ({one.slope_error:.2f})",
            )
            for one in done.contrasts
        ],
    )
    target = next(iter(card.target.values()))
    yield f"{words.target_people(card)[0].upper()}{words.target_people(card)[1:]}, by age:"
    yield _groups(target, AGE_BAND)
    yield f"{people_of(done.kin)}, by age, by the version that is shipped:"
    yield _groups(next(iter(card.kin.values())), AGE_BAND)
    yield "By ancestry, before the transfer:"
    yield _groups(next(iter(card.home.values())), ANCESTRY)


def _groups(row: SubsetFigures, dimension: str) -> str:
    return table(
        (dimension.capitalize(), "People", "Events", f"O/E (95 %), {row.subset}"),
        [
            (
                named(group.group),
                f"{group.people:,}",
                f"{group.events:,}",
                figure(group.observed_expected, ".2f"),
            )
            for group in row.subgroups
            if group.dimension == dimension
        ],
    )
