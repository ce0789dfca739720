"""A release made of a selection: engines with and without canaries, shadows, the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from service.engine.rollout.selection import Selection
from service.engine.rollout.shadow import ShadowQueue, Shadows
from service.observability.metrics import Metrics
from service.transports.page.site import Site
from service.transports.release import Release, Trial


@dataclass(frozen=True, slots=True)
class ReleaseMaker:
    """Makes releases for one process; `interval`: ranges are given unasked."""

    metrics: Metrics
    shadow_queue: ShadowQueue
    interval: bool

    def make(self, selection: Selection, site: Site | None) -> Release:
        """The release of a selection; the page made before is used if it still holds.

        Without a page before there is none after: it is not served.
        """
        return Release(
            engine=self._engine(selection, {}),
            site=site and self._site(selection, site),
            trials=tuple(
                Trial(below, self._engine(selection, _answering(selection, below)))
                for below in sorted({canary.share for canary in selection.canaries})
            ),
        )

    def _site(self, selection: Selection, before: Site) -> Site:
        shown = list(map(id, before.engine.bundles.values()))
        if shown == list(map(id, selection.served)):
            return before
        # An engine of its own: the page must not hold the shadows of a release.
        site = Site(RiskEngine(selection.served, self.metrics), interval=self.interval)
        site.warm()
        return site

    def _engine(
        self, selection: Selection, canaries: Mapping[str, Bundle]
    ) -> RiskEngine:
        served = [canaries.get(b.manifest.name, b) for b in selection.served]
        shadows = {
            bundle.manifest.name: bundle
            for bundle in selection.shadows
            if bundle.manifest.name not in canaries
        }
        witness = Shadows(shadows, self.shadow_queue) if shadows else None
        return RiskEngine(served, self.metrics, witness)


def _answering(selection: Selection, below: float) -> Mapping[str, Bundle]:
    """The canaries that answer requests just below this share."""
    return {
        canary.bundle.manifest.name: canary.bundle
        for canary in selection.canaries
        if canary.share >= below
    }
