"""The page of a card says what its figures say, and of whom."""

from dataclasses import replace

from service.clinical.language import Text
from tests.training.cards import (
    INPUTS,
    cohort,
    incident_card,
    recalibrated_card,
    undiagnosed_card,
)
from training.card.chai import xml
from training.card.hti1 import ATTRIBUTES
from training.card.names import strategy
from training.card.page import page
from training.card.tables import flagging
from training.card.tripod import ITEMS
from training.cohorts.local_facts import Words, local_facts
from training.figures import Estimate, Rival
from training.report import cleaning_lines, elsewhere, summary


def test_the_page_says_what_the_figures_say() -> None:
    card = incident_card()
    auc = card.home["all inputs"].ranking
    assert auc is not None

    text = page(card, {})

    said = f"{auc.auc.value:.3f} ({auc.auc.low:.3f} to {auc.auc.high:.3f})"
    assert f"| all inputs | 2,000 | 127 | {said} |" in text
    assert "SHA-256 " + "0" * 64 in text
    assert "median follow-up 4.0 years" in text
    assert "k = 1.40 (standard error 0.06) for `with_glucose`" in text
    assert "## Recalibration" not in text


def test_the_page_of_the_present_state_speaks_of_no_years() -> None:
    text = page(undiagnosed_card(), {})

    assert "the present state, no horizon" in text
    assert "median follow-up" not in text
    assert "asian 12.5%, other 87.5%" in text


def test_the_people_for_whom_it_is_made_stand_before_the_training_cohort() -> None:
    card = undiagnosed_card()
    auc = card.target["all inputs"].ranking
    assert auc is not None

    text = page(card, {})

    title = "### For whom it is made: adults of Malaysia"
    before = "### The training cohort, before the transfer"
    target, home = text[text.index(title) :].split(before)
    said = f"{auc.auc.value:.3f} ({auc.auc.low:.3f} to {auc.auc.high:.3f})"
    assert f"| all inputs | 1,000 | 64 | {said} |" in target
    assert "### The same people: the outcome by both tests" in target
    assert "Spearman's correlation 0.31" in target
    assert "### Americans of Asian ancestry: the version that is shipped" in target
    assert "| all inputs | 2,000 | 127 |" in home
    for part in (target, home):
        assert "#### Net benefit" in part
        assert "#### Whom the threshold finds" in part
    assert "**Target**: Invented adults of another country." in home
    assert before not in page(incident_card(), {})


def test_the_strongest_published_score_is_named_for_each_people() -> None:
    card = undiagnosed_card()
    row = card.target["all inputs"]
    published = [one for one in row.rivals if one.code not in {"refit", "linear"}]
    best = max(published, key=lambda one: one.auc.value)

    text = page(card, {})

    assert (
        f"The strongest published score is {strategy(best.code)}, {best.auc.value:.3f}"
        in text
    )


def test_what_is_not_shipped_of_the_transfer_is_told_with_its_error() -> None:
    text = page(undiagnosed_card(), {})

    assert "no_laboratory -0.56 (standard error 0.16), by age +0.45 (0.17)" in text
    assert "50% of the difference of level is in the interval." in text
    assert "## Transfer" not in page(incident_card(), {})


def test_every_standard_speaks_of_the_people_for_whom_it_is_made() -> None:
    card = undiagnosed_card()
    ratio = card.target["all inputs"].calibration.observed_expected
    said = f"O/E {ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f})"

    hti = {item.number: item.answer(card) for item in ATTRIBUTES}
    tripod = {item.number: item.answer(card) for item in ITEMS}

    assert said in hti["7.i"]
    assert "Among adults of Malaysia:" in hti["7.ii"]
    assert said in tripod["23a"]
    assert "Of adults of Malaysia: At 2%" in tripod["25"]
    assert "Malaysia" not in ITEMS[-5].answer(incident_card())
    label = "O/E, cross-fitted, adults of Malaysia, all inputs"
    assert label in xml(card).decode()


