"""The browser's engine beside the service's: two programs, one answer.

Both are asked the same over HTTP and in chromium, and whole answers are compared: every
number, code and sentence, or every reason for a refusal.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st
from playwright.sync_api import Browser, Page

from service.clinical.advice import ADVICE_CODES
from service.clinical.bands import BANDS
from service.clinical.eligibility import INELIGIBILITY_CODES
from service.clinical.glycaemia import STATUS_CODES
from service.clinical.variables import VARIABLES
from service.engine.bundle import Bundle
from tests.web.browser import Visitor
from tests.web.drawn import Drawn

PATIENTS = 1000
TOLERANCE = 1e-6
# One in a million of the log-odds moves a standing by about a ten-thousandth of a percent.
TOLERANCES = {"percentile": 1e-3}
NOTICES = {
    "competing_death",
    "derived",
    "derived_differs",
    "implied",
    "near_limit",
    "not_counted",
    "not_used",
    "other_ancestry",
    "unit_converted",
}

OPEN = """async (language) => {
  const assets = document.querySelector("script[type=module]").src.replace("main.js", "");
  const { openEngine } = await import(`${assets}engine/engine.js`);
  const table = await (await fetch(`${assets}text.${language}.json`)).json();
  const bytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  window.engineOfTest = await openEngine(table, bytes);
}"""
ASK = """(bodies) => JSON.stringify(bodies.map((body) => {
  try {
    return window.engineOfTest.assess(JSON.parse(body));
  } catch (error) {
    if (error.name !== "InvalidRequest") throw error;
    return { errors: error.errors };
  }
}))"""

Language = Literal["vi", "en"]


class Both:
    """The service and the browser's engine in one language."""

    def __init__(self, page: Page, url: str, language: Language) -> None:
        self.language = language
        self._page = page
        self._client = httpx.Client(base_url=url, headers={"accept-language": language})
        page.goto("/")
        page.evaluate(OPEN, language)

    def close(self) -> None:
        self._client.close()

    def ask(self, bodies: list[str]) -> Iterator[tuple[Any, Any]]:
        """The service's and the browser's answers, without what is the service's alone."""
        told = json.loads(self._page.evaluate(ASK, bodies))
        for body, browser in zip(bodies, told, strict=True):
            response = self._client.post("/v1/risk", content=body)
            service = response.json()
            if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
                service = {"errors": service["errors"]}
            else:
                assert response.status_code == httpx.codes.OK, response.text
                service["request_id"] = ""
            yield service, browser


@pytest.fixture(scope="module", params=["vi", "en"])
def both(
    request: pytest.FixtureRequest, browser: Browser, page_url: str
) -> Iterator[Both]:
    visitor = Visitor(browser, page_url)
    both = Both(visitor.page(), page_url, request.param)
    yield both
    both.close()
    visitor.close()


def differences(service: Any, browser: Any, at: str = "") -> Iterator[str]:
    """Where two answers differ by more than rounding."""
    match service, browser:
        case dict(), dict() if service.keys() == browser.keys():
            for name, value in service.items():
                yield from differences(value, browser[name], f"{at}/{name}")
        case list(), list() if len(service) == len(browser):
            for place, value in enumerate(service):
                yield from differences(value, browser[place], f"{at}/{place}")
        case (int() | float(), int() | float()) if bool not in {
            type(service),
            type(browser),
        }:
            allowed = TOLERANCES.get(at.rpartition("/")[2], TOLERANCE)
            if not abs(service - browser) <= allowed:
                yield f"{at}: {service} in the service, {browser} in the browser"
        case _ if service != browser:
            yield f"{at}: {service!r} in the service, {browser!r} in the browser"


def kinds(answer: Mapping[str, Any]) -> Iterator[str]:
    """What sort of things an answer says."""
    if "conclusion" in answer:
        yield answer["conclusion"]["status"]["code"]
        yield answer["conclusion"]["next_step"]["code"]
    for assessment in answer.get("assessments", ()):
        yield assessment["band"]["code"]
        yield from (way["code"] for way in assessment["unfamiliar"])
        yield "standing" if assessment["standing"] else "no standing"
        yield "if known" if assessment["if_known"] else "nothing missing"
    yield from (refused["code"] for refused in answer.get("not_assessed", ()))
    yield from (notice["code"] for notice in answer.get("notices", ()))
    yield from (error["code"] for error in answer.get("errors", ()))


