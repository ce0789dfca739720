"""Take out of the environment what the service never imports.

Runs while the image is built, with the standard library alone. Licences and every
package's metadata stay, so that what is in the image can still be listed.
"""

import shutil
import sys
from pathlib import Path

# Patterns below site-packages. A package that is gone would stop the service, and the
# test of the image would see it.
NEVER_IMPORTED = (
    "*/tests",  # of the packages themselves; numpy's are the large ones
    "*/*/tests",
    "faker/providers",  # invents examples for an OpenAPI document; ours are written
    "numpy/_core/include",  # headers and libraries to compile against
    "numpy/_core/lib",
    "numpy/f2py",  # a compiler's front end
    "numpy/random/lib",
    "onnxruntime/capi/libonnxruntime.so.*",  # for programs in C; Python has its own
    "onnxruntime/datasets",  # models of its documentation
    "onnxruntime/quantization",  # these three make models; the service runs them
    "onnxruntime/tools",
    "onnxruntime/transformers",
    "pip",  # and what it installs with: nothing is installed later
    "pip-*.dist-info",
    "swagger_ui_bundle/vendor/*/*.map",  # to debug Swagger UI itself
    "uvloop/*.c",  # the source of what is compiled beside it
    "uvloop/*.pyx",
)


def trim(environment: Path) -> None:
    """Remove them from a virtual environment."""
    (packages,) = environment.glob("lib/python3*/site-packages")
    for pattern in NEVER_IMPORTED:
        for path in packages.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
