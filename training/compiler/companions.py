"""The boosters beside the model: how unsure it is, and what a missing value may hide.

Their answers come from one operator apart from the score's, so that a caller who does
not ask for them does not pay for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xgboost import Booster

from training.compiler.ensemble import LOGISTIC, QUANTILE, read_ensemble
from training.compiler.vector_tree import VectorTree, margin_tree

MIN_REPLICATES = 2  # fewer have no spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """Replicates, then the two ends of the range of missing values, target by target.

    Attributes:
        trees: With one target per booster: replicates first, then low and high.
        starts: What each target starts from: of a replicate its base score less the
            model's own base, so that its target is a distance in log-odds from it;
            of the range its base score.
    """

    trees: tuple[VectorTree, ...]
    starts: tuple[float, ...]

    @property
    def replicates(self) -> int:
        return len(self.starts) - 2


def read_companions(
    replicates: Sequence[Booster],
    if_known: tuple[Booster, Booster],
    *,
    inputs: Sequence[str],
    base_log_odds: float,
) -> Companions:
    """Read the companions of a model with this base.

    Raises:
        CannotCompileError: A booster is not what it should be.
        ValueError: There are fewer than two replicates.
    """
    if len(replicates) < MIN_REPLICATES:
        raise ValueError(
            f"{len(replicates)} replicate(s) have no spread: give {MIN_REPLICATES} or"
            " more, about 20."
        )
    scores = [read_ensemble(it, inputs, objective=LOGISTIC) for it in replicates]
    ends = [read_ensemble(it, inputs, objective=QUANTILE) for it in if_known]
    return Companions(
        trees=tuple(
            margin_tree(tree, target)
            for target, ensemble in enumerate((*scores, *ends))
            for tree in ensemble.trees
        ),
        starts=(
            *(ensemble.start - base_log_odds for ensemble in scores),
            *(ensemble.start for ensemble in ends),
        ),
    )
