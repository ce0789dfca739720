"""What the training program does with missing values, recipe and manifest, from it."""

import json
from dataclasses import asdict

from docs.generated.card import bundle_file, card
from docs.generated.markdown import fenced, laid_out, table
from training.missingness import EVERYDAY_LOSSES, SITUATIONS, Loss, Situation

SHOWN_HASHES = 12  # digits of a SHA-256 that a reader compares


def recipe() -> str:
    """The hyperparameters of the committed bundle."""
    rows = [
        (f"`{name}`", f"{value:g}") for name, value in asdict(card().recipe).items()
    ]
    return table(("Hyperparameter", "Value"), rows)


def missingness() -> str:
    """The incomplete rows that every person is joined by."""
    rows = [
        (
            f"{situation.share:.0%}",
            _always(situation),
            _losses(situation.losses),
            f"up to {situation.scattered:.0%} each" if situation.scattered else "",
            f"{situation.pure:.0%}",
        )
        for situation in SITUATIONS
    ]
    header = (
        "Weight",
        "Never known",
        "Often lost together",
        "Lost one by one",
        "Rows without everyday losses",
    )
    everyday = _losses(EVERYDAY_LOSSES)
    return f"{table(header, rows)}\n\nEveryday losses: {everyday}."


def cleaning() -> str:
    """What was blanked or dropped, and why."""
    data = {"China": card().training, "Japan": card().external}
    rows = [
        (place, step.action, f"{step.count:,}", f"`{step.variable}`", step.reason)
        for place, cohort in data.items()
        for step in cohort.cleaning
    ]
    return table(("Cohort", "What", "Count", "Variable", "Why"), rows)


def parity() -> str:
    """How far the compiled graph was from the booster."""
    return (
        f"For the committed bundle the greatest difference was"
        f" {card().greatest_difference:.1e} on {card().compared_rows:,} rows."
    )


def manifest() -> str:
    """The committed manifest; long hashes are cut."""
    content = json.loads(bundle_file("manifest.json"))
    content["files"] = {name: _cut(h) for name, h in content["files"].items()}
    for file in content["training"]["data"]:
        file["sha256"] = _cut(file["sha256"])
    content["variables_fingerprint"] = _cut(content["variables_fingerprint"])
    return fenced("json", laid_out(content))


def _cut(text: str) -> str:
    algorithm, colon, digits = text.rpartition(":")
    return f"{algorithm}{colon}{digits[:SHOWN_HASHES]}..."


def _always(situation: Situation) -> str:
    return ", ".join(f"`{name}`" for name in situation.dropped)


def _losses(losses: tuple[Loss, ...]) -> str:
    return "; ".join(
        f"{' + '.join(f'`{name}`' for name in loss.inputs)} {loss.chance:.0%}"
        for loss in losses
    )
