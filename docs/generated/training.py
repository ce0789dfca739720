"""What the training program does with missing values, recipe and manifest, from it."""

from copy import deepcopy
from dataclasses import asdict

from docs.generated import card as committed
from docs.generated.card import cards
from docs.generated.live import BUNDLE
from docs.generated.markdown import fenced, laid_out, table
from training.missingness import Gaps, Loss, Situation
from training.sources import SOURCES

SHOWN_HASHES = 12  # digits of a SHA-256 that a reader compares


def recipe() -> str:
    """The hyperparameters of the committed bundles."""
    found = {name: asdict(card.recipe) for name, card in cards().items()}
    rows = [
        (f"`{name}`", *(f"{values[name]:g}" for values in found.values()))
        for name in found[BUNDLE]
    ]
    return table(("Hyperparameter", *(f"`{name}`" for name in found)), rows)


def missingness() -> str:
    """The incomplete rows that every person is joined by."""
    return "\n\n".join(
        f"`{name}`:\n\n{_gaps(source.definition.gaps)}"
        for name, source in SOURCES.items()
    )


def _gaps(gaps: Gaps) -> str:
    rows = [
        (
            f"{situation.share:.0%}",
            _always(situation),
            _losses(situation.losses),
            f"up to {situation.scattered:.0%} each" if situation.scattered else "",
            f"{situation.pure:.0%}",
        )
        for situation in gaps.situations
    ]
    header = (
        "Weight",
        "Never known",
        "Often lost together",
        "Lost one by one",
        "Rows without everyday losses",
    )
    return f"{table(header, rows)}\n\nEveryday losses: {_losses(gaps.everyday)}."


def cleaning() -> str:
    """What was blanked or dropped, and why."""
    rows = [
        (
            f"`{name}`, {kind}",
            step.action,
            f"{step.count:,}",
            f"`{step.variable}`",
            step.reason,
        )
        for name, card in cards().items()
        for kind, data in (
            ("training", card.training),
            ("target", card.target_data),
            ("external", card.external),
        )
        if data
        for step in data.cleaning
    ]
    return table(("Cohort", "What", "Count", "Variable", "Why"), rows)


def parity() -> str:
    """How far the compiled graphs were from the boosters."""
    return "\n".join(
        f"`{name}`: the greatest difference was {card.greatest_difference:.1e} on"
        f" {card.compared_rows:,} rows."
        for name, card in cards().items()
    )


def manifest() -> str:
    """A committed manifest; long hashes are cut."""
    content = deepcopy(committed.manifest(BUNDLE))
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
