"""The published diabetes scores by their codes, and all of them for one person.

Re-implementations in public are often wrong, so each table was compared with two
sources, and a test holds every cut-point.
"""

from collections.abc import Mapping
from types import MappingProxyType

from service.clinical.point_score import PointScore, ScoreResult
from service.clinical.scores.ada import ADA
from service.clinical.scores.ausdrisk import AUSDRISK
from service.clinical.scores.canrisk import CANRISK
from service.clinical.scores.findrisc import FINDRISC, FINDRISC_ASIAN
from service.clinical.scores.items import Values
from service.clinical.scores.ncdrs import NCDRS
from service.clinical.scores.thai import THAI

REFERENCE_SCORES: Mapping[str, PointScore] = MappingProxyType(
    {
        score.code: score
        for score in (FINDRISC, FINDRISC_ASIAN, ADA, NCDRS, THAI, CANRISK, AUSDRISK)
    }
)

ASKED_BY_SCORES = frozenset().union(
    *(score.variables for score in REFERENCE_SCORES.values())
)
"""The variables that any published score looks at."""


def assess_scores(values: Values) -> list[ScoreResult]:
    """Every published score of one person, whether it is meant for them or not.

    Args:
        values: Canonical values by variable name; absent means unknown.
    """
    return [score.assess(values) for score in REFERENCE_SCORES.values()]
