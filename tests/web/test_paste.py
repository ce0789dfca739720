"""What is copied from a record is read in the browser, and nothing goes unsaid."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.web.browser import Visitor
from tests.web.states import open_empty

LETTER = (
    "Glucose đói 5,8 mmol/L; HbA1c 5.6%; Cholesterol TP 5.2, TG 1,9 HDL-C 1.1;"
    " HA 130/80 mmHg; Nữ 54 tuổi; cao 158cm nặng 62 kg; vòng eo 85; GPT 32 U/L;"
    " BMI 24,8"
)
# Lines as hospitals' systems print them: the service's names, flags, ranges, units.
SHEET = """STT\tTên xét nghiệm\tKết quả\tCSBT\tĐơn vị
1\tĐịnh lượng Glucose đói [Máu]\t5.8\t3.9 - 6.4\tmmol/L
2\tĐịnh lượng Urê máu [Máu]\t5,1\t2.5 - 7.5\tmmol/L
3\tĐịnh lượng Creatinin (máu)\t108\tH\t53 - 100\tµmol/L
4\tĐịnh lượng HDL-C (High density lipoprotein Cholesterol) [Máu]\t1.2\t> 1.0\tmmol/L
5\tĐo hoạt độ ALT (GPT) [Máu]\t45*\tU/L\t(≤ 40)
6\tĐịnh lượng CRP\t5.2\t< 5\tmg/L
"""
RECOGNISED: Sequence[tuple[str, Mapping[str, object]]] = (
    (
        LETTER,
        {"fasting_glucose": 5.8, "hba1c": 5.6, "total_cholesterol": 5.2}
        | {"triglycerides": 1.9, "hdl_cholesterol": 1.1, "systolic_bp": 130}
        | {"diastolic_bp": 80, "sex": "female", "age": 54, "height": 158}
        | {"weight": 62, "waist": 85, "alt": 32, "bmi": 24.8},
    ),
    (
        SHEET,
        {"fasting_glucose": 5.8, "urea": 5.1, "creatinine": 108}
        | {"hdl_cholesterol": 1.2, "alt": 45},
    ),
    ("FPG\t106\tmg/dL\t70-100", {"fasting_glucose": [106, "mg/dL"]}),
    ("glucose mau luc doi (FPG): 101 mg/dl (70 - 99) cao", {"fasting_glucose": [101, "mg/dL"]}),
    ("BN nam, 61t, cao 1m65, CN: 70kg, HA cao 150/90", {"sex": "male", "age": 61}
     | {"height": [1.65, "m"], "weight": 70, "systolic_bp": 150, "diastolic_bp": 90}),
    ("54-year-old woman, BP 132/84, ALT 22", {"age": 54, "sex": "female"}
     | {"systolic_bp": 132, "diastolic_bp": 84, "alt": 22}),
    ("GOT/GPT 28/32 U/L", {"ast": 28, "alt": 32}),
    ("HATT 130 HATTr 85", {"systolic_bp": 130, "diastolic_bp": 85}),
    ("HA 13/8", {"systolic_bp": [13, "cm[Hg]"], "diastolic_bp": [8, "cm[Hg]"]}),
    ("BUN 14 mg/dL", {"urea": [14, "mg{BUN}/dL"]}),
    ("HbA1c 42 mmol/mol", {"hba1c": [42, "mmol/mol"]}),
    ("đường huyết bất kỳ 8,1", {"random_glucose": 8.1}),
    ("NPDNG 2h: 8.2 mmol/L", {"ogtt_2h": 8.2}),
    ("Giới tính: Nữ; Tuổi: 47", {"sex": "female", "age": 47}),
    ("NS 1970", {"age": 56}),
    ("Ngày sinh 23/11/1970", {"age": 55}),
    ("dob 1970-11-22", {"age": 56}),
)  # fmt: skip
# What must not be taken for what it resembles.
NOT_RECOGNISED = (
    "Glucose niệu 5.5 mmol/L",
    "glucose sau ăn 2h 9.1",
    "Non-HDL-C 4.1",
    "Cholesterol/HDL 4.7",
    "Anti-TG 12",
    "Glucose đói 3.9-6.4",
    "Glucose đói 1.06 g/L",
    "Glucose đói 580 mmol/L",
    "Creatinine < 20 umol/L",
    "Sinh hóa máu",
    "CN 70",
    "sống ở Việt Nam",
    "mẹ bị ĐTĐ từ 40 tuổi",
    "theo dõi 5 năm",
    "Cân nặng lúc sinh 3.2 kg",
)


def read(page: Page, text: str) -> dict[str, Any]:
    """What the page's own reader says of a text."""
    found: dict[str, Any] = page.evaluate(
        """async (text) => {
          const main = document.querySelector("script[type=module]").src;
          const { readPasted } = await import(new URL("entry/pasted.js", main));
          return readPasted(text, new Date("2026-11-22T12:00"));
        }""",
        text,
    )
    return found


