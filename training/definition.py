"""What makes a bundle that bundle; everything else is the same for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.clinical.bands import Level
from service.clinical.language import Text
from training.card.facts import Facts
from training.curve_spec import CurveSpec
from training.missingness import Gaps
from training.transfer_spec import TransferSpec

NOW = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """How much is known of a person, for recalibration.

    Attributes:
        code: Such as "with_glucose".
        any_of: A person is in the first tier of which an input is known; the last
            tier names none and takes the rest.
    """

    code: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Outcome, inputs, horizons, bands and words of a bundle.

    Attributes:
        name: The bundle's.
        outcome_code: Of the outcome, for machines.
        outcome: What the probability is the probability of.
        answered_by: Measurements that answer the question better than a score.
        inputs: In model order.
        horizons_years: Those answered; `NOW` alone for the present state.
        bands_horizon_years: The horizon that decides the band.
        bands: Where they end.
        bands_source: Who says so.
        population: The people trained on.
        caution: A clause of every narrative: where it has not been validated.
        compared_with: Whose average the contributions are relative to.
        calibrated_for: Codes of the ancestry that the level is right for; none where
            it is that of everybody trained on.
        required: Inputs without which there is no score.
        gaps: What may be missing, in training and in validation.
        tiers: Recalibrated one by one.
        curves: The shape of each input's curve; what has none is left to the trees.
        learnt_abroad: Inputs that the training cohort lacks and whose curves are learnt
            on the external one.
        folds: Parts of the cross-validation, of whole centres where there are several.
        recipe: The recorded hyperparameters.
        seed: Of everything drawn.
        facts: The words of the card.
        transfer: How the model is moved to another population than the training
            people's; None where it stays theirs.
    """

    name: str
    outcome_code: str
    outcome: Text
    answered_by: tuple[str, ...]
    inputs: tuple[str, ...]
    horizons_years: tuple[float, ...]
    bands_horizon_years: float
    bands: tuple[Level, ...]
    bands_source: Text
    population: Text
    caution: Text
    compared_with: Text
    calibrated_for: tuple[str, ...]
    required: tuple[str, ...]
    gaps: Gaps
    tiers: tuple[Tier, ...]
    curves: Mapping[str, CurveSpec]
    learnt_abroad: tuple[str, ...]
    folds: int
    recipe: Path
    seed: int
    facts: Facts
    transfer: TransferSpec | None = None

    @property
    def timed(self) -> bool:
        """Whether the outcome comes later; otherwise it is the present state."""
        return self.horizons_years != (NOW,)
