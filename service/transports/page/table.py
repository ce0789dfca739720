"""`text.{language}.json`: everything that the page's scripts know without asking.

The words of the page, the clinical table, what the browser's own engine needs, and the
bundles it can fetch; all of it derived from what the service itself works with.
"""

import hashlib
import math

from service.clinical.language import Language
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.engine.bundle import MANIFEST, MODEL, Bundle
from service.engine.engine import RiskEngine
from service.transports.page.clinical_table import clinical_table
from service.transports.page.messages import Messages

# Beside the manifest and the model, what the browser's engine fetches.
VERIFYING_FILES = ("reference.json", "golden.json")


def text_table(
    engine: RiskEngine, messages: Messages, *, interval: bool
) -> dict[str, object]:
    """The table of one language; `interval`: whether ranges are given unasked."""
    language = messages.language
    return {
        "language": language,
        "messages": dict(messages.texts),
        "variables": variables(language),
        "clinical": clinical_table(engine, language, interval=interval),
        "bundles": bundles(engine, language),
    }


def variables(language: Language) -> list[dict[str, object]]:
    """The clinical table in its order."""
    return [_variable(variable, language) for variable in VARIABLES.values()]


def bundles(engine: RiskEngine, language: Language) -> list[dict[str, object]]:
    """The bundles being served, and where the browser finds their files."""
    return [_bundle(bundle, language) for bundle in engine.bundles.values()]


def _variable(variable: Variable, language: Language) -> dict[str, object]:
    return {
        "name": variable.name,
        "kind": variable.kind,
        "label": variable.label[language],
        "unit": variable.unit,
        "units": [
            {
                "code": unit.code,
                "symbol": unit.symbol,
                "scale": unit.scale,
                "offset": unit.offset,
            }
            for unit in variable.units
        ],
        "low": _finite(variable.low),
        "high": _finite(variable.high),
        "decimals": variable.decimals,
        "choices": [
            {
                "code": choice.code,
                "number": choice.number,
                "label": choice.label[language],
            }
            for choice in variable.choices
        ],
        "modifiable": variable.modifiable,
        "required": variable.required,
        "derived_from": list(variable.derived_from),
    }


def _finite(limit: float) -> float | None:
    return limit if math.isfinite(limit) else None


def _bundle(bundle: Bundle, language: Language) -> dict[str, object]:
    manifest = bundle.manifest
    files = {
        MANIFEST: hashlib.sha256(bundle.description).hexdigest(),
        **{file: manifest.files[file] for file in (MODEL, *VERIFYING_FILES)},
    }
    return {
        "name": manifest.name,
        "version": manifest.version,
        "outcome": manifest.outcome.label[language],
        "inputs": list(manifest.inputs),
        "required_inputs": list(manifest.required_inputs),
        "horizons_years": list(manifest.horizons_years),
        "bands": {
            "horizon_years": manifest.bands.horizon_years,
            "levels": [
                {"code": level.code, "below": level.below}
                for level in manifest.bands.levels
            ],
        },
        "caution": manifest.caution[language],
        "compared_with": manifest.compared_with[language],
        "files": files,
        "url": f"/page/bundles/{manifest.name}/{manifest.version}",
    }
