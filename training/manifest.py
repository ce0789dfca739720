"""The manifest of a bundle; equal inputs give equal bytes."""

from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version as installed

from service.clinical.language import Text
from service.clinical.variables import fingerprint
from training.cohort import Cohort
from training.definition import Definition
from training.reference import Known, typical_values
from training.time_offset import TimeCourse

FORMAT = 3
INTERVAL_LEVEL = 0.9
IF_KNOWN_LEVEL = 0.8
_PACKAGES = ("xgboost-cpu", "numpy", "onnx")


def packages() -> dict[str, str]:
    """The versions that the bytes of a bundle depend on."""
    return {name: installed(name) for name in _PACKAGES}


def manifest_json(
    definition: Definition,
    cohort: Cohort,
    typical: Known,
    target: Cohort | None,
    *,
    version: str,
    base_log_odds: float,
    time: TimeCourse,
    added_sd: Mapping[str, float],
    least_between_centres: float,
) -> dict[str, object]:
    """The content of `manifest.json`, without the hashes of the files.

    Args:
        definition: Of the bundle.
        cohort: The people it was trained on.
        typical: Values of each input, known of those whom a reader is compared with.
        target: The people it was transferred to.
        version: Of the bundle.
        base_log_odds: Of the first tier.
        time: Time's part of the log-odds.
        added_sd: By tier, the spread of the log-odds between centres beyond what the
            replicates show.
        least_between_centres: The least spread that was measured for any tier.
    """
    cohorts = [cohort, target] if target else [cohort]
    return {
        "format": FORMAT,
        "name": definition.name,
        "version": version,
        "outcome": {
            "code": definition.outcome_code,
            "label": both(definition.outcome),
            "answered_by": list(definition.answered_by),
        },
        "inputs": list(cohort.inputs),
        "required_inputs": list(definition.required),
        "horizons_years": list(definition.horizons_years),
        "variables_fingerprint": fingerprint(cohort.inputs),
        "base_log_odds": base_log_odds,
        "bands": {
            "horizon_years": definition.bands_horizon_years,
            "levels": [asdict(level) for level in definition.bands],
            "source": both(definition.bands_source),
        },
        "tiers": [
            {"code": tier.code, "any_of": list(tier.any_of)}
            for tier in definition.tiers
        ],
        "interval": {
            "level": INTERVAL_LEVEL,
            "added_sd": dict(added_sd),
            "horizon_sd": {
                tier: list(each)
                for tier, each in time.horizon_sd(definition.horizons_years).items()
            },
        },
        "if_known_level": IF_KNOWN_LEVEL,
        "caution": both(definition.caution),
        "compared_with": both(definition.compared_with),
        "calibrated_for": list(definition.calibrated_for),
        "parent": None,
        "recalibration": None,
        "typical_values": typical_values(typical),
        "training": {
            "population": both(definition.population),
            "people": sum(it.people for it in cohorts),
            "events": sum(it.events for it in cohorts),
            "data": [
                {"file": file.path.name, "sha256": file.sha256}
                for it in cohorts
                for file in it.files
            ],
            "seed": definition.seed,
            "least_between_centres": least_between_centres,
            "time": [asdict(exponent) for exponent in time.exponents]
            if definition.timed
            else [],
            "packages": packages(),
        },
    }


def both(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"en": text.en, "vi": text.vi}
