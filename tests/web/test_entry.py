"""Values are entered, checked at once, converted, and told in words."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from service.clinical.variables import VARIABLES
from service.intake.numerals import read_numeral
from service.transports.cds_hooks.link import page_link
from tests.web.browser import Visitor
from tests.web.states import ANSWER, EMPTY, open_empty

GROUP = "details[data-group]"


def field(page: Page, name: str) -> Locator:
    return page.locator(f"#field-{name}")


def hint(page: Page, name: str) -> Locator:
    return page.locator(f"#hint-{name}")


def error(page: Page, name: str) -> Locator:
    return page.locator(f"#error-{name}")


def unit(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}.unit']")


def mend(page: Page, name: str) -> Locator:
    return page.locator(f"[data-variable={name}] .mend")


def choose(page: Page, name: str, code: str) -> None:
    page.locator(f"[name={name}][value='{code}']").check()


def type_in(page: Page, name: str, text: str) -> None:
    field(page, name).fill(text)
    field(page, name).blur()


def open_groups(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def asked(page: Page) -> Mapping[str, object]:
    """The patient of the next question that the page asks."""
    with page.expect_request("**/page/assess") as request:
        pass
    body: Mapping[str, Mapping[str, object]] = json.loads(request.value.post_data or "")
    return body["patient"]


def module(page: Page, name: str, expression: str, given: object) -> Any:
    """The value of an expression over what a module of the entry exports."""
    return page.evaluate(
        f"""async (given) => {{
          const main = document.querySelector("script[type=module]").src;
          const words = await import(new URL("text.js", main));
          const {{ fragmentOf, readQuantity }} =
            await import(new URL("entry/{name}.js", main));
          return {expression};
        }}""",
        given,
    )


@pytest.fixture
def english(visitor: Visitor) -> Page:
    page = visitor.page(language="en")
    open_empty(page)
    return page


@pytest.fixture
def vietnamese(page: Page) -> Page:
    open_empty(page)
    return page


def test_every_variable_of_the_clinical_table_can_be_entered(english: Page) -> None:
    names = english.locator("[data-variable]").evaluate_all(
        "fields => fields.map(field => field.dataset.variable)"
    )
    assert sorted(names) == sorted(VARIABLES)


def test_not_known_is_what_every_question_begins_with(english: Page) -> None:
    chosen = english.locator("#entry input[type=radio]:checked").evaluate_all(
        "radios => radios.map(radio => radio.value)"
    )
    assert set(chosen) == {""}


def test_values_are_asked_about_in_the_unit_in_which_they_were_typed(
    english: Page,
) -> None:
    field(english, "age").fill("54")
    unit(english, "fasting_glucose").select_option("mg/dL")
    field(english, "fasting_glucose").fill("106")
    field(english, "waist").fill("84.5")
    english.evaluate("document.querySelector('[name=sex][value=female]').click()")
    assert asked(english) == {
        "age": 54,
        "sex": "female",
        "waist": 84.5,
        "fasting_glucose": {"value": 106, "unit": "mg/dL"},
    }


def test_changing_the_unit_converts_and_changing_it_back_loses_nothing(
    vietnamese: Page,
) -> None:
    type_in(vietnamese, "fasting_glucose", "5,63")
    unit(vietnamese, "fasting_glucose").select_option("mg/dL")
    expect(field(vietnamese, "fasting_glucose")).to_have_value("101")
    expect(hint(vietnamese, "fasting_glucose")).to_have_text("đã nhập 5,63 mmol/L")
    unit(vietnamese, "fasting_glucose").select_option("mmol/L")
    expect(field(vietnamese, "fasting_glucose")).to_have_value("5,63")
    expect(hint(vietnamese, "fasting_glucose")).to_be_hidden()


def test_a_converted_number_has_as_many_decimals_as_it_means(english: Page) -> None:
    open_groups(english)
    for name, typed, to, shown in (
        ("hba1c", "5.7", "mmol/mol", "39"),
        ("height", "158", "m", "1.58"),
        ("waist", "84", "[in_i]", "33.1"),
        ("weight", "62", "[lb_av]", "136.7"),
        ("systolic_bp", "132", "cm[Hg]", "13.2"),
        ("hdl_cholesterol", "1.1", "mg/dL", "42.5"),
        ("total_cholesterol", "5.2", "mg/dL", "201"),
        ("creatinine", "78", "mg/dL", "0.88"),
        ("uric_acid", "356", "mmol/L", "0.356"),
        ("urea", "5", "mg{BUN}/dL", "14"),
    ):
        type_in(english, name, typed)
        unit(english, name).select_option(to)
        expect(field(english, name)).to_have_value(shown)


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


def test_comma_and_point_are_both_decimal_marks(
    vietnamese: Page, english: Page
) -> None:
    for page, typed, shown in (
        (vietnamese, "5.6", "5,6"),
        (vietnamese, " 5,6 ", "5,6"),
        (english, "5,6", "5.6"),
    ):
        type_in(page, "fasting_glucose", typed)
        expect(field(page, "fasting_glucose")).to_have_value(shown)
        expect(hint(page, "fasting_glucose")).to_be_hidden()


def test_a_unit_typed_behind_the_number_is_read_and_told(english: Page) -> None:
    type_in(english, "fasting_glucose", "106 mg/dl")
    expect(field(english, "fasting_glucose")).to_have_value("106")
    expect(unit(english, "fasting_glucose")).to_have_value("mg/dL")
    expect(hint(english, "fasting_glucose")).to_have_text(
        "read from “106 mg/dl”; = 5.9 mmol/L"
    )


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
    expect(english.locator("#waiting")).to_be_empty()


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


def test_body_mass_index_shows_itself_and_gives_back_what_was_typed(
    english: Page,
) -> None:
    type_in(english, "bmi", "27.1")
    type_in(english, "height", "158")
    type_in(english, "weight", "62")
    expect(field(english, "bmi")).to_have_value("24.8")
    expect(field(english, "bmi")).not_to_be_editable()
    expect(hint(english, "bmi")).to_have_text(
        "from height and weight; 27.1 was entered and is not used"
    )
    type_in(english, "weight", "")
    expect(field(english, "bmi")).to_have_value("27.1")
    expect(field(english, "bmi")).to_be_editable()


def test_an_impossible_body_mass_index_is_told(english: Page) -> None:
    type_in(english, "height", "190")
    type_in(english, "weight", "30")
    expect(error(english, "bmi")).to_have_text(
        "8.3 from height and weight: no patient has that. Check the two."
    )


def test_a_man_is_not_asked_about_pregnancies(english: Page) -> None:
    english.locator(GROUP, has=english.locator("[name=pregnant]")).locator(
        "summary"
    ).click()
    choose(english, "pregnant", "true")
    choose(english, "sex", "male")
    expect(english.locator("[data-variable=pregnant]")).to_be_hidden()
    expect(english.locator("#said")).to_have_text(
        "The patient is male: removed Pregnant now."
    )
    choose(english, "sex", "female")
    expect(english.locator("[data-variable=pregnant]")).to_be_visible()
    expect(english.locator("[name=pregnant][value='']")).to_be_checked()


def test_a_group_tells_how_much_of_it_is_known(vietnamese: Page) -> None:
    group = vietnamese.locator(GROUP, has=vietnamese.locator("#field-triglycerides"))
    expect(group.locator("[data-known]")).to_have_text("đã biết 0/4")
    group.locator("summary").click()
    type_in(vietnamese, "triglycerides", "1,9")
    expect(group.locator("[data-known]")).to_have_text("đã biết 1/4")


def test_clearing_everything_can_be_undone(english: Page) -> None:
    type_in(english, "age", "54")
    choose(english, "sex", "female")
    unit(english, "fasting_glucose").select_option("mg/dL")
    type_in(english, "fasting_glucose", "106")
    english.locator("#clear").click()
    expect(field(english, "age")).to_have_value("")
    expect(english.locator("[name=sex]:checked")).to_have_count(0)
    english.locator("#said").get_by_role("button", name="Undo").click()
    expect(field(english, "age")).to_have_value("54")
    expect(english.locator("[name=sex][value=female]")).to_be_checked()
    expect(field(english, "fasting_glucose")).to_have_value("106")
    expect(unit(english, "fasting_glucose")).to_have_value("mg/dL")


def test_enter_shows_what_is_still_needed_and_goes_there(english: Page) -> None:
    field(english, "waist").fill("84")
    field(english, "waist").press("Enter")
    expect(error(english, "age")).to_have_text(
        "Age is needed: without it there is no risk to show."
    )
    expect(field(english, "age")).to_be_focused()


def test_enter_goes_to_the_result(english: Page) -> None:
    choose(english, "sex", "male")
    field(english, "age").fill("61")
    field(english, "age").press("Enter")
    expect(english.locator("#result")).to_be_focused()
    expect(english.locator(ANSWER)).to_be_visible()


def test_the_focus_stays_where_somebody_types(english: Page) -> None:
    choose(english, "sex", "male")
    field(english, "age").press_sequentially("61")
    expect(english.locator(ANSWER)).to_be_visible()
    expect(field(english, "age")).to_be_focused()


def test_a_link_as_the_service_writes_it_fills_the_form(visitor: Visitor) -> None:
    values = {
        "age": 54,
        "sex": "female",
        "hypertension": True,
        "fasting_glucose": {"value": 106.0, "unit": "mg/dL"},
        "hba1c": {"value": 5.9, "unit": "%"},
    }
    page = visitor.page(language="en")
    link = page_link(visitor.url, values, "en")
    assert link is not None
    page.goto(link.url)
    expect(field(page, "age")).to_have_value("54")
    expect(page.locator("[name=hypertension][value=true]")).to_be_checked()
    expect(field(page, "fasting_glucose")).to_have_value("106")
    expect(unit(page, "fasting_glucose")).to_have_value("mg/dL")
    expect(field(page, "hba1c")).to_have_value("5.9")
    expect(page.locator("#report")).to_be_hidden()


def test_the_page_writes_links_and_reads_numbers_as_the_service_does(
    english: Page,
) -> None:
    values = {
        "age": 54,
        "sex": "female",
        "hypertension": False,
        "urea": {"value": 30.5, "unit": "mg{urea}/dL"},
    }
    link = page_link("https://x.test", values, "vi")
    assert link is not None
    written = module(english, "fragment", "fragmentOf(...given)", [values, "vi"])
    assert f"https://x.test/{written}" == link.url
    texts = [
        "5,6",
        "5.6",
        ".5",
        "5.",
        "+7",
        "-7",
        "1.234",
        "1,234",
        "12.345",
        "1,234.5",
    ]
    texts += [
        "1.234,5",
        "1,2,3",
        "5..6",
        "1.2,3.4",
        "007",
        "12,3456",
        "1.000",
        "5,",
        ",",
    ]
    for name in ("alt", "age", "fasting_glucose", "creatinine", "hdl_cholesterol"):
        variable = VARIABLES[name]
        of_service = [read_numeral(variable, text) for text in texts]
        of_page = module(
            english,
            "measure",
            """given.texts.map((text) => {
              const variable = words.variable(given.name);
              const found = readQuantity(variable, text, variable.units[0]);
              return found.number ?? null;
            })""",
            {"name": name, "texts": texts},
        )
        assert of_page == [read and read.number for read in of_service]


def test_what_a_link_brings_and_nobody_knows_is_told(visitor: Visitor) -> None:
    page = visitor.page(language="en")
    page.goto("/#age=54&shoe_size=42&sex=female&smoking=sometimes&language=en")
    report = page.locator("#report")
    expect(report).to_contain_text("From the link")
    expect(report).to_contain_text("Filled in: 2. To decide: 0. Not used: 2.")
    expect(report.locator(".unread li")).to_have_text(
        ["shoe_size=42no such value here", re.compile("^smoking=sometimes")]
    )


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
