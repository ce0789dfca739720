"""JSON as a sender wrote it, refused where its meaning is not certain.

A name that appears twice is an error: a reader that keeps the last one would drop a
value in silence. `NaN` and `Infinity` are not JSON; where a protocol's clients write
NaN for what was not measured, a caller may ask to have it read.
"""

import json
import math

from service.clinical.problems import shown

# What a record of 16 MiB has, and about 200 MB when decoded; `[{},{},...` of the same
# size would be twice as much, more than a small machine has.
MAX_VALUES = 2_500_000


class MalformedJsonError(Exception):
    """The text is not JSON; the message says where, and quotes no value."""


def read_json(text: bytes, *, nan: bool = False) -> object:
    """Decode one JSON text.

    Args:
        text: UTF-8.
        nan: Whether to read a bare NaN, as Python's and other writers have it.

    Raises:
        MalformedJsonError: Not UTF-8, not JSON, nested too deep, a repeated name, or
            more values than fit into memory.
    """
    if sum(map(text.count, (b",", b":", b"[", b"{"))) > MAX_VALUES:
        raise MalformedJsonError(f"It has more than {MAX_VALUES} names and values.")
    try:
        return json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=_without_repeats,
            parse_constant=_only_nan if nan else _no_constant,
        )
    except json.JSONDecodeError as error:
        raise MalformedJsonError(
            f"{error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    except UnicodeDecodeError as error:
        raise MalformedJsonError(f"Not UTF-8 at byte {error.start}.") from None
    except ValueError:  # an integer of thousands of digits
        raise MalformedJsonError("A number is too long.") from None
    except RecursionError:
        raise MalformedJsonError("Nested too deeply.") from None


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise MalformedJsonError(f"'{shown(name)}' appears more than once.")
        found[name] = value
    return found


def _no_constant(name: str) -> float:
    raise MalformedJsonError(f"{name} is not a JSON number.")


def _only_nan(name: str) -> float:
    return math.nan if name == "NaN" else _no_constant(name)
