"""The key metrics of the CHAI card: usefulness, fairness, safety, from the figures."""

import json
from collections.abc import Iterable, Iterator, Mapping

from training.card import words
from training.card.interpretation import decisions
from training.card.record import Card
from training.figures import Estimate, SubsetFigures

_DIGITS = 6
_LEVEL = 95

Tree = Mapping[str, "str | Tree | list[tuple[str, str | Tree]]"]
"""Elements by name; a list where a name is there more than once."""
Metric = tuple[str, Estimate | float]


def usefulness(card: Card) -> Tree:
    """Ranking and net benefit."""
    metrics = [
        *_ranking(_target(card), card.target),
        *_gains(_target(card), card.target),
    ]
    metrics += _ranking("cross-validation", card.home)
    metrics += _gains("cross-validation", card.home)
    metrics += _ranking("external", card.abroad)
    metrics += _gains("external", card.abroad)
    return _metric(
        card,
        goal="People with the outcome rank above those without, and acting on the risk "
        "does more good than treating all or none.",
        metrics=metrics,
        interpretation=f"{words.target_validity(card)}{words.validity(card.home)} "
        f"{decisions(card.target or card.home)}",
    )


def fairness(card: Card) -> Tree:
    """Figures of each group of people, everything known."""
    metrics = list(_groups("", card.home))
    metrics += _groups(f", {words.target_people(card)}", card.target)
    return _metric(
        card,
        goal="Ranking, calibration and the share flagged differ little between groups.",
        metrics=metrics,
        interpretation=words.all_differences(card),
    )


def safety(card: Card) -> Tree:
    """Calibration, coverage of intervals, and equality of graph and model."""
    metrics = list(_calibration(_target(card), card.target))
    metrics += _calibration("cross-validation", card.home)
    metrics += _calibration("external", card.abroad)
    metrics += [
        (f"Coverage: {one.what}, {one.subset}, {one.asked:.0%} asked", one.found)
        for one in card.coverage
    ]
    metrics.append(
        ("Greatest difference of graph and booster", card.greatest_difference)
    )
    return _metric(
        card,
        goal="Risks agree with what happens, intervals hold what they say, and the served "
        "graph is the validated model.",
        metrics=metrics,
        interpretation=f"{words.heterogeneity(card.home)} {words.uncertainty(card)}",
    )


def _target(card: Card) -> str:
    return f"cross-fitted, {words.target_people(card)}"


def _metric(
    card: Card, *, goal: str, metrics: Iterable[Metric], interpretation: str
) -> Tree:
    evidence = card.facts.evidence
    external = f" External: {words.counts(card.external)}." if card.external else ""
    return {
        "MetricGoal": goal,
        "Results": [
            ("MetricResult", {"Label": label, "ValueJson": _json(value)})
            for label, value in metrics
        ],
        "Interpretation": interpretation,
        "TestType": "Cross-validation by groups of people"
        + (" and external validation." if card.external else "."),
        "TestingDataDescription": f"{evidence.setting} {words.counts(card.training)}."
        f"{external}",
        "ValidationProcessAndJustification": f"{card.facts.method.partition} "
        f"{card.facts.method.external_process}",
    }


def _ranking(where: str, figures: Mapping[str, SubsetFigures]) -> Iterator[Metric]:
    for subset, row in figures.items():
        if row.ranking:
            yield f"AUC, {where}, {subset}", row.ranking.auc
        elif row.c_index:
            yield f"C-index, {where}, {subset}", row.c_index


def _gains(where: str, figures: Mapping[str, SubsetFigures]) -> Iterator[Metric]:
    for subset, row in figures.items():
        for gain in row.decision.gains:
            if gain.strategy == "model":
                label = f"Net benefit at {gain.threshold:.0%}, {where}, {subset}"
                yield label, gain.net_benefit


def _groups(where: str, figures: Mapping[str, SubsetFigures]) -> Iterator[Metric]:
    for row in list(figures.values())[:1]:
        for group in row.subgroups:
            label = f"{group.dimension} {group.group}, {row.subset}{where}"
            if group.auc and group.observed_expected:
                yield f"AUC: {label}", group.auc
                yield f"O/E: {label}", group.observed_expected
            yield f"Flagged: {label}", group.flagged


def _calibration(where: str, figures: Mapping[str, SubsetFigures]) -> Iterator[Metric]:
    for subset, row in figures.items():
        yield f"O/E, {where}, {subset}", row.calibration.observed_expected
        yield f"Calibration slope, {where}, {subset}", row.calibration.slope


def _json(value: Estimate | float) -> str:
    if isinstance(value, Estimate):
        content: dict[str, object] = {
            "kind": "estimate_ci",
            "estimate": _rounded(value.value),
            "lower": _rounded(value.low),
            "upper": _rounded(value.high),
            "level": _LEVEL,
        }
    else:
        content = {"kind": "single", "value": _rounded(value)}
    return json.dumps(content, allow_nan=False)


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
