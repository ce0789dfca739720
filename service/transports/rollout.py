"""Exchange what is served when the bundles or the rollout file change.

A new release is opened, verified and its page made on a thread, while the old one goes
on answering; then new requests get it, all in one assignment. Whatever goes wrong on
the way leaves what is served as it is, and says so.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

import structlog
from litestar import Litestar

from service.engine.bundle import Bundle
from service.engine.rollout.plan import RolloutError
from service.engine.rollout.rollout import Rollout
from service.engine.rollout.selection import Refusal, Selection
from service.engine.rollout.shadow import ShadowQueue
from service.observability.metrics import Metrics
from service.transports.memory import give_back_memory
from service.transports.release import Release, Releases
from service.transports.releasing import ReleaseMaker

_log = structlog.get_logger()


class Watcher:
    """Keeps the releases of one process to what its rollout says."""

    look_seconds = 1.0
    # Between giving out a new page's files and the page: by then every process that
    # watches the same files has them, and a browser may ask any of them.
    head_start_seconds = 2.0

    def __init__(
        self,
        rollout: Rollout,
        releases: Releases,
        metrics: Metrics,
        *,
        interval: bool,
    ) -> None:
        """Over the releases; `interval`: whether the page gives ranges unasked."""
        self._rollout = rollout
        self._releases = releases
        self._metrics = metrics
        self._queue = ShadowQueue(metrics.rollout)
        self._maker = ReleaseMaker(metrics, self._queue, interval)
        # Its own, so that a long batch or record never delays going back.
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="rollout")
        self._told: frozenset[Refusal] = frozenset()
        self._exchanged: Sequence[object] = ()

    @asynccontextmanager
    async def watch(self, app: Litestar) -> AsyncGenerator[None, None]:
        """Serve what was selected at the start, and watch as long as the app lives."""
        self._begin(self._rollout.selection)
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            self._queue.stop()
            self._beside.shutdown(wait=False, cancel_futures=True)

    def _begin(self, selection: Selection) -> None:
        self._tell(selection)
        site = self._releases.current.site
        self._exchange(selection, self._maker.make(selection, site))
        self._queue.start()

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.look_seconds)
            try:
                look = loop.run_in_executor(self._beside, self._rollout.look)
                if (selection := await look) is not None:
                    await self._change(selection)
                    await loop.run_in_executor(self._beside, give_back_memory)
            except RolloutError as error:
                self._metrics.rollout.file_refused(refused=True)
                _log.error("rollout_refused", reason=str(error))
            except Exception as error:  # noqa: BLE001 - what is served goes on
                self._metrics.rollout.failed_to_exchange()
                _log.error("rollout_failed", exc_info=error)

    async def _change(self, selection: Selection) -> None:
        self._metrics.rollout.file_refused(refused=False)
        self._tell(selection)
        if _identity(selection) == self._exchanged:
            return
        site = self._releases.current.site
        release = await asyncio.get_running_loop().run_in_executor(
            self._beside, self._maker.make, selection, site
        )
        if release.site is not site:
            self._releases.announce(release)
            await asyncio.sleep(self.head_start_seconds)
        self._exchange(selection, release)
        self._metrics.rollout.exchanged()
        _log.info(
            "release_exchanged",
            serve=_versions(selection.served),
            shadow=_versions(selection.shadows),
            canary=_versions([canary.bundle for canary in selection.canaries]),
        )

    def _exchange(self, selection: Selection, release: Release) -> None:
        self._metrics.serving(
            [bundle.manifest for bundle in selection.served],
            shadows=[bundle.manifest for bundle in selection.shadows],
            canaries=[canary.bundle.manifest for canary in selection.canaries],
        )
        self._releases.exchange(release)
        self._exchanged = _identity(selection)

    def _tell(self, selection: Selection) -> None:
        """Say which versions are refused, and why, if it was not said before."""
        new = [one for one in selection.refusals if one not in self._told]
        for refusal in new:
            _log.error(
                "bundle_refused",
                bundle=refusal.bundle,
                version=refusal.version,
                reason=refusal.why,
            )
        self._told = frozenset(selection.refusals)
        self._metrics.rollout.refused(
            {(one.bundle, one.version) for one in selection.refusals}, new=bool(new)
        )


def _identity(selection: Selection) -> Sequence[object]:
    """What makes an exchange worth it: other bundles, in other roles, other shares."""
    return [
        *map(id, selection.served),
        "shadows",
        *map(id, selection.shadows),
        "canaries",
        *((id(canary.bundle), canary.share) for canary in selection.canaries),
    ]


def _versions(bundles: Sequence[Bundle]) -> dict[str, str]:
    return {bundle.manifest.name: bundle.manifest.version for bundle in bundles}
