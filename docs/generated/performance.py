"""How good the committed bundle is, from the card that the training run wrote."""

from docs.generated.card import card
from docs.generated.markdown import table
from training.card import CONVENTIONS, Card
from training.discrimination import Estimate
from training.report import abroad_table, home_table


def headline() -> str:
    """A small table: ranking and calibration, at home and abroad."""
    found = card()
    rows = [
        (
            subset,
            with_interval(home.auc, 3),
            f"{home.dedicated_auc.value:.3f}",
            f"{home.linear_auc.value:.3f}",
            f"{home.calibration.slope:.2f}",
            f"{home.calibration.observed_expected:.2f}",
            with_interval(found.abroad[subset].c_index, 3),
            f"{found.abroad[subset].linear_c_index.value:.3f}",
            f"{found.abroad[subset].observed_expected_5_years.value:.2f}",
        )
        for subset, home in found.at_home.items()
    ]
    header = (
        "What is known",
        "China: AUC (95 %)",
        "dedicated",
        "linear",
        "slope",
        "O/E",
        "Japan: C-index (95 %)",
        "linear",
        "O/E at 5 years",
    )
    return f"{table(header, rows)}\n\n{_people(found)}"


def performance() -> str:
    """The whole validation, with what its columns mean."""
    found = card()
    meanings = "\n".join(f"- {name}: {text}" for name, text in CONVENTIONS.items())
    return "\n\n".join(
        (
            _people(found),
            "At home, whole centres left out:",
            home_table(found),
            "Abroad, nothing fitted:",
            abroad_table(found),
            meanings,
        )
    )


def _people(found: Card) -> str:
    home, abroad = found.training, found.external
    return (
        f"China: {home.people:,} people, {home.events:,} who developed diabetes,"
        f" {home.centres} centres. Japan: {abroad.people:,} people, {abroad.events:,}"
        " who developed diabetes."
    )


def with_interval(estimate: Estimate, digits: int) -> str:
    """A figure with its 95 % interval."""
    value, low, high = (
        f"{figure:.{digits}f}"
        for figure in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} ({low}-{high})"
