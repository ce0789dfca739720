"""The figures of a validation: what is computed, drawn, printed and put in a card.

One shape for every cohort, at home, abroad or in another hospital, so that tables,
plots and cards are written once. Probabilities are shares of 1, slopes and intercepts
are in log-odds, and every interval is of 95 %.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Points of a line in the order of `x`, with a 95 % band where there is one."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Whether those with the outcome were ranked above those without.

    Attributes:
        auc: Area under the ROC curve.
        auprc: Area under the precision-recall curve (average precision).
        roc: Sensitivity by 1 - specificity.
    """

    auc: Estimate
    auprc: Estimate
    roc: Curve


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskGroup:
    """A tenth of the people by risk: what was expected and what was seen."""

    people: int
    events: int
    expected: float
    observed: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How risks compare with what happened.

    Attributes:
        in_the_large: Intercept in log-odds with the slope fixed at 1.
        slope: Of the outcome on the log-odds; below 1 the risks are too extreme.
        observed_expected: Events over the sum of risks.
        ici: Mean distance of risk and smoothed observed risk.
        e50: Median of that distance.
        e90: Its 90th percentile.
        brier: Mean squared distance of risk and outcome.
        scaled_brier: 1 - Brier / that of giving everybody the prevalence.
        curve: Smoothed observed risk by risk.
        groups: Tenths of the people by risk.
    """

    in_the_large: Estimate
    slope: Estimate
    observed_expected: Estimate
    ici: Estimate
    e50: Estimate
    e90: Estimate
    brier: Estimate
    scaled_brier: Estimate
    curve: Curve
    groups: tuple[RiskGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another way of ranking the same people, and what the model gains over it.

    Attributes:
        code: Such as "linear", "dedicated", "findrisc", "fasting_glucose".
        auc: Of the rival; on censored people Harrell's C.
        difference: The model's minus the rival's, paired.
        slope: Of the rival's log-odds; None for a ranking that is no probability.
        observed_expected: Of the rival's probabilities; None as above.
        incomplete: Share of people for whom an item of a published score is unknown.
    """

    code: str
    auc: Estimate
    difference: Estimate
    slope: float | None = None
    observed_expected: float | None = None
    incomplete: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NetBenefitGain:
    """Net benefit at one threshold, and what the model gains over a strategy.

    Per person: true positives minus false positives weighed by the threshold's odds
    (Vickers and Elkin, Med Decis Making 2006;26:565).
    """

    strategy: str
    threshold: float
    net_benefit: Estimate
    gain: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Net benefit of acting above a threshold.

    Attributes:
        thresholds: Of the curves.
        curves: Net benefit by threshold for each strategy: "model", "treat_all",
            "treat_none" and the rivals' codes.
        gains: At the thresholds that matter, with intervals.
    """

    thresholds: tuple[float, ...]
    curves: Mapping[str, tuple[float, ...]]
    gains: tuple[NetBenefitGain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """The model among some of the people; None where there are too few events.

    Attributes:
        dimension: Such as "sex", "age", "bmi", "site", "cycle", "ancestry".
        group: Such as "female", "40-59", "23-27.4".
        flagged: Share with a risk at or above the band threshold of `Fairness`.
        sensitivity: Share of the events that are flagged.
        specificity: Share of the others that are not.
    """

    dimension: str
    group: str
    people: int
    events: int
    auc: Estimate | None
    observed_expected: Estimate | None
    slope: Estimate | None
    flagged: float
    sensitivity: float | None
    specificity: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """How far a figure differs between the groups of a dimension.

    `metric` is "flagged", "sensitivity", "specificity", "auc" or "observed_expected".
    """

    dimension: str
    metric: str
    threshold: float
    lowest_group: str
    lowest: float
    highest_group: str
    highest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizonFigures:
    """People at one horizon: all, censored, or those whose one visit was near it.

    Attributes:
        years: The horizon.
        people: At risk at the start, or seen near the horizon.
        events: Seen before the horizon, or at those visits.
        observed: Kaplan-Meier risk, or the share at those visits.
        expected: Mean risk of the model.
        observed_expected: Their ratio.
        auc: With inverse probability of censoring weights.
        brier: With the same weights.
    """

    years: float
    people: int
    events: int
    observed: Estimate
    expected: float
    observed_expected: Estimate
    auc: Estimate
    brier: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsetFigures:
    """One subset of the inputs on one cohort.

    Attributes:
        ranking: None where follow-up is censored: see `c_index` and `horizons`.
        c_index: Harrell's C over the whole follow-up; None where it is not censored.
        calibration: At each person's own follow-up, or at the bands' horizon with
            censored people counted by Kaplan-Meier weights.
        rivals: Each with its code.
        decision: Where acting on it would do more good than harm.
        subgroups: Every group of every dimension.
        fairness: Differences between groups.
        horizons: Figures by horizon where follow-up is censored.
    """

    subset: str
    people: int
    events: int
    ranking: Ranking | None
    c_index: Estimate | None
    calibration: Calibration
    rivals: tuple[Rival, ...]
    decision: Decision
    subgroups: tuple[Subgroup, ...]
    fairness: tuple[Fairness, ...]
    horizons: tuple[HorizonFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often an interval or range held what it should.

    Attributes:
        what: What was counted, in words.
        subset: The inputs known.
        asked: The share that should be covered.
        found: The share that was.
        compared: Number of comparisons.
        median_width: Median ratio of the upper to the lower end, as odds.
    """

    what: str
    subset: str
    asked: float
    found: float
    compared: int
    median_width: float
