"""The result for a browser without scripts, ready for the template to put down.

What `static/result` works out in the browser is worked out here from the same answer and
with the same words. The conclusion comes first, then the question that adds to it, then
the other; each bundle is shown at the horizon of its bands.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.clinical.bands import BANDS
from service.clinical.variables import VARIABLES, listing
from service.engine.manifest import Manifest
from service.engine.narrative import (
    MENTIONED,
    WORTH_MENTIONING,
    natural_frequency,
    value_text,
)
from service.transports import schemas
from service.transports.page.figures import Figures, counts
from service.transports.page.messages import Messages
from service.transports.page.remarks import quiet, remarks_on
from service.transports.page.result_parts import (
    AssessmentView,
    ConclusionView,
    Level,
    Missing,
    ResultView,
)
from service.transports.page.result_rest import refusals, scores
from service.transports.page.waterfall import waterfall


def result_view(
    answer: schemas.RiskResponse,
    entered: Mapping[str, str],
    manifests: Mapping[str, Manifest],
    t: Messages,
    at: datetime,
) -> ResultView:
    """Everything that is said about one patient.

    Args:
        answer: In the language of the messages.
        entered: The texts of the values as they were entered, by variable.
        manifests: Of the bundles that answered, by name.
        t: The words.
        at: When it was answered.
    """
    risk = answer.conclusion.risk
    leading = risk.bundle if risk else ""
    made = [
        _Drawn(one, answer.notices, entered, manifests[one.bundle.name], t).view(at)
        for one in sorted(answer.assessments, key=lambda a: a.bundle.name != leading)
    ]
    return ResultView(
        conclusion=_conclusion(answer.conclusion),
        assessments=tuple(made),
        refusals=refusals(answer, entered, manifests, t),
        scores=scores(answer.reference_scores, t),
        remarks=quiet(answer.notices),
    )


def _conclusion(found: schemas.Conclusion) -> ConclusionView:
    status = found.status
    return ConclusionView(
        code=status.code,
        status=status.label,
        text=status.text,
        next_step=found.next_step.text,
        risk=found.risk.text if found.risk else "",
        caution=status.caution or "",
        guideline=status.guideline,
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    assessment: schemas.Assessment
    notices: Sequence[schemas.Notice]
    entered: Mapping[str, str]
    manifest: Manifest
    t: Messages

    def view(self, at: datetime) -> AssessmentView:
        one, t, say = self.assessment, self.t, Figures(self.t)
        years = one.band.horizon_years
        risk = next(r.probability for r in one.risks if r.horizon_years == years)
        ends = _at(one.interval, years)
        people = natural_frequency(risk)[1]
        fall = waterfall(one, risk, self._values(), t)
        standing = one.standing
        remarks = remarks_on(one, self.notices, t)
        return AssessmentView(
            name=one.bundle.name,
            question=t("result.question_later" if years else "result.question_now"),
            outcome=one.outcome,
            when=say.when(years),
            count=say.count(risk),
            of=t("result.figure_of", people=people),
            sentence=say.sentence(risk, years),
            range=say.range_text(ends, people),
            people=say.people(risk, ends),
            band=one.band.code,
            band_label=t(
                "result.band_risk" if years else "result.band_chance",
                band=one.band.label,
            ),
            band_note=self._other_horizons(say),
            band_source=one.band.source,
            levels=self._levels(say),
            limits=t("result.limits", caution=self.manifest.caution[t.language]),
            meaning=one.interval.meaning if one.interval else "",
            origin=t(
                "result.origin",
                who=t("result.origin_server"),
                at=f"{at:%H:%M %d/%m/%Y}",
                name=one.bundle.name,
                version=one.bundle.version,
            ),
            cautions=remarks.cautions,
            not_used=remarks.not_used,
            raised=self._strongest("result.raised_by", 1),
            lowered=self._strongest("result.lowered_by", -1),
            against=t(
                "result.reasons_against",
                whom=self.manifest.compared_with[t.language],
            ),
            average=fall.average_place,
            average_figure=say.percent(1 / (1 + math.exp(-fall.average))),
            patient=fall.patient_place,
            patient_figure=say.percent(risk),
            reasons=fall.reasons,
            missing_most=(
                t("result.missing_most", name=self._named(one.missing[0].variable))
                if one.missing
                else t("result.missing_none")
            ),
            missing=self._missing(say, risk),
            would_be=t("result.column_would_be_when", when=say.when(years)),
            if_known=self._if_known(people),
            standing=standing.text if standing else "",
            percentile=f"{standing.percentile}%" if standing else "0%",
            population=standing.population if standing else "",
        )

    def _named(self, variable: str) -> str:
        return listing([variable])[self.t.language]

    def _values(self) -> Mapping[str, str]:
        """Known values: what was entered as it was, what was computed as it is read."""
        return {
            one.variable: self._computed(one)
            or self.entered.get(one.variable)
            or _value(one.variable, one.value, self.t)
            for one in self.assessment.contributions
            if one.value is not None
        }

    def _computed(self, one: schemas.Contribution) -> str | None:
        sources = VARIABLES[one.variable].derived_from
        follows = sources and all(source in self.entered for source in sources)
        return _value(one.variable, one.value, self.t) if follows else None

    def _strongest(self, key: str, sign: int) -> str:
        """What moves the figure most in one direction, in words."""
        moving = [
            c
            for c in self.assessment.contributions
            if c.measured and sign * c.log_odds >= WORTH_MENTIONING
        ]
        moving.sort(key=lambda c: -sign * c.log_odds)
        values = self._values()
        names = "; ".join(
            f"{self._named(c.variable)}: {values[c.variable]}"
            for c in moving[:MENTIONED]
        )
        return self.t(key, names=names) if names else ""

    def _other_horizons(self, say: Figures) -> str:
        """The figures at the horizons that are not shown."""
        return " ".join(
            say.sentence(risk.probability, risk.horizon_years)
            for risk in self.assessment.risks
            if risk.horizon_years != self.assessment.band.horizon_years
        )

    def _levels(self, say: Figures) -> tuple[Level, ...]:
        found, start = [], 0.0
        for level in self.manifest.bands.levels:
            if level.below is None:
                text = self.t("result.level_above", start=say.limit(start))
            elif not start:
                text = self.t("result.level_below", end=say.limit(level.below))
            else:
                text = self.t(
                    "result.level_between",
                    start=say.limit(start),
                    end=say.limit(level.below),
                )
            found.append(
                Level(
                    code=level.code,
                    label=BANDS[level.code][self.t.language],
                    range=text,
                    current=level.code == self.assessment.band.code,
                )
            )
            start = level.below or start
        return tuple(found)

    def _missing(self, say: Figures, now: float) -> tuple[Missing, ...]:
        inputs = self.assessment.missing
        ends = [(one.probability_if_low, one.probability_if_high) for one in inputs]
        widest = max([now, *(max(pair) for pair in ends)])
        return tuple(
            Missing(
                variable=one.variable,
                label=one.label,
                low=self._end(say, one.variable, one.low, pair[0]),
                high=self._end(say, one.variable, one.high, pair[1]),
                x=f"{min(pair) / widest * 100}%",
                width=f"{max((max(pair) - min(pair)) / widest * 100, 1)}%",
                now=f"{now / widest * 100}%",
            )
            for one, pair in zip(inputs, ends, strict=True)
        )

    def _end(self, say: Figures, name: str, value: schemas.Scalar, risk: float) -> str:
        return self.t(
            "result.missing_if",
            value=_value(name, value, self.t),
            figure=say.percent(risk),
        )

    def _if_known(self, people: int) -> str:
        known = self.assessment.if_known
        ends = _at(known, self.assessment.band.horizon_years)
        if known is None or ends is None:
            return ""
        low, high = counts(ends, people)
        here = self.t("result.if_known_range", low=low, high=high, people=people)
        return f"{known.meaning} {here}"


def _at(interval: schemas.Interval | None, years: float) -> schemas.RiskRange | None:
    risks = interval.risks if interval else []
    return next((one for one in risks if one.horizon_years == years), None)


def _value(name: str, value: schemas.Scalar | None, t: Messages) -> str:
    """A canonical value with its unit."""
    return "" if value is None else value_text(VARIABLES[name], value, t.language)
