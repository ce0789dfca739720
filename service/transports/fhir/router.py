"""The routes under `/fhir`."""

from litestar import Router


def fhir_router(max_bytes: int) -> Router:
    """The routes; `max_bytes` is the largest body."""
    return Router(path="/fhir", route_handlers=[], request_max_body_size=max_bytes)
