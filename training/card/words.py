"""Sentences made of figures, for checklists and for those who read no table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from service.clinical.reference_scores import REFERENCE_SCORES
from service.clinical.variables import VARIABLES, listing
from training.card.markdown import figure
from training.card.names import dimension, measure, people_of, strategy
from training.card.people import Characteristic, Data
from training.card.record import Card
from training.card.sections import Recalibration, Transfer
from training.card.tables import follow_up, unit_of
from training.cleaning import CleaningStep
from training.figures import SubsetFigures

PERSONAL = ("age", "sex")
CYCLE = "cycle"
CENTRES = ("site", CYCLE)
BEFORE = "The training cohort, before the transfer"


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
    if not card.timed:
        return "The outcome is the present state: time does not enter."
    reference = f"{card.time[0].reference_years:g}"
    exponents = "; ".join(
        f"k = {k.value:.2f} (standard error {k.standard_error:.2f}) for `{k.tier}`"
        for k in card.time
    )
    return (
        f"Log-odds at t years = log-odds at {reference} years + k log(t / {reference}), "
        f"{exponents}. Standard errors are clustered by centre."
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
    """The same at home, and among those for whom the bundle is made."""
    home = differences(card.home)
    if not card.target:
        return home
    return f"Among {target_people(card)}: {differences(card.target)} {BEFORE}: {home}"


def target_people(card: Card) -> str:
    """For whom the bundle is made, where they are others than the training people."""
    return people_of(card.target_group)


def target_validity(card: Card) -> str:
    """Ranking and calibration of the people for whom the bundle is made."""
    if not card.target:
        return ""
    return (
        f"For whom it is made ({target_people(card)}, nobody scored by what was fitted on "
        f"them): {validity(card.target)} {BEFORE}: "
    )


def strongest(figures: Mapping[str, SubsetFigures]) -> str:
    """The published score that ranks these people best, with the fullest subset known."""
    row = next(iter(figures.values()))
    published = [rival for rival in row.rivals if rival.code in REFERENCE_SCORES]
    best = max(published, key=lambda rival: rival.auc.value)
    return (
        f"The strongest published score is {strategy(best.code)}, {figure(best.auc)}; "
        f"with {row.subset} known the model gains {figure(best.difference, '+.3f')}."
    )


def rivals(card: Card) -> str:
    """What the model was compared with."""
    codes = dict.fromkeys(
        rival.code
        for figures in (card.target, card.kin, card.home, card.abroad)
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


def transferred(done: Transfer, card: Card) -> str:
    """How the model was moved, and how far the two samples of the target are apart."""
    apart = "; ".join(
        f"{one.tier} {one.level:+.2f} (standard error {one.level_error:.2f}), by age "
        f"{one.age:+.2f} ({one.age_error:.2f}), slope {one.slope:+.2f} "
        f"({one.slope_error:.2f})"
        for one in done.contrasts
    )
    return (
        f"The curves of the training people were revised on {target_people(card)} and on "
        f"{people_of(done.kin)}, with a penalty on every change; level and ages are those "
        f"of {target_people(card)}. What {people_of(done.kin)} differ in beyond that was "
        f"fitted beside and is not shipped; in log-odds, of the level at 50 years, by "
        f"standard deviation of age, and of the slope: {apart}. "
        f"{done.level_share:.0%} of the difference of level is in the interval."
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
