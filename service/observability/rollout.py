"""What operators watch while bundles change under the service."""

from collections.abc import Collection, Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from service.engine.manifest import Manifest

DIFFERENCE = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1)
AGREEMENTS = ("same", "higher", "lower", "not_assessed")
ROLES = ("serve", "shadow", "canary")

_OF_BUNDLE = ("bundle", "version")
# With several workers: 1 if it is so in any of them.
_ANY: Final = "livemax"


class RolloutMetrics:
    """Exchanges of bundles, and how a shadow's answers differ from those given.

    What is over is set to 0 and not taken away, which several workers could not do.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        """Put the metrics on the registry."""
        self._bundle = Gauge(
            "diabetes_risk_bundle_info",
            "Bundles by role (serve, shadow, canary); 1 while it has it, 0 after.",
            (*_OF_BUNDLE, "variables", "role"),
            registry=registry,
            multiprocess_mode=_ANY,
        )
        self._releases = Counter(
            "diabetes_risk_releases_total",
            "Changes of what is to be served that were seen, by what came of them.",
            ("outcome",),
            registry=registry,
        )
        for outcome in ("exchanged", "refused", "failed"):
            self._releases.labels(outcome)
        self._refused = Gauge(
            "diabetes_risk_bundle_refused",
            "1 while a version is wanted and its files cannot be used.",
            _OF_BUNDLE,
            registry=registry,
            multiprocess_mode=_ANY,
        )
        self._file_refused = Gauge(
            "diabetes_risk_rollout_file_refused",
            "1 while the rollout file cannot be meant, and all stays as it was.",
            registry=registry,
            multiprocess_mode=_ANY,
        )
        self._compared = Counter(
            "diabetes_risk_shadow_compared_total",
            "Patients scored by a shadow, by its band against the one answered.",
            (*_OF_BUNDLE, "agreement"),
            registry=registry,
        )
        self._difference = Histogram(
            "diabetes_risk_shadow_difference",
            "Size of the difference between a shadow's risk and the one answered.",
            _OF_BUNDLE,
            buckets=DIFFERENCE,
            registry=registry,
        )
        self._dropped = Counter(
            "diabetes_risk_shadow_dropped_total",
            "Patients that a shadow did not score because too many waited.",
            _OF_BUNDLE,
            registry=registry,
        )
        self._failed = Counter(
            "diabetes_risk_shadow_failed_total",
            "Patients that a shadow could not score.",
            _OF_BUNDLE,
            registry=registry,
        )
        self._roles: set[tuple[str, ...]] = set()
        self._refusals: set[tuple[str, str]] = set()

    def roles(
        self,
        *,
        serve: Iterable[Manifest],
        shadow: Iterable[Manifest] = (),
        canary: Iterable[Manifest] = (),
    ) -> None:
        """Say which bundles have which role from now on."""
        shadow = tuple(shadow)
        now = {
            (m.name, m.version, m.variables_fingerprint, role)
            for role, manifests in zip(ROLES, (serve, shadow, canary), strict=True)
            for m in manifests
        }
        for labels in self._roles | now:
            self._bundle.labels(*labels).set(labels in now)
        self._roles |= now
        for manifest in shadow:
            of_bundle = (manifest.name, manifest.version)
            for agreement in AGREEMENTS:
                self._compared.labels(*of_bundle, agreement)
            self._difference.labels(*of_bundle)
            self._dropped.labels(*of_bundle)
            self._failed.labels(*of_bundle)

    def exchanged(self) -> None:
        """Count an exchange of what is served or tried."""
        self._releases.labels("exchanged").inc()

    def failed_to_exchange(self) -> None:
        """Count a change that something unexpected kept from being made."""
        self._releases.labels("failed").inc()

    def refused(self, versions: Collection[tuple[str, str]], *, new: bool) -> None:
        """Say which versions (bundle, version) cannot be used now; `new`: it changed."""
        for labels in self._refusals.union(versions):
            self._refused.labels(*labels).set(labels in versions)
        self._refusals.update(versions)
        if new:
            self._releases.labels("refused").inc()

    def file_refused(self, *, refused: bool) -> None:
        """Say whether the rollout file cannot be meant."""
        self._file_refused.set(refused)
        if refused:
            self._releases.labels("refused").inc()

    def compared(
        self, manifest: Manifest, agreement: str, difference: float | None
    ) -> None:
        """Count one comparison."""
        self._compared.labels(manifest.name, manifest.version, agreement).inc()
        if difference is not None:
            self._difference.labels(manifest.name, manifest.version).observe(difference)

    def dropped(self, manifest: Manifest) -> None:
        """Count a patient that was left out."""
        self._dropped.labels(manifest.name, manifest.version).inc()

    def failed(self, manifest: Manifest, patients: int) -> None:
        """Count patients that could not be scored."""
        self._failed.labels(manifest.name, manifest.version).inc(patients)
