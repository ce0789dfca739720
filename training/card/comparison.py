"""Whether two cards say the same, place by place: what `validate` holds a bundle to."""

from collections.abc import Iterator, Mapping

RELATIVE, ABSOLUTE = 1e-4, 1e-7
"""A figure may differ by the sum of both: the last digits depend on the processor."""


def differing(wanted: object, found: object, place: str) -> Iterator[str]:
    """The places of two JSON trees where they differ by more than the tolerance.

    Args:
        wanted: What the card says.
        found: What was computed again, in full precision.
        place: Where both stand in the card.
    """
    if isinstance(found, Mapping) and isinstance(wanted, Mapping):
        for name in {**wanted, **found}:
            yield from differing(wanted.get(name), found.get(name), f"{place}.{name}")
    elif isinstance(found, list | tuple) and isinstance(wanted, list | tuple):
        if len(found) != len(wanted):
            yield f"{place}: {len(wanted)} entries, now {len(found)}"
            return
        for number, (was, now) in enumerate(zip(wanted, found, strict=True)):
            yield from differing(was, now, f"{place}[{number}]")
    elif isinstance(found, float) and isinstance(wanted, int | float):
        if not abs(found - wanted) <= ABSOLUTE + RELATIVE * abs(wanted):
            yield f"{place}: {wanted:g}, now {found:g}"
    elif found != wanted:
        yield f"{place}: {wanted}, now {found}"
