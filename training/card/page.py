"""`card.md`: the card for those who read, clinicians first and reviewers after."""

from collections.abc import Iterator, Mapping

from service.clinical.language import LANGUAGES
from service.clinical.variables import VARIABLES
from training.card import tables, words
from training.card.checklist import answered
from training.card.conventions import CONVENTIONS
from training.card.hti1 import ATTRIBUTES
from training.card.learnt import learnt_section
from training.card.markdown import bullets, table
from training.card.names import people_of
from training.card.people import Data
from training.card.record import Card
from training.card.references import cited
from training.card.tripod import ITEMS
from training.figures import SubsetFigures


def page(card: Card, plots: Mapping[str, str]) -> str:
    """The content of `card.md`.

    Args:
        card: The card.
        plots: Titles of the plots beside the page, by file name.
    """
    parts = [
        *_opening(card),
        *_home(card),
        *_abroad(card),
        *_uncertainty(card),
        *_updates(card),
        *_drawn(plots),
        *_limits(card),
        *_data(card),
        *_making(card),
        *_standards(card),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(card: Card) -> Iterator[str]:
    use = card.facts.use
    yield f"# {card.name} {card.version}"
    yield f"Released {card.facts.release.date}. {card.facts.release.stage}."
    yield use.summary.en
    yield f"> {use.summary.vi}"
    yield "## What it is for"
    yield bullets(
        (
            f"**Outcome**: {card.outcome}; {words.horizons(card)}.",
            f"**Inputs**: {words.inputs(card)}. All but age and sex may be missing.",
            f"**For whom**: {use.population}",
            f"**For what**: {use.intended}",
            f"**By whom**: {use.users}",
            f"**Role**: {use.role}",
            f"**How**: {use.directions}",
        )
    )
    yield "Not for:"
    yield bullets(caution.en for caution in use.cautioned)


def _home(card: Card) -> Iterator[str]:
    yield "## How good it is"
    if card.recalibration:
        yield (
            f"Figures of {card.recalibration.parent}, before the recalibration; what that "
            "changed is under Recalibration."
        )
    deeper = "####" if card.target else "###"
    if card.target:
        yield from _target(card, deeper)
        yield f"### {words.BEFORE}"
    yield f"{words.counts(card.training)}. {card.facts.method.partition}"
    if card.timed:
        yield f"{deeper} At the horizons"
        yield "People whose visit was within half a year of a horizon, at their own time:"
        yield tables.horizons(card.home)
    yield from _figures(card.home, deeper)


def _target(card: Card, heading: str) -> Iterator[str]:
    """The people for whom the bundle is made, and those of their ancestry at home."""
    yield f"### For whom it is made: {words.target_people(card)}"
    if card.target_data:
        yield f"{card.target_data.population}. {words.counts(card.target_data)}."
    yield (
        "Each person is scored by a transfer that was fitted on the others. These are the "
        f"figures that matter to those who use it. {words.strongest(card.target)}"
    )
    yield from _figures(card.target, heading)
    yield "### The same people: the outcome by both tests"
    agree = (
        f" The two agree poorly here (Spearman's correlation "
        f"{card.transfer.agreement:.2f})."
        if card.transfer
        else ""
    )
    yield (
        "Glucose and HbA1c both have to be in the range of diabetes, as a diagnosis "
        f"asks.{agree} The risk is of either, so fewer are observed than expected. "
        f"{words.strongest(card.confirmed)}"
    )
    yield tables.discrimination(card.confirmed)
    yield tables.calibration(card.confirmed)
    yield tables.rivals(card.confirmed)
    if card.transfer:
        yield f"### {people_of(card.transfer.kin)}: the version that is shipped"
        yield (
            "Each is scored by a model and a transfer that saw nothing of their cycle. "
            f"{words.strongest(card.kin)}"
        )
        yield from _figures(card.kin, heading)


def _abroad(card: Card) -> Iterator[str]:
    yield "## External validation"
    if card.external is None:
        yield card.facts.evidence.external_source
        return
    yield f"{words.counts(card.external)}. {card.facts.method.external_process}"
    for learnt in card.learnt:
        yield from learnt_section(learnt)
    yield "### At the horizons"
    yield tables.horizons(card.abroad)
    yield from _figures(card.abroad, "###")


def _figures(figures: Mapping[str, SubsetFigures], heading: str) -> Iterator[str]:
    first = next(iter(figures.values()))
    yield f"{heading} Ranking"
    yield tables.discrimination(figures)
    yield f"{heading} Calibration"
    yield tables.calibration(figures)
    yield tables.accuracy(figures)
    yield f"{heading} Beside other models and scores"
    yield tables.rivals(figures)
    yield f"{heading} Net benefit"
    yield tables.net_benefit(figures)
    if first.subgroups:
        yield f"{heading} Whom the threshold finds"
        yield f"Flagged at {words.flagged_at(first)}:"
        yield tables.flagging(figures)
    yield f"{heading} Subgroups and fairness"
    for subset, row in figures.items():
        if row.subgroups:
            yield f"With {subset} known; flagged at {words.flagged_at(row)}:"
            yield tables.subgroups(row)
        if row.fairness:
            yield "Where groups differ most, among those with enough events:"
            yield tables.fairness(row)


def _uncertainty(card: Card) -> Iterator[str]:
    yield "## Uncertainty"
    spread = ", ".join(f"{sd:.2f} ({tier})" for tier, sd in card.added_sd.items())
    yield (
        f"Each risk comes with an interval that should hold {card.interval_level:.0%}: from "
        "models trained on resampled centres, widened by the spread between centres that "
        f"these do not show (standard deviation of the log-odds, by tier: {spread})."
    )
    yield tables.coverage(card) if card.coverage else words.uncertainty(card)


def _updates(card: Card) -> Iterator[str]:
    if card.transfer:
        yield "## Transfer"
        yield words.transferred(card.transfer, card)
    if card.recalibration:
        yield "## Recalibration"
        yield words.recalibrated(card.recalibration)
        yield bullets(
            f"{one.tier}: {one.reason} Intercept {one.intercept:+.3f}, slope "
            f"{one.slope:.3f}."
            for one in card.recalibration.tiers
        )
        if card.recalibration.left_out:
            yield "Left out of the local file:"
            yield bullets(card.recalibration.left_out)


def _drawn(plots: Mapping[str, str]) -> Iterator[str]:
    if plots:
        yield "## Plots"
    for name, title in plots.items():
        yield f"![{title}]({name})"


def _limits(card: Card) -> Iterator[str]:
    yield "## Limits · Giới hạn"
    for language in LANGUAGES:
        yield bullets(limit[language] for limit in card.facts.caveats.limits)
    yield "Biases and ethics:"
    yield bullets(card.facts.caveats.biases)
    yield f"Clinical risk level: {card.facts.caveats.level}"


def _data(card: Card) -> Iterator[str]:
    yield "## Data"
    cohorts = {"Training": card.training}
    if card.target_data:
        cohorts["Target"] = card.target_data
    if card.external:
        cohorts["External"] = card.external
    for title, data in cohorts.items():
        yield from _cohort(card, title, data)
    yield "Median with quartiles, or the share with each answer; and how often known:"
    yield tables.characteristics(*cohorts.items())


def _cohort(card: Card, title: str, data: Data) -> Iterator[str]:
    yield f"**{title}**: {data.population}."
    years = f"; median follow-up {data.median_years:.1f} years" if card.timed else ""
    yield f"{words.counts(data)}{years}."
    yield (
        f"<details><summary>Files: {len(data.files)}, with their SHA-256</summary>\n\n"
        + bullets(f"{file.name}, SHA-256 {file.sha256}" for file in data.files)
        + "\n\n</details>"
    )
    yield "Cleaning:"
    yield bullets(words.cleaning(data.cleaning)) or "Nothing was met."


def _making(card: Card) -> Iterator[str]:
    method = card.facts.method
    yield "## How it was made"
    yield bullets(
        (
            method.model,
            f"Hyperparameters: {words.recipe(card)}.",
            words.time(card),
            method.missing,
            (
                f"The compiled graph and the booster differ by at most "
                f"{card.greatest_difference:.1g} on {card.compared_rows:,} rows."
            ),
            "Made with "
            + ", ".join(f"{name} {number}" for name, number in card.packages.items())
            + ".",
        )
    )
    if card.contributions:
        yield "Mean size of each input's contribution, in log-odds:"
        yield table(
            ("Input", "mean size"),
            [
                (VARIABLES[one.variable].label.en, f"{one.mean_absolute:.3f}")
                for one in card.contributions
            ],
        )


def _standards(card: Card) -> Iterator[str]:
    yield "## What the figures mean"
    yield bullets(f"{name}: {text}" for name, text in CONVENTIONS.items())
    yield "## HTI-1 source attributes"
    yield answered(ATTRIBUTES, card)
    yield "## TRIPOD+AI"
    yield answered(ITEMS, card)
    yield "## References"
    yield bullets(cited(reference) for reference in card.facts.references)
