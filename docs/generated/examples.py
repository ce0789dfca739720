"""Requests as curl commands, each with the committed bundle's real answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docs.generated.codes import ADULT
from docs.generated.live import ask
from docs.generated.markdown import fenced, laid_out
from service.transports.openapi import EXAMPLE_CHANGES, EXAMPLE_PATIENT, EXAMPLE_REQUEST

ADDRESS = "http://127.0.0.1:8000"
IN_ENGLISH = EXAMPLE_REQUEST | {"language": "en"}
CONTRIBUTION = ("variable", "value", "unit", "measured", "log_odds", "odds_ratio")
MOST_IMPORTANT = 2
MEANING = ("bundle", "outcome", "risks", "interval", "if_known", "narrative")
UNLIKE = EXAMPLE_PATIENT | {"triglycerides": 24, "systolic_bp": 62}
FORMS = ("findrisc", "ada")

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and what of its answer is shown."""

    path: str
    body: str | None = None
    status: int = 200
    shown: Callable[[Answer], object] = lambda answer: answer


def whole() -> str:
    """One patient, the answer as it is."""
    return _told(Exchange(path="/v1/risk", body=laid_out(EXAMPLE_REQUEST)))


def abridged() -> str:
    """One patient, for the README: no labels, and the missing that matter most."""
    return _told(Exchange(path="/v1/risk", body=laid_out(IN_ENGLISH), shown=_abridged))


def both() -> str:
    """One patient, both bundles: the parts that say what is meant."""
    untested = {n: v for n, v in EXAMPLE_PATIENT.items() if n != "fasting_glucose"}
    body = {"patient": untested, "language": "en"}
    return _told(Exchange(path="/v1/risk", body=laid_out(body), shown=_meanings))


def unlike() -> str:
    """A patient unlike the training people: that part of the answer."""
    body = IN_ENGLISH | {"patient": UNLIKE}
    return _told(Exchange(path="/v1/risk", body=laid_out(body), shown=_unfamiliar))


def scores() -> str:
    """Published scores: one that an item is missing for, and a complete one."""
    shown = _published
    return _told(Exchange(path="/v1/risk", body=laid_out(IN_ENGLISH), shown=shown))


def what_if() -> str:
    """Before and after; the two answers themselves are left out."""
    body = {"patient": EXAMPLE_PATIENT, "changes": EXAMPLE_CHANGES, "language": "en"}
    shown = _without("before", "after")
    return _told(Exchange(path="/v1/risk/what-if", body=laid_out(body), shown=shown))


def refused() -> str:
    """A value no patient has, and a typing error."""
    patient = {"age": 54, "sex": "female", "fasting_glucose": 106, "wieght": 62}
    body = laid_out({"patient": patient, "language": "en"})
    return _told(Exchange(path="/v1/risk", body=body, status=422))


def not_assessed() -> str:
    """A diagnostic value."""
    glucose = {"value": 126, "unit": "mg/dL"}
    body = {"patient": ADULT | {"fasting_glucose": glucose}, "language": "en"}
    return _told(Exchange(path="/v1/risk", body=laid_out(body)))


def concluded() -> str:
    """Two tests that say different things: the conclusion alone."""
    patient = ADULT | {"fasting_glucose": 5.2, "hba1c": 6.4}
    body = laid_out({"patient": patient, "language": "en"})
    return _told(Exchange(path="/v1/risk", body=body, shown=lambda a: a["conclusion"]))


def batch() -> str:
    """Two rows, the second of which cannot be read; answers cut to the essential."""
    rows = ({"id": "a-1", "patient": EXAMPLE_PATIENT}, {"id": "a-2", "age": 540})
    exchange = Exchange(
        path="/v1/risk/batch?language=en", body="\n".join(map(json.dumps, rows))
    )
    answer = ask("POST", exchange.path, exchange.body)
    lines = [_essential(json.loads(line)) for line in answer.text.splitlines()]
    shown = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return "\n\n".join((fenced("bash", _curl(exchange)), fenced("jsonl", shown)))


def bundles() -> str:
    """What is served."""
    return _told(Exchange(path="/v1/bundles"))


def _told(exchange: Exchange) -> str:
    answer = ask("POST" if exchange.body else "GET", exchange.path, exchange.body)
    if answer.status_code != exchange.status:
        raise ValueError(f"{exchange.path} answers {answer.status_code}: {answer.text}")
    shown = laid_out(exchange.shown(answer.json()))
    return "\n\n".join((fenced("bash", _curl(exchange)), fenced("json", shown)))


def _curl(exchange: Exchange) -> str:
    lines = [f"curl -s '{ADDRESS}{exchange.path}'"]
    if exchange.body is not None:
        ndjson = exchange.path.startswith("/v1/risk/batch")
        media_type = "application/x-ndjson" if ndjson else "application/json"
        lines += [
            f"  -H 'Content-Type: {media_type}'",
            f"  --data-binary '{exchange.body}'",
        ]
    expected = "" if exchange.status == 200 else f"# answers {exchange.status}\n"  # noqa: PLR2004
    return expected + " \\\n".join(lines)


def _without(*names: str) -> Callable[[Answer], object]:
    return lambda answer: {k: v for k, v in answer.items() if k not in names}


def _abridged(answer: Answer) -> object:
    [assessment] = answer["assessments"]
    contributions = [
        {name: one[name] for name in CONTRIBUTION}
        for one in assessment["contributions"]
    ]
    cut = {
        "band": {name: assessment["band"][name] for name in ("code", "label")},
        "contributions": contributions,
        "missing": assessment["missing"][:MOST_IMPORTANT],
    }
    shown = answer | {"assessments": [assessment | cut]}
    del shown["reference_scores"]
    return shown


def _meanings(answer: Answer) -> object:
    return [{name: one[name] for name in MEANING} for one in answer["assessments"]]


def _unfamiliar(answer: Answer) -> object:
    [assessment] = answer["assessments"]
    return assessment["unfamiliar"]


def _published(answer: Answer) -> object:
    return [one for one in answer["reference_scores"] if one["code"] in FORMS]


def _essential(line: Answer) -> Answer:
    """A line of a batch without what the answer about one patient shows anyway."""
    if "error" in line:
        return line
    essential = [
        {name: one[name] for name in ("bundle", "risks")} for one in line["assessments"]
    ]
    refused = [{n: one[n] for n in ("bundle", "code")} for one in line["not_assessed"]]
    status = line["conclusion"]["status"]["code"]
    step = line["conclusion"]["next_step"]["code"]
    shown = {
        **line,
        "conclusion": {"status": {"code": status}, "next_step": {"code": step}},
        "assessments": essential,
        "not_assessed": refused,
        "notices": line["notices"][:1],
    }
    del shown["reference_scores"]
    return shown
