"""The section on inputs that the training people lack: where their curves come from."""

from collections.abc import Iterator

from service.clinical.variables import VARIABLES
from training.card.markdown import figure, table
from training.card.sections import LearntCurve, LearntTier


def learnt_section(learnt: LearntCurve) -> Iterator[str]:
    """Paragraphs and tables of one input."""
    label, unit = VARIABLES[learnt.input].label.en, VARIABLES[learnt.input].unit
    yield f"### {label}: learnt abroad"
    yield (
        f"The training cohort does not have it. Its curve was learnt on {learnt.people:,} "
        f"people with {learnt.events:,} events within {learnt.years:g} years: "
        f"{learnt.population}. The model's own log-odds are an offset there, and an "
        "intercept takes up the level, so that the other country's level does not leak "
        "in; the curve is moved so that people of whom the input is not known stay "
        "calibrated. Below, nobody is scored by a curve learnt on them."
    )
    yield table(
        ("Known besides", "C without (95 %)", "C with (95 %)", "gain (95 %)"),
        [
            (
                f"`{one.tier}`",
                figure(one.c_without),
                figure(one.c_known),
                figure(one.gain, "+.3f"),
            )
            for one in learnt.tiers
        ],
    )
    yield f"The curve, in log-odds against not knowing it, at values in {unit}:"
    yield table(
        ("Known besides", *(f"{knot:g}" for knot in learnt.tiers[0].knots)),
        [
            (f"`{one.tier}`", *(f"{value:+.2f}" for value in one.log_odds))
            for one in learnt.tiers
        ],
    )
    yield (
        f"Risk within {learnt.years:g} years by band, after one intercept for all of these "
        "people:"
    )
    yield table(
        (
            "Known besides",
            "Band",
            "People",
            "Events",
            "Observed",
            "Expected",
            "O/E (95 %)",
        ),
        [row for one in learnt.tiers for row in _bands(one)],
    )


def _bands(tier: LearntTier) -> Iterator[tuple[str, ...]]:
    for band in tier.bands:
        found = band.observed_expected
        yield (
            f"`{tier.tier}`",
            band.band,
            f"{band.people:,}",
            f"{band.events:,}",
            f"{band.observed:.1%}",
            f"{band.expected:.1%}",
            "none" if found is None else figure(found, ".2f"),
        )
