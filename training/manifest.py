"""The manifest of an `incident-diabetes` bundle; equal inputs give equal bytes."""

from dataclasses import asdict
from importlib.metadata import version as installed

from service.clinical.language import Text
from service.clinical.variables import fingerprint
from training import incident_diabetes as definition
from training.cohort import Cohort
from training.missingness import ALWAYS_KNOWN
from training.reference import typical_values
from training.time_offset import TimeExponent

FORMAT = 1
_PACKAGES = ("xgboost-cpu", "numpy", "onnx")


def manifest_json(
    cohort: Cohort,
    *,
    version: str,
    base_log_odds: float,
    exponent: TimeExponent,
    seed: int,
) -> dict[str, object]:
    """The content of `manifest.json`, without the hashes of the files."""
    return {
        "format": FORMAT,
        "name": definition.NAME,
        "version": version,
        "outcome": {
            "code": definition.OUTCOME_CODE,
            "label": _both(definition.OUTCOME),
        },
        "inputs": list(cohort.inputs),
        "required_inputs": list(ALWAYS_KNOWN),
        "horizons_years": list(definition.HORIZONS_YEARS),
        "variables_fingerprint": fingerprint(cohort.inputs),
        "base_log_odds": base_log_odds,
        "bands": {
            "horizon_years": definition.BANDS_HORIZON_YEARS,
            "levels": [asdict(level) for level in definition.BANDS],
            "source": _both(definition.BANDS_SOURCE),
        },
        "typical_values": typical_values(cohort),
        "training": {
            "population": _both(definition.POPULATION),
            "people": cohort.people,
            "events": cohort.events,
            "data": [{"file": cohort.file.path.name, "sha256": cohort.file.sha256}],
            "seed": seed,
            "time_exponent": exponent.value,
            "time_exponent_standard_error": exponent.standard_error,
            "packages": {name: installed(name) for name in _PACKAGES},
        },
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "vi": text.vi}
