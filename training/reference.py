"""How inputs and scores were distributed in training, so that drift can be seen.

Shares of each bin, never values of a person. A bin holds what is at or above its lower
edge and below its upper one; the first and last are open. Shares of an input and its
missing share add up to 1.
"""

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


def reference_json(
    cohort: Cohort, score: Floats, definition: Definition
) -> dict[str, object]:
    """The content of `reference.json`.

    Args:
        cohort: The training cohort.
        score: [people] log-odds of the first horizon with all inputs.
        definition: Of the bundle.
    """
    inputs = {}
    for name, column in zip(cohort.inputs, cohort.x.T, strict=True):
        present = column[~np.isnan(column)].astype(np.float64)
        edges = _edges(name, present)
        shares = _shares(present, edges) * len(present) / cohort.people
        inputs[name] = {
            "edges": [round(float(edge), 4) for edge in edges],
            "shares": [round(float(share), 6) for share in shares],
            "missing": round(1 - len(present) / cohort.people, 6),
        }
    shares = _shares(score, _LOG_ODDS_EDGES)
    return {
        "familiarity": familiarity_json(cohort, definition.seed),
        "inputs": inputs,
        "log_odds": {
            "edges": _LOG_ODDS_EDGES.tolist(),
            "shares": [round(float(share), 6) for share in shares],
        },
        "peers": peers_json(cohort, score, definition),
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
    counts = np.bincount(bins, minlength=len(edges) + 1)
    return counts / len(values)


def typical_values(cohort: Cohort) -> dict[str, dict[str, float]]:
    """10th and 90th percentile of every input that may be missing."""
    typical = {}
    for name, column in zip(cohort.inputs, cohort.x.T, strict=True):
        if name not in ALWAYS_KNOWN:
            low, high = np.nanquantile(column, _TYPICAL)
            typical[name] = {
                "low": round(float(low), 4),
                "high": round(float(high), 4),
            }
    return typical
