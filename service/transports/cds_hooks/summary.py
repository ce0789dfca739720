"""A card in one sentence of fewer than 140 characters: what to do next, then the risk.

A risk is told as a natural frequency, which clinicians and patients read more surely
than a percentage.
"""

from collections.abc import Mapping, Sequence

from service.clinical.bands import BANDS
from service.clinical.conclusion import BandedRisk, Conclusion
from service.clinical.criteria import Comparison
from service.clinical.language import Language, Text, numeral
from service.clinical.variables import VARIABLES, listing
from service.engine.narrative import natural_frequency

MAX_CHARACTERS = 139  # CDS Hooks 2.0, card attributes: fewer than 140

_LATER = Text(
    " Diabetes within {years} years: {count} of {people} people like this ({band} risk).",
    " Nguy cơ mắc bệnh trong {years} năm tới: {count}/{people} người ({band}).",
)
_NOW = Text(
    " Diabetes now, undiagnosed: {count} of {people} people like this ({band} chance).",
    " Khả năng hiện đã mắc đái tháo đường: {count}/{people} người ({band}).",
)
_ABOUT = Text("about {count}", "khoảng {count}")
_FEWER_THAN_ONE = Text("fewer than 1", "chưa đến 1")
_TO_DO: Mapping[str, Text] = {
    "measure_glucose": Text(
        "Glucose status not known: measure it.",
        "Chưa rõ đường huyết, cần xét nghiệm.",
    ),
    "test_now_and_intervene": Text(
        "Do a second glucose test soon.", "Cần sớm làm thêm một xét nghiệm đường huyết."
    ),
    "prediabetes_care": Text(
        "Prediabetes: lifestyle change, yearly test.",
        "Tiền đái tháo đường: can thiệp lối sống, xét nghiệm hằng năm.",
    ),
    "intensive_prediabetes_care": Text(
        "Prediabetes: intensive care, test in 3 to 6 months.",
        "Tiền đái tháo đường: can thiệp tích cực, xét nghiệm sau 3-6 tháng.",
    ),
    "rescreen_yearly": Text(
        "The yearly glucose test is due.", "Đến hạn xét nghiệm đường huyết hằng năm."
    ),
}
_TO_CHECK = Text(
    "A result in the record should be checked.", "Hồ sơ có kết quả cần kiểm tra lại."
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
_REPEAT = Text(
    "{value} reaches a diagnostic criterion, {others} not: repeat the abnormal test.",
    "{value} đạt tiêu chuẩn chẩn đoán, {others} thì không: làm lại xét nghiệm bất"
    " thường.",
)
_REPEAT_SHORT = Text(
    "{value} reaches a diagnostic criterion, another test does not: repeat it.",
    "{value} đạt tiêu chuẩn chẩn đoán, xét nghiệm khác thì không: làm lại.",
)


def summarise(
    conclusion: Conclusion, language: Language, *, to_check: bool = False
) -> str:
    """The conclusion in one sentence, shortened where words are too long.

    Args:
        conclusion: About the patient.
        language: The reader's.
        to_check: Whether a result to look at is all there is to do.
    """
    if reached := diagnostic_values(conclusion):
        wordings = _reached(conclusion, reached)
    else:
        to_do = _TO_CHECK if to_check else _to_do(conclusion)
        wordings = (*_with_risk(to_do, conclusion.risk), to_do)
    return _shortest_fitting(*wordings, language=language)


def diagnostic_values(conclusion: Conclusion) -> tuple[Comparison, ...]:
    """The values that reach a diagnostic criterion."""
    tests = conclusion.status.tests
    return tuple(one.compared for one in tests if one.code == "diabetes_range")


def criterion_text(met: Comparison) -> Text:
    """A value that reached a criterion, in the unit sent."""
    return VARIABLES[met.variable].label + Text(" ", " ") + met.value_text


def _to_do(conclusion: Conclusion) -> Text:
    label = conclusion.status.label
    return _TO_DO.get(conclusion.next_step.code, label + Text(".", "."))


def _with_risk(to_do: Text, risk: BandedRisk | None) -> Sequence[Text]:
    if risk is None:
        return ()
    count, people = natural_frequency(risk.probability)
    said = (_LATER if risk.horizon_years else _NOW).format(
        years=numeral(risk.horizon_years),
        count=_ABOUT.format(count=numeral(count)) if count else _FEWER_THAN_ONE,
        people=numeral(people),
        band=BANDS[risk.band],
    )
    return (to_do + said,)


def _reached(
    conclusion: Conclusion, reached: tuple[Comparison, ...]
) -> tuple[Text, ...]:
    count = len(reached)
    if conclusion.next_step.code == "repeat_abnormal_test":
        value = criterion_text(reached[0])
        tests = conclusion.status.tests
        below = [one.variable for one in tests if one.code != "diabetes_range"]
        return (
            _REPEAT.format(value=value, others=listing(below)),
            _REPEAT_SHORT.format(value=value),
        )
    if count == 1:
        return (_ONE_REACHED.format(value=criterion_text(reached[0])),)
    names = listing([met.variable for met in reached])
    return (
        _SEVERAL_REACHED.format(count=count, names=names),
        _SEVERAL_UNNAMED.format(count=count),
    )


def _shortest_fitting(*wordings: Text, language: Language) -> str:
    """The first wording that fits; the last always does."""
    texts = [wording[language] for wording in wordings]
    return next(t for t in texts if len(t) <= MAX_CHARACTERS)
