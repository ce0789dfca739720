"""Statuses, steps and bands in both languages: what they say, and which applies when."""

from docs.generated.card import cards, manifest, outcome
from docs.generated.codes import ADULT
from docs.generated.markdown import table
from service.clinical.advice import ADVICE, Advice
from service.clinical.bands import BANDS, Level
from service.clinical.conclusion import BandedRisk, conclude
from service.clinical.glycaemia import STATUS
from service.clinical.language import Language, Text, numeral
from service.clinical.reading import read_patient

GLUCOSE = {
    Text("No test known", "Chưa có xét nghiệm"): {},
    Text("One normal test", "Một xét nghiệm bình thường"): {"fasting_glucose": 5.0},
    Text("Two normal tests", "Hai xét nghiệm bình thường"): {
        "fasting_glucose": 5.0,
        "hba1c": 5.2,
    },
    Text("Prediabetes", "Tiền đái tháo đường"): {"fasting_glucose": 5.8},
}
_CODE_AND_TEXT = Text("Code | Within | Next step", "Mã | Trong vòng | Bước tiếp theo")
_STATUS = Text("Code | Glycaemic status", "Mã | Tình trạng đường huyết")
_DAYS = Text("{days} days", "{days} ngày")
_SAME_DAY = Text("the same day", "trong ngày")
_NO_DATE = Text("", "")


def advice_codes() -> str:
    """Every advice code with its words in both languages."""
    rows = [(f"`{one.code}`", one.text.en, one.text.vi) for one in ADVICE]
    return table(("Code", "English", "Tiếng Việt"), rows)


def statuses() -> str:
    """Every glycaemic status with its words in both languages."""
    rows = [
        (f"`{code}`", _named(label)["en"], _named(label)["vi"])
        for code, label in STATUS.items()
    ]
    return table(("Code", "English", "Tiếng Việt"), rows)


def status(language: Language) -> str:
    """Every glycaemic status with its words."""
    rows = [(f"`{code}`", _named(label)[language]) for code, label in STATUS.items()]
    return table(_STATUS[language].split(" | "), rows)


def advice(language: Language) -> str:
    """Every step with its words, and a table of when each is advised."""
    words = [
        (f"`{one.code}`", _within(one)[language], one.text[language]) for one in ADVICE
    ]
    when = [
        (
            label[language],
            *(f"`{_advised(band, glucose)}`" for glucose in GLUCOSE.values()),
        )
        for band, label in BANDS.items()
    ]
    known = [text[language] for text in GLUCOSE]
    band = Text("Band", "Mức")[language]
    return "\n\n".join(
        (
            table(_CODE_AND_TEXT[language].split(" | "), words),
            table((band, *known), when),
        )
    )


def _named(label: Text) -> Text:
    return label.format(names="…")


def _within(step: Advice) -> Text:
    if step.within_days is None:
        return _NO_DATE
    days = step.within_days
    return _DAYS.format(days=numeral(days)) if days else _SAME_DAY


def _advised(band: str, glucose: dict[str, float]) -> str:
    risk = BandedRisk(bundle="", horizon_years=5, probability=0, band=band)
    return conclude(read_patient(ADULT | glucose), [risk]).next_step.code


def bands(language: Language) -> str:
    """Where each committed bundle's bands end, and who says so."""
    return "\n\n".join(
        f"{outcome(name)[language]} (`{name}`):\n\n{_bands(name, language)}"
        for name in cards()
    )


def _bands(bundle: str, language: Language) -> str:
    own = manifest(bundle)["bands"]
    levels = [Level(**level) for level in own["levels"]]
    starts = [0.0, *(level.below for level in levels if level.below is not None)]
    asked = Text("Chance now", "Khả năng hiện nay")
    if own["horizon_years"]:
        asked = Text("Risk within {years} years", "Nguy cơ trong {years} năm").format(
            years=numeral(own["horizon_years"])
        )
    header = (Text("Band", "Mức"), Text("Code", "Mã"), asked)
    rows = [
        (
            BANDS[level.code][language],
            f"`{level.code}`",
            _span(start, level.below)[language],
        )
        for start, level in zip(starts, levels, strict=True)
    ]
    source = Text(**own["source"])[language]
    return f"{table([text[language] for text in header], rows)}\n\n{source}"


def _span(start: float, below: float | None) -> Text:
    if below is None:
        form = Text("{low} % or more", "từ {low} % trở lên")
    elif start:
        form = Text("{low} % to below {high} %", "từ {low} % đến dưới {high} %")
    else:
        form = Text("below {high} %", "dưới {high} %")
    return form.format(low=numeral(start * 100), high=numeral((below or 1) * 100))
