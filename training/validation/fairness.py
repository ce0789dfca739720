"""How far groups differ: the lowest and the highest of each dimension, by figure.

Groups with too few events are left out, as chance alone sets them apart; the intervals
of those that stay are in the table of subgroups and belong beside these.
"""

from collections.abc import Sequence

from training.figures import Fairness, Subgroup


def fairness(groups: Sequence[Subgroup], threshold: float) -> tuple[Fairness, ...]:
    """Compare the groups of each dimension.

    Args:
        groups: Of every dimension.
        threshold: The risk at or above which people are flagged.
    """
    found: list[Fairness] = []
    for dimension in dict.fromkeys(group.dimension for group in groups):
        compared = [
            (group.group, figures)
            for group in groups
            if group.dimension == dimension and (figures := _figures(group))
        ]
        if len(compared) > 1:
            for metric in compared[0][1]:
                values = sorted((row[metric], group) for group, row in compared)
                (lowest, lowest_group), (highest, highest_group) = values[0], values[-1]
                found.append(
                    Fairness(
                        dimension=dimension,
                        metric=metric,
                        threshold=threshold,
                        lowest_group=lowest_group,
                        lowest=lowest,
                        highest_group=highest_group,
                        highest=highest,
                    )
                )
    return tuple(found)


def _figures(group: Subgroup) -> dict[str, float]:
    """Nothing where there are too few events."""
    if (
        group.auc is None
        or group.observed_expected is None
        or group.sensitivity is None
        or group.specificity is None
    ):
        return {}
    return {
        "flagged": group.flagged,
        "sensitivity": group.sensitivity,
        "specificity": group.specificity,
        "auc": group.auc.value,
        "observed_expected": group.observed_expected.value,
    }
