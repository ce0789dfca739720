"""Write a recalibrated bundle: the parent with new numbers, and with where they are from.

Everything that the recalibration did not change is the parent's, to the byte; the
manifest names it by the hash of its own.
"""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from service.engine.bundle import BundleError
from training.bundle import MANIFEST, to_json, write_bundle
from training.card.record import read_card
from training.card.render import written
from training.compiler import recalibrate_model
from training.recalibration.child_card import caution_of, child_card, left_out_lines
from training.recalibration.run import Recalibrated, time_course
from training.recalibration.transformed import Scale


def write_version(
    found: Recalibrated, out: Path, *, site: str, version: str | None, force: bool
) -> Path:
    """Write the child of a parent.

    Args:
        found: What the local outcomes say; at least one tier moves.
        out: The bundle is written to <out>/<name>/<version>.
        site: Where the outcomes are from, as the bundle's texts name it.
        version: Of the child; the parent's with the next minor number if not given.
        force: Replace a different bundle of this version.

    Raises:
        BundleExistsError: A different bundle is there and `force` is not set.
        BundleError: The parent has changed since it was opened.
    """
    content = (found.parent / MANIFEST).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    parent: dict[str, object] = json.loads(content)
    manifest = found.bundle.manifest
    updates = [one.update for one in found.updates]
    recalibrated = recalibrate_model(
        _verified(found, "model.onnx"), [(one.intercept, one.slope) for one in updates]
    )
    time = time_course(found.parent, found.bundle)
    scale = Scale(
        manifest=manifest,
        updates=tuple(updates),
        horizon_offsets=time.horizon_offsets(manifest.horizons_years),
    )
    version = version or next_version(manifest.version)
    caution = caution_of(found, site)
    added_sd = {one.tier: one.added_sd for one in found.updates}
    card = child_card(
        read_card(_verified(found, "card.json")), found, version, site, digest
    )
    files = {name: _verified(found, name) for name in manifest.files}
    files |= written(card)
    files |= {
        "model.onnx": recalibrated.to_bytes(),
        "golden.json": to_json(scale.golden(_verified(found, "golden.json"))),
        "reference.json": to_json(scale.reference(_verified(found, "reference.json"))),
    }
    child = {
        **parent,
        "version": version,
        "base_log_odds": recalibrated.base_log_odds,
        "interval": {
            "level": manifest.interval.level,
            "added_sd": added_sd,
            "horizon_sd": {
                tier: list(each) for tier, each in manifest.interval.horizon_sd.items()
            },
        },
        "caution": {"en": caution.en, "vi": caution.vi},
        "calibrated_for": [],  # its level is that of the people of the site
        "parent": {
            "name": manifest.name,
            "version": manifest.version,
            "manifest_sha256": digest,
        },
        "recalibration": details(found, site),
    }
    folder = out / manifest.name / version
    write_bundle(folder, child, files, force=force)
    return folder


def next_version(parent: str) -> str:
    """The next minor version, which the service then serves instead of the parent."""
    major, minor = parent.split(".")[:2]
    return f"{major}.{int(minor) + 1}.0"


def details(found: Recalibrated, site: str) -> dict[str, object]:
    """What the manifest says of the recalibration."""
    cohort = found.people.cohort
    return {
        "site": site,
        "people": cohort.people,
        "events": found.events,
        "data": [file.sha256 for file in cohort.files],
        "left_out": left_out_lines(found),
        "tiers": [_plain(asdict(one)) for one in found.updates],
    }


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Figures to six digits; nested figures too."""
    return {
        name: (
            float(f"{value:.6g}")
            if isinstance(value, float)
            else _plain(value)
            if isinstance(value, dict)
            else value
        )
        for name, value in values.items()
    }


def _verified(found: Recalibrated, name: str) -> bytes:
    content = (found.parent / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != found.bundle.manifest.files[name]:
        raise BundleError(f"{found.parent / name} has changed; copy the bundle again.")
    return content
