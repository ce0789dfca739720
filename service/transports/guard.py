"""The gate before every route: each handler is marked with who may call it.

The mark is looked up on the handler that was routed to, never guessed from the path. A
handler without a mark stops the service from starting.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

import structlog
from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.enums import HttpMethod
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Guard

from service.access.gate import Gate
from service.access.groups import Group
from service.access.refusal import RefusedError
from service.transports.context import request_id_of

Access = Literal["public"] | Group
_MARKS: Final = {"public", *get_args(Group)}

PUBLIC: Final[Mapping[str, Access]] = MappingProxyType({"access": "public"})
RISK_READ: Final[Mapping[str, Access]] = MappingProxyType({"access": "risk.read"})
OPS: Final[Mapping[str, Access]] = MappingProxyType({"access": "ops"})

_log = structlog.get_logger()

# RFC 6750, section 3: what to present, and not what was wrong with what was presented.
_CHALLENGE = 'Bearer realm="diabetes-risk"'


class UnmarkedHandlerError(Exception):
    """A route that nobody said who may call; a mistake of the program."""


def access_of(handler: BaseRouteHandler) -> Access | None:
    """Who may call a handler; None: nobody said so.

    `OPTIONS` is answered by the framework, with the methods there are, to anybody: a
    browser asks it before it has a token to send.
    """
    if (
        isinstance(handler, HTTPRouteHandler)
        and handler.http_methods == {HttpMethod.OPTIONS}
        and not handler.include_in_schema
    ):
        return "public"
    mark = handler.opt.get("access")
    return mark if mark in _MARKS else None


def refuse_unmarked(app: Litestar) -> None:
    """Make sure that every handler of the application is marked.

    Raises:
        UnmarkedHandlerError: One is not.
    """
    unmarked = sorted(
        {
            f"{route.path} ({handler})"
            for route in app.routes
            for handler in (
                route.route_handlers
                if isinstance(route, HTTPRoute)
                else [route.route_handler]
            )
            if access_of(handler) is None
        }
    )
    if unmarked:
        raise UnmarkedHandlerError(f"nobody says who may call {', '.join(unmarked)}")


def guard(gate: Gate) -> Guard:
    """The guard that asks the gate about every route that is not public."""

    async def check(
        connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        needed = access_of(handler)
        if needed == "public":
            return
        if needed is None:
            raise UnmarkedHandlerError(str(handler))
        sent = connection.headers.getall("authorization", [])
        try:
            await gate.admit(sent, needed, connection.scope["path"])
        except RefusedError as refused:
            _log.info(
                "caller_refused",
                request_id=request_id_of(connection.scope),
                reason=refused.reason,
            )
            if refused.reason == "scope":
                challenge = (
                    f'{_CHALLENGE}, error="insufficient_scope", scope="{needed}"'
                )
                raise PermissionDeniedException(
                    headers={"www-authenticate": challenge}
                ) from None
            raise NotAuthorizedException(
                headers={"www-authenticate": _CHALLENGE}
            ) from None

    return check
