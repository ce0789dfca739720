"""A hospital's cohort as its TOML file describes it: the table, and the bundle to make.

Every refusal names the file and the key.
"""

import re
import tomllib
from pathlib import Path

import msgspec

from training.cohorts.layout import Layout, LayoutError, check_layout
from training.cohorts.local_bundle import LocalBundle, check_bundle

_WHERE = re.compile(r" - at `\$\.?(?P<key>[^`]*)`$")


class LocalCohort(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """How to read the table, and what `fit` is to make of it."""

    data: Layout = Layout()
    bundle: LocalBundle | None = None


def load(path: Path) -> LocalCohort:
    """Read and check a cohort's TOML file.

    Raises:
        LayoutError: The file cannot be read, or a key is wrong.
    """
    try:
        cohort = msgspec.convert(tomllib.loads(path.read_text("utf-8")), LocalCohort)
        check_layout(cohort.data)
        if cohort.bundle:
            check_bundle(cohort.bundle, cohort.data.seen)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(path.name, f"cannot be read: {error}.") from error
    except msgspec.ValidationError as error:
        what = str(error)
        found = _WHERE.search(what)
        key = found["key"] if found else ""
        reason = what[: found.start()] if found else what
        raise LayoutError(f"{path.name}, {key or 'the file'}", f"{reason}.") from error
    except LayoutError as error:
        raise LayoutError(path.name, str(error)) from error
    return cohort
