"""From what lies there and what is planned: who answers, who is tried, who is refused.

A version that cannot be opened never takes the place of one that answers. Without a
plan the highest version that verifies is served, so that a process which starts while
a damaged one lies there serves what the others do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.engine.bundle import Bundle, BundleError
from service.engine.rollout.plan import Line, Plan
from service.engine.rollout.shelf import Place, Shelf
from service.engine.rollout.stock import Stock


@dataclass(frozen=True, slots=True)
class Refusal:
    """A version that was wanted and cannot be used as its files are."""

    bundle: str
    version: str
    why: str


@dataclass(frozen=True, slots=True)
class Canary:
    """A version that answers a share (0 to 1) of the requests about one patient."""

    bundle: Bundle
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is done with the bundles."""

    served: tuple[Bundle, ...]
    shadows: tuple[Bundle, ...]
    canaries: tuple[Canary, ...]
    refusals: tuple[Refusal, ...]


class Choice:
    """One selection being made from a shelf and a plan.

    Args:
        shelf: What lies there.
        plan: What is to be done with it.
        stock: Where bundles are opened, once.
        before: The bundles that answer now, by name; None: the service is starting.
    """

    def __init__(
        self,
        shelf: Shelf,
        plan: Plan,
        stock: Stock,
        before: Mapping[str, Bundle] | None,
    ) -> None:
        self._shelf = shelf
        self._plan = plan
        self._stock = stock
        self._before = before
        self._refusals: list[Refusal] = []

    def made(self) -> Selection:
        """The selection.

        Raises:
            BundleError: The service is starting, and a bundle has no version to serve.
        """
        names = sorted({*self._shelf, *(self._before or {})})
        served = {n: b for n in names if (b := self._served(n)) is not None}
        lines = {n: line for n, line in self._plan.items() if n in served}
        shadows = [
            bundle
            for name, line in lines.items()
            if (bundle := self._tried(name, line.shadow, served[name])) is not None
            and self._comparable(bundle, served[name])
        ]
        selection = Selection(
            served=tuple(served.values()),
            shadows=tuple(shadows),
            canaries=tuple(self._canaries(lines, served)),
            refusals=tuple(dict.fromkeys(self._refusals)),
        )
        self._stock.keep_only(
            [*served.values(), *shadows, *(c.bundle for c in selection.canaries)]
        )
        return selection

    def _canaries(
        self, lines: Mapping[str, Line], served: Mapping[str, Bundle]
    ) -> Iterator[Canary]:
        for name, line in lines.items():
            bundle = self._tried(name, line.canary, served[name])
            if bundle is not None and line.canary_percent is not None:
                yield Canary(bundle, line.canary_percent / 100)

    def _served(self, name: str) -> Bundle | None:
        """What answers; at the start there must be something."""
        line, before = self._plan.get(name), (self._before or {}).get(name)
        versions = [place.version for place in self._shelf.get(name, ())]
        if line is not None:
            versions = [line.serve]
        elif before is not None and not versions:
            versions = [before.manifest.version]  # all of it is gone
        opened = (self._opened(name, version) for version in versions)
        found = next((bundle for bundle in opened if bundle is not None), before)
        if found is None and self._before is None:
            raise BundleError(self._refusals[-len(versions)].why)
        return found

    def _tried(self, name: str, version: str | None, served: Bundle) -> Bundle | None:
        """What is tried beside what is served, unless it is what is served."""
        if version is None or version == served.manifest.version:
            return None
        return self._opened(name, version)

    def _opened(self, name: str, version: str) -> Bundle | None:
        try:
            return self._stock.open(self._place(name, version))
        except BundleError as error:
            self._refusals.append(Refusal(name, version, str(error)))
            return self._stock.kept(name, version)

    def _place(self, name: str, version: str) -> Place:
        places = self._shelf.get(name, ())
        for place in places:
            if place.version == version:
                return place
        there = ", ".join(place.version for place in places) or "none"
        raise BundleError(
            f"{name} {version} is not below the folder of bundles (there: {there});"
            " copy it there, or name another in the rollout file."
        )

    def _comparable(self, shadow: Bundle, served: Bundle) -> bool:
        """Whether both answer the same question; else the shadow is refused."""
        new, old = shadow.manifest, served.manifest
        same = (new.outcome.code, new.bands.horizon_years) == (
            old.outcome.code,
            old.bands.horizon_years,
        )
        if not same:
            why = f"it answers another question than {old.version}; try it as a canary."
            self._refusals.append(Refusal(new.name, new.version, why))
        return same
