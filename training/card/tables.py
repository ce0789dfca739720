"""The card's figures as tables, one function for each, whatever the cohort."""

from collections.abc import Mapping

from service.clinical.variables import VARIABLES
from training.card.markdown import figure, share, table, times
from training.card.names import dimension, group as named, measure, strategy
from training.card.people import Characteristic, Data
from training.card.record import Card
from training.figures import NetBenefitGain, SubsetFigures

Figures = Mapping[str, SubsetFigures]
PER_PEOPLE = 1000
MODEL = "model"
EVERYBODY = "everybody"


def discrimination(figures: Figures) -> str:
    """Ranking, a row for each subset."""
    header = ("Known", "People", "Events", "AUC or C (95 %)", "AUPRC (95 %)")
    return table(
        header,
        [
            (
                subset,
                f"{row.people:,}",
                f"{row.events:,}",
                figure(row.ranking.auc if row.ranking else row.c_index),
                figure(row.ranking.auprc) if row.ranking else "censored",
            )
            for subset, row in figures.items()
        ],
    )


def calibration(figures: Figures) -> str:
    """Calibration, a row for each subset."""
    header = ("Known", "O/E", "in the large", "slope", "ICI", "E50", "E90")
    rows = []
    for subset, row in figures.items():
        c = row.calibration
        rows.append(
            (
                subset,
                figure(c.observed_expected, ".2f"),
                figure(c.in_the_large, "+.2f"),
                figure(c.slope, ".2f"),
                *(figure(distance, ".4f") for distance in (c.ici, c.e50, c.e90)),
            )
        )
    return table(header, rows)


def accuracy(figures: Figures) -> str:
    """Brier score, a row for each subset."""
    rows = [
        (
            subset,
            figure(row.calibration.brier, ".5f"),
            figure(row.calibration.scaled_brier),
        )
        for subset, row in figures.items()
    ]
    return table(("Known", "Brier", "scaled Brier"), rows)


def rivals(figures: Figures) -> str:
    """Every other way of ranking the same people, and what the model gains."""
    header = (
        *("Known", "Rival", "AUC or C (95 %)", "model minus rival (95 %)"),
        *("slope", "O/E", "people with unknown items"),
    )
    rows = [
        (
            subset,
            strategy(rival.code),
            figure(rival.auc),
            figure(rival.difference, "+.3f"),
            "none" if rival.slope is None else f"{rival.slope:.2f}",
            (
                "none"
                if rival.observed_expected is None
                else f"{rival.observed_expected:.2f}"
            ),
            share(rival.incomplete),
        )
        for subset, row in figures.items()
        for rival in row.rivals
    ]
    return table(header, rows)


def net_benefit(figures: Figures) -> str:
    """Net benefit of the model for 1,000 people, and its gain over all else."""
    thresholds = list(
        dict.fromkeys(
            gain.threshold for row in figures.values() for gain in row.decision.gains
        )
    )
    when = follow_up(next(iter(figures.values())))
    header = (
        *("Known", f"For 1,000 people, {when} (95 %)"),
        *(f"at {t:.0%}" for t in thresholds),
    )
    rows = []
    for subset, row in figures.items():
        found = {(g.strategy, g.threshold): g for g in row.decision.gains}
        codes = dict.fromkeys((MODEL, *(gain.strategy for gain in row.decision.gains)))
        for code in codes:
            what = "net benefit" if code == MODEL else f"gain over {strategy(code)}"
            cells = [_net_benefit(found[code, threshold]) for threshold in thresholds]
            rows.append((subset, what, *cells))
    return table(header, rows)


def follow_up(row: SubsetFigures) -> str:
    """When the outcome is compared with the risk: conventions, `calibration`."""
    if row.ranking is None:
        return "at the horizon of the bands"
    return "at each person's own follow-up"


def _net_benefit(found: NetBenefitGain) -> str:
    if found.gain is None:
        return figure(times(found.net_benefit, PER_PEOPLE), ".1f")
    return figure(times(found.gain, PER_PEOPLE), "+.1f")


