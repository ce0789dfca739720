"""The bundles being served: what each is, where it comes from, and its files.

What is given out are the bytes that were verified when the bundle was opened, never
the disk; a name that the manifest does not have is not found.
"""

from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_304_NOT_MODIFIED
from msgspec import Struct

from service.clinical.language import Text
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.engine.manifest import Outcome, Parent, Tier
from service.transports.guard import RISK_READ
from service.transports.openapi import FileOperation
from service.transports.problems import problems

MEDIA_TYPES = {
    ".json": "application/json",
    ".md": "text/markdown",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
}
# A drawing may hold scripts: a browser must not run them here.
_HARMLESS = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}


class BundleSummary(Struct):
    name: str
    version: str
    outcome: Outcome
    horizons_years: list[float]
    inputs: list[str]


class BandEnd(Struct):
    code: str
    below: float | None


class BandsDescription(Struct):
    """Where the bands end, at which horizon, and who says so."""

    horizon_years: float
    levels: list[BandEnd]
    source: Text


class DataSource(Struct):
    file: str
    sha256: str


class Provenance(Struct):
    """Who the model was trained on, and on which files."""

    population: Text
    people: int
    events: int
    data: list[DataSource]


class BundleDetail(Struct):
    """What a bundle is, where it comes from, and its card as Markdown.

    `base_log_odds` is that of the first tier; `parent` and `recalibration` tell what
    it was recalibrated from, and how; `files` are those of the manifest, of which all
    but the model can be read at `/v1/bundles/{name}/files/{file}`.
    """

    name: str
    version: str
    outcome: Outcome
    horizons_years: list[float]
    inputs: list[str]
    required_inputs: list[str]
    base_log_odds: float
    bands: BandsDescription
    tiers: list[Tier]
    interval_level: float
    if_known_level: float
    caution: Text
    compared_with: Text
    calibrated_for: list[str]
    training: Provenance
    parent: Parent | None
    recalibration: dict[str, Any] | None
    variables_fingerprint: str
    files: dict[str, str]
    card: str


class BundleController(Controller):
    """The bundles; none of it depends on a patient."""

    path = "/v1/bundles"
    opt = RISK_READ
    tags = ("Catalogue",)

    @get(
        sync_to_thread=False,
        operation_id="ListBundles",
        summary="List the bundles being served",
    )
    def bundles(
        self, engine: NamedDependency[SkipValidation[RiskEngine]]
    ) -> list[BundleSummary]:
        """The bundles being served."""
        return [_summary(bundle) for bundle in engine.bundles.values()]

    @get(
        "/{name:str}",
        sync_to_thread=False,
        operation_id="DescribeBundle",
        summary="Describe one bundle",
        responses=problems(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND),
    )
    def bundle(
        self,
        name: FromPath[str],
        engine: NamedDependency[SkipValidation[RiskEngine]],
    ) -> BundleDetail:
        """One bundle: bands, tiers, provenance, file hashes and model card."""
        if name not in engine.bundles:
            raise NotFoundException
        return _detail(engine.bundles[name])

    @get(
        "/{name:str}/files/{file:str}",
        sync_to_thread=False,
        operation_class=FileOperation,
        operation_id="ReadBundleFile",
        summary="Read a file of a bundle",
        responses=problems(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND),
    )
    def file(
        self,
        name: FromPath[str],
        file: FromPath[str],
        request: Request[Any, Any, Any],
        engine: NamedDependency[SkipValidation[RiskEngine]],
    ) -> Response[bytes]:
        """The model card in its forms, its plots, and what the bundle is verified with.

        `ETag` is the file's SHA-256; `If-None-Match` with it is answered with 304.
        """
        media_type = MEDIA_TYPES.get(PurePath(file).suffix)
        documents = engine.bundles[name].documents if name in engine.bundles else {}
        if media_type is None or file not in documents:
            raise NotFoundException
        tag = f'"{engine.bundles[name].manifest.files[file]}"'
        headers = {**_HARMLESS, "etag": tag, "cache-control": "no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(documents[file], media_type=media_type, headers=headers)


def _summary(bundle: Bundle) -> BundleSummary:
    manifest = bundle.manifest
    return BundleSummary(
        name=manifest.name,
        version=manifest.version,
        outcome=manifest.outcome,
        horizons_years=list(manifest.horizons_years),
        inputs=list(manifest.inputs),
    )


def _detail(bundle: Bundle) -> BundleDetail:
    manifest = bundle.manifest
    return BundleDetail(
        name=manifest.name,
        version=manifest.version,
        outcome=manifest.outcome,
        horizons_years=list(manifest.horizons_years),
        inputs=list(manifest.inputs),
        required_inputs=list(manifest.required_inputs),
        base_log_odds=manifest.base_log_odds,
        bands=BandsDescription(
            horizon_years=manifest.bands.horizon_years,
            levels=[BandEnd(end.code, end.below) for end in manifest.bands.levels],
            source=manifest.bands.source,
        ),
        tiers=list(manifest.tiers),
        interval_level=manifest.interval.level,
        if_known_level=manifest.if_known_level,
        caution=manifest.caution,
        compared_with=manifest.compared_with,
        calibrated_for=list(manifest.calibrated_for),
        training=Provenance(
            population=manifest.training.population,
            people=manifest.training.people,
            events=manifest.training.events,
            data=[DataSource(d.file, d.sha256) for d in manifest.training.data],
        ),
        parent=manifest.parent,
        recalibration=manifest.recalibration,
        variables_fingerprint=manifest.variables_fingerprint,
        files=manifest.files,
        card=bundle.card,
    )