def test_the_threshold_is_judged_among_everybody_where_they_are_counted() -> None:
    row = incident_card().home["all inputs"]
    first = row.subgroups[0]
    whole = replace(first, people=row.people, flagged=0.123, sensitivity=0.456)

    without = flagging({"all inputs": row})
    found = flagging({"x": replace(row, subgroups=(first, whole))})

    assert "| all inputs | female |" in without
    assert "| all inputs | male |" in without
    assert "| x | everybody | 12.3% | 45.6% |" in found
    assert "female" not in found


def test_the_interpretation_names_what_is_worst_and_who_ranks_better() -> None:
    card = incident_card()
    row = card.home["no glucose"]
    assert row.ranking is not None
    linear = Rival(
        code="linear",
        auc=row.ranking.auc,
        difference=Estimate(value=-0.012, low=-0.02, high=-0.004),
    )
    worse = replace(row, rivals=(linear,))

    [answer] = [
        item.answer(replace(card, home={**card.home, "no glucose": worse}))
        for item in ITEMS
        if item.number == "25"
    ]

    auc = row.ranking.auc
    assert (
        f"ranking is weakest: no glucose, {auc.value:.3f} ({auc.low:.3f} to "
        f"{auc.high:.3f}); where" in answer
    )
    assert (
        "linear logistic regression, no glucose, by -0.012 (-0.020 to -0.004)" in answer
    )


def test_a_local_card_claims_nothing_that_was_done_for_another_bundle() -> None:
    words = Words(
        outcome=Text("Type 2 diabetes", "Đái tháo đường típ 2"),
        population=Text("adults", "người trưởng thành"),
        place="an invented hospital",
        developer="Its laboratory",
        contact="the laboratory",
        assessed="At the next visit.",
        ethics="Approved.",
        date="2026-11-22",
        inputs=INPUTS,
        centres=False,
    )
    row = incident_card().home["all inputs"]
    linear = [rival for rival in row.rivals if rival.code == "linear"]
    card = replace(
        incident_card(),
        home={"all inputs": replace(row, rivals=tuple(linear))},
        external=None,
        abroad={},
        facts=local_facts(words),
    )

    answers = {item.number: item.answer(card) for item in ITEMS}

    assert answers["8b"] == "Not stated by the developer of this local bundle."
    assert "Optuna" not in answers["12c"]
    assert answers["12e"].endswith("Compared with: linear logistic regression.")
    assert answers["12g"] == "At home by models that had not seen the person's fold."


def test_the_page_of_a_recalibrated_bundle_names_its_parent_and_what_changed() -> None:
    text = page(recalibrated_card(), {})

    assert "Recalibrated from incident-diabetes 2.0.0 on 900 people" in text
    assert "Figures of incident-diabetes 2.0.0, before the recalibration" in text
    assert "Intercept -0.310, slope 1.000." in text
    assert "- pregnant: 4\n" in text
    assert "Coverage was not measured for this version" in text


def test_both_languages_have_every_limit() -> None:
    limits = incident_card().facts.caveats.limits
    text = page(incident_card(), {})

    assert all(
        f"- {limit.vi}\n" in text and f"- {limit.en}\n" in text for limit in limits
    )


def test_what_is_printed_has_every_subset_and_the_cleaning() -> None:
    printed = summary(incident_card())

    assert "| all inputs | 2,000 | 127 |" in printed
    assert "gain over FINDRISC" in printed
    assert "For 1,000 people, at each person's own follow-up (95 %)" in printed
    assert "For 1,000 people, at the horizon of the bands (95 %)" in printed
    assert "| Known | Years | At risk | Events | Observed |" in printed
    assert "| Years |" not in elsewhere(incident_card().home)
    assert cleaning_lines(cohort().cleaning) == ("- bmi: 3 blanked (outside 10 to 80)")
