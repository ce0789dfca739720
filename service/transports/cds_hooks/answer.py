"""From the data of a call to its answer: at most one card.

Never `critical`: the specification keeps that for what is most urgent, and a risk over
years, or a value that a second test must confirm, is not that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from service.clinical.conclusion import Conclusion
from service.clinical.eligibility import GUIDELINE
from service.clinical.language import Language, Text
from service.engine.assessment import Answer, conclusion_of
from service.engine.engine import RiskEngine
from service.intake.fhir.finding import InvalidRecordError, Record, RecordProblem
from service.intake.fhir.record import read_record
from service.observability.metrics import Metrics
from service.transports.cds_hooks.cards import Card, Cards, Coding, Indicator, Source
from service.transports.cds_hooks.choosing import (
    is_to_check,
    is_worth_a_card,
    tests_of_the_year,
    tests_to_order,
)
from service.transports.cds_hooks.detail import leading_of, write_detail
from service.transports.cds_hooks.figures import EXTENSION, figures
from service.transports.cds_hooks.limits import limits_of
from service.transports.cds_hooks.link import page_link
from service.transports.cds_hooks.open_orders import is_ordered
from service.transports.cds_hooks.override_reasons import override_reasons
from service.transports.cds_hooks.prefetch import Gathered
from service.transports.cds_hooks.requests import HookRequest
from service.transports.cds_hooks.suggestions import SNOMED, suggest
from service.transports.cds_hooks.summary import diagnostic_values, summarise
from service.transports.present import about_figures

_CALM_BANDS = {"low", "moderate"}
_MODEL = Text(
    "Diabetes risk service, model {name} {version}",
    "Dịch vụ nguy cơ đái tháo đường, mô hình {name} {version}",
)
_GUIDELINE = Text(f"Ministry of Health, {GUIDELINE}", f"Bộ Y tế, {GUIDELINE}")
_TOPIC = Text("Diabetes mellitus screening", "Tầm soát đái tháo đường")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWriter:
    """Answers calls, with what does not depend on one of them."""

    engine: RiskEngine
    metrics: Metrics
    maximum_ages: Mapping[str, float]
    interval: bool
    public_url: str

    def answer(
        self,
        call: HookRequest,
        gathered: Gathered,
        *,
        now: datetime,
        language: Language,
    ) -> Cards:
        """The card that matters, or none.

        Raises:
            InvalidRecordError: The data is damaged, or another patient's.
        """
        with self.metrics.stage("validate"):
            record = self._read(call, gathered, now)
        cards = []
        if record is not None:
            names = tuple(self.engine.bundles)
            answers = self.engine.assess(record.patient, names, interval=self.interval)
            with self.metrics.stage("present"):
                cards = self._cards(
                    answers, record, call, gathered, now=now, language=language
                )
        self.metrics.card(cards[0].indicator if cards else "none")
        return Cards(cards)

    def _read(
        self, call: HookRequest, gathered: Gathered, now: datetime
    ) -> Record | None:
        """The record; None where it honestly lacks what every risk needs."""
        try:
            record = read_record(
                gathered.record,
                today=now.date(),
                maximum_ages=self.maximum_ages,
                patient_id=call.patient_id,
            )
        except InvalidRecordError as error:
            if all(map(_is_lack, error.problems)):
                return None
            raise
        self.metrics.record_read(record.outcomes)
        return record

    def _cards(
        self,
        answers: Sequence[Answer],
        record: Record,
        call: HookRequest,
        gathered: Gathered,
        *,
        now: datetime,
        language: Language,
    ) -> list[Card]:
        known = tests_of_the_year(record, now.date())
        conclusion = conclusion_of(record.patient, answers)
        if not is_worth_a_card(conclusion, record, known):
            return []
        due = tests_to_order(conclusion, known)
        ordered = None if gathered.orders is None else is_ordered(gathered.orders)
        limits = [
            *(notice.text for notice in about_figures(answers, record.patient)),
            *limits_of(gathered, wants_order=bool(due), ordered=ordered),
        ]
        card = Card(
            # Of the firing: a call that is sent again gets the same card.
            uuid=str(uuid5(UUID(call.hook_instance), "card")),
            summary=summarise(
                conclusion, language, to_check=is_to_check(conclusion, record, known)
            ),
            indicator=_indicator(conclusion),
            detail=write_detail(conclusion, answers, record, limits, language),
            source=_source(conclusion, answers, language),
            override_reasons=override_reasons(language),
            extension={EXTENSION: figures(answers, conclusion, record)},
        )
        if due and ordered is False:
            card.suggestions = suggest(due, call, now, language)
            card.selection_behavior = "at-most-one"
        if link := page_link(self.public_url, record.values, language):
            card.links = [link]
        return [card]


def _is_lack(problem: RecordProblem) -> bool:
    """Whether the record is sound, but there can be no risk: no age, or a death."""
    return problem.issue in {"required", "not-supported"} or (
        problem.expression.endswith(".deceased")
    )


def _indicator(conclusion: Conclusion) -> Indicator:
    risk = conclusion.risk
    diagnostic = bool(diagnostic_values(conclusion))
    raised = risk is not None and risk.band not in _CALM_BANDS
    return "warning" if diagnostic or raised else "info"


def _source(
    conclusion: Conclusion, answers: Sequence[Answer], language: Language
) -> Source:
    leading = leading_of(conclusion, answers)
    label = _GUIDELINE
    if leading is not None:
        manifest = leading.manifest
        label = _MODEL.format(name=manifest.name, version=manifest.version)
    topic = Coding(system=SNOMED, code="171183004", display=_TOPIC[language])
    return Source(label=label[language], topic=topic)
