"""The 31 source attributes that US rule HTI-1 asks of a predictive intervention.

45 CFR 170.315(b)(11)(iv)(B), 89 FR 1192 (2024), numbered as there, asked in shorter
words. Nothing obliges this project to answer; transparency does.
"""

from training.card import words
from training.card.checklist import Item
from training.card.record import Card

NO_EXTERNAL = "Not assessed: there is no external data set."


def _limits(card: Card) -> str:
    return " ".join(limit.en for limit in card.facts.caveats.limits)


def _cautioned(card: Card) -> str:
    return " ".join(caution.en for caution in card.facts.use.cautioned)


def _output(card: Card) -> str:
    return (
        f"{card.outcome}: a probability, {words.horizons(card)}. "
        f"{card.facts.method.output}"
    )


def _local(card: Card, otherwise: str) -> str:
    """Figures of the recalibration where there was one, else what is to be done."""
    if card.recalibration is None:
        return otherwise
    return f"{words.recalibrated(card.recalibration)} {otherwise}"


ATTRIBUTES = (
    Item(
        "1.i",
        "Developer, with contact",
        lambda c: f"{c.facts.maker.developer}. Contact: {c.facts.maker.contact}.",
    ),
    Item("1.ii", "Source of funding", lambda c: c.facts.maker.funding),
    Item("1.iii", "Value that is put out", _output),
    Item(
        "1.iv",
        "Kind of output",
        lambda c: (
            "Prediction (a probability), with the reasons for it and a band; the "
            "advice beside it is the guideline's, chosen by rule."
        ),
    ),
    Item("2.i", "Intended use", lambda c: c.facts.use.intended),
    Item("2.ii", "Intended patients", lambda c: c.facts.use.population),
    Item("2.iii", "Intended users", lambda c: c.facts.use.users),
    Item("2.iv", "Role in decisions", lambda c: c.facts.use.role),
    Item("3.i", "Tasks, situations and people cautioned against", _cautioned),
    Item("3.ii", "Known risks, inappropriate uses and limitations", _limits),
    Item(
        "4.i",
        "Inclusion and exclusion in the training data",
        lambda c: c.facts.evidence.eligibility,
    ),
    Item(
        "4.ii",
        "Race, ethnicity, language, orientation, gender identity, sex, birth date, "
        "social determinants and health status as inputs",
        lambda c: c.facts.evidence.personal,
    ),
    Item(
        "4.iii",
        "Demographic representativeness of the training data",
        lambda c: (
            f"{c.facts.evidence.representativeness} {words.demographics(c.training)}"
        ),
    ),
    Item(
        "4.iv",
        "Relevance of the training data to the place of use",
        lambda c: c.facts.evidence.relevance,
    ),
    Item("5.i", "How fair output is sought", lambda c: c.facts.method.fairness),
    Item("5.ii", "How bias is managed or reduced", lambda c: c.facts.method.bias),
    Item(
        "6.i",
        "Source and setting of external validation",
        lambda c: c.facts.evidence.external_source,
    ),
    Item(
        "6.ii",
        "Party that validated externally",
        lambda c: c.facts.evidence.external_party,
    ),
    Item(
        "6.iii",
        "Demographic representativeness of the external data",
        lambda c: " ".join(
            (
                c.facts.evidence.external_representativeness,
                words.demographics(c.external) if c.external else "",
            )
        ).strip(),
    ),
    Item(
        "6.iv",
        "Process of external validation",
        lambda c: c.facts.method.external_process,
    ),
    Item(
        "7.i",
        "Validity in data of the training source",
        lambda c: (
            f"{c.facts.method.partition} {words.target_validity(c)}"
            f"{words.validity(c.home)}"
        ),
    ),
    Item(
        "7.ii",
        "Fairness in data of the training source",
        words.all_differences,
    ),
    Item(
        "7.iii",
        "Validity in external data",
        lambda c: words.validity(c.abroad) if c.abroad else NO_EXTERNAL,
    ),
    Item(
        "7.iv",
        "Fairness in external data",
        lambda c: words.differences(c.abroad) if c.abroad else NO_EXTERNAL,
    ),
    Item(
        "7.v",
        "References on outcomes of its use",
        lambda c: f"{c.facts.release.trial} {c.facts.release.publications}",
    ),
    Item(
        "8.i",
        "How and how often validity is watched",
        lambda c: c.facts.upkeep.validity,
    ),
    Item(
        "8.ii",
        "Validity in local data",
        lambda c: _local(c, c.facts.upkeep.local_validity),
    ),
    Item(
        "8.iii",
        "How and how often fairness is watched",
        lambda c: c.facts.upkeep.fairness,
    ),
    Item("8.iv", "Fairness in local data", lambda c: c.facts.upkeep.local_fairness),
    Item("9.i", "How and how often it is updated", lambda c: c.facts.upkeep.updates),
    Item(
        "9.ii",
        "How often performance is corrected",
        lambda c: c.facts.upkeep.corrections,
    ),
)
