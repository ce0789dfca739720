"""Thresholds as guidelines print them, in each unit.

126 mg/dL is a criterion although it converts to 6.994 mmol/L, so a value is compared
in the unit it was sent in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.clinical.language import Text, numeral
from service.clinical.patient import Patient
from service.clinical.units import with_unit
from service.clinical.variables import VARIABLES


@dataclass(frozen=True, slots=True)
class Criterion:
    """A variable and the value at which a guideline begins to count it, by unit."""

    variable: str
    at_least: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value beside a criterion's threshold, both in the unit sent."""

    variable: str
    value: float
    unit: str
    threshold: float

    @property
    def reached(self) -> bool:
        """Whether the value meets the criterion."""
        return self.value >= self.threshold

    @property
    def value_text(self) -> Text:
        """The value with its unit, as a clinician reads them."""
        return self._in_unit(self.value)

    @property
    def threshold_text(self) -> Text:
        """The threshold in the value's unit."""
        return self._in_unit(self.threshold)

    def _in_unit(self, number: float) -> Text:
        units = VARIABLES[self.variable].units
        unit = next(unit for unit in units if unit.code == self.unit)
        return with_unit(numeral(number), unit)


def compare(criterion: Criterion, patient: Patient) -> Comparison | None:
    """This patient's value beside the criterion's threshold; None if not known."""
    measurement = patient.measurements.get(criterion.variable)
    if measurement is None:
        return None
    unit = (measurement.sent_unit or measurement.variable.units[0]).code
    sent = measurement.number if measurement.sent is None else measurement.sent
    return Comparison(criterion.variable, sent, unit, criterion.at_least[unit])


def criteria_met(
    criteria: Iterable[Criterion], patient: Patient
) -> tuple[Comparison, ...]:
    """The criteria that this patient's known values reach, in their order."""
    compared = (compare(criterion, patient) for criterion in criteria)
    return tuple(one for one in compared if one is not None and one.reached)
