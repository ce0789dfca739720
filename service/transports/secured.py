"""What the OpenAPI document says of a guarded service: which token each route needs.

Only of a guarded one: an integrator who reads it learns how this very service answers.
"""

from litestar import Litestar
from litestar.enums import HttpMethod
from litestar.openapi.spec import OpenAPIResponse, SecurityScheme
from litestar.routes import HTTPRoute

from service.transports.guard import access_of

SCHEME = "token"
_TOKEN = SecurityScheme(
    type="http",
    scheme="bearer",
    bearer_format="JWT",
    description=(
        "An access token of an authorization server that the service trusts, with the"
        " scope that the operation names; for /cds-services also the token that a CDS"
        " client signs itself."
    ),
)
_REFUSALS = {
    "401": OpenAPIResponse(description="No token, or none that is valid here"),
    "403": OpenAPIResponse(description="The token's scopes do not allow this"),
}


def describe_access(app: Litestar) -> None:
    """Add to the document what each operation needs, and how it refuses."""
    document = app.openapi_schema
    document.components.security_schemes = {SCHEME: _TOKEN}
    for route in app.routes:
        described = (document.paths or {}).get(route.path_format)
        if described is None or not isinstance(route, HTTPRoute):
            continue
        operations = {HttpMethod.GET: described.get, HttpMethod.POST: described.post}
        for handler in route.route_handlers:
            needed = access_of(handler)
            if needed is None or needed == "public":
                continue
            for method, operation in operations.items():
                if operation is not None and method in handler.http_methods:
                    operation.security = [{SCHEME: [needed]}]
                    operation.responses = {**(operation.responses or {}), **_REFUSALS}
