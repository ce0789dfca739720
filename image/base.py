"""A base with Python, made of Debian's signed packages where no registry is reached.

It is of the same Debian release and the same Python as the Dockerfile's default. The
same packages give the same bytes, so an image upon it can be built again.
"""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from image.buildah import EPOCH, buildah

SUITE = "trixie"
# A C++ library is what NumPy and ONNX Runtime need of the system; the rest is what the
# official image of Python has and the Dockerfile uses.
PACKAGES = ("python3", "python3-venv", "ca-certificates", "libstdc++6")
LEFT_OUT = ("/usr/share/man/*", "/usr/share/locale/*")


def debian_base() -> str:
    """Make the base unless it was made today; its name.

    A base of yesterday may lack Debian's security updates of today.
    """
    name = f"localhost/python-base:{datetime.now(UTC):%Y%m%d}"
    if buildah("images", "--quiet", "--filter", f"reference={name}"):
        return name
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "base.tar"
        subprocess.run(
            [
                "mmdebstrap",
                "--quiet",
                "--variant=essential",
                f"--include={','.join(PACKAGES)}",
                *(f"--dpkgopt=path-exclude={path}" for path in LEFT_OUT),
                SUITE,
                str(archive),
            ],
            check=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)},
        )
        container = buildah("from", "scratch")
        buildah("add", "--quiet", container, str(archive), "/")
        buildah("commit", "--quiet", f"--timestamp={EPOCH}", "--rm", container, name)
    return name
