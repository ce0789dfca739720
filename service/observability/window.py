"""The last patients of one bundle, as numbers of bins: what drift is computed from.

No value is kept: a row becomes the number of the bin of each input and of the score.
Patients leave by count, not by time, so that a night without patients changes nothing.
"""

import numpy as np
import numpy.typing as npt

from service.engine.bundle import Reference
from service.engine.distribution import Doubles, stability_index
from service.engine.scorer import Floats

PATIENTS = 2000
"""Enough to see a shift of 0.1: by chance alone an index of B bins is about (B - 1) / n
with n patients, which is 0.005 for ten bins."""

ENOUGH = 500
"""Known values at least: chance alone makes 0.02 of ten bins and 0.04 of the score's 22
then, and exceeds 0.1, where a shift begins, in fewer than 1 of 1,000 windows."""


class Window:
    """The last patients' bins. Whoever shares one between threads must lock it.

    Attributes:
        patients: In the window.
        fresh: Added since somebody set this to zero.
    """

    def __init__(self, reference: Reference, inputs: tuple[str, ...]) -> None:
        kept = [*(reference.inputs[name] for name in inputs), reference.log_odds]
        most = max(len(one.shares) for one in kept)
        # float32 as the rows are: training's edges are values of the same kind.
        self._edges: Floats = np.full((len(kept), most - 1), np.inf, dtype=np.float32)
        self._shares: Doubles = np.zeros((len(kept), most))
        for at, one in enumerate(kept):
            self._edges[at, : len(one.edges)] = one.edges
            self._shares[at, : len(one.shares)] = one.shares
        self._bins_of_score = len(reference.log_odds.shares)
        self._missing = most
        self._offsets = np.arange(len(kept)) * (most + 1)
        self._bins: npt.NDArray[np.uint8] = np.zeros(
            (PATIENTS, len(kept)), dtype=np.uint8
        )
        self._next = 0
        self.patients = 0
        self.fresh = 0

    def add(self, rows: Floats, log_odds: Floats) -> None:
        """Take in rows [N, F], NaN where missing, and log-odds [N, 1]."""
        values = np.concatenate([rows, log_odds], axis=1)[-PATIENTS:]
        bins = (values[:, :, None] >= self._edges).sum(axis=2)
        bins[np.isnan(values)] = self._missing
        places = np.arange(self._next, self._next + len(bins)) % PATIENTS
        self._bins[places] = bins
        self._next = (self._next + len(bins)) % PATIENTS
        self.patients = min(self.patients + len(bins), PATIENTS)
        self.fresh += len(rows)

    def counts(self) -> Doubles:
        """Patients by bin [F + 1, B], the last column those whose value is missing."""
        flat = self._bins[: self.patients] + self._offsets
        size = len(self._offsets) * (self._missing + 1)
        counted = np.bincount(flat.ravel(), minlength=size)
        return counted.reshape(len(self._offsets), -1).astype(np.float64)

    def stability(self, counts: Doubles) -> list[float]:
        """The index of every input and of the score; NaN if too few are known."""
        known = counts[:, :-1]
        index = stability_index(known, self._shares)
        few = known.sum(axis=1) < ENOUGH
        return [float(value) for value in np.where(few, np.nan, index)]

    def missing_shares(self, counts: Doubles) -> list[float]:
        """The share of the patients who lack each input."""
        return [float(count) / self.patients for count in counts[:-1, -1]]

    def score_shares(self, counts: Doubles) -> list[float]:
        """The share of the patients in each bin of the score."""
        of_score = counts[-1, : self._bins_of_score]
        return [float(count) / self.patients for count in of_score]
