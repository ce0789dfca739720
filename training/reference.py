"""How inputs and scores were distributed, so that drift can be seen.

Shares of each bin, never values of a person. A bin holds what is at or above its lower
edge and below its upper one; the first and last are open. Shares of an input and its
missing share add up to 1.
"""

from collections.abc import Mapping

import numpy as np

from service.clinical.variables import VARIABLES
from training.cohort import Cohort
from training.definition import Definition
from training.familiarity import familiarity_json
from training.logistic import Floats
from training.missingness import ALWAYS_KNOWN
from training.peers import peers_json

_DECILES = np.linspace(0.1, 0.9, 9)
_LOG_ODDS_EDGES = np.arange(-8.0, 2.5, 0.5)
_TYPICAL = (0.1, 0.9)


Known = Mapping[str, Floats]
"""Known values of each input, encoded: of the training people, or of those on whom its
curve was learnt."""


def known_values(cohort: Cohort, external: Cohort | None) -> Known:
    """The known values of every input, from the cohort that knows it."""
    found = {}
    for name in cohort.inputs:
        values = cohort.value(name)
        if external is not None and np.isnan(values).all():
            values = external.value(name)
        found[name] = values[~np.isnan(values)]
    return found


def reference_json(
    cohort: Cohort,
    known: Known,
    compared: Cohort,
    score: Floats,
    definition: Definition,
) -> dict[str, object]:
    """The content of `reference.json`.

    Args:
        cohort: The training cohort, whose values the model has seen.
        known: Known values of each input.
        compared: Whom a reader is compared with, in inputs and in scores: the training
            cohort, or the population that the model was transferred to.
        score: [people] log-odds of the first horizon of `compared` as they are known.
        definition: Of the bundle.
    """
    inputs = {}
    for name, column in zip(compared.inputs, compared.x.T, strict=True):
        present = column[~np.isnan(column)].astype(np.float64)
        edges = _edges(name, known[name])
        shares = _shares(present, edges) / compared.people
        inputs[name] = {
            "edges": [round(float(edge), 4) for edge in edges],
            "shares": [round(float(share), 6) for share in shares],
            "missing": round(1 - len(present) / compared.people, 6),
        }
    shares = _shares(score, _LOG_ODDS_EDGES) / compared.people
    return {
        "familiarity": familiarity_json(cohort, known, definition.seed),
        "inputs": inputs,
        "log_odds": {
            "edges": _LOG_ODDS_EDGES.tolist(),
            "shares": [round(float(share), 6) for share in shares],
        },
        "peers": peers_json(compared, score, definition),
    }


def _edges(name: str, present: Floats) -> Floats:
    if VARIABLES[name].kind == "yes_no":
        return np.array([0.5])
    numbers = sorted(choice.number for choice in VARIABLES[name].choices)
    if numbers:
        return np.array(numbers[1:]) - 0.5
    return np.unique(np.quantile(present, _DECILES))


def _shares(values: Floats, edges: Floats) -> Floats:
    bins = np.searchsorted(edges, values, "right")
    return np.bincount(bins, minlength=len(edges) + 1).astype(np.float64)


def typical_values(known: Known) -> dict[str, dict[str, float]]:
    """10th and 90th percentile of every input that may be missing."""
    typical = {}
    for name, values in known.items():
        if name not in ALWAYS_KNOWN:
            low, high = np.quantile(values, _TYPICAL)
            typical[name] = {
                "low": round(float(low), 4),
                "high": round(float(high), 4),
            }
    return typical
