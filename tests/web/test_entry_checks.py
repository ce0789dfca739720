"""What cannot be is told at its field, at once and in plain words."""

import re

from playwright.sync_api import Page, expect

from service.clinical.variables import VARIABLES
from tests.web.browser import Visitor
from tests.web.form import choose, error, field, hint, mend, open_groups, type_in, unit
from tests.web.states import ANSWER, EMPTY


def test_what_cannot_be_read_is_told_in_plain_words(english: Page) -> None:
    open_groups(english)
    for name, typed, told in (
        ("waist", "eighty", "“eighty” is not a number. Write it like 89."),
        ("hba1c", "5.6 g/L", "“g/L” is not a unit of this value: %, mmol/mol."),
        ("alt", "1.234", "“1.234” may be two numbers: write it without a thousands"),
        ("age", "540", "540 is not possible (0 to 120)."),
    ):
        label = VARIABLES[name].label.en
        type_in(english, name, typed)
        expect(error(english, name)).to_contain_text(told)
        expect(english.locator("#waiting")).to_contain_text(label)
        expect(english.locator("#heard")).to_contain_text(f"{label}: {told}")


def test_no_error_is_told_before_the_field_is_left(english: Page) -> None:
    field(english, "fasting_glucose").press_sequentially("1")
    expect(error(english, "fasting_glucose")).to_be_hidden()
    field(english, "fasting_glucose").blur()
    expect(error(english, "fasting_glucose")).to_be_visible()
    field(english, "fasting_glucose").fill("10")
    expect(error(english, "fasting_glucose")).to_be_hidden()


def test_a_diagnostic_value_is_no_error(english: Page) -> None:
    type_in(english, "hba1c", "7.2")
    expect(error(english, "hba1c")).to_be_hidden()


def test_the_result_waits_until_a_wrong_value_is_mended_or_emptied(
    english: Page,
) -> None:
    type_in(english, "age", "54")
    choose(english, "sex", "female")
    expect(english.locator(ANSWER)).to_be_visible()
    type_in(english, "waist", "850")
    expect(english.locator(EMPTY)).to_be_visible()
    expect(english.locator("#waiting")).to_have_text(
        "To mend or empty: Waist circumference."
    )
    type_in(english, "waist", "")
    expect(english.locator(ANSWER)).to_be_visible()
    expect(english.locator("#waiting")).to_contain_text("Glucose status not known · ")


def test_the_figure_beside_the_button_stays_while_the_patient_is_the_same(
    english: Page,
) -> None:
    choose(english, "sex", "female")
    field(english, "age").press_sequentially("54")
    beside = english.locator("#waiting")
    expect(beside).to_contain_text("Glucose status not known · ")
    field(english, "age").press_sequentially("0")
    expect(beside).to_have_text("To mend or empty: Age.")
    field(english, "age").press("Backspace")
    expect(beside).to_contain_text("Glucose status not known · ")
    field(english, "age").blur()
    expect(beside).to_contain_text("Glucose status not known · ")


def test_swapped_pressures_can_be_swapped_back(vietnamese: Page) -> None:
    type_in(vietnamese, "systolic_bp", "80")
    type_in(vietnamese, "diastolic_bp", "130")
    expect(error(vietnamese, "diastolic_bp")).to_have_text(
        "Huyết áp tâm trương phải thấp hơn tâm thu; có bị đảo không?"
    )
    mend(vietnamese, "diastolic_bp").click()
    expect(field(vietnamese, "systolic_bp")).to_have_value("130")
    expect(field(vietnamese, "diastolic_bp")).to_have_value("80")
    expect(error(vietnamese, "diastolic_bp")).to_be_hidden()


def test_relatives_that_disagree_are_told(english: Page) -> None:
    open_groups(english)
    choose(english, "family_history_diabetes", "none")
    field(english, "diabetic_relatives").select_option("two")
    expect(error(english, "diabetic_relatives")).to_contain_text(
        "does not agree with the answer to Family history of diabetes."
    )
    field(english, "diabetic_relatives").select_option("none")
    expect(error(english, "diabetic_relatives")).to_be_hidden()


def test_an_impossible_body_mass_index_is_told(english: Page) -> None:
    type_in(english, "height", "190")
    type_in(english, "weight", "30")
    expect(error(english, "bmi")).to_have_text(
        "8.3 from height and weight: no patient has that. Check the two."
    )


def test_what_is_impossible_in_one_unit_is_taken_in_the_other(english: Page) -> None:
    type_in(english, "fasting_glucose", "106")
    expect(error(english, "fasting_glucose")).to_have_text(
        "106 mmol/L is not possible (2 to 35). Did you mean 106 mg/dL?"
    )
    expect(field(english, "fasting_glucose")).to_have_attribute("aria-invalid", "true")
    mend(english, "fasting_glucose").click()
    expect(error(english, "fasting_glucose")).to_be_hidden()
    expect(unit(english, "fasting_glucose")).to_have_value("mg/dL")
    expect(field(english, "fasting_glucose")).to_have_value("106")
    expect(hint(english, "fasting_glucose")).to_have_text("= 5.9 mmol/L")
    expect(field(english, "fasting_glucose")).to_be_focused()


def test_choosing_the_right_unit_mends_an_impossible_number(english: Page) -> None:
    type_in(english, "fasting_glucose", "106")
    unit(english, "fasting_glucose").select_option("mg/dL")
    expect(field(english, "fasting_glucose")).to_have_value("106")
    expect(error(english, "fasting_glucose")).to_be_hidden()


def test_enter_shows_what_is_still_needed_and_goes_there(english: Page) -> None:
    field(english, "waist").fill("84")
    field(english, "waist").press("Enter")
    expect(error(english, "age")).to_have_text(
        "Age is needed: without it there is no risk to show."
    )
    expect(field(english, "age")).to_be_focused()


def test_a_refused_value_is_kept_when_the_language_changes(english: Page) -> None:
    type_in(english, "fasting_glucose", "106")
    english.locator("#language").click()
    expect(english.locator("html")).to_have_attribute("lang", "vi")
    expect(field(english, "fasting_glucose")).to_have_value("106")
    expect(error(english, "fasting_glucose")).to_contain_text("Có phải 106 mg/dL?")


def test_without_scripts_a_refused_value_is_told_at_its_field(
    visitor: Visitor,
) -> None:
    visitor.expect("422")
    page = visitor.page(language="en", javascript=False)
    page.goto("/")
    expect(page.locator("#paste-open")).to_be_hidden()
    field(page, "age").fill("54")
    choose(page, "sex", "female")
    field(page, "triglycerides").evaluate(
        "field => field.closest('details').open = true"
    )
    field(page, "triglycerides").fill("900")
    page.get_by_role("button", name="Show the risk").click()
    expect(error(page, "triglycerides")).to_be_visible()
    expect(field(page, "triglycerides")).to_have_value("900")
    page.locator("#entry-errors a").click()
    expect(page).to_have_url(re.compile("#field-triglycerides$"))
