"""A card in one sentence of fewer than 140 characters.

A risk is told as a natural frequency, which clinicians and patients read more surely
than a percentage, and with it what there is to do.
"""

from collections.abc import Mapping

from service.clinical.bands import BANDS
from service.clinical.criteria import CriterionMet
from service.clinical.language import Language, Text, numeral
from service.clinical.variables import VARIABLES, listing
from service.engine.assessment import Answer, Assessment, NotAssessed
from service.engine.interval import figure_of
from service.engine.narrative import natural_frequency

MAX_CHARACTERS = 139  # CDS Hooks 2.0, card attributes: fewer than 140

_RISK = Text(
    "{outcome}: {count} of {people} people like this{when} ({band} {figure}).",
    "{outcome}: {count}/{people} người tương tự{when} (mức {band}).",
)
_ABOUT = Text("about {count}", "khoảng {count}")
_FEWER_THAN_ONE = Text("fewer than 1", "chưa đến 1")
_WITHIN = Text(" within {years} years", " trong {years} năm tới")
_NOW = Text("", "")
_TO_DO: Mapping[str, Text] = {
    "measure_glucose": Text(" Measure glucose.", " Cần xét nghiệm đường huyết."),
    "test_now_and_intervene": Text(
        " Confirm glucose status soon.", " Sớm xác định tình trạng đường huyết."
    ),
    "prediabetes_care": Text(
        " Values in the prediabetes range.", " Có chỉ số tiền đái tháo đường."
    ),
    "rescreen_yearly": Text(
        " The yearly glucose test is due.", " Đến hạn xét nghiệm đường huyết."
    ),
}
_TO_CHECK = Text(
    " A result in the record should be checked.", " Có kết quả cần kiểm tra lại."
)
_ONE_REACHED = Text(
    "{value} reaches a diagnostic criterion; the record has no diagnosis of diabetes.",
    "{value} đạt tiêu chuẩn chẩn đoán đái tháo đường; hồ sơ chưa ghi chẩn đoán.",
)
_SEVERAL_REACHED = Text(
    "{count} values reach diagnostic criteria ({names}); the record has no diagnosis of"
    " diabetes.",
    "{count} chỉ số đạt tiêu chuẩn chẩn đoán đái tháo đường ({names}); hồ sơ chưa ghi"
    " chẩn đoán.",
)
_SEVERAL_UNNAMED = Text(
    "{count} values reach diagnostic criteria; the record has no diagnosis of diabetes.",
    "{count} chỉ số đạt tiêu chuẩn chẩn đoán đái tháo đường; hồ sơ chưa ghi chẩn đoán.",
)


def summarise(answer: Answer, language: Language, *, to_check: bool = False) -> str:
    """The answer in one sentence, shortened if a bundle's words are too long.

    Args:
        answer: What the card is about.
        language: The reader's.
        to_check: Whether a result to look at is all there is to do.
    """
    if isinstance(answer, NotAssessed):
        return _shortest_fitting(*_reached(answer.reason.criteria), language=language)
    risk = _risk(answer)
    to_do = _TO_CHECK if to_check else _TO_DO.get(answer.advice.code, Text("", ""))
    return _shortest_fitting(risk + to_do, risk, language=language)


def criterion_text(met: CriterionMet) -> Text:
    """A value that reached a criterion, in the unit sent."""
    return VARIABLES[met.variable].label + Text(" ", " ") + met.value_text


def _risk(assessment: Assessment) -> Text:
    count, people = natural_frequency(assessment.band_probability)
    manifest = assessment.manifest
    years = manifest.bands.horizon_years
    return _RISK.format(
        outcome=manifest.outcome.label,
        count=_ABOUT.format(count=numeral(count)) if count else _FEWER_THAN_ONE,
        people=numeral(people),
        when=_WITHIN.format(years=numeral(years)) if years else _NOW,
        band=BANDS[assessment.band],
        figure=figure_of(manifest),
    )


def _reached(criteria: tuple[CriterionMet, ...]) -> tuple[Text, ...]:
    if len(criteria) == 1:
        return (_ONE_REACHED.format(value=criterion_text(criteria[0])),)
    count = len(criteria)
    names = listing([met.variable for met in criteria])
    return (
        _SEVERAL_REACHED.format(count=count, names=names),
        _SEVERAL_UNNAMED.format(count=count),
    )


def _shortest_fitting(*wordings: Text, language: Language) -> str:
    """The first wording that fits, else the last one cut."""
    texts = [wording[language] for wording in wordings]
    fitting = [text for text in texts if len(text) <= MAX_CHARACTERS]
    return fitting[0] if fitting else texts[-1][: MAX_CHARACTERS - 1] + "…"
