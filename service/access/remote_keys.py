"""An issuer's keys at an address, kept for a while and asked for when one is new.

A rotation is noticed because the new key's name is unknown. Strangers who invent names
can make us ask once in half a minute, no more; while the issuer cannot be reached, the
keys there were go on serving.
"""

import asyncio
import ssl
from collections.abc import Callable
from time import monotonic
from urllib.parse import urlsplit

import httpx
import structlog
from typing_extensions import override

from service.access.key_set import KeySetError, PublicKey, pick, read_keys
from service.access.keys import Keys, KeysUnavailableError, cause_of
from service.observability.metrics import Metrics

MAX_AGE_SECONDS = 600.0
"""A key that the issuer withdrew is refused after this time."""

PAUSE_SECONDS = 30.0
"""Between two questions to one issuer, whatever callers send."""

FETCH_SECONDS = 3.0
"""From asking to the last byte: a caller waits for it."""

MAX_BYTES = 256 * 1024

# Not compressed: the bytes that are counted are the bytes that are read.
_HEADERS = {
    "accept": "application/jwk-set+json, application/json",
    "accept-encoding": "identity",
}

_log = structlog.get_logger()


class RemoteKeys(Keys):
    """Keys read over HTTP, by one request at a time."""

    def __init__(
        self, url: str, metrics: Metrics, clock: Callable[[], float] = monotonic
    ) -> None:
        self._url = url
        self._metrics = metrics
        self._clock = clock
        # Of the machine, where a hospital's own certificate authority is installed.
        self._tls = ssl.create_default_context()
        self._keys: tuple[PublicKey, ...] = ()
        self._read_at = float("-inf")
        self._asked_at = float("-inf")
        self._asking: asyncio.Task[None] | None = None

    @override
    async def find(self, kid: str | None, algorithm: str) -> PublicKey | None:
        old = self._clock() - self._read_at > MAX_AGE_SECONDS
        if old and self._may_ask():
            await self._ask()
        key = pick(self._keys, kid, algorithm)
        if key is None and (self._asking is not None or self._may_ask()):
            await self._ask()
            key = pick(self._keys, kid, algorithm)
        if not self._keys:
            raise KeysUnavailableError
        return key

    def _may_ask(self) -> bool:
        return self._clock() - self._asked_at > PAUSE_SECONDS

    async def _ask(self) -> None:
        """Wait for the answer that is under way, or for a new one."""
        if self._asking is None:
            self._asked_at = self._clock()
            self._asking = asyncio.create_task(self._read())
        # A caller who hangs up must not end what others wait for.
        await asyncio.shield(self._asking)

    async def _read(self) -> None:
        try:
            self._keys = read_keys(await self._fetch())
        except (httpx.HTTPError, TimeoutError, OSError, KeySetError) as error:
            _log.warning(
                "keys_not_read",
                host=urlsplit(self._url).hostname,
                error=cause_of(error),
            )
            self._metrics.fetch("keys", ok=False)
        else:
            self._read_at = self._clock()
            self._metrics.fetch("keys", ok=True)
        finally:
            self._asking = None

    async def _fetch(self) -> bytes:
        # Nothing of the environment, no redirects: only the address of the trust file.
        body = bytearray()
        async with (
            asyncio.timeout(FETCH_SECONDS),
            httpx.AsyncClient(
                trust_env=False, follow_redirects=False, verify=self._tls
            ) as client,
            client.stream("GET", self._url, headers=_HEADERS) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise KeySetError("not answered with 200")
            async for part in response.aiter_raw():
                body += part
                if len(body) > MAX_BYTES:
                    raise KeySetError(f"larger than {MAX_BYTES} bytes")
        return bytes(body)
