"""The routes under `/v2`."""

from litestar import Router


def inference_router(max_bytes: int) -> Router:
    """The routes; `max_bytes` is the largest body."""
    return Router(path="/v2", route_handlers=[], request_max_body_size=max_bytes)
