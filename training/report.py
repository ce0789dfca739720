"""The figures in words and tables: what `fit` prints, and the page of the card."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from training.card import CONVENTIONS, Card, Data
from training.cleaning import CleaningStep
from training.discrimination import Estimate
from training.recipe import DEPTH


def cleaning_lines(steps: Sequence[CleaningStep]) -> str:
    """One line for each rule of cleaning that met somebody."""
    what = {"blanked": "blanked", "dropped": "people dropped"}
    return "\n".join(
        f"- {step.variable}: {step.count:,} {what[step.action]} ({step.reason})"
        for step in steps
    )


def home_table(card: Card) -> str:
    """Site-grouped cross-validation, a row for each subset of inputs."""
    header = (
        "Inputs",
        "AUC (95 %)",
        "dedicated",
        "difference",
        "linear",
        "slope",
        "O/E",
        "O/E by centre",
        "ICI",
    )
    rows = [
        (
            subset,
            _with_interval(row.auc),
            f"{row.dedicated_auc.value:.4f}",
            _with_interval(row.auc_difference_to_dedicated, "+.4f"),
            f"{row.linear_auc.value:.4f}",
            f"{row.calibration.slope:.3f}",
            f"{row.calibration.observed_expected:.3f}",
            "{:.2f} to {:.2f}".format(*row.observed_expected_by_centre),
            f"{row.calibration.ici:.4f}",
        )
        for subset, row in card.at_home.items()
    ]
    return _table(header, rows)


def abroad_table(card: Card) -> str:
    """External validation, a row for each subset of inputs."""
    header = (
        "Inputs",
        "C-index (95 %)",
        "linear",
        "difference",
        "AUC at 5 years",
        "linear",
        "O/E at 5 years",
    )
    rows = [
        (
            subset,
            _with_interval(row.c_index),
            f"{row.linear_c_index.value:.4f}",
            _with_interval(row.c_index_difference, "+.4f"),
            _with_interval(row.auc_5_years),
            f"{row.linear_auc_5_years.value:.4f}",
            _with_interval(row.observed_expected_5_years, ".2f"),
        )
        for subset, row in card.abroad.items()
    ]
    return _table(header, rows)


def summary(card: Card) -> str:
    """Both tables with their people and events."""
    k = card.time_exponent
    return "\n".join(
        (
            f"At home, by centre: {_counts(card.training)}.",
            "",
            home_table(card),
            "",
            f"Abroad: {_counts(card.external)}.",
            "",
            abroad_table(card),
            "",
            (
                f"Log-odds at t years = log-odds at 3 years + k log(t / 3), "
                f"k = {k.value:.2f} (standard error {k.standard_error:.2f})."
            ),
        )
    )


def page(card: Card) -> str:
    """The content of `card.md`."""
    horizons = " and ".join(str(years) for years in card.horizons_years)
    recipe = [f"{name} {value}" for name, value in asdict(card.recipe).items()]
    return "\n".join(
        (
            f"# {card.name} {card.version}",
            "",
            f"{card.outcome}; horizons of {horizons} years.",
            f"Inputs: {', '.join(card.inputs)}. All but age and sex may be missing.",
            "",
            "## How good it is",
            "",
            summary(card),
            "",
            *(f"- {name}: {text}" for name, text in CONVENTIONS.items()),
            "",
            "## What it must not be used for, and what is not known",
            "",
            *(f"- {limit}" for limit in card.limits),
            "",
            "## Data",
            "",
            *_data("Training", card.training),
            *_data("External validation", card.external),
            "## How it was made",
            "",
            "Hyperparameters were searched on the training cohort alone, with Optuna.",
            f"XGBoost, depth {DEPTH}, {', '.join(recipe)}, seed {card.seed}.",
            (
                f"The compiled graph and the booster differ by at most "
                f"{card.greatest_difference:.1g} on {card.compared_rows:,} rows."
            ),
            "",
        )
    )


def _data(title: str, data: Data) -> Iterable[str]:
    yield f"{title}: {data.population}."
    yield f"{_counts(data)}; median follow-up {data.median_years:.1f} years."
    yield f"File {data.file}, SHA-256 {data.sha256}. Cleaning:"
    yield ""
    yield cleaning_lines(data.cleaning) or "- nothing"
    yield ""


def _counts(data: Data) -> str:
    centres = f"{data.centres} centre{'' if data.centres == 1 else 's'}"
    return f"{data.people:,} people, {data.events:,} events, {centres}"


def _with_interval(estimate: Estimate, form: str = ".4f") -> str:
    low, high = format(estimate.low, form), format(estimate.high, form)
    return f"{estimate.value:{form}} ({low} to {high})"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
