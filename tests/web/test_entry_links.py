"""Links carry values, as the service writes and reads them."""

import re

from playwright.sync_api import Page, expect

from service.clinical.variables import VARIABLES
from service.intake.numerals import read_numeral
from service.transports.cds_hooks.link import page_link
from tests.web.browser import Visitor
from tests.web.form import field, module, unit


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


def test_what_a_link_brings_and_no_patient_can_have_is_not_counted_as_filled(
    visitor: Visitor,
) -> None:
    page = visitor.page(language="en")
    page.goto("/#age=1e999&sex=female&waist=%3Csvg%3E&hba1c=560%20%25&language=en")
    report = page.locator("#report")
    expect(report).to_contain_text("Filled in: 1. To decide: 0. Not used: 3.")
    expect(report.locator(".unread li")).to_have_text(
        [
            re.compile("^age=1e999Age: “e999” is not a unit of this value: years"),
            re.compile("^waist=<svg>Waist circumference: “<svg>” is not a number"),
            re.compile("^hba1c=560 %HbA1c: 560 % is not possible"),
        ]
    )
    expect(field(page, "waist")).to_have_value("<svg>")
    expect(page.locator("#waiting")).to_have_text(
        "To mend or empty: Age, Waist circumference, HbA1c."
    )
