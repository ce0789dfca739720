"""What the page's HTML refers to, under an address that changes with any of it.

All files lie below one digest of them all, so that they can be kept forever, a new
release is never mixed with an old one, and modules import each other relatively.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import PurePosixPath

from service.transports.page.messages import WEB
from service.transports.page.stored import MEDIA_TYPES, Stored, store

STATIC = WEB / "static"
PREFIX = "/assets"
_DIGITS = 16  # of the digest: enough that no two releases share an address

_IMPORT = re.compile(
    r"""^(?:import|export)\b[^"'();]*["'](\.[^"']+)["']""", re.MULTILINE
)


class Assets:
    """The static files, and those that the service makes, by path."""

    def __init__(self, made: Mapping[str, bytes], templates: Iterable[bytes]) -> None:
        """Read all.

        Args:
            made: Content by path.
            templates: What refers to the files; a change of them is a release too.
        """
        self.files: Mapping[str, Stored] = {
            **_static(),
            **{path: store(path, content) for path, content in made.items()},
        }
        whole = hashlib.sha256()
        for path, file in sorted(self.files.items()):
            whole.update(f"{path} {file.digest}\n".encode())
        for template in templates:
            whole.update(hashlib.sha256(template).digest())
        self.digest = whole.hexdigest()[:_DIGITS]

    def url(self, path: str) -> str:
        """The address of a file."""
        return f"{PREFIX}/{self.digest}/{path}"

    def imported(self, module: str) -> list[str]:
        """The modules that one needs before it runs, itself first.

        What is imported later, by `import()`, is not among them.
        """
        found = [module]
        for path in found:
            text = self.files[path].plain().decode()
            for name in _IMPORT.findall(text):
                target = _joined(PurePosixPath(path).parent, name)
                if target not in found and target in self.files:
                    found.append(target)
        return found


@cache
def _static() -> Mapping[str, Stored]:
    """The files of the folder; the same for the life of the process."""
    return {
        file.relative_to(STATIC).as_posix(): store(file.name, file.read_bytes())
        for file in sorted(STATIC.rglob("*"))
        if file.is_file() and file.suffix in MEDIA_TYPES
    }


def _joined(folder: PurePosixPath, name: str) -> str:
    """A relative import as a path below the root: `../text.js` beside `entry`."""
    parts = list(folder.parts)
    for part in PurePosixPath(name).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)
