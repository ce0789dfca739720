"""What stands beside figures: reasons for giving none, and published scores."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from service.clinical.eligibility import INELIGIBILITY_CODES
from service.clinical.variables import VARIABLES, listing
from service.engine.manifest import Manifest
from service.transports.page.messages import Messages
from service.transports.page.result_parts import FieldLink, Refusal, Score
from service.transports.reference_scores import ReferenceScore
from service.transports.schemas import NotAssessed, RiskResponse

_LACKS = "missing_required_input"


def refusals(
    answer: RiskResponse,
    entered: Mapping[str, str],
    manifests: Mapping[str, Manifest],
    t: Messages,
) -> tuple[Refusal, ...]:
    """One for all bundles that give the same reason; the conclusion's step is said."""
    found, said = answer.not_assessed, answer.conclusion.next_step.text
    same = groupby(found, key=lambda one: (one.code, one.text, one.next_step))
    return tuple(
        _refusal(list(members), said, entered, manifests, t) for _, members in same
    )


def _refusal(
    members: Sequence[NotAssessed],
    said: str,
    entered: Mapping[str, str],
    manifests: Mapping[str, Manifest],
    t: Messages,
) -> Refusal:
    reason = members[0]
    code = reason.code if reason.code in INELIGIBILITY_CODES else "other"
    outcomes = [manifests[one.bundle].outcome.label[t.language] for one in members]
    return Refusal(
        code=reason.code,
        concerns=t("result.refusal_concerns", outcomes="; ".join(outcomes)),
        title=t(f"result.refusal_{code}"),
        text=reason.text,
        next_step="" if reason.next_step == said else reason.next_step,
        fields=tuple(
            FieldLink(
                variable=name,
                text=t("result.to_field", name=listing([name])[t.language]),
            )
            for name in _lacking(reason, entered, manifests[reason.bundle])
        ),
    )


def _lacking(
    reason: NotAssessed, entered: Mapping[str, str], manifest: Manifest
) -> Iterator[str]:
    """What a bundle cannot do without, and what that is computed from."""
    if reason.code != _LACKS:
        return
    absent = [name for name in manifest.required_inputs if name not in entered]
    sources = [source for name in absent for source in VARIABLES[name].derived_from]
    yield from (n for n in dict.fromkeys([*absent, *sources]) if n not in entered)


def scores(found: Sequence[ReferenceScore], t: Messages) -> tuple[Score, ...]:
    """The published scores."""
    return tuple(
        Score(
            code=one.code,
            name=one.name,
            points=_points(one, t),
            band=_band(one, t),
            predicts=t("result.score_predicts", outcome=one.outcome),
            lacks=(
                t("result.score_lacks", names=listing(one.missing)[t.language])
                if one.missing
                else ""
            ),
            source=t("result.score_source", citation=one.citation),
        )
        for one in found
    )


def _points(score: ReferenceScore, t: Messages) -> str:
    if score.value is not None:
        return str(score.value)
    if score.low is None or score.high is None:
        return "–"
    return t("result.points_between", low=score.low, high=score.high)


def _band(score: ReferenceScore, t: Messages) -> str:
    if score.not_applicable is not None:
        return score.not_applicable
    if score.band is not None:
        return score.band.label
    first, *_, last = score.possible_bands
    return t("result.band_between", low=first.label, high=last.label)