def flagging(figures: Figures) -> str:
    """Whom the threshold of the subgroups finds, a row for each subset.

    Everybody, where a group of the subgroups is everybody; else women and men.
    """
    header = ("Known", "Who", "flagged", "sensitivity", "specificity")
    rows = []
    for subset, row in figures.items():
        groups = [group for group in row.subgroups if group.people == row.people]
        groups = groups[:1] or [g for g in row.subgroups if g.dimension == "sex"]
        rows += [
            (
                subset,
                EVERYBODY if group.people == row.people else named(group.group),
                share(group.flagged),
                share(group.sensitivity),
                share(group.specificity),
            )
            for group in groups
        ]
    return table(header, rows)


def subgroups(row: SubsetFigures) -> str:
    """The model among some of the people, with one subset known."""
    header = (
        *("Dimension", "Group", "People", "Events", "AUC or C (95 %)", "O/E (95 %)"),
        *("slope (95 %)", "flagged", "sensitivity", "specificity"),
    )
    rows = [
        (
            dimension(group.dimension),
            named(group.group),
            f"{group.people:,}",
            f"{group.events:,}",
            figure(group.auc),
            figure(group.observed_expected, ".2f"),
            figure(group.slope, ".2f"),
            share(group.flagged),
            share(group.sensitivity),
            share(group.specificity),
        )
        for group in row.subgroups
    ]
    return table(header, rows)


def fairness(row: SubsetFigures) -> str:
    """The groups that differ most, with one subset known."""
    header = ("Dimension", "Figure", "Lowest", "in", "Highest", "in", "Difference")
    rows = [
        (
            dimension(gap.dimension),
            measure(gap.metric),
            f"{gap.lowest:.3f}",
            named(gap.lowest_group),
            f"{gap.highest:.3f}",
            named(gap.highest_group),
            f"{gap.highest - gap.lowest:.3f}",
        )
        for gap in row.fairness
    ]
    return table(header, rows)


def horizons(figures: Figures) -> str:
    """Figures by horizon where follow-up is censored."""
    header = (
        *("Known", "Years", "At risk", "Events", "Observed", "Expected"),
        *("O/E (95 %)", "AUC (95 %)", "Brier (95 %)"),
    )
    rows = [
        (
            subset,
            f"{one.years:g}",
            f"{one.people:,}",
            f"{one.events:,}",
            figure(times(one.observed, 100), ".2f") + " %",
            f"{one.expected:.2%}",
            figure(one.observed_expected, ".2f"),
            figure(one.auc),
            figure(one.brier, ".5f"),
        )
        for subset, row in figures.items()
        for one in row.horizons
    ]
    return table(header, rows)


def coverage(card: Card) -> str:
    """How often an interval or range held what it should."""
    header = ("What", "Known", "Should hold", "Held", "Compared", "median width (odds)")
    rows = [
        (
            one.what,
            one.subset,
            f"{one.asked:.0%}",
            f"{one.found:.1%}",
            f"{one.compared:,}",
            f"x {one.median_width:.2f}",
        )
        for one in card.coverage
    ]
    return table(header, rows)


def characteristics(*cohorts: tuple[str, Data]) -> str:
    """The inputs of several cohorts side by side, with the share that is known."""
    header = ("Input", *(name for name, _ in cohorts))
    names = dict.fromkeys(
        c.variable for _, data in cohorts for c in data.characteristics
    )
    found = [{c.variable: c for c in data.characteristics} for _, data in cohorts]
    rows = [
        (
            VARIABLES[name].label.en,
            *(_described(cohort[name]) if name in cohort else "-" for cohort in found),
        )
        for name in names
    ]
    return table(header, rows)


def unit_of(name: str) -> str:
    """The unit of a quantity, as a clinician reads it."""
    return VARIABLES[name].units[0].symbol or "years"


def _described(one: Characteristic) -> str:
    if one.quartiles:
        low, middle, high = (f"{value:.3g}" for value in one.quartiles)
        unit = unit_of(one.variable)
        what = f"{middle} ({low} to {high}) {unit}"
    else:
        what = ", ".join(f"{code} {part:.1%}" for code, part in one.shares.items())
    return f"{what or 'never known'}; known {one.known:.0%}"
