"""What the service can be asked: its variables and its version."""

import platform
from importlib.metadata import version

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from msgspec import Struct

from service.clinical.variable import Kind, Variable
from service.clinical.variables import VARIABLES
from service.engine.engine import RiskEngine
from service.transports.guard import RISK_READ


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
    opt = RISK_READ
    tags = ("Catalogue",)

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
