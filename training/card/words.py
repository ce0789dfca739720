"""Sentences made of figures, for checklists and for those who read no table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from service.clinical.variables import VARIABLES, listing
from training.card.markdown import figure
from training.card.names import dimension, measure, people_of, strategy
from training.card.people import Characteristic, Data
from training.card.record import Card
from training.card.sections import Ancestry, Recalibration
from training.card.tables import follow_up, unit_of
from training.cleaning import CleaningStep
from training.figures import SubsetFigures

PERSONAL = ("age", "sex")
CYCLE = "cycle"
CENTRES = ("site", CYCLE)
SMALLEST_P = 0.0001


def counts(data: Data) -> str:
    """People, events, and how many centres, or cycles of a survey, they are from."""
    unit = CYCLE if CYCLE in data.groups else "centre"
    units = f"{data.centres} {unit}{'' if data.centres == 1 else 's'}"
    return f"{data.people:,} people, {data.events:,} events, {units}"


def horizons(card: Card) -> str:
    """The horizons in words."""
    if not card.timed:
        return "the present state, no horizon"
    years = " and ".join(f"{years:g}" for years in card.horizons_years)
    return f"horizons of {years} years"


def time(card: Card) -> str:
    """How risk depends on the years, in a sentence."""
    k = card.time_exponent
    if k is None:
        return "The outcome is the present state: time does not enter."
    reference = f"{k.reference_years:g}"
    return (
        f"Log-odds at t years = log-odds at {reference} years + k log(t / {reference}), "
        f"k = {k.value:.2f} (standard error {k.standard_error:.2f})."
    )


def validity(figures: Mapping[str, SubsetFigures]) -> str:
    """Ranking and calibration of each subset, with intervals."""
    return " ".join(
        f"{subset[0].upper()}{subset[1:]} ({row.people:,} people, {row.events:,} events): "
        f"{'AUC' if row.ranking else 'C-index'} "
        f"{figure(row.ranking.auc if row.ranking else row.c_index)}, "
        f"O/E {figure(row.calibration.observed_expected, '.2f')}, "
        f"slope {figure(row.calibration.slope, '.2f')}, "
        f"ICI {figure(row.calibration.ici, '.4f')}."
        for subset, row in figures.items()
    )


def heterogeneity(figures: Mapping[str, SubsetFigures]) -> str:
    """Lowest and highest O/E and AUC among centres, by subset."""
    said = list(_between_centres(figures))
    return " ".join(said) or "There is one centre: nothing to compare."


def _between_centres(figures: Mapping[str, SubsetFigures]) -> Iterator[str]:
    for subset, row in figures.items():
        for gap in row.fairness:
            if gap.dimension in CENTRES and gap.metric in {"auc", "observed_expected"}:
                name = "AUC" if gap.metric == "auc" else "O/E"
                yield (
                    f"{subset[0].upper()}{subset[1:]}: {name} {gap.lowest:.2f} to "
                    f"{gap.highest:.2f} by {dimension(gap.dimension)}."
                )


def differences(figures: Mapping[str, SubsetFigures]) -> str:
    """How far groups of people differ with everything known, centres apart."""
    row = next(iter(figures.values()))
    return " ".join(
        f"By {dimension(gap.dimension)}, {measure(gap.metric)}: {gap.lowest:.3f} "
        f"({gap.lowest_group}) to {gap.highest:.3f} ({gap.highest_group})."
        for gap in row.fairness
        if gap.dimension not in CENTRES
    ) or (
        "Too few events in all groups but one of each dimension: differences are not "
        "estimated."
    )


def all_differences(card: Card) -> str:
    """The same at home, and among those for whom the bundle is shipped."""
    home = differences(card.home)
    if not card.target:
        return home
    return (
        f"Among {target_people(card)}: {differences(card.target)} The whole survey, "
        f"without the term: {home}"
    )


def target_people(card: Card) -> str:
    """For whom the bundle is shipped, where that is some of the cohort's people."""
    return f"{people_of(card.target_group)}, with the term"


def target_validity(card: Card) -> str:
    """Ranking and calibration of the people for whom the bundle is shipped."""
    if not card.target:
        return ""
    return (
        f"For whom it is shipped ({target_people(card)}): {validity(card.target)} The "
        "whole survey, without the term: "
    )


