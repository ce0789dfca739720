"""Calls of the standards' routes as curl commands, each with its real answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docs.generated.examples import ADDRESS
from docs.generated.live import ask
from docs.generated.markdown import fenced, laid_out, table
from docs.generated.record import CALL, HOOK
from service.transports.fhir.extensions import CONCLUSION, EXTENSIONS
from service.transports.fhir.parameters import PARAMETERS
from service.transports.inference.openapi import EXAMPLE

_OK = 200
# A resource a line, as far as that can be read.
_WIDTH = 240
FHIR_JSON = "application/fhir+json"
# What every model's answer says of itself, and what tells it apart.
OF_AN_ASSESSMENT = (
    "resourceType",
    "status",
    "subject",
    "occurrenceDateTime",
    "basis",
    "mitigation",
)
OF_AN_ISSUE = ("severity", "code", "details", "expression")
OF_A_PREDICTION = ("probabilityDecimal", "qualitativeRisk", "whenRange")

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A call, and what of its answer is shown: always a part of the real one."""

    path: str
    sent: Mapping[str, object]
    media_type: str = "application/json"
    shown: Callable[[Answer], object] = lambda answer: answer


def parameters() -> str:
    """The parameters of the operation."""
    rows = [
        (f"`{one.name}`", one.type, f"0..{one.maximum}", one.meaning)
        for one in PARAMETERS.values()
    ]
    return table(("Parameter", "Type", "Times", "Meaning"), rows)


def extensions() -> str:
    """The extensions of an answer."""
    rows = [(f"`{one.id}`", one.meaning) for one in EXTENSIONS.values()]
    return table(("Extension", "Meaning"), rows)


def inference() -> str:
    """The patient of the other examples as a tensor, and every output."""
    return _told(Exchange(path="/v2/models/incident-diabetes/infer", sent=EXAMPLE))


def record() -> str:
    """The same patient as a FHIR record."""
    return _told(
        Exchange(
            path="/fhir/$diabetes-risk",
            sent=CALL,
            media_type=FHIR_JSON,
            shown=_of_a_record,
        )
    )


def card() -> str:
    """The same patient when her record is opened."""
    path = "/cds-services/diabetes-risk"
    return _told(Exchange(path=path, sent=HOOK, shown=_of_a_card))


def _told(exchange: Exchange) -> str:
    body = laid_out(exchange.sent, width=_WIDTH)
    command = " \\\n".join(
        (
            f"curl -s '{ADDRESS}{exchange.path}'",
            f"  -H 'Content-Type: {exchange.media_type}'",
            "  -H 'Accept-Language: en'",
            f"  --data-binary '{body}'",
        )
    )
    headers = {"content-type": exchange.media_type, "accept-language": "en"}
    answer = ask("POST", exchange.path, body, headers)
    if answer.status_code != _OK:
        raise ValueError(f"{exchange.path}: {answer.status_code}: {answer.text}")
    shown = laid_out(exchange.shown(json.loads(answer.text)), width=_WIDTH // 2)
    return "\n\n".join((fenced("bash", command), fenced("json", shown)))


def _of_a_record(answer: Answer) -> Answer:
    assessments, outcome = [], {}
    for entry in answer["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "RiskAssessment":
            assessments.append(resource)
        else:
            outcome = resource
    found = [issue for issue in outcome["issue"] if "expression" in issue]
    warnings = [issue for issue in found if issue["severity"] == "warning"]
    rest = [issue for issue in found if issue["severity"] == "information"]
    issues = [
        {name: issue[name] for name in OF_AN_ISSUE} for issue in (*warnings, rest[-2])
    ]
    told = {"resourceType": "OperationOutcome", "issue": issues}
    return {
        "resourceType": "Bundle",
        "type": answer["type"],
        "entry": [
            {"resource": one} for one in (_of_an_assessment(assessments[0]), told)
        ],
    }


def _of_an_assessment(resource: Answer) -> Answer:
    shown = {name: resource[name] for name in OF_AN_ASSESSMENT}
    predictions = [
        {name: one[name] for name in OF_A_PREDICTION if name in one}
        for one in resource["prediction"]
    ]
    return {
        **shown,
        "extension": [
            one for one in resource["extension"] if one["url"] == CONCLUSION.url
        ],
        "method": {"text": resource["method"]["text"]},
        "prediction": predictions,
    }


def _of_a_card(answer: Answer) -> Answer:
    """The card without what changes from day to day: the order's own dates."""
    [found] = answer["cards"]
    shown = {k: v for k, v in found.items() if k != "uuid"}
    shown["overrideReasons"] = found["overrideReasons"][:1]
    suggestions = []
    for suggestion in found.get("suggestions", []):
        [action] = suggestion["actions"]
        order = action["resource"]
        kept = {k: order[k] for k in ("resourceType", "status", "intent", "subject")}
        coded = {"coding": order["code"]["coding"]}
        told = {k: v for k, v in action.items() if k != "resource"}
        told["resource"] = {**kept, "code": coded}
        chosen = {k: v for k, v in suggestion.items() if k != "uuid"}
        suggestions.append({**chosen, "actions": [told]})
    if suggestions:
        shown["suggestions"] = suggestions
    return {"cards": [shown]}
