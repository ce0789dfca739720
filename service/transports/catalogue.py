"""What the service can answer: its bundles, its variables, its version."""

import platform
from http import HTTPStatus
from importlib.metadata import version

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from msgspec import Struct

from service.clinical.language import Text
from service.clinical.variable import Kind, Variable
from service.clinical.variables import VARIABLES
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.engine.manifest import Outcome
from service.transports.problems import problems


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
    """What a bundle is, where it comes from, and its card as Markdown."""

    name: str
    version: str
    outcome: Outcome
    horizons_years: list[float]
    inputs: list[str]
    required_inputs: list[str]
    base_log_odds: float
    bands: BandsDescription
    training: Provenance
    variables_fingerprint: str
    files: dict[str, str]
    card: str


class UnitDescription(Struct):
    """Canonical value = value * scale + offset."""

    code: str
    scale: float
    offset: float


class ChoiceDescription(Struct):
    code: str
    label_en: str
    label_vi: str


class VariableDescription(Struct):
    name: str
    kind: Kind
    label_en: str
    label_vi: str
    unit: str | None
    units: list[UnitDescription]
    low: float | None
    high: float | None
    choices: list[ChoiceDescription]
    loinc: list[str]
    modifiable: bool
    required: bool
    derived_from: list[str]


class Version(Struct):
    service: str
    python: str
    onnxruntime: str
    bundles: dict[str, str]


class CatalogueController(Controller):
    """Descriptions that do not depend on a patient."""

    path = "/v1"
    tags = ("Catalogue",)

    @get(
        "/bundles",
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
        "/bundles/{name:str}",
        sync_to_thread=False,
        operation_id="DescribeBundle",
        summary="Describe one bundle",
        responses=problems(HTTPStatus.NOT_FOUND),
    )
    def bundle(
        self,
        name: FromPath[str],
        engine: NamedDependency[SkipValidation[RiskEngine]],
    ) -> BundleDetail:
        """One bundle: bands, provenance, file hashes and model card."""
        if name not in engine.bundles:
            raise NotFoundException
        return _detail(engine.bundles[name])

    @get(
        "/variables",
        sync_to_thread=False,
        operation_id="ListVariables",
        summary="List the clinical variables",
    )
    def variables(self) -> list[VariableDescription]:
        """The clinical table: units, limits, codes and labels of every variable."""
        return [_variable(variable) for variable in VARIABLES.values()]

    @get(
        "/version",
        sync_to_thread=False,
        operation_id="ShowVersion",
        summary="Show the versions of everything",
    )
    def version(self, engine: NamedDependency[SkipValidation[RiskEngine]]) -> Version:
        """Versions of the service, its runtime and its bundles."""
        return Version(
            service=version("diabetes-risk"),
            python=platform.python_version(),
            onnxruntime=version("onnxruntime"),
            bundles={
                bundle.manifest.name: bundle.manifest.version
                for bundle in engine.bundles.values()
            },
        )


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
        training=Provenance(
            population=manifest.training.population,
            people=manifest.training.people,
            events=manifest.training.events,
            data=[DataSource(d.file, d.sha256) for d in manifest.training.data],
        ),
        variables_fingerprint=manifest.variables_fingerprint,
        files=manifest.files,
        card=bundle.card,
    )


def _variable(variable: Variable) -> VariableDescription:
    measured = variable.kind == "quantity"
    return VariableDescription(
        name=variable.name,
        kind=variable.kind,
        label_en=variable.label.en,
        label_vi=variable.label.vi,
        unit=variable.unit,
        units=[UnitDescription(u.code, u.scale, u.offset) for u in variable.units],
        low=variable.low if measured else None,
        high=variable.high if measured else None,
        choices=[
            ChoiceDescription(choice.code, choice.label.en, choice.label.vi)
            for choice in variable.choices
        ],
        loinc=list(variable.loinc),
        modifiable=variable.modifiable,
        required=variable.required,
        derived_from=list(variable.derived_from),
    )
