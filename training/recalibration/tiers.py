"""Whose outcomes say something about a tier: its own people, and the better known.

A person of a richer tier counts in every poorer one too, with what the poorer one does
not know blanked: so a hospital that measures glucose in everybody can still recalibrate
the answers for those in whom it was not measured.
"""

from collections.abc import Sequence

import numpy as np

from service.engine.manifest import Tier
from training.cohort import Inputs, Rows


def seen_in(
    x: Inputs, inputs: Sequence[str], tiers: Sequence[Tier], number: int
) -> tuple[Inputs, Rows]:
    """The people who count in tier `number`, as that tier sees them.

    Returns:
        Their inputs [rows, inputs] with the inputs of richer tiers blanked, and their
        rows in `x`.
    """
    richer = {name for tier in tiers[:number] for name in tier.any_of}
    x = x.copy()
    x[:, [name in richer for name in inputs]] = np.nan
    deciding = [name in tiers[number].any_of for name in inputs]
    known = ~np.isnan(x[:, deciding])
    rows = np.flatnonzero(known.any(axis=1) if any(deciding) else np.ones(len(x)))
    return x[rows], rows
