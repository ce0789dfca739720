"""What a clinical variable is: the shape of a row of the table in `variables.py`."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from service.clinical.language import Text
from service.clinical.units import Unit

Kind = Literal["quantity", "choice", "yes_no"]
Value = float | str | bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice, and the number the models see for it."""

    code: str
    number: float
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One clinical variable: its meaning, its limits and its words.

    Attributes:
        name: The name in every interface.
        kind: A quantity with a unit, a choice among codes, or yes/no.
        label: What a clinician calls it.
        loinc: LOINC codes that carry it; the unit sent decides mass or molar.
        units: Accepted units, the canonical one first; quantities only.
        low: Below this a value is a typing error, not a patient (canonical unit).
        high: Above this a value is a typing error, not a patient (canonical unit).
        choices: The codes of a choice, in the order of their numbers.
        monotone: +1 if risk can only rise with it, -1 only fall, 0 unconstrained.
        modifiable: Whether care or the patient can change it.
        derived_from: Variables it is computed from when they are known.
        derive: The formula, from those variables' canonical values in that order.
        required: Whether no patient can be read without it.
        decimals: Digits shown after the decimal sign.
    """

    name: str
    kind: Kind
    label: Text
    loinc: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[Choice, ...] = ()
    monotone: int = 0
    modifiable: bool = False
    derived_from: tuple[str, ...] = ()
    derive: Callable[..., float] | None = None
    required: bool = False
    decimals: int = 0

    @property
    def unit(self) -> str | None:
        """The canonical unit's UCUM code; None where there is no unit."""
        return self.units[0].code if self.units else None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes a choice accepts."""
        return tuple(choice.code for choice in self.choices)

    def is_plausible(self, value: float) -> bool:
        """Whether a patient can have this value (canonical unit, limits included)."""
        return self.low <= value <= self.high

    def encode(self, value: Value) -> float:
        """The number that models see: the canonical value, 0/1, or a choice's number.

        Raises:
            KeyError: `value` is not among the codes of this choice.
        """
        if self.kind == "choice":
            return {choice.code: choice.number for choice in self.choices}[str(value)]
        return float(value)

    def decode(self, number: float) -> Value:
        """The value that `encode` turned into `number`."""
        if self.kind == "choice":
            return {choice.number: choice.code for choice in self.choices}[number]
        return bool(number) if self.kind == "yes_no" else number

    def meaning(self) -> dict[str, object]:
        """What the numbers of this variable mean to a model, without its words."""
        return {
            "name": self.name,
            "kind": self.kind,
            "unit": self.unit,
            "range": [self.low, self.high] if self.units else None,
            "choices": {choice.code: choice.number for choice in self.choices},
            "monotone": self.monotone,
            "derived_from": list(self.derived_from),
        }
