"""Open a bundle, or refuse it with a message that says what to do.

A bundle is served only if every file is the one its manifest names, its inputs mean
what this service means by them, and its golden rows come out as they did where it
was made. Training verifies what it has written with this same code.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from service.clinical.bands import BANDS
from service.clinical.variables import VARIABLES, fingerprint
from service.engine.manifest import FORMAT, Golden, Manifest
from service.engine.scorer import Scorer

REQUIRED_FILES = {"model.onnx", "golden.json", "reference.json", "card.json", "card.md"}
REMAKE = "make the bundle again."
RECOPY = "copy the bundle again."


class BundleError(Exception):
    """The bundle must not be served; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A verified bundle, ready to score."""

    manifest: Manifest
    scorer: Scorer
    card: str


def open_bundle(folder: Path) -> Bundle:
    """Read and verify `models/<name>/<version>/`.

    Raises:
        BundleError: Something does not match.
    """
    manifest = _manifest(folder)
    _check_meaning(folder, manifest)
    contents = {name: _file(folder, name, manifest) for name in manifest.files}
    if missing := REQUIRED_FILES - set(contents):
        raise BundleError(
            f"{folder}: the manifest does not name {', '.join(sorted(missing))};"
            f" {REMAKE}"
        )
    try:
        scorer = Scorer(contents["model.onnx"])
    except Exception as error:  # ONNX Runtime's exceptions share no base of their own
        raise BundleError(
            f"{folder}/model.onnx cannot be loaded ({error}); {REMAKE}"
        ) from error
    try:
        golden = msgspec.json.decode(contents["golden.json"], type=Golden)
        card = contents["card.md"].decode()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BundleError(
            f"{folder}: golden.json or card.md cannot be read ({error}); {REMAKE}"
        ) from error
    _check_graph(folder, manifest, scorer)
    _check_golden(folder, manifest, golden, scorer)
    return Bundle(manifest, scorer, card)


def _manifest(folder: Path) -> Manifest:
    path = folder / "manifest.json"
    try:
        raw = path.read_bytes()
        written = msgspec.json.decode(raw, type=dict[str, object]).get("format")
        if written != FORMAT:
            raise BundleError(
                f"{path}: format {written}, this service reads format {FORMAT};"
                " deploy the service version that made the bundle, or make it again."
            )
        return msgspec.json.decode(raw, type=Manifest)
    except OSError as error:
        raise BundleError(f"{path}: {error.strerror}; {RECOPY}") from error
    except msgspec.MsgspecError as error:
        raise BundleError(f"{path}: {error}; {REMAKE}") from error


def _file(folder: Path, name: str, manifest: Manifest) -> bytes:
    if Path(name).name != name or "\0" in name:
        raise BundleError(f"{folder}: '{name}' is not a file of the bundle; {REMAKE}")
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise BundleError(f"{folder / name}: {error.strerror}; {RECOPY}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != manifest.files[name]:
        raise BundleError(
            f"{folder / name}: SHA-256 is {found[:12]}..., the manifest says"
            f" {manifest.files[name][:12]}...; the file was changed or damaged, copy"
            " the bundle again."
        )
    return content


def _check_meaning(folder: Path, manifest: Manifest) -> None:
    """Refuse inputs that are unknown here or mean something else here."""
    unknown = [name for name in manifest.inputs if name not in VARIABLES]
    if unknown:
        raise BundleError(
            f"{folder}: inputs {', '.join(unknown)} are not in this service's clinical"
            " table; deploy a service that has them."
        )
    if strange := set(manifest.required_inputs) - set(manifest.inputs):
        raise BundleError(
            f"{folder}: {', '.join(sorted(strange))} are required but not inputs;"
            f" {REMAKE}"
        )
    here = fingerprint(manifest.inputs)
    if here != manifest.variables_fingerprint:
        raise BundleError(
            f"{folder}: made with clinical definitions"
            f" {manifest.variables_fingerprint[:19]}..., this service has {here[:19]}...;"
            " train the bundle again with this version, or deploy the service version"
            " it was made with."
        )
    codes = [level.code for level in manifest.bands.levels]
    if any(code not in BANDS for code in codes):
        raise BundleError(
            f"{folder}: bands are {codes}, known are {list(BANDS)}; {REMAKE}"
        )
    ends = [level.below for level in manifest.bands.levels]
    rising = [end for end in ends[:-1] if end is not None]
    if (
        ends[-1] is not None
        or len(rising) != len(ends) - 1
        or rising != sorted(set(rising))
    ):
        raise BundleError(
            f"{folder}: bands must rise and the last have no end; {REMAKE}"
        )
    measured = {n for n in manifest.inputs if VARIABLES[n].kind == "quantity"}
    if untold := measured - {*manifest.required_inputs, *manifest.typical_values}:
        raise BundleError(f"{folder}: no typical values for {sorted(untold)}; {REMAKE}")
    if manifest.bands.horizon_years not in manifest.horizons_years:
        raise BundleError(
            f"{folder}: the bands' horizon is not among the horizons; {REMAKE}"
        )


def _check_graph(folder: Path, manifest: Manifest, scorer: Scorer) -> None:
    inputs, horizons = len(manifest.inputs), len(manifest.horizons_years)
    expected = {
        "x": inputs,
        "risk": horizons,
        "log_odds": 1,
        "contributions": inputs,
    }
    if scorer.widths() != expected:
        raise BundleError(
            f"{folder}/model.onnx has columns {scorer.widths()}, the manifest asks for"
            f" {expected}; make the bundle again."
        )


def _check_golden(
    folder: Path, manifest: Manifest, golden: Golden, scorer: Scorer
) -> None:
    widths = scorer.widths()
    rows = golden.rows
    if any(
        (len(row.x), len(row.risk), len(row.contributions))
        != (widths["x"], widths["risk"], widths["contributions"])
        for row in rows
    ):
        raise BundleError(
            f"{folder}/golden.json: its rows do not have the model's columns; make the"
            " bundle again."
        )
    scores = scorer.score(np.array([row.x for row in rows], dtype=np.float32))
    expected = (
        np.array([row.risk for row in rows]),
        np.array([[row.log_odds] for row in rows]),
        np.array([row.contributions for row in rows]),
    )
    for name, found, wanted in zip(scores._fields, scores, expected, strict=True):
        worst = float(np.max(np.abs(found - wanted)))
        if not worst <= golden.tolerance:
            raise BundleError(
                f"{folder}: golden rows differ in {name} by {worst:.2g}, allowed is"
                f" {golden.tolerance:.2g}; this machine's ONNX Runtime does not compute"
                " what the model was approved with. Do not serve it here."
            )
    totals = scores.contributions.sum(axis=1) + manifest.base_log_odds
    if not np.allclose(totals, scores.log_odds[:, 0], rtol=0, atol=golden.tolerance):
        raise BundleError(
            f"{folder}: base_log_odds and the contributions do not add up to the score;"
            f" {REMAKE}"
        )


def open_placed_bundle(folder: Path) -> Bundle:
    """Open a bundle that stands where its manifest says, `<name>/<version>/`.

    Raises:
        BundleError: As `open_bundle`, or the folder has another name.
    """
    bundle = open_bundle(folder)
    place = (bundle.manifest.name, bundle.manifest.version)
    if folder.resolve().parts[-2:] != place:
        raise BundleError(
            f"{folder}: the manifest is that of {'/'.join(place)}; move the bundle to"
            f" <models>/{'/'.join(place)}."
        )
    return bundle


def latest_bundles(models: Path) -> list[Path]:
    """The folder of the highest version of each bundle below `models`.

    Raises:
        BundleError: There is no bundle.
    """
    names = sorted(path for path in models.glob("*") if path.is_dir())
    latest = [
        max(versions, key=_version_order)
        for name in names
        if (versions := [v for v in name.iterdir() if (v / "manifest.json").is_file()])
    ]
    if not latest:
        raise BundleError(
            f"{models}: no bundle here; set DIABETES_RISK_MODELS to the folder that"
            " holds <name>/<version>/manifest.json."
        )
    return latest


def _version_order(folder: Path) -> list[int]:
    return [int(part) if part.isdigit() else -1 for part in folder.name.split(".")]
