"""Reading the EHR's FHIR server when a hook came without its data.

Only a server that the operator has listed is ever asked, always with the token that
came with the hook, within one budget of time and bytes for the whole hook. What fails
is a `FhirServerError` with a reason; no query, token or content is logged.

    server = FhirServer(base, token, client=..., metrics=..., limits=...)
    answers = await server.read_each({"patient": "Patient/12", "conditions": "..."})
    pages = await server.following(bundle)
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Literal
from urllib.parse import urljoin

import httpx
import structlog
from litestar import Litestar

from service.intake.json_text import MalformedJsonError, read_json
from service.observability.metrics import Metrics
from service.transports.context import beside

# CDS Hooks asks for an answer in about half a second; a clinician waits no longer.
SECONDS = 2.0
MAX_PAGES = 10
READ_ON_THREAD_BYTES = 64 * 1024
# RFC 6750, section 2.1: anything else could not stand in the header.
BEARER_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*")
# FHIR R4 `id`, and the underscore of some systems; dots alone would walk up the paths.
FHIR_ID = re.compile(r"(?!\.+\Z)[A-Za-z0-9._-]{1,64}")
# What servers and gateways read differently, and so may lead out of the base: dots and
# slashes in disguise, and Java's path parameters. Pages are named in the query.
_DISGUISED = re.compile(rb"%|;|\\|\.\.")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

_log = structlog.get_logger()

Reason = Literal[
    "denied",  # 401, 403: the token is not (or no longer) good for this
    "status",  # another answer than 200, a redirect included
    "operation_outcome",  # 200 with an OperationOutcome in place of the data
    "not_json",
    "too_large",
    "too_many_pages",
    "elsewhere",  # a page outside the server
    "timeout",
    "unreachable",
]


class FhirServerError(Exception):
    """The FHIR server did not give what was asked; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one hook may cost: of the server's time, and of our memory."""

    max_bytes: int
    """Of all answers together."""
    seconds: float = SECONDS
    """From the first moment to the last byte of the last answer."""
    max_pages: int = MAX_PAGES
    """Pages after the first, of one search."""
    hold: Callable[[int], None] | None = None
    """Told of bytes that are kept, and refuses them if all hooks keep too many."""


@asynccontextmanager
async def fhir_client(app: Litestar) -> AsyncIterator[None]:
    """A lifespan: `app.state.fhir_client`, whose connections all hooks share.

    There is one if the operator has listed servers. It follows no redirects (the token
    must not travel), ignores proxy settings of the environment, and trusts what the
    operating system trusts, a hospital's own certificate authority included.
    """
    if not app.state.fhir_servers:
        yield
        return
    async with httpx.AsyncClient(
        verify=ssl.create_default_context(), follow_redirects=False, trust_env=False
    ) as client:
        app.state.fhir_client = client
        yield


def permitted(named: str, allowed: Sequence[str]) -> str | None:
    """The base URL to read from if the operator has listed it, else None.

    A slash at the end makes no other server. Plain HTTP stays on this machine.
    """
    base = named.rstrip("/")
    if base not in allowed:
        return None
    url = httpx.URL(base)
    return base if url.scheme == "https" or url.host in _LOOPBACK else None


