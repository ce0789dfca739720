"""Every plot of a card, as files."""

from training.card.record import Card
from training.plots.calibration import calibration
from training.plots.contributions import effects, sizes
from training.plots.decision import decision
from training.plots.ranking import roc
from training.plots.style import saved, styled
from training.plots.subgroups import subgroups

ENDING = ".svg"
TITLES = {
    "calibration": "Calibration, cross-validation",
    "roc": "ROC curves, cross-validation",
    "decision": "Decision curves, cross-validation",
    "subgroups": "Subgroups, cross-validation",
    "calibration-external": "Calibration, external validation",
    "decision-external": "Decision curves, external validation",
    "subgroups-external": "Subgroups, external validation",
    "contributions": "Mean size of contributions",
    "effects": "Contributions by value",
}


def plots(card: Card) -> dict[str, bytes]:
    """SVG and PNG of every plot that the card has figures for, by file name."""
    with styled():
        home, abroad = card.home, card.abroad
        drawn = {
            "calibration": calibration(home),
            "decision": decision(home),
            "subgroups": subgroups(next(iter(home.values()))),
        }
        if any(row.ranking for row in home.values()):
            drawn["roc"] = roc(home)
        if abroad:
            drawn["calibration-external"] = calibration(abroad)
            drawn["decision-external"] = decision(abroad)
            drawn["subgroups-external"] = subgroups(next(iter(abroad.values())))
        if card.contributions:
            drawn["contributions"] = sizes(card.contributions)
            drawn["effects"] = effects(card.contributions)
        files: dict[str, bytes] = {}
        for name in TITLES:
            if name in drawn:
                files |= saved(name, drawn[name])
        return files


def titles(files: dict[str, bytes]) -> dict[str, str]:
    """Titles of the drawn plots by the name of their SVG."""
    return {
        f"{name}{ENDING}": title
        for name, title in TITLES.items()
        if f"{name}{ENDING}" in files
    }
