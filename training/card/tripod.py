"""TRIPOD+AI: each of its 27 items, with what the card answers or where it does.

Collins et al., BMJ 2024;385:e078378, table 2, numbered as there, asked in shorter
words. The card is the report: an answer is given here or its section is named.
"""

from training.card import words
from training.card.checklist import Item
from training.card.hti1 import NO_EXTERNAL
from training.card.interpretation import decisions, weaknesses
from training.card.record import Card


def _title(card: Card) -> str:
    kind = "prognostic" if card.timed else "diagnostic"
    return (
        f"Development and validation of a {kind} model of {card.outcome.lower()} in "
        f"{card.training.population}."
    )


def _limits(card: Card) -> str:
    return " ".join(limit.en for limit in card.facts.caveats.limits)


def _data(card: Card) -> str:
    return (
        f"{card.facts.evidence.source} External: {card.facts.evidence.external_source}"
    )


def _cleaning(card: Card) -> str:
    steps = [
        *card.training.cleaning,
        *(card.target_data.cleaning if card.target_data else ()),
        *(card.external.cleaning if card.external else ()),
    ]
    met = sum(step.count for step in steps)
    return (
        "Values that no patient has are blanked and people outside the model's use are "
        f"dropped, by the limits of the clinical table, the same for everybody: "
        f"{met:,} values or people, listed under Data."
    )


def _flow(card: Card) -> str:
    data = card.training
    without = data.people - data.events
    said = f"{data.people:,} people, {data.events:,} with and {without:,} without the outcome"
    if card.timed:
        said += f", median follow-up {data.median_years:.1f} years"
    abroad = f" External: {words.counts(card.external)}." if card.external else ""
    if card.target_data:
        abroad += f" Target: {words.counts(card.target_data)}."
    return f"{said}.{abroad} Exclusions under Data."


def _updating(card: Card) -> str:
    said = []
    if card.transfer:
        said.append(words.transferred(card.transfer, card))
    if card.recalibration:
        said.append(words.recalibrated(card.recalibration))
    return " ".join(said) or "None: the model is released as it was trained."


def _tuning(card: Card) -> str:
    recipe = words.recipe(card)
    method = card.facts.method
    return f"{method.model} {method.tuning} Hyperparameters: {recipe}."


def _compared(card: Card) -> str:
    if card.external is None:
        return f"{card.facts.evidence.differences} No external data to compare."
    return f"Table under Data. External: {words.demographics(card.external)}"


def _calculated(card: Card) -> str:
    abroad = (
        "; abroad by the bundle's own graph, with the code that serves patients"
        if card.external
        else ""
    )
    return f"At home by models that had not seen the person's fold{abroad}."


def _interpreted(card: Card) -> str:
    parts = []
    if card.target:
        parts.append(
            f"Of {words.target_people(card)}: {decisions(card.target)} "
            f"{weaknesses(card.target)} {words.BEFORE}:"
        )
    parts += [decisions(card.home), weaknesses(card.home), "External:"]
    if card.abroad:
        parts += [words.validity(card.abroad), weaknesses(card.abroad)]
    else:
        parts.append(NO_EXTERNAL)
    return (
        f"{' '.join(parts)} Differences between groups are printed with their intervals "
        "and belong to the result."
    )


