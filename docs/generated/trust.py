"""How far to trust a score, for clinicians: pairs of people, and cases per hundred."""

from docs.generated.card import cards, outcome
from docs.generated.markdown import table
from docs.generated.performance import YEARS, at_years, with_interval
from service.clinical.language import Language, Text
from training.card.markdown import times
from training.card.record import Card
from training.card.words import CENTRES
from training.figures import Estimate, SubsetFigures

KNOWN = {
    "all inputs": Text("all inputs", "đủ các chỉ số"),
    "no glucose": Text("no glucose", "không có đường huyết"),
    "no laboratory values": Text("no laboratory values", "không có xét nghiệm"),
    "no history of high glucose": Text(
        "not asked about high glucose", "không rõ tiền sử đường huyết cao"
    ),
    "neither": Text("neither of these", "không có cả hai"),
    "age, sex and BMI only": Text("age, sex and BMI only", "chỉ có tuổi, giới và BMI"),
}
PLACES = {
    "incident-diabetes": Text("China", "Trung Quốc"),
    "undiagnosed-diabetes": Text("the United States", "Hoa Kỳ"),
}
JAPAN = Text("Japan", "Nhật Bản")
MADE_FOR = {
    "malaysia": Text("Malaysia", "Malaysia"),
}

_PAIRS = Text("{pairs} of 100 pairs in {place}", "{pairs} trên 100 cặp ở {place}")
_KNOWN = Text("What is known", "Dữ liệu có được")
_ALL = Text("{place}, all (95 %)", "{place}, chung (khoảng tin cậy 95 %)")
_ALL_BEFORE = Text(
    "{place}, all, before the transfer (95 %)",
    "{place}, chung, trước khi điều chỉnh (khoảng tin cậy 95 %)",
)
_CENTRES = Text(
    "{place}, lowest to highest centre or cycle",
    "{place}, trung tâm hoặc chu kỳ thấp nhất đến cao nhất",
)
_ABROAD = Text(
    f"{{place}}, at {YEARS} years (95 %)",
    f"{{place}}, {YEARS} năm (khoảng tin cậy 95 %)",
)
_TARGET = Text("{place} (95 %)", "{place} (khoảng tin cậy 95 %)")
_NOT_THERE = Text("not asked there", "không hỏi ở đó")
_TO = Text("{low} to {high}", "{low} đến {high}")


def ranking(language: Language) -> str:
    """How often the one of two people who is or falls ill had the higher risk."""
    return "\n\n".join(
        "\n".join(
            (
                f"{outcome(name)[language]}:",
                "",
                *(
                    f"- {KNOWN[subset][language]}: "
                    + ", ".join(_pairs(name, card, subset, language))
                    for subset in card.home
                ),
            )
        )
        for name, card in cards().items()
    )


def _pairs(name: str, card: Card, subset: str, language: Language) -> list[str]:
    home = card.home[subset].ranking
    found = []
    if subset in card.target and (made := card.target[subset].ranking):
        found.append((MADE_FOR[card.target_group], made.auc))
    if home:
        found.append((PLACES[name], home.auc))
    if card.external and (abroad := card.abroad[subset].c_index):
        found.append((JAPAN, abroad))
    return [
        _PAIRS.format(pairs=round(auc.value * 100), place=place)[language]
        for place, auc in found
    ]


def observed(language: Language) -> str:
    """How many were ill for every 100 that were predicted to be."""
    return "\n\n".join(
        f"{outcome(name)[language]}:\n\n{_observed(name, card, language)}"
        for name, card in cards().items()
    )


def _observed(name: str, card: Card, language: Language) -> str:
    place = PLACES[name]
    header = [_KNOWN]
    if card.target:
        header.append(_TARGET.format(place=MADE_FOR[card.target_group]))
    everybody = _ALL_BEFORE if card.target else _ALL
    header += [everybody.format(place=place), _CENTRES.format(place=place)]
    if card.external:
        header.append(_ABROAD.format(place=JAPAN))
    rows = []
    for subset, row in card.home.items():
        cells = [KNOWN[subset]]
        if card.target:
            made = card.target.get(subset)
            cells.append(
                _hundredfold(made.calibration.observed_expected) if made else _NOT_THERE
            )
        cells += [
            _hundredfold(row.calibration.observed_expected),
            _between_centres(row),
        ]
        if card.external:
            abroad = at_years(card.abroad[subset]).observed_expected
            cells.append(_hundredfold(abroad))
        rows.append([cell[language] for cell in cells])
    return table([text[language] for text in header], rows)


def _hundredfold(estimate: Estimate) -> Text:
    english = with_interval(times(estimate, 100), 0)
    return Text(english, english.replace(" to ", " đến "))


def _between_centres(row: SubsetFigures) -> Text:
    gap = next(
        gap
        for gap in row.fairness
        if gap.dimension in CENTRES and gap.metric == "observed_expected"
    )
    return _TO.format(low=round(gap.lowest * 100), high=round(gap.highest * 100))
