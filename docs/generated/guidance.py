"""Bands and advice in both languages: where they end, and which applies when."""

from docs.generated.card import cards, manifest, outcome
from docs.generated.codes import ADULT
from docs.generated.markdown import table
from service.clinical.bands import ADVICE_CODES, BANDS, Level, advise
from service.clinical.language import Language, Text, numeral
from service.clinical.reading import read_patient

GLUCOSE = {
    Text("No glucose test known", "Chưa có xét nghiệm đường huyết"): {},
    Text("Glucose below prediabetes", "Đường huyết bình thường"): {
        "fasting_glucose": 5.0
    },
    Text("A value in the prediabetes range", "Có chỉ số tiền đái tháo đường"): {
        "fasting_glucose": 6.0
    },
}
_CODE_AND_TEXT = Text("Code | Advice", "Mã | Lời khuyên")


def _advice() -> dict[str, Text]:
    """The words of each advice code, asked of the rule for every situation."""
    said = [
        advise(band, read_patient(ADULT | glucose))
        for band in BANDS
        for glucose in GLUCOSE.values()
    ]
    texts = {advice.code: advice.text for advice in said}
    return {code: texts[code] for code in ADVICE_CODES}


def advice_codes() -> str:
    """Every advice code with its words in both languages."""
    rows = [(f"`{code}`", text.en, text.vi) for code, text in _advice().items()]
    return table(("Code", "English", "Tiếng Việt"), rows)


def advice(language: Language) -> str:
    """Every advice code with its words, and a table of when each is given."""
    words = [(f"`{code}`", text[language]) for code, text in _advice().items()]
    when = [
        (
            BANDS[band][language],
            *(
                f"`{advise(band, read_patient(ADULT | glucose)).code}`"
                for glucose in GLUCOSE.values()
            ),
        )
        for band in BANDS
    ]
    known = [text[language] for text in GLUCOSE]
    band = Text("Band", "Mức")[language]
    return "\n\n".join(
        (
            table(_CODE_AND_TEXT[language].split(" | "), words),
            table((band, *known), when),
        )
    )


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
