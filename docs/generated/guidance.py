"""Bands and advice in both languages: where they end, and which applies when."""

from docs.generated.codes import ADULT
from docs.generated.live import bundle
from docs.generated.markdown import table
from service.clinical.bands import ADVICE_CODES, BANDS, advise
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
    """Where the committed bundle's bands end, and who says so."""
    own = bundle().manifest.bands
    starts = [0.0, *(level.below for level in own.levels if level.below is not None)]
    years = numeral(own.horizon_years)[language]
    header = Text(
        f"Band | Code | Risk within {years} years",
        f"Mức | Mã | Nguy cơ trong {years} năm",
    )
    rows = [
        (
            BANDS[level.code][language],
            f"`{level.code}`",
            _span(start, level.below)[language],
        )
        for start, level in zip(starts, own.levels, strict=True)
    ]
    return f"{table(header[language].split(' | '), rows)}\n\n{own.source[language]}"


def _span(start: float, below: float | None) -> Text:
    if below is None:
        form = Text("{low} % or more", "từ {low} % trở lên")
    elif start:
        form = Text("{low} % to below {high} %", "từ {low} % đến dưới {high} %")
    else:
        form = Text("below {high} %", "dưới {high} %")
    return form.format(low=numeral(start * 100), high=numeral((below or 1) * 100))
