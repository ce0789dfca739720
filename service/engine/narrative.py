"""An assessment in a few sentences, Vietnamese or English.

Says the risk as a natural frequency with its interval, what raised and lowered it, what
was not measured and whether the patient is unlike the people the model learned from;
never what the patient has, and never what the clinician must do.
"""

from collections.abc import Sequence

from service.clinical.bands import BANDS
from service.clinical.language import Language, Text, numeral
from service.clinical.units import with_unit
from service.clinical.variable import Value, Variable
from service.clinical.variables import listing
from service.engine.assessment import Assessment, Contribution

MENTIONED = 3  # reasons named in each direction
# exp(0.05) is an odds ratio of 1.05: less is not worth a clinician's time.
WORTH_MENTIONING = 0.05
WHOLE_PEOPLE = 0.02  # below this, "of 100" would round away what matters

_FREQUENCY = Text(
    "{outcome}: of {people} people like this, about {count} {when} ({band} risk).",
    "{outcome}: trong {people} người tương tự, khoảng {count} {when} (nguy cơ {band}).",
)
_COUNT = Text("{count}", "{count} người")
_COUNT_BETWEEN = Text("{count} ({low} to {high})", "{count} người ({low} đến {high})")
_WITHIN = Text("within {years} years", "trong vòng {years} năm tới")
_FEWER_THAN_ONE = Text("fewer than 1", "chưa đến 1")
_NOW = Text("have it now", "hiện đã mắc")
_IS_THERE = Text(
    " This is the chance that it is there today, not a risk of getting it later.",
    " Đây là khả năng hiện đã mắc bệnh, không phải nguy cơ mắc bệnh trong tương lai.",
)
_RAISED = Text(" Raised by: {names}.", " Yếu tố làm tăng nguy cơ: {names}.")
_LOWERED = Text(" Lowered by: {names}.", " Yếu tố làm giảm nguy cơ: {names}.")
_UNKNOWN = Text(" Not known: {names}.", " Chưa có thông tin: {names}.")
_UNLIKE = Text(
    " This patient is unlike the people the model learned from ({names}): trust the"
    " figure less.",
    " Bệnh nhân này khác với những người trong dữ liệu xây dựng mô hình ({names}): con"
    " số trên kém tin cậy hơn.",
)
_LIMITS = Text(
    " An estimate to inform, not a diagnosis; {caution}. The clinician decides.",
    " Đây là ước tính để tham khảo, không phải chẩn đoán; {caution}. Bác sĩ quyết định.",
)
_YES_NO = {True: Text("yes", "có"), False: Text("no", "không")}


def narrate(assessment: Assessment, language: Language) -> str:
    """The whole assessment in words."""
    known = [c for c in assessment.contributions if c.value is not None]
    raised = [c for c in known if c.log_odds >= WORTH_MENTIONING]
    lowered = [c for c in known if c.log_odds <= -WORTH_MENTIONING]
    text = _frequency(assessment, language)
    if not assessment.manifest.bands.horizon_years:
        text += _IS_THERE[language]
    for template, reasons in ((_RAISED, raised), (_LOWERED, lowered)):
        if reasons:
            text += template.format(names=_reasons(reasons, language))[language]
    if assessment.missing:
        names = ", ".join(m.variable.label[language] for m in assessment.missing)
        text += _UNKNOWN.format(names=names)[language]
    if assessment.unfamiliar:
        unlike = [name for way in assessment.unfamiliar for name in way.variables]
        listed = listing(list(dict.fromkeys(unlike)))
        text += _UNLIKE.format(names=listed)[language]
    caution = assessment.manifest.caution
    return text + _LIMITS.format(caution=caution)[language]


def value_text(variable: Variable, value: Value, language: Language) -> str:
    """A value as a clinician reads it, with its unit."""
    if isinstance(value, bool):
        return _YES_NO[value][language]
    if isinstance(value, str):
        return next(c.label for c in variable.choices if c.code == value)[language]
    return with_unit(numeral(value, variable.decimals), variable.units[0])[language]


def _frequency(assessment: Assessment, language: Language) -> str:
    probability = assessment.band_probability
    people = 100 if probability >= WHOLE_PEOPLE else 1000
    years = assessment.manifest.bands.horizon_years
    counts = {"count": _count(probability, people)}
    form = _COUNT
    if assessment.interval is not None:
        ends = assessment.interval.at(years)
        counts["low"] = _count(ends.low, people)
        counts["high"] = _count(ends.high, people)
        form = _COUNT_BETWEEN
    return _FREQUENCY.format(
        outcome=assessment.manifest.outcome.label,
        people=people,
        count=form.format(**counts),
        when=_WITHIN.format(years=numeral(years)) if years else _NOW,
        band=BANDS[assessment.band],
    )[language]


def _count(probability: float, people: int) -> Text:
    count = round(probability * people)
    return numeral(count) if count else _FEWER_THAN_ONE


def _reasons(contributions: Sequence[Contribution], language: Language) -> str:
    strongest = sorted(contributions, key=lambda c: -abs(c.log_odds))[:MENTIONED]
    return "; ".join(
        f"{c.variable.label[language]}: {value_text(c.variable, c.value, language)}"
        for c in strongest
        if c.value is not None
    )
