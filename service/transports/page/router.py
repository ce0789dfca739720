"""The page's routes, all of them open: see `service.transports.page`."""

from litestar import Router

from service.transports.page.assess import assess
from service.transports.page.document import document
from service.transports.page.files import asset, scoring_file
from service.transports.page.headers import PAGE
from service.transports.page.index import index, submitted
from service.transports.page.model_page import model_file, model_page
from service.transports.page.offline import web_manifest, worker
from service.transports.page.record import record
from service.transports.page.refusals import EXCEPTION_HANDLERS


def page_router(max_record_bytes: int) -> Router:
    """The routes; `max_record_bytes` is the largest body with a whole record."""
    whole_record = Router(
        path="/",
        route_handlers=[record],
        request_max_body_size=max_record_bytes,
    )
    return Router(
        path="/",
        route_handlers=[
            index,
            submitted,
            asset,
            scoring_file,
            assess,
            document,
            model_page,
            model_file,
            whole_record,
            worker,
            web_manifest,
        ],
        opt=dict(PAGE),
        exception_handlers=EXCEPTION_HANDLERS,
        include_in_schema=False,
    )