def test_a_thousand_patients_get_the_same_answer_from_the_browser(
    both: Both, bundles: Mapping[str, Bundle]
) -> None:
    drawn = Drawn(bundles, seed=20261122)
    bodies = [
        json.dumps({"patient": patient, "interval": interval})
        for at, patient in enumerate(drawn.patient() for _ in range(PATIENTS))
        # Without ranges an answer is the same but for them: a quarter is enough.
        for interval in ((True, False) if at % 4 == 0 else (True,))
    ]

    answers = list(both.ask(bodies))

    found = [line for pair in answers for line in differences(*pair)]
    assert not found, "\n".join(found[:20])
    met = {kind for service, _ in answers for kind in kinds(service)}
    assert met >= {*BANDS, *ADVICE_CODES, *STATUS_CODES}
    assert met >= {*INELIGIBILITY_CODES, *NOTICES}
    assert met >= {"value_outside", "unusual_combination", "standing", "if known"}
    assert met >= {"nothing missing", "implausible", "contradiction", "required"}


# A name of digits alone would come first in an object of JavaScript, wherever it stood.
NAMES = st.one_of(
    st.sampled_from(sorted(VARIABLES)),
    st.sampled_from(sorted(VARIABLES)).flatmap(
        lambda name: st.builds(
            lambda at, put: name[:at] + put + name[at + 1 :],
            st.integers(0, len(name)),
            st.text(max_size=2),
        )
    ),
    st.text(st.characters(exclude_categories=[]), max_size=50),
    st.sampled_from(["__proto__", "constructor", "a/b~c"]),
).filter(lambda name: not name.isdecimal())
UNITS = sorted({unit.code for one in VARIABLES.values() for unit in one.units})
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**400), 10**400),
    st.integers(-5, 300),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=[]), max_size=50),
    st.sampled_from(sorted({code for one in VARIABLES.values() for code in one.codes})),
)
WITH_UNIT = st.fixed_dictionaries(
    {},
    optional={
        "value": SCALARS,
        "unit": st.one_of(
            st.sampled_from(UNITS),
            st.sampled_from(
                [" MG / dl\u00a0", "\u00b5mol/L", "\u03bcmol/l", "mmHg", ""]
            ),
            SCALARS,
        ),
        "at": SCALARS,
    },
)
VALUES = st.one_of(SCALARS, WITH_UNIT, st.lists(SCALARS, max_size=2))
KNOWN = st.fixed_dictionaries({}, optional=dict.fromkeys(VARIABLES, VALUES))
PERSONS = st.builds(
    lambda known, other: {"age": 54, "sex": "female", **known, **other},
    KNOWN,
    st.dictionaries(NAMES, VALUES, max_size=12),
)
BUNDLES = st.one_of(
    SCALARS,
    st.lists(
        st.one_of(
            st.sampled_from(["undiagnosed-diabetes", "incident-diabetes"]), VALUES
        ),
        max_size=4,
    ),
)
BODIES = st.one_of(
    VALUES,
    st.builds(
        lambda body, other: other | body,
        st.fixed_dictionaries(
            {"patient": st.one_of(PERSONS, PERSONS, PERSONS, VALUES)},
            optional={"bundles": BUNDLES, "interval": SCALARS, "language": SCALARS},
        ),
        st.dictionaries(NAMES, SCALARS, max_size=2),
    ),
)


@given(st.lists(BODIES, min_size=8, max_size=24))
@example([{"patient": {"age": -0.0, "sex": "male", "hba1c": -0.0, "alt": 2.5e300}}])
@example([{"patient": {"age": 54, "sex": "female", "weight": 1234565, "wieght": 1}}])
@settings(
    max_examples=120,
    derandomize=True,
    database=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
def test_whatever_is_sent_is_refused_in_the_same_words(
    both: Both, bodies: list[object]
) -> None:
    answers = both.ask([json.dumps(body) for body in bodies])

    found = [line for pair in answers for line in differences(*pair)]

    assert not found, "\n".join(found[:20])
