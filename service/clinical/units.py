"""Units a value may come in, and the exact way to the canonical one and back.

Canonical units are those of Vietnamese laboratories. Codes are UCUM; the spelling
that people type ("mg/dl", "µmol/L", "mmHg") is recognised, a different unit is not.
Factors are molar masses rounded as laboratories print them.
"""

import math
from dataclasses import dataclass

from service.clinical.language import Text

_SYMBOLS = {
    "a": "",
    "mm[Hg]": "mmHg",
    "cm[Hg]": "cmHg",
    "kg/m2": "kg/m²",
    "umol/L": "µmol/L",
    "ukat/L": "µkat/L",
    "[in_i]": "in",
    "[lb_av]": "lb",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A UCUM unit; canonical value = value * scale + offset."""

    code: str
    scale: float = 1.0
    offset: float = 0.0

    @property
    def symbol(self) -> str:
        """What a clinician reads, where UCUM's code is a code."""
        return _SYMBOLS.get(self.code, self.code)

    def to_canonical(self, value: float) -> float:
        return value * self.scale + self.offset

    def from_canonical(self, value: float) -> float:
        return (value - self.offset) / self.scale


def to_float(number: float) -> float:
    """A JSON number as a float; an integer too large for one becomes infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


MG_PER_DL = "mg/dL"

YEARS = (Unit("a"),)
CENTIMETRES = (Unit("cm"), Unit("m", 100.0), Unit("[in_i]", 2.54))
KILOGRAMS = (Unit("kg"), Unit("[lb_av]", 0.45359237))
BODY_MASS_INDEX = (Unit("kg/m2"),)
PRESSURE = (Unit("mm[Hg]"), Unit("cm[Hg]", 10.0), Unit("kPa", 7.50062))
GLUCOSE = (Unit("mmol/L"), Unit(MG_PER_DL, 1 / 18.016))
CHOLESTEROL = (Unit("mmol/L"), Unit(MG_PER_DL, 1 / 38.67))
TRIGLYCERIDES = (Unit("mmol/L"), Unit(MG_PER_DL, 1 / 88.57))
# NGSP % = 0.09148 x IFCC mmol/mol + 2.152, the master equation of the two networks.
HBA1C = (Unit("%"), Unit("mmol/mol", 0.09148, 2.152))
ENZYME = (Unit("U/L"), Unit("ukat/L", 60.0))
CREATININE = (Unit("umol/L"), Unit(MG_PER_DL, 88.4))
URIC_ACID = (Unit("umol/L"), Unit(MG_PER_DL, 59.48), Unit("mmol/L", 1000.0))
# A bare mg/dL does not say whether urea or its nitrogen was weighed: a factor of two.
UREA = (
    Unit("mmol/L"),
    Unit("mg{urea}/dL", 1 / 6.006),
    Unit("mg{BUN}/dL", 1 / 2.801),
)

SPELLINGS = {
    "mmhg": "mm[hg]",
    "cmhg": "cm[hg]",
    "iu/l": "u/l",
    "ui/l": "u/l",
    "in": "[in_i]",
    "lb": "[lb_av]",
    "years": "a",
    "year": "a",
    "kg/m^2": "kg/m2",
    "kg/m²": "kg/m2",
    "mg/100ml": "mg/dl",
    "mg%": "mg/dl",
    "%{ngsp}": "%",
}


def _normalised(text: str) -> str:
    """Fold case, spaces and the two Unicode micro signs; UCUM's annotations stay."""
    folded = "".join(text.split()).lower().replace("\u00b5", "u").replace("\u03bc", "u")
    return SPELLINGS.get(folded, folded)


def with_unit(number: Text, unit: Unit) -> Text:
    """A number and its unit as a clinician reads them; years need no word."""
    return Text(
        f"{number.en} {unit.symbol}".strip(), f"{number.vi} {unit.symbol}".strip()
    )


def find_unit(units: tuple[Unit, ...], text: str) -> Unit | None:
    """The unit among `units` that `text` spells, or None."""
    wanted = _normalised(text)
    return next((unit for unit in units if unit.code.lower() == wanted), None)
