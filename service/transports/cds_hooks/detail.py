"""What a card says when it is opened: the conclusion, its reasons, what they rest on.

Everything that comes from a record is escaped: a unit or a code that a laboratory typed
must not become markup in a clinician's chart.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date

from service.clinical.bands import BANDS
from service.clinical.conclusion import Conclusion
from service.clinical.language import Language, Text, numeral
from service.clinical.variables import PERSON, VARIABLES
from service.engine.assessment import (
    Answer,
    Assessment,
    Contribution,
    MissingInput,
    NotAssessed,
)
from service.engine.narrative import narrate, value_text
from service.intake.fhir.finding import Record
from service.transports.cds_hooks.markdown import bullets, escaped, table
from service.transports.cds_hooks.remarks import day, listed, remarks
from service.transports.cds_hooks.summary import criterion_text, diagnostic_values

MOST_TELLING = 3  # unknown inputs named

_ADVICE = Text("**To consider:** {advice}", "**Cân nhắc:** {advice}")
_RISK = Text("{outcome}, {years} years", "{outcome}, {years} năm tới")
_ENDS = Text("{risk} ({low} to {high})", "{risk} ({low} đến {high})")
_HEAD = (
    Text("Reason", "Yếu tố"),
    Text("Value", "Giá trị"),
    Text("Date", "Ngày"),
    Text("Odds multiplied by", "Số chênh nhân với"),
)
_MISSING = Text("Would tell most if it were known", "Nếu biết thêm sẽ rõ nhất")
_IF_KNOWN = Text("{label}: {low} to {high}", "{label}: {low} đến {high}")
_THRESHOLD = Text("{value}, {on} (from {least})", "{value}, {on} (ngưỡng {least})")
_OTHER = Text("Also assessed", "Đánh giá khác")
_BAND = Text("{outcome}: {risk} ({band})", "{outcome}: {risk} ({band})")
_NOT_ASSESSED = Text("{outcome}: no figure. {reason}", "{outcome}: chưa tính. {reason}")


def write_detail(
    conclusion: Conclusion,
    answers: Sequence[Answer],
    record: Record,
    limits: Sequence[Text],
    language: Language,
) -> str:
    """The detail as GitHub Flavored Markdown.

    Args:
        conclusion: What the card is about.
        answers: Every bundle's answer.
        record: What they rest on.
        limits: What the reader must know of the data.
        language: The reader's.
    """
    leading = leading_of(conclusion, answers)
    blocks = [*_concluded(conclusion, record, language)]
    if leading is not None:
        blocks += _assessment(leading, record, language)
        others = [answer for answer in answers if answer is not leading]
        also = [text[language] for text in _also(others)]
        blocks += listed(_OTHER, also, language)
    blocks += remarks(record, limits, language)
    return "\n\n".join(blocks)


def leading_of(conclusion: Conclusion, answers: Sequence[Answer]) -> Assessment | None:
    """The assessment whose risk adds to the conclusion; None where none gives one."""
    risk = conclusion.risk
    for answer in answers:
        leads = risk is not None and answer.manifest.name == risk.bundle
        if leads and isinstance(answer, Assessment):
            return answer
    return None


def _concluded(
    conclusion: Conclusion, record: Record, language: Language
) -> Iterator[str]:
    status, step = conclusion.status, conclusion.next_step
    yield f"**{escaped(status.label[language])}.** {escaped(status.text[language])}"
    if reached := diagnostic_values(conclusion):
        yield bullets(
            _THRESHOLD.format(
                value=criterion_text(met),
                on=day(_measured_on(met.variable, record)),
                least=numeral(met.threshold),
            )[language]
            for met in reached
        )
    yield _ADVICE[language].format(advice=escaped(step.text[language]))
    if status.caution is not None:
        yield escaped(status.caution[language])


def _assessment(
    assessment: Assessment, record: Record, language: Language
) -> Iterator[str]:
    yield escaped(narrate(assessment, language))
    yield bullets(risk[language] for risk in _risks(assessment))
    yield table(
        [head[language] for head in _HEAD],
        (_reason(reason, record, language) for reason in _reasons(assessment)),
    )
    unknown = assessment.missing[:MOST_TELLING]
    yield from listed(_MISSING, [_if_known(m)[language] for m in unknown], language)


def _risks(assessment: Assessment) -> Iterator[Text]:
    """Each horizon's risk, with its interval where one was asked for."""
    outcome = assessment.manifest.outcome.label
    for risk in assessment.risks:
        years, percent = risk.horizon_years, _percent(risk.probability)
        label = _RISK.format(outcome=outcome, years=numeral(years))
        if assessment.interval:
            ends = assessment.interval.at(years)
            low, high = _percent(ends.low), _percent(ends.high)
            percent = _ENDS.format(risk=percent, low=low, high=high)
        yield (label if years else outcome) + Text(": ", ": ") + percent


def _if_known(missing: MissingInput) -> Text:
    ends = sorted((missing.probability_if_low, missing.probability_if_high))
    low, high = map(_percent, ends)
    return _IF_KNOWN.format(label=missing.variable.label, low=low, high=high)


def _reasons(assessment: Assessment) -> list[Contribution]:
    known = [c for c in assessment.contributions if c.value is not None]
    return sorted(known, key=lambda c: -abs(c.log_odds))


def _reason(
    reason: Contribution, record: Record, language: Language
) -> tuple[str, ...]:
    variable, value = reason.variable, reason.value
    measured_on = _measured_on(variable.name, record)
    return (
        variable.label[language],
        "" if value is None else value_text(variable, value, language),
        "" if variable in PERSON else day(measured_on)[language],
        numeral(math.exp(reason.log_odds), 2)[language],
    )


def _measured_on(variable: str, record: Record) -> date | None:
    """The day of a value, or of the newest of those it was computed from."""
    sources = {variable, *VARIABLES[variable].derived_from}
    days = [f.on for f in record.used if f.variable in sources and f.on is not None]
    return max(days, default=None)


def _also(others: Sequence[Answer]) -> Iterator[Text]:
    """The other answers in a line each."""
    for other in others:
        outcome = other.manifest.outcome.label
        if isinstance(other, NotAssessed):
            yield _NOT_ASSESSED.format(outcome=outcome, reason=other.reason.text)
        else:
            risk = _percent(other.band_probability)
            yield _BAND.format(outcome=outcome, risk=risk, band=BANDS[other.band])


def _percent(probability: float) -> Text:
    return numeral(100 * probability, 1) + Text(" %", " %")
