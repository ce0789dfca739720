"""The routes under `/cds-services`."""

from litestar import Router


def cds_hooks_router(max_bytes: int) -> Router:
    """The routes; `max_bytes` is the largest body."""
    return Router(path="/cds-services", route_handlers=[], request_max_body_size=max_bytes)
