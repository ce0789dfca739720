"""What the figures' codes are called: strategies, dimensions and measures."""

_STRATEGIES = {
    "model": "this model",
    "treat_all": "treat all",
    "treat_none": "treat none",
    "dedicated": "dedicated model",
    "linear": "linear logistic regression",
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
_MEASURES = {"auc": "AUC", "observed_expected": "O/E", "flagged": "share flagged"}


def strategy(code: str) -> str:
    """A rival or a strategy, short enough for a legend."""
    return _STRATEGIES.get(code, code.replace("_", " "))


def dimension(code: str) -> str:
    """What people are grouped by."""
    return _DIMENSIONS.get(code, code.replace("_", " "))


def measure(code: str) -> str:
    """What is compared between groups."""
    return _MEASURES.get(code, code)
