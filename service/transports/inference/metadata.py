"""What the server and its models say of themselves, in the protocol's words.

`parameters` is the place the protocol leaves for what it does not define: here the
order and meaning of the columns, so that a client can check itself.
"""

from importlib.metadata import version
from typing import Annotated

from msgspec import Meta, Struct

from service.engine.bundle import Bundle
from service.engine.scorer import Scores
from service.transports.inference.columns import accepted
from service.transports.inference.tensors import NAME

PLATFORM = "onnx_onnxv1"
DATATYPE = "FP32"
OUTPUTS = Scores._fields


class Live(Struct):
    live: bool


class Ready(Struct):
    """`live` is the protocol's own word here, `ready` what its servers say."""

    live: bool
    ready: bool


class ModelReady(Struct):
    name: str
    ready: bool


class ServerMetadata(Struct):
    name: str
    version: str
    extensions: list[str]


class TensorMetadata(Struct, omit_defaults=True):
    name: str
    datatype: str
    shape: Annotated[list[int], Meta(description="-1: as many as there are rows.")]
    parameters: Annotated[
        dict[str, str] | None,
        Meta(
            description="columns: names in order; horizons_years: of the columns of"
            " risk; of x also required, and the numbers each input may have."
        ),
    ] = None


class ModelMetadata(Struct):
    name: str
    versions: list[str]
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]
    parameters: Annotated[
        dict[str, str | bool],
        Meta(
            description="The outcome, and what is not done to a tensor: eligibility"
            " is not checked and units are not converted."
        ),
    ]


def server_metadata() -> ServerMetadata:
    """The protocol's `$metadata_server_response`."""
    return ServerMetadata(
        name="diabetes-risk",
        version=version("diabetes-risk"),
        extensions=["binary_tensor_data"],
    )


def model_metadata(bundle: Bundle) -> ModelMetadata:
    """The protocol's `$metadata_model_response`: a bundle as its clients see it.

    What else the graph takes and gives is the service's own: it asks for ranges and
    for what is missing in the same run.
    """
    manifest = bundle.manifest
    columns = {"columns": ",".join(manifest.inputs)}
    horizons = {"horizons_years": ",".join(map(str, manifest.horizons_years))}
    outputs: dict[str, tuple[int, dict[str, str] | None]] = {
        "risk": (len(manifest.horizons_years), horizons),
        "log_odds": (1, None),
        "base": (1, None),
        "contributions": (len(manifest.inputs), columns),
    }
    return ModelMetadata(
        name=manifest.name,
        versions=[manifest.version],
        platform=PLATFORM,
        inputs=[
            TensorMetadata(
                name=NAME,
                datatype=DATATYPE,
                shape=[-1, len(manifest.inputs)],
                parameters={
                    **columns,
                    "required": ",".join(manifest.required_inputs),
                    **{name: accepted(name) for name in manifest.inputs},
                },
            )
        ],
        outputs=[
            TensorMetadata(
                name=name, datatype=DATATYPE, shape=[-1, width], parameters=parameters
            )
            for name, (width, parameters) in outputs.items()
        ],
        parameters={
            "outcome": manifest.outcome.code,
            "eligibility_checked": False,
            "units_converted": False,
        },
    )