def offered(reading: dict[str, Any]) -> dict[str, object]:
    return {
        offer["name"]: [offer["value"]["value"], offer["value"]["unit"]]
        if isinstance(offer["value"], dict)
        else offer["value"]
        for offer in reading["offers"]
    }


def paste(page: Page, text: str) -> None:
    page.locator("#paste-open").click()
    page.locator("#paste-text").fill(text)
    page.locator("#paste-read").click()


@pytest.fixture
def english(visitor: Visitor) -> Page:
    page = visitor.page(language="en")
    open_empty(page)
    return page


def test_results_are_recognised_however_records_write_them(english: Page) -> None:
    for text, expected in RECOGNISED:
        reading = read(english, text)
        assert (text, offered(reading)) == (text, expected)
        assert (text, reading["questions"]) == (text, [])


def test_what_resembles_a_value_is_not_taken_for_it(english: Page) -> None:
    for text in NOT_RECOGNISED:
        reading = read(english, text)
        assert (text, offered(reading), reading["questions"]) == (text, {}, [])
        assert [unread["from"] for unread in reading["unread"]] == [text]


def test_only_what_was_not_understood_is_given_back(english: Page) -> None:
    assert read(english, LETTER)["unread"] == []
    assert [unread["from"] for unread in read(english, SHEET)["unread"]] == [
        "STT Tên xét nghiệm Kết quả CSBT Đơn vị",
        "6 Định lượng CRP 5.2 < 5 mg/L",
    ]


def test_every_word_of_a_text_is_taken_or_given_back(english: Page) -> None:
    text = "buồng 12 giường 3; mạch 80 l/p; TG 1,9 mmol/L; khám lại 3 tháng"
    reading = read(english, text)
    assert [unread["from"] for unread in reading["unread"]] == [
        "buồng 12 giường 3",
        "mạch 80 l/p",
        "khám lại 3 tháng",
    ]


def test_what_only_the_reader_knows_is_asked(english: Page) -> None:
    times = ["Fasting glucose", "Random glucose", "Glucose 2 hours after 75 g (OGTT)"]
    for text, answers in (
        ("Glucose 6.1", times),
        ("ĐMMM 7,8 mmol/L; ĐMMM 7,8 mmol/L", times),
        ("TG 20", ["20 mmol/L", "20 mg/dL"]),
        ("Urea 30 mg/dL", ["30 mg/dL urea", "30 mg/dL BUN"]),
        ("tên Nam 54 tuổi", ["male"]),
        ("Glucose đói 5,8; Glucose đói 6,4", ["5.8 mmol/L", "6.4 mmol/L"]),
        ("54 tuổi, sinh 1971", ["54", "55"]),
    ):
        (question,) = read(english, text)["questions"]
        assert [option["label"] for option in question["options"]] == answers


