"""Whether a manifest means here what it meant where it was made.

Inputs, tests and bands are names of this service's clinical table, and what the parts
of a manifest say of each other must agree.
"""

from collections.abc import Iterator

from service.clinical.bands import BANDS
from service.clinical.variables import VARIABLES, fingerprint
from service.engine.manifest import Manifest

REMAKE = "make the bundle again."


def misunderstandings(manifest: Manifest) -> Iterator[str]:
    """What is wrong with the manifest and what to do; what comes first matters most."""
    yield from _unknown_names(manifest)
    yield from _other_definitions(manifest)
    yield from _bands(manifest)
    yield from _tiers(manifest)
    measured = {n for n in manifest.inputs if VARIABLES[n].kind == "quantity"}
    if untold := measured - {*manifest.required_inputs, *manifest.typical_values}:
        yield f"no typical values for {sorted(untold)}; {REMAKE}"
    if manifest.bands.horizon_years not in manifest.horizons_years:
        yield f"the bands' horizon is not among the horizons; {REMAKE}"


def _unknown_names(manifest: Manifest) -> Iterator[str]:
    used = {"inputs": manifest.inputs, "tests": manifest.outcome.answered_by}
    for what, names in used.items():
        if unknown := [name for name in names if name not in VARIABLES]:
            yield (
                f"{what} {', '.join(unknown)} are not in this service's clinical table;"
                " deploy a service that has them."
            )
    if strange := set(manifest.calibrated_for) - set(VARIABLES["ancestry"].codes):
        yield f"calibrated for {', '.join(sorted(strange))}, no ancestry; {REMAKE}"
    if strange := set(manifest.required_inputs) - set(manifest.inputs):
        yield f"{', '.join(sorted(strange))} are required but not inputs; {REMAKE}"


def _other_definitions(manifest: Manifest) -> Iterator[str]:
    here = fingerprint(manifest.inputs)
    if here != manifest.variables_fingerprint:
        yield (
            f"made with clinical definitions {manifest.variables_fingerprint[:19]}...,"
            f" this service has {here[:19]}...; train the bundle again with this"
            " version, or deploy the service version it was made with."
        )


def _bands(manifest: Manifest) -> Iterator[str]:
    codes = [level.code for level in manifest.bands.levels]
    if any(code not in BANDS for code in codes):
        yield f"bands are {codes}, known are {list(BANDS)}; {REMAKE}"
    ends = [level.below for level in manifest.bands.levels]
    rising = [end for end in ends[:-1] if end is not None]
    if (
        ends[-1] is not None
        or len(rising) != len(ends) - 1
        or rising != sorted(set(rising))
    ):
        yield f"bands must rise and the last have no end; {REMAKE}"


def _tiers(manifest: Manifest) -> Iterator[str]:
    *richer, last = manifest.tiers
    if last.any_of or not all(tier.any_of for tier in richer):
        yield f"the last tier, and only it, must name no input; {REMAKE}"
    named = {name for tier in richer for name in tier.any_of}
    if strange := named - set(manifest.inputs):
        yield f"tiers name {', '.join(sorted(strange))}, no inputs; {REMAKE}"
    codes = [tier.code for tier in manifest.tiers]
    if len(set(codes)) < len(codes) or set(codes) != set(manifest.interval.added_sd):
        yield f"added_sd must have each of the tiers {codes} once; {REMAKE}"
    of_time = manifest.interval.horizon_sd
    horizons = len(manifest.horizons_years)
    if set(codes) != set(of_time) or any(
        len(each) != horizons for each in of_time.values()
    ):
        yield f"horizon_sd must have each tier, with all {horizons} horizons; {REMAKE}"