class FhirServer:
    """One FHIR server for the time of one hook.

    Args:
        base: Its base URL, as `permitted` gave it.
        token: The access token, matching `BEARER_TOKEN`; every call presents it.
        client: As `fhir_client` made it.
        metrics: Counts every read.
        limits: Shared by all reads.
    """

    def __init__(
        self,
        base: str,
        token: str,
        *,
        client: httpx.AsyncClient,
        metrics: Metrics,
        limits: Limits,
    ) -> None:
        self._base = httpx.URL(base + "/")
        self._client = client
        self._metrics = metrics
        self._limits = limits
        self._bytes_left = limits.max_bytes
        self._deadline = asyncio.get_running_loop().time() + limits.seconds
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/fhir+json",
            # A small compressed answer could be a huge one.
            "Accept-Encoding": "identity",
        }

    async def read_each(
        self, queries: Mapping[str, str]
    ) -> dict[str, Mapping[str, object] | FhirServerError]:
        """The answers to several queries, asked at the same time.

        A query that failed has its error in place of an answer: whether that matters
        is for the caller to say.
        """
        answers = await asyncio.gather(*map(self._tried, queries.values()))
        return dict(zip(queries, answers, strict=True))

    async def read(self, query: str) -> Mapping[str, object]:
        """The resource or first Bundle that `query`, relative to the base, answers.

        Raises:
            FhirServerError: It was not given, or in no time.
        """
        # Many servers refuse a bar that stands as it is.
        return await self._get(self._base.join(query.replace("|", "%7C")))

    async def following(
        self, bundle: Mapping[str, object]
    ) -> list[Mapping[str, object]]:
        """The pages after this one of a search (`link` with relation `next`).

        Raises:
            FhirServerError: One was not given, is no page of this server, or there are
                more than the limit.
        """
        pages: list[Mapping[str, object]] = []
        while (address := next_page(bundle)) is not None:
            if len(pages) == self._limits.max_pages:
                raise self._failed("too_many_pages")
            bundle = await self._get(self._page(address))
            pages.append(bundle)
        return pages

    async def _tried(self, query: str) -> Mapping[str, object] | FhirServerError:
        try:
            return await self.read(query)
        except FhirServerError as error:
            return error

    def _page(self, address: str) -> httpx.URL:
        try:
            # Parsing resolves dots, so that what is compared is what is asked.
            url = httpx.URL(urljoin(str(self._base), address))
        except (httpx.InvalidURL, ValueError):
            raise self._failed("elsewhere") from None
        base = self._base
        same = (url.scheme, url.netloc, url.userinfo) == (base.scheme, base.netloc, b"")
        path = url.raw_path.partition(b"?")[0]
        inside = (path + b"/").startswith(base.raw_path)
        if not same or not inside or _DISGUISED.search(path, len(base.raw_path)):
            raise self._failed("elsewhere")
        return url

    async def _get(self, url: httpx.URL) -> Mapping[str, object]:
        try:
            async with asyncio.timeout_at(self._deadline):
                body = await self._body(url)
            resource = await _decoded(body)
        except TimeoutError:
            raise self._failed("timeout") from None
        except httpx.HTTPError:
            raise self._failed("unreachable") from None
        except MalformedJsonError:
            raise self._failed("not_json") from None
        if not isinstance(resource, dict):
            raise self._failed("not_json")
        if resource.get("resourceType") == "OperationOutcome":
            raise self._failed("operation_outcome")
        self._metrics.fetch("fhir", ok=True)
        return resource

    async def _body(self, url: httpx.URL) -> bytes:
        chunks: list[bytes] = []
        request = self._client.stream("GET", url, headers=self._headers)
        async with request as response:
            status = response.status_code
            if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
                raise self._failed("denied", status)
            if status != HTTPStatus.OK:
                raise self._failed("status", status)
            async for chunk in response.aiter_raw():
                self._bytes_left -= len(chunk)
                if self._bytes_left < 0:
                    raise self._failed("too_large")
                if self._limits.hold is not None:
                    self._limits.hold(len(chunk))
                chunks.append(chunk)
        return b"".join(chunks)

    def _failed(self, reason: Reason, status: int | None = None) -> FhirServerError:
        self._metrics.fetch("fhir", ok=False)
        _log.warning(
            "fhir_read_failed", server=self._base.host, reason=reason, status=status
        )
        return FhirServerError(reason)


def next_page(bundle: Mapping[str, object]) -> str | None:
    """The address of the page after this one, or None if this is the last."""
    links = bundle.get("link")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("relation") == "next":
            url = link.get("url")
            return url if isinstance(url, str) and url else None
    return None


async def _decoded(body: bytes) -> object:
    if len(body) <= READ_ON_THREAD_BYTES:
        return read_json(body)
    return await beside(partial(read_json, body))
