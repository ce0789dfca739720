"""What the handlers of the protocol share in the OpenAPI document.

Every operation on a model has two paths, with and without its version, and a name for
each.
"""

from collections.abc import Callable
from http import HTTPStatus

from litestar.handlers import HTTPRouteHandler
from litestar.types import Method
from litestar.types.internal_types import PathParameterDefinition

from service.transports.inference.errors import described

GUARDED = described(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
OF_A_MODEL = GUARDED | described(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)


def named(
    operation: str,
) -> Callable[[HTTPRouteHandler, Method, list[str | PathParameterDefinition]], str]:
    """An operation's name by its path: a model, or one version of it."""

    def name(
        _: HTTPRouteHandler, __: Method, parts: list[str | PathParameterDefinition]
    ) -> str:
        return operation + ("Version" if "versions" in parts else "")

    return name