ITEMS = (
    Item("1", "Title: development or evaluation, population, outcome", _title),
    Item("2", "Abstract", lambda c: c.facts.use.summary.en),
    Item(
        "3a",
        "Health-care context, rationale, other models",
        lambda c: c.facts.use.context,
    ),
    Item(
        "3b",
        "Target population, purpose in the pathway, users",
        lambda c: (
            f"{c.facts.use.population} {c.facts.use.intended} {c.facts.use.users}"
        ),
    ),
    Item("3c", "Known health inequalities", lambda c: c.facts.use.inequalities),
    Item(
        "4",
        "Objectives",
        lambda c: (
            "To develop one model that answers whatever is known, and to validate it: "
            "ranking, calibration and net benefit beside simpler models and published scores."
        ),
    ),
    Item("5a", "Sources of data, why these, representativeness", _data),
    Item("5b", "Dates", lambda c: c.facts.evidence.dates),
    Item(
        "6a", "Setting, number and place of centres", lambda c: c.facts.evidence.setting
    ),
    Item("6b", "Eligibility", lambda c: c.facts.evidence.eligibility),
    Item("6c", "Treatments", lambda c: c.facts.evidence.treatments),
    Item("7", "Data preparation and checks", _cleaning),
    Item(
        "8a",
        "Outcome, horizon, how and when assessed, why",
        lambda c: (
            f"{c.outcome}, "
            f"{words.horizons(c)}. {c.facts.evidence.outcome} Chosen because care acts on it."
        ),
    ),
    Item("8b", "Assessors of the outcome", lambda c: c.facts.evidence.assessors),
    Item(
        "8c",
        "Blinding of the outcome",
        lambda c: (
            "Assessed in usual care or by protocol before the model existed; no "
            "further blinding."
        ),
    ),
    Item("9a", "Choice of predictors", lambda c: c.facts.evidence.predictors),
    Item(
        "9b",
        "Definition of predictors",
        lambda c: f"{words.inputs(c)}. {c.facts.evidence.predictors}",
    ),
    Item(
        "9c",
        "Assessors of predictors",
        lambda c: "Staff of usual care or of the survey; history is what people say.",
    ),
    Item("10", "Sample size", lambda c: c.facts.method.sample_size),
    Item(
        "11",
        "Missing data",
        lambda c: f"{c.facts.method.missing} {words.missing(c.training)}",
    ),
    Item("12a", "How data were used and parted", lambda c: c.facts.method.partition),
    Item(
        "12b",
        "Functional form of predictors",
        lambda c: (
            "As measured, in canonical units; trees need no scaling. Monotone where "
            "the clinical table says so."
        ),
    ),
    Item("12c", "Model, building, tuning, internal validation", _tuning),
    Item(
        "12d",
        "Heterogeneity between clusters",
        lambda c: (
            "Whole groups are left out; figures by group under Subgroups; intervals "
            "draw groups whole; a patient's interval includes the spread between centres."
        ),
    ),
    Item(
        "12e",
        "Measures and plots of performance",
        lambda c: (
            "Ranking (AUC or C, AUPRC, ROC), calibration (in the large, slope, O/E, "
            "ICI, E50, E90, curve), Brier score, net benefit (decision curves): whether people "
            "are ranked, whether figures are right, whether acting on them does good. "
            f"Compared with: {words.rivals(c)}."
        ),
    ),
    Item("12f", "Updating after evaluation", _updating),
    Item(
        "12g",
        "How predictions were calculated",
        _calculated,
    ),
    Item("13", "Class imbalance", lambda c: c.facts.method.imbalance),
    Item("14", "Fairness", lambda c: c.facts.method.fairness),
    Item("15", "Output and thresholds", lambda c: c.facts.method.output),
    Item(
        "16",
        "Development and evaluation data: differences",
        lambda c: c.facts.evidence.differences,
    ),
    Item("17", "Ethical approval", lambda c: c.facts.evidence.ethics),
    Item("18a", "Funding", lambda c: c.facts.maker.funding),
    Item("18b", "Conflicts of interest", lambda c: c.facts.maker.interests),
    Item("18c", "Protocol", lambda c: c.facts.release.protocol),
    Item("18d", "Registration", lambda c: c.facts.release.protocol),
    Item(
        "18e",
        "Data sharing",
        lambda c: f"{c.facts.maker.third_parties} Hashes of the files are under Data.",
    ),
    Item("18f", "Code sharing", lambda c: c.facts.method.access),
    Item("19", "Patients and public", lambda c: c.facts.maker.stakeholders),
    Item("20a", "Flow of participants", _flow),
    Item(
        "20b",
        "Characteristics",
        lambda c: (
            f"Table under Data. {words.demographics(c.training)} "
            f"{words.missing(c.training)}"
        ),
    ),
    Item("20c", "Comparison with the development data", _compared),
    Item(
        "21",
        "People and events in each analysis",
        lambda c: (
            f"Training and tuning: {words.counts(c.training)}. Each table gives its "
            "own numbers."
        ),
    ),
    Item(
        "22",
        "The full model",
        lambda c: (
            f"{c.facts.method.access} {words.time(c)} The graph and the booster "
            f"differ by at most {c.greatest_difference:.1g} on {c.compared_rows:,} rows."
        ),
    ),
    Item(
        "23a",
        "Performance with intervals, subgroups",
        lambda c: (
            f"{words.target_validity(c)}{words.validity(c.home)} "
            f"{words.all_differences(c)}"
        ),
    ),
    Item("23b", "Heterogeneity, results", lambda c: words.heterogeneity(c.home)),
    Item("24", "Updating, results", _updating),
    Item("25", "Interpretation", _interpreted),
    Item("26", "Limitations", _limits),
    Item("27a", "Poor or missing input in use", lambda c: c.facts.use.expertise),
    Item(
        "27b",
        "What users do, expertise",
        lambda c: f"{c.facts.use.directions} {c.facts.use.expertise}",
    ),
    Item("27c", "Next steps", lambda c: c.facts.upkeep.research),
)
