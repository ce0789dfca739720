"""Values are entered, converted, and told in words."""

from playwright.sync_api import Page, expect

from service.clinical.variables import VARIABLES
from tests.web.form import GROUP, asked, choose, field, hint, open_groups, type_in, unit
from tests.web.states import ANSWER


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
