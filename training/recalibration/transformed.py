"""A parent's files on the scale of its child, computed without the child's graph.

The golden rows are transformed by arithmetic on what the parent's boosters answered, so
that they still check the graph instead of repeating it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from service.engine.manifest import Golden, GoldenRow, Manifest
from service.engine.peers import Peers
from service.engine.tiers import tier_of
from training.logistic import Floats, sigmoid
from training.recalibration.updating import Update

_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scale:
    """How the parent's log-odds become the child's.

    Attributes:
        manifest: The parent's.
        updates: One for each tier.
        horizon_offsets: What each horizon adds to the log-odds, [tier][horizon].
    """

    manifest: Manifest
    updates: tuple[Update, ...]
    horizon_offsets: tuple[tuple[float, ...], ...]

    def golden(self, parent: bytes) -> dict[str, object]:
        """The content of the child's `golden.json`."""
        golden = msgspec.json.decode(parent, type=Golden)
        rows = [msgspec.to_builtins(self._row(row)) for row in golden.rows]
        return {"tolerance": golden.tolerance, "rows": rows}

    def _row(self, row: GoldenRow) -> GoldenRow:
        x = [math.nan if value is None else value for value in row.x]
        number = self.manifest.tiers.index(tier_of(self.manifest, x))
        update = self.updates[number]
        log_odds = _moved(update, [row.log_odds])
        at_horizons = np.array(self.horizon_offsets[number]) + log_odds
        return GoldenRow(
            x=row.x,
            risk=_rounded(sigmoid(at_horizons)),
            log_odds=_rounded(log_odds)[0],
            base=_rounded(_moved(update, [row.base]))[0],
            contributions=_rounded(update.slope * np.array(row.contributions)),
            replicates=_rounded(_moved(update, row.replicates)),
            # Once everything is known a person is in the first tier.
            if_known=_rounded(_moved(self.updates[0], row.if_known)),
        )

    def reference(self, parent: bytes) -> dict[str, object]:
        """The child's `reference.json`: scores with everything known are moved."""
        reference: dict[str, object] = msgspec.json.decode(parent)
        scores = msgspec.convert(reference["log_odds"], Mapping[str, list[float]])
        edges = _moved(self.updates[0], scores["edges"])
        moved: dict[str, object] = {
            "log_odds": {**scores, "edges": list(_rounded(edges))}
        }
        if "peers" in reference:
            moved["peers"] = self._peers(msgspec.convert(reference["peers"], Peers))
        return {**reference, **moved}

    def _peers(self, parent: Peers) -> dict[str, object]:
        groups = tuple(
            msgspec.structs.replace(
                group, log_odds=_rounded(_moved(self.updates[0], group.log_odds))
            )
            for group in parent.groups
        )
        moved: dict[str, object] = msgspec.to_builtins(
            msgspec.structs.replace(parent, groups=groups)
        )
        return moved


def _moved(update: Update, log_odds: Sequence[float]) -> Floats:
    moved: Floats = update.intercept + update.slope * np.array(log_odds)
    return moved


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), _DIGITS) for value in values)
