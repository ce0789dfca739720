"""An assessment in a few sentences, Vietnamese or English.

Says the risk as a natural frequency with its interval, what raised and lowered it
against whose average, what was not measured and whether the patient is unlike the
people the model learned from; never what the patient has, and never what the clinician
must do.
"""

from collections.abc import Sequence

from service.clinical.bands import BANDS
from service.clinical.language import Language, Text, numeral
from service.clinical.units import with_unit
from service.clinical.variable import Value, Variable
from service.clinical.variables import listing
from service.engine.assessment import Assessment, Contribution
from service.engine.interval import figure_of

MENTIONED = 3  # reasons named in each direction
# exp(0.05) is an odds ratio of 1.05: less is not worth a clinician's time.
WORTH_MENTIONING = 0.05
WHOLE_PEOPLE = 0.02  # below this, "of 100" would round away what matters

FREQUENCY = Text(
    "{outcome}: of {people} people like this, {count}{range} {when} ({band} {figure}).",
    "{outcome}: trong {people} người tương tự, {count}{range} {when} ({figure} {band}).",
)
ABOUT = Text("about {count}", "khoảng {count} người")
FEWER_THAN_ONE = Text("fewer than 1", "chưa đến 1 người")
BETWEEN = Text(" ({low} to {high})", " ({low} đến {high})")
AT_MOST = Text(" (at most {high})", " (nhiều nhất {high})")
WITHIN = Text(
    "develop it within {years} years", "sẽ mắc bệnh trong vòng {years} năm tới"
)
NOW = Text("have it now", "hiện đã mắc bệnh")
IS_THERE = Text(
    " This is the chance that it is there today, not a risk of getting it later.",
    " Đây là khả năng hiện đã mắc bệnh, không phải nguy cơ mắc bệnh trong tương lai.",
)
RAISED = Text(
    " Raised, against {whom}, by: {names}.",
    " Yếu tố làm tăng {figure} so với {whom}: {names}.",
)
LOWERED = Text(
    " Lowered, against {whom}, by: {names}.",
    " Yếu tố làm giảm {figure} so với {whom}: {names}.",
)
UNKNOWN = Text(" Not known: {names}.", " Chưa có thông tin: {names}.")
UNLIKE = Text(
    " This patient is unlike the people the model learned from ({names}): trust the"
    " figure less.",
    " Bệnh nhân này khác với những người trong dữ liệu xây dựng mô hình ({names}): con"
    " số trên kém tin cậy hơn.",
)
LIMITS = Text(
    " An estimate to inform, not a diagnosis; {caution}. The clinician decides.",
    " Đây là ước tính để tham khảo, không phải chẩn đoán; {caution}. Bác sĩ quyết định.",
)
YES_NO = {True: Text("yes", "có"), False: Text("no", "không")}


def narrate(assessment: Assessment, language: Language) -> str:
    """The whole assessment in words."""
    known = [c for c in assessment.contributions if c.value is not None]
    raised = [c for c in known if c.log_odds >= WORTH_MENTIONING]
    lowered = [c for c in known if c.log_odds <= -WORTH_MENTIONING]
    manifest = assessment.manifest
    text = frequency(assessment)[language]
    if not manifest.bands.horizon_years:
        text += IS_THERE[language]
    against = {"whom": manifest.compared_with, "figure": figure_of(manifest)}
    for template, reasons in ((RAISED, raised), (LOWERED, lowered)):
        if reasons:
            names = _reasons(reasons, language)
            text += template.format(names=names, **against)[language]
    if assessment.missing:
        unknown = listing([m.variable.name for m in assessment.missing])
        text += UNKNOWN.format(names=unknown)[language]
    if assessment.unfamiliar:
        unlike = [name for way in assessment.unfamiliar for name in way.variables]
        listed = listing(list(dict.fromkeys(unlike)))
        text += UNLIKE.format(names=listed)[language]
    return text + LIMITS.format(caution=manifest.caution)[language]


def value_text(variable: Variable, value: Value, language: Language) -> str:
    """A value as a clinician reads it, with its unit."""
    if isinstance(value, bool):
        return YES_NO[value][language]
    if isinstance(value, str):
        return next(c.label for c in variable.choices if c.code == value)[language]
    return with_unit(numeral(value, variable.decimals), variable.units[0])[language]


def natural_frequency(probability: float) -> tuple[int, int]:
    """A probability as so many of 100 people, or of 1,000 where it is small."""
    people = 100 if probability >= WHOLE_PEOPLE else 1000
    return round(probability * people), people


def frequency(assessment: Assessment) -> Text:
    """The risk that decides the band, as so many people, with its range and band."""
    count, people = natural_frequency(assessment.band_probability)
    years = assessment.manifest.bands.horizon_years
    return FREQUENCY.format(
        outcome=assessment.manifest.outcome.label,
        people=numeral(people),
        count=ABOUT.format(count=numeral(count)) if count else FEWER_THAN_ONE,
        range=_range(assessment, people),
        when=WITHIN.format(years=numeral(years)) if years else NOW,
        band=BANDS[assessment.band],
        figure=figure_of(assessment.manifest),
    )


def _range(assessment: Assessment, people: int) -> Text:
    """The ends of the interval as counts of people; nothing if it was not asked for."""
    if assessment.interval is None:
        return Text("", "")
    ends = assessment.interval.at(assessment.manifest.bands.horizon_years)
    low, high = round(ends.low * people), round(ends.high * people)
    form = BETWEEN if low else AT_MOST
    return form.format(low=numeral(low), high=numeral(max(high, 1)))


def _reasons(contributions: Sequence[Contribution], language: Language) -> str:
    strongest = sorted(contributions, key=lambda c: -abs(c.log_odds))[:MENTIONED]
    return "; ".join(
        f"{listing([c.variable.name])[language]}:"
        f" {value_text(c.variable, c.value, language)}"
        for c in strongest
        if c.value is not None
    )
