"""What the templates are given: ready to be shown, nothing left to be worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.clinical.language import Language, numeral
from service.clinical.patient import Measurement
from service.clinical.units import with_unit
from service.clinical.variables import VARIABLES
from service.engine.engine import RiskEngine
from service.engine.narrative import value_text
from service.transports.page.form import Form
from service.transports.page.messages import Messages
from service.transports.page.result_parts import BLANK
from service.transports.page.result_view import result_view
from service.transports.requests import RiskRequest
from service.transports.schemas import RiskResponse

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Entered:
    """One value as a reader reads it, in the unit it was entered in."""

    name: str
    label: str
    text: str


def nothing_entered() -> Context:
    """The page as it opens."""
    return _context(Form(), {})


def refused(form: Form, errors: Mapping[str, str]) -> Context:
    """A form with what must be mended, in the order of the clinical table."""
    return _context(form, {name: errors[name] for name in VARIABLES if name in errors})


def answered(
    form: Form,
    asked: RiskRequest,
    answer: RiskResponse,
    engine: RiskEngine,
    *,
    t: Messages,
    at: datetime,
) -> Context:
    """A form with its result."""
    texts = {one.name: one.text for one in entered(asked)}
    manifests = {name: bundle.manifest for name, bundle in engine.bundles.items()}
    result = result_view(answer, texts, manifests, t, at)
    return {**_context(form, {}), "result": result}


def entered(asked: RiskRequest) -> list[Entered]:
    """What was entered, as it was read, in the order of the clinical table."""
    known, language = asked.patient.measurements, asked.language
    return [
        Entered(name, variable.label[language], _text(known[name], language))
        for name, variable in VARIABLES.items()
        if asked.values.get(name) is not None
    ]


def _text(measurement: Measurement, language: Language) -> str:
    """A value in the unit it was sent in."""
    variable, sent = measurement.variable, measurement.sent
    if sent is None:
        return value_text(variable, measurement.value, language)
    unit = measurement.sent_unit or variable.units[0]
    return with_unit(numeral(sent), unit)[language]


def _context(form: Form, errors: Mapping[str, str]) -> Context:
    return {
        "values": form.values,
        "units": form.units,
        "errors": errors,
        "result": None,
        "blank": BLANK,
    }
