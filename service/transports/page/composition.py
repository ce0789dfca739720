"""The first entry of a FHIR document: what it is, who wrote it, and what it says.

Whoever receives it may show nothing but this, so the conclusion, the values, the answer
of every model and the limits stand in it as text (https://hl7.org/fhir/R4/composition.html).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from service.clinical.language import Language
from service.engine.assessment import Answer, Assessment
from service.engine.narrative import narrate
from service.transports.fhir.elements import Element, coding, concept, element
from service.transports.fhir.narrative import narrative
from service.transports.page.messages import Messages

LOINC = "http://loinc.org"
_EVALUATION_NOTE = "51848-0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the document says, with the addresses of the resources that say it."""

    entered: Sequence[str]
    """Each value as a reader reads it."""
    conclusion: str
    cautions: Sequence[str]
    """What the reader must know before relying on a figure."""
    answers: Sequence[Answer]
    subject: str
    author: str
    values: Sequence[str]
    assessments: Sequence[str]


def composition(contents: Contents, at: datetime, messages: Messages) -> Element:
    """The resource."""
    language = messages.language
    sections = [
        (messages("document.conclusion"), [contents.conclusion], []),
        (messages("document.values"), contents.entered, contents.values),
        (
            messages("document.answers"),
            [
                *chain(*(_said(one, language) for one in contents.answers)),
                *contents.cautions,
            ],
            contents.assessments,
        ),
        (
            messages("document.limits_title"),
            [messages("document.limits"), messages("document.identity")],
            [],
        ),
    ]
    paragraphs = chain(*(text for _, text, _ in sections))
    return {
        "resourceType": "Composition",
        "language": language,
        "text": narrative(paragraphs, language),
        "status": "final",
        "type": concept(messages("document.type"), coding(LOINC, _EVALUATION_NOTE)),
        "subject": {"reference": contents.subject},
        "date": at.isoformat(timespec="seconds"),
        "author": [{"reference": contents.author}],
        "title": messages("document.title"),
        "section": [
            element(
                title=title,
                text=narrative(text, language),
                entry=[{"reference": address} for address in addresses],
            )
            for title, text, addresses in sections
        ],
    }


def _said(answer: Answer, language: Language) -> Iterator[str]:
    """One model's answer in words; of a model that gives none, why."""
    if isinstance(answer, Assessment):
        yield narrate(answer, language)
    else:
        outcome = answer.manifest.outcome.label[language]
        yield f"{outcome}: {answer.reason.text[language]}"
        yield answer.reason.next_step.text[language]