def test_pasting_fills_the_form_and_sends_no_word_of_it(english: Page) -> None:
    sent: list[str] = []
    english.on("request", lambda request: sent.append(_everything(request)))
    paste(english, f"{LETTER}; buồng 12 giường 3")
    expect(english.locator("#field-fasting_glucose")).to_have_value("5.8")
    expect(english.locator("#field-age")).to_have_value("54")
    expect(english.locator("[name=sex][value=female]")).to_be_checked()
    expect(english.locator("#field-weight")).to_have_value("62")
    expect(english.locator("#report")).to_be_focused()
    expect(english.locator("#report .unread li")).to_have_text(["buồng 12 giường 3"])
    expect(english.locator("#paste-text")).to_have_value("")
    expect(english.locator("#result [data-state=answer]")).to_be_visible()
    assert any("/page/assess" in one for one in sent)
    assert not any("giường" in one for one in sent)


def _everything(request: Request) -> str:
    return f"{request.url} {request.post_data or ''}"


def test_a_value_that_was_pasted_can_be_taken_back(english: Page) -> None:
    paste(english, "TG 1,9 mmol/L; HbA1c 5.6%")
    english.get_by_role("button", name="Undo: Triglycerides").click()
    expect(english.locator("#field-triglycerides")).to_have_value("")
    expect(english.locator("#field-hba1c")).to_have_value("5.6")
    english.locator("#report").get_by_role("button", name="Close the list").click()
    expect(english.locator("#report")).to_be_hidden()


def test_a_value_that_stands_there_is_not_overwritten_unasked(english: Page) -> None:
    english.locator("#field-hba1c").fill("5.4")
    paste(english, "HbA1c 5.6%; vòng eo 85 cm")
    expect(english.locator("#field-hba1c")).to_have_value("5.4")
    expect(english.locator("#field-waist")).to_have_value("85")
    asked = english.locator("#report .asked li")
    expect(asked).to_contain_text("HbA1c: 5.4 % stands here already.")
    asked.get_by_role("button", name="Take 5.6 %").click()
    expect(english.locator("#field-hba1c")).to_have_value("5.6")
    expect(asked).to_have_count(0)


def test_the_reader_says_when_a_glucose_was_taken(page: Page) -> None:
    open_empty(page)
    paste(page, "Glucose 6.1")
    asked = page.locator("#report .asked li")
    expect(asked).to_contain_text("Glucose 6,1 mmol/L: lấy máu lúc nào?")
    asked.get_by_role("button", name="Đường huyết lúc đói").click()
    expect(page.locator("#field-fasting_glucose")).to_have_value("6,1")


def test_results_pasted_into_a_field_are_read_as_results(english: Page) -> None:
    english.locator("#field-age").evaluate(
        """(field, text) => {
          field.focus();
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = { clipboardData: data, bubbles: true, cancelable: true };
          field.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        "Nữ 54 tuổi; HbA1c 5.6%; HA 130/80",
    )
    expect(english.locator("#field-age")).to_have_value("54")
    expect(english.locator("#field-hba1c")).to_have_value("5.6")
    expect(english.locator("#field-diastolic_bp")).to_have_value("80")


def test_a_text_without_results_stays_where_it_was_pasted(page: Page) -> None:
    open_empty(page)
    paste(page, "Hẹn khám lại")
    expect(page.locator("#report")).to_contain_text("Không nhận ra giá trị nào.")
    expect(page.locator("#paste-text")).to_have_value("Hẹn khám lại")


def test_a_whole_record_can_be_pasted(english: Page) -> None:
    visits = "Khám lại sau 3 tháng; mạch 80 l/p; ăn ngủ được.\n" * 1_800
    assert len(visits.encode()) > 100_000
    found = read(english, f"{visits}{LETTER}")
    taken = {offer["name"]: offer["value"] for offer in found["offers"]}
    assert taken["fasting_glucose"] == 5.8
    assert taken["bmi"] == 24.8
