"""What goes wrong and what is noticed: each code with a real message of the service.

The values are sent to the code that answers requests, so a message here is the
message an integrator sees.
"""

import io
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from docs.generated.codes import ADULT
from docs.generated.live import BUNDLE, OF_THE_PRESENT, bundle
from docs.generated.markdown import table
from service.clinical.patient import Notice
from service.clinical.reading import read_patient
from service.engine.unused import (
    competing_death,
    not_counted,
    not_used,
    other_ancestry,
)
from service.intake.spreadsheet import read_spreadsheet
from service.transports.problems import problem
from service.transports.requests import InvalidRequestError, read_request
from service.transports.what_if import apply_changes

MG = {"value": 106, "unit": "mg/dL"}

Body = Mapping[str, object]

REFUSED: Mapping[str, Body] = {
    "required": {"patient": {"age": 54}},
    "unknown_field": {"patient": ADULT | {"wieght": 62}},
    "wrong_type": {"patient": ADULT | {"pregnant": "no"}},
    "unknown_choice": {"patient": ADULT | {"smoking": "sometimes"}},
    "unknown_unit": {
        "patient": ADULT | {"hba1c": {"value": 5.5, "unit": "mmol/L"}},
    },
    "implausible": {"patient": ADULT | {"fasting_glucose": 106}},
    "contradiction": {"patient": ADULT | {"systolic_bp": 80, "diastolic_bp": 120}},
    "not_modifiable": {"patient": ADULT, "changes": {"age": 40}},
    "not_known": {"patient": ADULT, "changes": {"weight": {"change": -5}}},
    "derived": {
        "patient": ADULT | {"height": 155, "weight": 62},
        "changes": {"bmi": 22},
    },
}
NOTICED: Mapping[str, Body] = {
    "unit_converted": ADULT | {"fasting_glucose": MG},
    "derived": ADULT | {"height": 155, "weight": 62},
    "derived_differs": ADULT | {"height": 155, "weight": 62, "bmi": 29},
    "near_limit": ADULT | {"systolic_bp": 275},
    "implied": ADULT | {"diabetic_relatives": "two"},
    "not_used": ADULT | {"waist": 84},
    "not_counted": ADULT | {"gestational_diabetes": True},
    "competing_death": ADULT | {"age": 82},
    "other_ancestry": ADULT | {"ancestry": "white"},
}
DECIMAL_COMMA = "age;sex;fasting_glucose\n54;female;5,9\n"
PROBLEMS = {
    "invalid-request": HTTPStatus.UNPROCESSABLE_ENTITY,
    "malformed-json": HTTPStatus.BAD_REQUEST,
    "bad-request": HTTPStatus.BAD_REQUEST,
    "not-authenticated": HTTPStatus.UNAUTHORIZED,
    "insufficient-scope": HTTPStatus.FORBIDDEN,
    "not-found": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "not-acceptable": HTTPStatus.NOT_ACCEPTABLE,
    "precondition-failed": HTTPStatus.PRECONDITION_FAILED,
    "request-timeout": HTTPStatus.REQUEST_TIMEOUT,
    "request-entity-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported-media-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "malformed-row": HTTPStatus.UNPROCESSABLE_ENTITY,
    "internal-error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "insufficient-storage": HTTPStatus.INSUFFICIENT_STORAGE,
}


def problem_types() -> str:
    """Every kind of problem with its status and title."""
    said = [
        problem(code, status, language="en", request_id="")
        for code, status in PROBLEMS.items()
    ]
    rows = [(f"`{p.type}`", str(p.status), p.title) for p in said]
    return table(("`type`", "Status", "Title"), rows)


def error_codes() -> str:
    """Every code in `errors`, with a pointer and a message that carry it."""
    rows = [
        (f"`{code}`", f"`{pointer}`", message)
        for code, body in REFUSED.items()
        for pointer, message in _refusal(code, body)
    ]
    return table(("Code", "For example at", "Message"), rows)


def _refusal(wanted: str, body: Body) -> Iterator[tuple[str, str]]:
    try:
        request = read_request(
            body, served=(BUNDLE,), language="en", interval=True, extra=("changes",)
        )
        apply_changes(request)
    except InvalidRequestError as error:
        for found in error.problems:
            if found.code == wanted:
                yield found.pointer, found.text["en"]


def notice_codes() -> str:
    """Every notice with a message that carries it."""
    notices = {
        code: next(n for n in _notices(patient) if n.code == code)
        for code, patient in NOTICED.items()
    } | {"decimal_comma": _decimal_comma()}
    rows = [
        (f"`{code}`", f"`{notice.variable}`", notice.text["en"], notice.text["vi"])
        for code, notice in notices.items()
    ]
    return table(("Code", "Variable", "English", "Tiếng Việt"), rows)


def _notices(values: Body) -> Iterator[Notice]:
    patient = read_patient(values)
    yield from patient.notices
    asked, present = bundle().manifest, bundle(OF_THE_PRESENT).manifest
    yield from not_used(asked, patient, {*asked.inputs, *present.inputs})
    yield from not_counted(asked, patient)
    yield from competing_death(asked, patient)
    yield from other_ancestry(present, patient)


def _decimal_comma() -> Notice:
    [row] = read_spreadsheet(io.StringIO(DECIMAL_COMMA))
    return row.notices[0]
