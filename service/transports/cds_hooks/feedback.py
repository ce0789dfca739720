"""What became of a card: which suggestion was taken, or why it was set aside.

Counted, and kept as one event in the log for each. A clinician's comment may name the
patient, so only that there was one is kept; other texts are kept if they are UUIDs or
codes of our own. A card may be reported many times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from service.clinical.language import Language, Text
from service.clinical.patient import Problem
from service.transports.cds_hooks.elements import UUID, Elements
from service.transports.cds_hooks.override_reasons import OVERRIDE_REASONS, SYSTEM
from service.transports.cds_hooks.requests import read_object
from service.transports.requests import InvalidRequestError

OUTCOMES = ("accepted", "overridden")
NO_REASON = "none"
OTHER_REASON = "other"

_COMMENT = re.compile(r".*", re.DOTALL)
_A_TIME = Text(
    "A time with its zone (RFC 3339) is expected.",
    "Cần thời điểm kèm múi giờ (RFC 3339).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one card; nothing in it is free text."""

    card: str | None
    """The card's UUID, if it is one."""
    outcome: str
    reason: str
    """A code of ours, `other`, or `none`."""
    suggestions: tuple[str, ...]
    at: datetime
    has_comment: bool


def read_feedback(body: object, language: Language) -> list[Outcome]:
    """Read `{"feedback": [...]}` as the specification's section "Feedback" has it.

    Raises:
        InvalidRequestError: With everything that is wrong.
    """
    problems: list[Problem] = []
    sent = read_object(body, language, problems).items("feedback")
    outcomes = [outcome for outcome in map(_outcome, sent) if outcome is not None]
    if problems:
        raise InvalidRequestError(problems, language)
    return outcomes


def _outcome(sent: Elements) -> Outcome | None:
    card = sent.text("card")
    outcome = sent.choice("outcome", OUTCOMES)
    at = _time(sent)
    accepted = outcome == "accepted"
    suggestions = list(_suggestions(sent, required=accepted))
    reason, has_comment = NO_REASON, False
    if override := sent.nested("overrideReason", required=False):
        has_comment = bool(override.text("userComment", _COMMENT, required=False))
        reason = _reason(override)
    if card is None or outcome is None or at is None:
        return None
    return Outcome(
        card=card if UUID.fullmatch(card) else None,
        outcome=outcome,
        reason=reason,
        suggestions=tuple(filter(UUID.fullmatch, suggestions)),
        at=at,
        has_comment=has_comment,
    )


def _suggestions(sent: Elements, *, required: bool) -> Iterator[str]:
    for suggestion in sent.items("acceptedSuggestions", required=required):
        if identity := suggestion.text("id"):
            yield identity


def _reason(override: Elements) -> str:
    coding = override.nested("reason", required=False)
    if coding is None:
        return NO_REASON
    code, system = coding.text("code"), coding.text("system")
    ours = code in OVERRIDE_REASONS and system == SYSTEM
    return code if code and ours else OTHER_REASON


def _time(sent: Elements) -> datetime | None:
    text = sent.text("outcomeTimestamp")
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    sent.refuse("outcomeTimestamp", "malformed", _A_TIME)
    return None
