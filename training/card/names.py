"""What the figures' codes are called: strategies, dimensions and measures."""

from collections.abc import Iterable

_STRATEGIES = {
    "model": "this model",
    "treat_all": "treat all",
    "treat_none": "treat none",
    "dedicated": "dedicated model",
    "linear": "linear logistic regression",
    "refit": "logistic regression fitted to these people",
    "untransferred": "this model before the transfer",
    "fasting_glucose": "fasting glucose alone",
    "findrisc": "FINDRISC",
    "findrisc_asian": "FINDRISC, Asian cut-offs",
    "ada": "ADA risk test",
    "ncdrs": "New Chinese score",
    "thai": "Thai score",
    "canrisk": "CANRISK",
    "ausdrisk": "AUSDRISK",
}
_DIMENSIONS = {"bmi": "BMI", "site": "centre"}
_PEOPLE = {
    "asian": "Americans of Asian ancestry",
    "malaysia": "adults of Malaysia",
}
_MEASURES = {"auc": "AUC", "observed_expected": "O/E", "flagged": "share flagged"}


def strategy(code: str) -> str:
    """A rival or a strategy, short enough for a legend."""
    return _STRATEGIES.get(code, code.replace("_", " "))


def in_order(codes: Iterable[str]) -> list[str]:
    """Rivals and strategies as they are listed here, others last: JSON has no order."""
    known = list(_STRATEGIES)
    return sorted(codes, key=lambda c: known.index(c) if c in known else len(known))


def dimension(code: str) -> str:
    """What people are grouped by."""
    return _DIMENSIONS.get(code, code.replace("_", " "))


def people_of(group: str) -> str:
    """Some people by the code of their ancestry or of their population."""
    return _PEOPLE.get(group, f"people of {group.replace('_', ' ')} ancestry")


def group(label: str) -> str:
    """Some of the people, as a dimension parts them."""
    return label.replace("_", " ")


def measure(code: str) -> str:
    """What is compared between groups."""
    return _MEASURES.get(code, code)
