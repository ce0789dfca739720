"""Build the Dockerfile, and say what came out."""

import json
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from image.buildah import EPOCH, buildah

ROOT = Path(__file__).resolve().parent.parent
# Where Debian keeps the certificates of those it trusts, a hospital's own among them.
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PIP_CONFIGURATION = Path("/etc/pip.conf")


@dataclass(frozen=True, slots=True)
class Image:
    """An image in buildah's storage."""

    name: str
    base_name: str
    config: dict[str, Any]
    """Its OCI configuration: user, command, environment, labels."""
    layers: tuple[str, ...]
    """Digests of what it adds to its base."""
    sizes: tuple[float, ...]
    """Of these layers, uncompressed, in units of 10^6 bytes."""

    @property
    def megabytes(self) -> float:
        """What it adds to its base."""
        return sum(self.sizes)


def build(
    base: str, *, name: str = "localhost/diabetes-risk", again: bool = False
) -> Image:
    """Build the Dockerfile upon a base.

    Args:
        base: The image that both stages stand on.
        name: The new image's name; its tag is the service's version.
        again: Whether to take nothing from a former build.
    """
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    tagged = f"{name}:{version}"
    secrets = {"certificates": CERTIFICATES, "pip.conf": PIP_CONFIGURATION}
    buildah(
        "bud",
        "--layers",
        *(["--no-cache"] if again else []),
        f"--timestamp={EPOCH}",
        f"--build-arg=BASE_IMAGE={base}",
        f"--build-arg=VERSION={version}",
        f"--build-arg=REVISION={_revision()}",
        *(f"--secret=id={id_},src={p}" for id_, p in secrets.items() if p.exists()),
        f"--tag={tagged}",
        str(ROOT),
    )
    return inspect(tagged, base)


def inspect(name: str, base: str) -> Image:
    """An image that was built upon a base."""
    about = json.loads(buildah("inspect", "--type=image", name))
    below = json.loads(buildah("inspect", "--type=image", base))
    shared = len(below["OCIv1"]["rootfs"]["diff_ids"])
    added = json.loads(about["Manifest"])["layers"][shared:]
    return Image(
        name,
        base,
        about["OCIv1"]["config"],
        tuple(about["OCIv1"]["rootfs"]["diff_ids"][shared:]),
        tuple(layer["size"] / 1e6 for layer in added),
    )


def _revision() -> str:
    """The commit, where there is one."""
    command = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"
