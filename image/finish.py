"""Make the base fit to serve: without pip, and with its bytecode written.

Runs while the image is built, with the standard library alone. The official base has
pip and no bytecode; below a read-only root Python could never write any, and every
start would compile the standard library again.
"""

import compileall
import shutil
import site
import sys
import sysconfig
from pathlib import Path
from py_compile import PycInvalidationMode

INSTALLERS = ("pip", "setuptools", "wheel", "_distutils_hack", "pkg_resources")
BUNDLED_WHEELS = Path("/usr/share/python-wheels")  # where Debian keeps ensurepip's


def remove_installers() -> None:
    """Remove what could install a package, wherever the base has it."""
    places = [Path(place) for place in site.getsitepackages()]
    found = [
        path
        for place in places
        for name in INSTALLERS
        for path in (place / name, *place.glob(f"{name}-*.dist-info"))
    ]
    library = Path(sysconfig.get_path("stdlib"))
    found += [library / "ensurepip", BUNDLED_WHEELS]
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    for script in Path(sysconfig.get_path("scripts")).glob("pip*"):
        script.unlink()


def write_bytecode() -> None:
    """Compile the standard library so that two builds write the same bytes."""
    done = compileall.compile_dir(
        sysconfig.get_path("stdlib"),
        quiet=2,
        force=True,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
    if not done:
        sys.exit("the standard library could not be compiled")


if __name__ == "__main__":
    remove_installers()
    write_bytecode()
