"""What a browser may do with the page: nothing but what the page itself needs.

Set on every answer of a handler that is marked as the page's, also on refusals. The
API and its own documentation page are left as they are.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from service.transports.guard import PUBLIC

PAGE: Final[Mapping[str, Any]] = MappingProxyType({**PUBLIC, "page": True})

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    # The one script address that is made by a script; see static/offline.js.
    "trusted-types": "service-worker",
}
_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "content-security-policy": "; ".join(f"{k} {v}" for k, v in _POLICY.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    }
)
# Two years, as browsers' own lists ask; only said where the service itself has TLS.
_HTTPS_ONLY: Final = {"strict-transport-security": "max-age=63072000"}


def page_headers(*, https: bool) -> Callable[[Message, Scope], Awaitable[None]]:
    """The hook that sets them; `https`: whether the service serves TLS itself."""
    headers = {**HEADERS, **(_HTTPS_ONLY if https else {})}

    async def secure(message: Message, scope: Scope) -> None:
        if message["type"] == "http.response.start" and _is_page(scope):
            found = MutableScopeHeaders.from_message(message)
            for name, value in headers.items():
                found[name] = value

    return secure


def _is_page(scope: Scope) -> bool:
    """Whether a handler of the page answers; where no route is, there is no handler."""
    return "page" in getattr(scope.get("route_handler"), "opt", ())
