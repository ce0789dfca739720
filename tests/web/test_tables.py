"""Tables of values that are chosen or dropped: CSV as spreadsheets write it."""

from playwright.sync_api import Page, expect

from tests.web.form import choose_file
from tests.web.states import open_empty


def test_one_row_of_a_table_fills_the_form(page: Page) -> None:
    open_empty(page)
    choose_file(
        page,
        "a.csv",
        "id;age;sex;fasting_glucose [mg/dL];hba1c;smoking;hypertension;shoe\n"
        "7;54;nữ;106;5,6;đang hút;có;38\n",
    )
    expect(page.locator("#field-age")).to_have_value("54")
    expect(page.locator("[name=sex][value=female]")).to_be_checked()
    expect(page.locator("#field-fasting_glucose")).to_have_value("106")
    expect(page.locator("[name='fasting_glucose.unit']")).to_have_value("mg/dL")
    expect(page.locator("#field-hba1c")).to_have_value("5,6")
    expect(page.locator("[name=smoking][value=current]")).to_be_checked()
    expect(page.locator("[name=hypertension][value=true]")).to_be_checked()
    expect(page.locator("#report .unread li")).to_have_text(
        ["cột idkhông có mục này", "cột shoekhông có mục này"]
    )


def test_headings_may_be_what_records_call_the_values(english: Page) -> None:
    choose_file(
        english,
        "a.tsv",
        "Giới tính\tNăm sinh\tHA\tGlucose đói (mmol/L)\tVòng eo\tMã BN\n"
        "Nam\t1960\t130/80\t5,8\t92\tx\n",
    )
    expect(english.locator("[name=sex][value=male]")).to_be_checked()
    expect(english.locator("#field-diastolic_bp")).to_have_value("80")
    expect(english.locator("#field-fasting_glucose")).to_have_value("5.8")
    expect(english.locator("#field-waist")).to_have_value("92")
    expect(english.locator("#report .unread li")).to_have_text(
        ["column Mã BNno such value here"]
    )


def test_of_several_rows_the_reader_chooses_one(english: Page) -> None:
    choose_file(english, "a.csv", 'age,sex,waist\n54,female,"84,5"\n\n61,male,97\n')
    expect(english.locator("#report")).to_contain_text("a.csv has 2 rows. Which one?")
    english.get_by_label("Number of the row").fill("2")
    english.locator("#report").get_by_role("button", name="Fill in").click()
    expect(english.locator("#field-age")).to_have_value("61")
    expect(english.locator("#field-waist")).to_have_value("97")


def test_cells_that_cannot_be_used_are_told(english: Page) -> None:
    choose_file(
        english,
        "a.csv",
        "age,sex,waist,smoking,fasting_glucose [g/L],pregnant\n"
        "54,male,840,often,1.06,yes\n",
    )
    expect(english.locator("#report .unread li")).to_have_text(
        [
            "waist: 840Waist circumference: 840 cm is not possible",
            "smoking: oftenSmoking: “often” is no answer to this",
            "fasting_glucose [g/L]: 1.06Fasting glucose: g/L is not a unit of this value",
            "pregnant: yesPregnant now: not for a male patient",
        ]
    )
    expect(english.locator("#field-waist")).to_have_value("")
