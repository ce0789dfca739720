"""A patient as the models may see one: validated values, and what is not known.

Nothing is imputed here: a value that was not measured stays missing.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.clinical.language import Text
from service.clinical.units import Unit
from service.clinical.variable import Value, Variable


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value was refused; `pointer` is a JSON pointer into the patient."""

    pointer: str
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Notice:
    """Something done to a value, or odd about it, that the sender should see.

    `bundle` is the one it concerns; None: whatever is asked about the patient.
    """

    variable: str
    code: str
    text: Text
    bundle: str | None = None


class InvalidPatientError(Exception):
    """The patient cannot be read; `problems` has every reason, not the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{p.pointer} {p.code}" for p in self.problems))


@dataclass(frozen=True, slots=True)
class Measurement:
    """One known value in its canonical unit, and as it was sent.

    Thresholds of guidelines are printed in each unit (7.0 mmol/L, 126 mg/dL), so the
    value as sent decides whether one is reached: 126 mg/dL converts to 6.994 mmol/L.
    """

    variable: Variable
    value: Value
    sent: float | None = None
    sent_unit: Unit | None = None

    @property
    def number(self) -> float:
        """The number that models see."""
        return self.variable.encode(self.value)


@dataclass(frozen=True, slots=True)
class Patient:
    """Measurements by variable name, with the notices their reading gave."""

    measurements: Mapping[str, Measurement]
    notices: tuple[Notice, ...] = ()

    def value(self, name: str) -> Value | None:
        """The canonical value of a variable, None if it is not known."""
        measurement = self.measurements.get(name)
        return None if measurement is None else measurement.value

    def vector(self, names: Iterable[str]) -> list[float]:
        """The model's row: one number for each name in order, NaN where not known."""
        known = self.measurements
        return [known[name].number if name in known else math.nan for name in names]

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Which of these variables are not known, in order."""
        return tuple(name for name in names if name not in self.measurements)
