"""Requests drawn at random, with a weight on where an answer turns.

Values are usual, at an edge (a criterion in either unit, a step of a published score, an
end of what training saw or of what is plausible) or anywhere plausible; any may be absent.
"""

import json
import random
from collections.abc import Iterator, Mapping

from service.clinical.conclusion import RAISED_RANDOM_GLUCOSE, UPPER_PREDIABETES
from service.clinical.eligibility import ADULT_AGE, DIAGNOSTIC_CRITERIA
from service.clinical.glycaemia import PREDIABETES
from service.clinical.problems import OF_WOMEN_ALONE
from service.clinical.reading import NEARNESS
from service.clinical.reference_scores import REFERENCE_SCORES
from service.clinical.scores.items import AnySign, Depending, Item, Steps
from service.clinical.units import Unit
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.engine.bundle import Bundle
from service.engine.unused import VERY_OLD

# Otherwise most would be refused, or not assessed, for one of these alone.
RARE = {"known_diabetes": 0.03, "pregnant": 0.05}
HARDLY = 0.05
USUAL = {"age": (18, 90), "height": (145, 185), "weight": (40, 100)}
Patient = dict[str, object]


class Drawn:
    """Draws patients; the same seed draws the same."""

    def __init__(self, bundles: Mapping[str, Bundle], seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 no secret
        self._bundles = bundles
        self._edges: dict[str, set[float]] = {name: set() for name in VARIABLES}
        for variable, edge in _edges(bundles):
            self._edges[variable].add(edge)

    def patient(self) -> Patient:
        """A patient who may be refused, not assessed, or assessed."""
        often = self._random.choice((0.15, 0.5, 0.85, 1.0))
        names = [name for name in VARIABLES if self._random.random() < often]
        self._random.shuffle(names)
        patient = {name: self._value(VARIABLES[name]) for name in names}
        for name, variable in VARIABLES.items():
            if variable.required and self._random.random() < 0.98:
                patient.setdefault(name, self._value(variable))
        for name, share in RARE.items():
            if patient.get(name) and self._random.random() > share:
                patient[name] = False
        if self._random.random() > HARDLY:
            self._agree(patient)
        return patient

    def _agree(self, patient: Patient) -> None:
        """Drop what cannot be true together, or is apt not to be."""
        if patient.get("sex") == "male":
            for name in OF_WOMEN_ALONE:
                patient.pop(name, None)
        dropped = {
            "systolic_bp": "diastolic_bp",
            "family_history_diabetes": "diabetic_relatives",
        }
        for kept, other in dropped.items():
            if kept in patient and self._random.random() > HARDLY:
                patient.pop(self._random.choice((kept, other)), None)

    def _value(self, variable: Variable) -> object:
        if variable.kind == "choice":
            return self._random.choice(variable.codes)
        if variable.kind == "yes_no":
            return self._random.random() < 0.3
        unit = self._random.choice(variable.units)
        number = self._number(variable, unit)
        while not (
            variable.is_plausible(unit.to_canonical(number))
            or self._random.random() < HARDLY
        ):
            number = self._number(variable, unit)
        if unit == variable.units[0] and self._random.random() < 0.5:
            return number
        spelled = self._random.choice((unit.code, unit.symbol or unit.code))
        return {"value": number, "unit": spelled}

    def _number(self, variable: Variable, unit: Unit) -> float:
        low, high = self._usual(variable)
        kind = self._random.random()
        if kind < 0.08:
            edge = self._random.choice(sorted(self._edges[variable.name]))
            # Thresholds are printed in each unit: one of these is theirs.
            converted = unit.from_canonical(edge)
            nudge = self._random.choice((0, 0, 0, 1e-9, -1e-9))
            return self._random.choice((converted, round(converted, 1))) + nudge
        if kind < 0.1:
            low, high = variable.low, variable.high
        number = unit.from_canonical(self._random.uniform(low, high))
        return round(number, self._random.choice((0, 1, 2, 4)))

    def _usual(self, variable: Variable) -> tuple[float, float]:
        """From the 10th percentile to the 90th in training, and as much again."""
        for bundle in self._bundles.values():
            typical = bundle.manifest.typical_values.get(variable.name)
            if typical is not None:
                margin = (typical.high - typical.low) / 2
                low, high = typical.low - margin, typical.high + margin
                return max(low, variable.low), min(high, variable.high)
        for criterion in DIAGNOSTIC_CRITERIA:
            if criterion.variable == variable.name:
                unit = variable.units[0].code
                return variable.low, criterion.at_least[unit] * 1.02
        return USUAL.get(variable.name, (variable.low, variable.high))


def _edges(bundles: Mapping[str, Bundle]) -> Iterator[tuple[str, float]]:
    """Variables and canonical values at which something is said or decided anew."""
    yield from _of_values()
    yield from _of_scores()
    yield from _of_training(bundles)


def _of_values() -> Iterator[tuple[str, float]]:
    for variable in VARIABLES.values():
        if variable.kind == "quantity":
            low, high = variable.low, variable.high
            for edge in (low, low * (1 + NEARNESS), high * (1 - NEARNESS), high):
                yield variable.name, edge
    for criterion in (
        *DIAGNOSTIC_CRITERIA,
        *PREDIABETES,
        *UPPER_PREDIABETES,
        *RAISED_RANDOM_GLUCOSE,
    ):
        for unit in VARIABLES[criterion.variable].units:
            yield (
                criterion.variable,
                unit.to_canonical(criterion.at_least[unit.code]),
            )
    yield from (("age", ADULT_AGE), ("age", VERY_OLD))


def _of_scores() -> Iterator[tuple[str, float]]:
    for score in REFERENCE_SCORES.values():
        yield "age", score.ages.start
        yield "age", (score.ages.end or score.ages.start) + 1
        for item in score.items:
            yield from _steps(item)


def _of_training(bundles: Mapping[str, Bundle]) -> Iterator[tuple[str, float]]:
    for bundle in bundles.values():
        kept = json.loads(bundle.documents["reference.json"])["familiarity"]
        for name, ends in kept["ranges"].items():
            yield from ((name, ends["low"]), (name, ends["high"]))
        for group in bundle.peers.groups if bundle.peers else ():
            yield "age", group.age_to + 1


def _steps(item: Item) -> Iterator[tuple[str, float]]:
    match item:
        case Steps():
            for step in item.steps:
                yield item.variable, step.start
        case Depending():
            for one in item.items.values():
                yield from _steps(one)
        case AnySign():
            for sign in item.signs:
                if sign.at_least is not None:
                    yield sign.variable, sign.at_least
