"""The card of a recalibrated bundle: the parent's, and what local outcomes changed."""

from dataclasses import replace

from service.clinical.language import Text
from training.card.record import Card
from training.card.sections import Recalibration, TierChange
from training.recalibration.choice import TierUpdate
from training.recalibration.run import Recalibrated


def caution_of(found: Recalibrated, site: str) -> Text:
    """The clause of every narrative of the child."""
    people = found.people.cohort.people
    return Text(
        f"recalibrated on {people:,} people of {site}, not validated elsewhere",
        f"đã hiệu chỉnh theo số liệu của {people:,}".replace(",", ".")
        + f" người tại {site}, chưa được kiểm định ở nơi khác",
    )


def _section(found: Recalibrated, site: str, digest: str) -> Recalibration:
    manifest = found.bundle.manifest
    return Recalibration(
        parent=f"{manifest.name} {manifest.version}",
        parent_manifest_sha256=digest,
        site=site,
        people=found.people.cohort.people,
        events=found.events,
        left_out=tuple(left_out_lines(found)),
        tiers=tuple(_change(one) for one in found.updates if one.people),
    )


def _change(one: TierUpdate) -> TierChange:
    assert one.before is not None  # noqa: S101 - the tier has people
    assert one.after is not None  # noqa: S101
    return TierChange(
        tier=one.tier,
        people=one.people,
        events=one.events,
        method=one.method,
        reason=one.reason,
        intercept=one.update.intercept,
        slope=one.update.slope,
        before=one.before,
        after=one.after,
        slope_before=one.slope_before,
        slope_after=one.slope_after,
    )


def child_card(
    parent: Card, found: Recalibrated, version: str, site: str, digest: str
) -> Card:
    """The parent's card with what the recalibration changed.

    Its figures of validation stay the parent's, which is said.
    """
    caution = caution_of(found, site)
    facts = parent.facts
    limit = Text(
        f"This version was {caution.en}. The figures of validation below are those of "
        f"its parent, {parent.name} {parent.version}.",
        f"Phiên bản này {caution.vi}. Các số liệu kiểm định bên dưới là của phiên bản "
        f"gốc, {parent.name} {parent.version}.",
    )
    caveats = replace(facts.caveats, limits=(limit, *facts.caveats.limits))
    return replace(
        parent,
        version=version,
        added_sd={one.tier: one.added_sd for one in found.updates},
        facts=replace(facts, caveats=caveats),
        recalibration=_section(found, site, digest),
    )


def left_out_lines(found: Recalibrated) -> list[str]:
    """How many people of the local file were left out, and why."""
    return [
        f"{step.count:,} people: {step.reason}"
        for step in found.people.cohort.cleaning
        if step.action == "dropped"
    ]
