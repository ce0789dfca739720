"""The parts of a result as a template puts them down: texts, and places of shapes.

Every field has an empty default, so that `BLANK` can fill the templates that the
browser's scripts clone. A place is a percentage of the width it is drawn in.
"""

from dataclasses import dataclass, field

NOWHERE = "0%"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The icon array: outlines of those affected, those possible, and the others.

    `form` is how one is drawn: as `people`, or as `dots` where there are very many.
    """

    number: int = 100
    form: str = "people"
    box: str = "0 0 10 10"
    text: str = ""
    affected: str = ""
    possible: str = ""
    others: str = ""
    affected_text: str = ""
    possible_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A band and where it ends."""

    code: str = ""
    label: str = ""
    range: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A row of the waterfall."""

    variable: str = ""
    label: str = ""
    value: str = ""
    known: bool = True
    modifiable: bool = False
    log_odds: float = 0
    effect: str = ""
    direction: str = "raises"
    direction_text: str = ""
    average: str = NOWHERE
    start: str = NOWHERE
    end: str = NOWHERE
    x: str = NOWHERE
    width: str = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An unknown input and what the figure would be at its ends."""

    variable: str = ""
    label: str = ""
    low: str = ""
    high: str = ""
    x: str = NOWHERE
    width: str = NOWHERE
    now: str = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionView:
    """What tests say, what to do next, and the risk that adds to it."""

    code: str = ""
    status: str = ""
    text: str = ""
    next_step: str = ""
    risk: str = ""
    caution: str = ""
    guideline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """One question: its bundle's answer at the horizon of the bands."""

    name: str = ""
    question: str = ""
    outcome: str = ""
    when: str = ""
    count: str = ""
    of: str = ""
    sentence: str = ""
    range: str = ""
    people: People = field(default_factory=People)
    band: str = ""
    band_label: str = ""
    band_note: str = ""
    band_source: str = ""
    levels: tuple[Level, ...] = ()
    limits: str = ""
    meaning: str = ""
    origin: str = ""
    cautions: tuple[str, ...] = ()
    not_used: str = ""
    raised: str = ""
    lowered: str = ""
    against: str = ""
    compared_with: str = ""
    average: str = NOWHERE
    average_figure: str = ""
    patient: str = NOWHERE
    patient_figure: str = ""
    reasons: tuple[Reason, ...] = ()
    missing_most: str = ""
    missing: tuple[Missing, ...] = ()
    would_be: str = ""
    if_known: str = ""
    standing: str = ""
    percentile: str = NOWHERE
    population: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLink:
    """A way to the field of a value that is needed."""

    variable: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no figure, and what is next beyond what the conclusion says."""

    code: str = ""
    concerns: str = ""
    title: str = ""
    text: str = ""
    next_step: str = ""
    fields: tuple[FieldLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A published score."""

    code: str = ""
    name: str = ""
    points: str = ""
    band: str = ""
    predicts: str = ""
    lacks: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """All that is said about one patient."""

    conclusion: ConclusionView
    assessments: tuple[AssessmentView, ...]
    refusals: tuple[Refusal, ...]
    scores: tuple[Score, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One empty part of each kind."""

    assessment: AssessmentView = field(default_factory=AssessmentView)
    conclusion: ConclusionView = field(default_factory=ConclusionView)
    refusal: Refusal = field(default_factory=Refusal)
    level: Level = field(default_factory=Level)
    reason: Reason = field(default_factory=Reason)
    missing: Missing = field(default_factory=Missing)
    score: Score = field(default_factory=Score)


BLANK = Blank()
