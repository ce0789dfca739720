"""Open a bundle, or refuse it with a message that says what to do.

A bundle is served only if every file is the one its manifest names, its inputs mean
what this service means by them, and its golden rows come out as they did where it
was made. Training verifies what it has written with this same code.
"""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import msgspec

from service.engine.approved import deviations
from service.engine.distribution import Distribution, unusable
from service.engine.documents import Documents
from service.engine.familiarity import Familiarity, inconsistencies
from service.engine.manifest import FORMAT, Golden, Manifest
from service.engine.meaning import REMAKE, misunderstandings
from service.engine.peers import Peers, contradictions
from service.engine.scorer import Scorer
from service.engine.unfamiliar import Recogniser

MANIFEST = "manifest.json"
MODEL = "model.onnx"
REQUIRED_FILES = {MODEL, "golden.json", "reference.json", "card.json", "card.md"}
RECOPY = "copy the bundle again."
_COMPRESSION = 6  # the best level takes four times as long for 2 % less


class BundleError(Exception):
    """The bundle must not be served; the message says why and what to do."""


class Reference(msgspec.Struct, frozen=True):
    """The parts of `reference.json` that are read here; older ones have no peers.

    `inputs` and `log_odds` are the distributions of the training people, by which
    drift is told.
    """

    familiarity: Familiarity
    inputs: dict[str, Distribution]
    log_odds: Distribution
    peers: Peers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A verified bundle, ready to score.

    `documents` are its files but the model: the card in its forms, and what it was
    verified with. `model` is the model's own, compressed with gzip since ONNX Runtime
    keeps another; `description` is the manifest as it was read.
    """

    manifest: Manifest
    scorer: Scorer
    recogniser: Recogniser
    reference: Reference
    documents: Mapping[str, bytes]
    description: bytes
    model: bytes

    @property
    def peers(self) -> Peers | None:
        """People of the same age and sex, if the bundle knows them."""
        return self.reference.peers

    @property
    def card(self) -> str:
        """The model card as Markdown."""
        return self.documents["card.md"].decode()


def open_bundle(folder: Path) -> Bundle:
    """Read and verify `models/<name>/<version>/`.

    Raises:
        BundleError: Something does not match.
    """
    description, manifest = _manifest(folder)
    _refuse_first(folder, misunderstandings(manifest))
    contents = {name: _file(folder, name, manifest) for name in manifest.files}
    if missing := REQUIRED_FILES - set(contents):
        raise BundleError(
            f"{folder}: the manifest does not name {', '.join(sorted(missing))};"
            f" {REMAKE}"
        )
    model = contents.pop(MODEL)
    try:
        scorer = Scorer(model)
    except Exception as error:  # ONNX Runtime's exceptions share no base of their own
        raise BundleError(
            f"{folder}/{MODEL} cannot be loaded ({error}); {REMAKE}"
        ) from error
    try:
        golden = msgspec.json.decode(contents["golden.json"], type=Golden)
        kept = msgspec.json.decode(contents["reference.json"], type=Reference)
        contents["card.md"].decode()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BundleError(
            f"{folder}: golden.json, reference.json or card.md cannot be read"
            f" ({error}); {REMAKE}"
        ) from error
    _refuse_first(folder, deviations(manifest, golden, scorer))
    wrong = chain(
        inconsistencies(kept.familiarity, manifest.inputs),
        contradictions(kept.peers),
        unusable(kept.inputs, kept.log_odds, manifest.inputs),
    )
    _refuse_first(folder, (f"reference.json: {why}; {REMAKE}" for why in wrong))
    return Bundle(
        manifest=manifest,
        scorer=scorer,
        recogniser=Recogniser(manifest.inputs, kept.familiarity),
        reference=kept,
        documents=Documents(contents),
        description=description,
        model=gzip.compress(model, _COMPRESSION, mtime=0),
    )


def _refuse_first(folder: Path, reasons: Iterable[str]) -> None:
    """Refuse for the first reason: those behind it may be its consequences."""
    for reason in reasons:
        raise BundleError(f"{folder}: {reason}")


def _manifest(folder: Path) -> tuple[bytes, Manifest]:
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
        written = msgspec.json.decode(raw, type=dict[str, object]).get("format")
        if written != FORMAT:
            raise BundleError(
                f"{path}: format {written}, this service reads format {FORMAT};"
                " deploy the service version that made the bundle, or make it again."
            )
        return raw, msgspec.json.decode(raw, type=Manifest)
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