def rivals(card: Card) -> str:
    """What the model was compared with."""
    codes = dict.fromkeys(
        rival.code
        for figures in (card.target, card.home, card.abroad)
        for row in figures.values()
        for rival in row.rivals
    )
    return "; ".join(strategy(code) for code in codes) or "nothing"


def uncertainty(card: Card) -> str:
    """How often intervals and ranges held."""
    return (
        " ".join(
            f"{one.what[0].upper()}{one.what[1:]} ({one.subset}): {one.found:.0%} held, "
            f"{one.asked:.0%} asked, {one.compared:,} comparisons."
            for one in card.coverage
        )
        or "Coverage was not measured for this version; see the parent bundle's card."
    )


def demographics(data: Data) -> str:
    """Age, sex and whatever else the cohort names, as shares."""
    found = {one.variable: one for one in data.characteristics}
    said = [_described(found[name]) for name in PERSONAL if name in found]
    said += [
        f"{name}: " + ", ".join(f"{label} {part:.1%}" for label, part in shares.items())
        for name, shares in data.groups.items()
    ]
    return f"{'; '.join(said)}."


def missing(data: Data) -> str:
    """The share of people of whom each input is not known."""
    gaps = [
        f"{VARIABLES[one.variable].label.en} {1 - one.known:.1%}"
        for one in data.characteristics
        if one.known < 1
    ]
    return (
        f"Not known: {', '.join(gaps)}."
        if gaps
        else "Every input is known of everybody."
    )


def cleaning(steps: Sequence[CleaningStep]) -> list[str]:
    """One line for each rule of cleaning that met somebody."""
    what = {"blanked": "blanked", "dropped": "people dropped"}
    return [
        f"{step.variable}: {step.count:,} {what[step.action]} ({step.reason})"
        for step in steps
    ]


def flagged_at(row: SubsetFigures) -> str:
    """The risk at or above which the subgroups' people are flagged."""
    if not row.fairness:
        return "the band `high`"
    return f"{row.fairness[0].threshold:.0%}, {follow_up(row)}"


def inputs(card: Card) -> str:
    """The labels of the inputs in a row."""
    label = listing(card.inputs).en
    return label[0].upper() + label[1:]


def recipe(card: Card) -> str:
    """The hyperparameters and the seed."""
    values = [f"{name} {value}" for name, value in asdict(card.recipe).items()]
    return f"{', '.join(values)}, seed {card.seed}"


def ancestry(term: Ancestry) -> str:
    """What a term for ancestry adds, and what it mends."""
    added = ", ".join(f"{figure(one.added, '+.2f')} ({one.tier})" for one in term.terms)
    mended = " ".join(
        f"O/E, {one.group}, {one.tier} ({one.people:,} people, {one.events:,} events): "
        f"{figure(one.without, '.2f')} without the term, "
        f"{figure(one.with_term, '.2f')} with it."
        for one in term.calibration
    )
    small = term.p_value < SMALLEST_P
    p = f"below {SMALLEST_P:g}" if small else f"{term.p_value:.3f}"
    return (
        f"A term for {term.group} ancestry is added to the log-odds: {added}. Wald test of "
        f"no term in the tier {term.terms[0].tier}: p {p}. {mended}"
    )


def recalibrated(done: Recalibration) -> str:
    """What a recalibration changed, and how that was tested."""
    changes = " ".join(
        f"{one.tier} ({one.people:,} people, {one.events:,} events): {one.method}; O/E "
        f"{figure(one.before, '.2f')} before, {figure(one.after, '.2f')} after."
        for one in done.tiers
    )
    return (
        f"Recalibrated from {done.parent} on {done.people:,} people of {done.site}, "
        f"{done.events:,} events. {changes}"
    )


def _described(one: Characteristic) -> str:
    label = VARIABLES[one.variable].label.en
    if one.quartiles:
        low, middle, high = one.quartiles
        unit = unit_of(one.variable)
        return (
            f"{label}: median {middle:.3g}, quartiles {low:.3g} and {high:.3g} {unit}"
        )
    return f"{label}: " + ", ".join(f"{code} {p:.1%}" for code, p in one.shares.items())
