"""What lies below the folder of bundles: names, versions, and marks of their files.

Looking costs some stat calls and opens nothing. A mark changes with a file's name,
size, time or identity, also behind a link; equal marks mean that nothing was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.engine.bundle import MANIFEST, BundleError

Mark = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One version of a bundle as it lies there."""

    folder: Path
    mark: Mark

    @property
    def name(self) -> str:
        """The bundle's name."""
        return self.folder.parent.name

    @property
    def version(self) -> str:
        """The bundle's version."""
        return self.folder.name


Shelf = Mapping[str, tuple[Place, ...]]


def look_at(models: Path) -> Shelf:
    """Every version of every bundle below the folder, the highest first."""
    return {
        name.name: versions
        for name in _folders(models)
        if (versions := tuple(_places(name)))
    }


def latest_bundles(models: Path) -> list[Path]:
    """The folder of the highest version of each bundle below `models`.

    Raises:
        BundleError: There is no bundle.
    """
    shelf = look_at(models)
    if not shelf:
        raise nothing_here(models)
    return [versions[0].folder for versions in shelf.values()]


def nothing_here(models: Path) -> BundleError:
    """What to mend where there is no bundle."""
    return BundleError(
        f"{models}: no bundle here; set DIABETES_RISK_MODELS to the folder that"
        " holds <name>/<version>/manifest.json."
    )


def _places(name: Path) -> list[Place]:
    folders = sorted(_folders(name), key=_version_order, reverse=True)
    found = [Place(folder, _mark(folder)) for folder in folders]
    return [p for p in found if any(file == MANIFEST for file, *_ in p.mark)]


def _folders(of: Path) -> list[Path]:
    try:
        return sorted(path for path in of.iterdir() if path.is_dir())
    except OSError:  # gone while it was looked at, or not readable: nothing there
        return []


def _mark(folder: Path) -> Mark:
    found = []
    try:
        for file in sorted(folder.iterdir()):
            seen = file.stat()
            found.append((file.name, seen.st_mtime_ns, seen.st_size, seen.st_ino))
    except FileNotFoundError:  # removed while it was looked at
        return ()
    except OSError as error:  # there, and not readable: whoever opens it says why
        return ((MANIFEST, 0, 0, error.errno or 0),)
    return tuple(found)


def _version_order(folder: Path) -> list[int]:
    return [int(part) if part.isdigit() else -1 for part in folder.name.split(".")]
