"""buildah builds an image without a daemon, as root or in a container."""

import os
import subprocess

# The time of every file of an image: the earliest that a zip file can have. It is no
# time of ours, so a layer that did not change keeps its digest in the next release.
EPOCH = 315532800


def buildah(*arguments: str) -> str:
    """What it prints."""
    done = subprocess.run(
        ["buildah", *arguments],
        check=False,
        capture_output=True,
        text=True,
        # With namespaces of its own it would need more rights than CI may give.
        env=os.environ | {"BUILDAH_ISOLATION": "chroot"},
    )
    if done.returncode:
        raise RuntimeError(f"buildah {arguments[0]}: {done.stdout}\n{done.stderr}")
    return done.stdout.strip()
