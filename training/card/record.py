"""The card as data: every figure of the run that made the bundle, and every word.

The page, the XML, the plots and the project's guides are written from it alone, so
that no two of them can disagree.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import msgspec

from training.card.contribution import Contribution
from training.card.conventions import CONVENTIONS
from training.card.facts import Facts
from training.card.people import Data
from training.card.sections import LearntCurve, Recalibration, Transfer
from training.figures import Coverage, SubsetFigures
from training.recipe import Recipe
from training.time_offset import TimeExponent

__all__ = ["Card", "Data", "read_card"]

_DIGITS = 6
_BY_SUBSET = ("home", "abroad", "target", "confirmed", "kin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a reader of a model card looks for.

    Attributes:
        time: The exponents of the tiers; none where the outcome is the present state.
        shrinkage: (intercept, slope) of each tier, by which log-odds are drawn together.
        home: By subset of the inputs, the fullest first.
        abroad: The same of the external cohort; empty if there is none.
        greatest_difference: Between the compiled graph and the booster.
        compared_rows: Rows on which they were compared.
        packages: Versions that made the bundle.
        interval_level: The share that the interval of a patient's risk should hold.
        added_sd: Spread of the log-odds between centres beyond what the replicates
            show, by tier.
        recalibration: On local outcomes; None in a bundle that was trained.
        learnt: Curves of inputs that the training people lack.
        contributions: Of a sample of the training people, the strongest first.
        target: By subset, the people for whom the bundle is made where they are others
            than the training people, each scored by what was fitted on the others.
        target_group: Who they are, such as "malaysia"; empty where there are none.
        target_data: Their cohort.
        confirmed: As `target`, against the outcome by every test.
        kin: As `target`, of the training people of the target's ancestry.
        transfer: How the model was moved to the target; None where it was not.
    """

    name: str
    version: str
    outcome: str
    inputs: tuple[str, ...]
    horizons_years: tuple[float, ...]
    training: Data
    external: Data | None
    recipe: Recipe
    seed: int
    time: tuple[TimeExponent, ...]
    shrinkage: tuple[tuple[float, float], ...]
    home: Mapping[str, SubsetFigures]
    abroad: Mapping[str, SubsetFigures]
    coverage: tuple[Coverage, ...]
    greatest_difference: float
    compared_rows: int
    packages: Mapping[str, str]
    interval_level: float
    added_sd: Mapping[str, float]
    facts: Facts
    recalibration: Recalibration | None
    learnt: tuple[LearntCurve, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    target: Mapping[str, SubsetFigures] = field(default_factory=dict)
    target_group: str = ""
    target_data: Data | None = None
    confirmed: Mapping[str, SubsetFigures] = field(default_factory=dict)
    kin: Mapping[str, SubsetFigures] = field(default_factory=dict)
    transfer: Transfer | None = None

    @property
    def timed(self) -> bool:
        """Whether the outcome comes later; otherwise it is the present state."""
        return bool(self.time)

    def to_json(self) -> dict[str, object]:
        """The content of `card.json`; subsets are a list, to keep their order."""
        content: dict[str, object] = {**asdict(self), "conventions": dict(CONVENTIONS)}
        for name in _BY_SUBSET:
            content[name] = [asdict(one) for one in getattr(self, name).values()]
        return {name: _rounded(value) for name, value in content.items()}


def read_card(content: bytes) -> Card:
    """The card that `card.json` holds.

    Raises:
        msgspec.ValidationError: It is not the JSON of a card.
    """
    found = msgspec.json.decode(content, type=dict[str, object])
    for name in _BY_SUBSET:
        rows = msgspec.convert(found.get(name, []), list[SubsetFigures])
        found[name] = {row.subset: asdict(row) for row in rows}
    return msgspec.convert(found, Card)


def _rounded(value: object) -> object:
    if isinstance(value, float):
        rounded = float(f"{value:.{_DIGITS}g}")
        # 3 and 3.0 are one number: read back and written again it is the same byte.
        return int(rounded) if rounded.is_integer() else rounded
    if isinstance(value, Mapping):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_rounded(part) for part in value]
    return value
