"""Memory that was let go of, given back to the operating system.

The C library keeps what a release had for the next one; where memory is scarce, other
programs need it in the meantime.
"""

import ctypes
import sys


def give_back_memory() -> None:
    """Ask glibc to give back what is free; other C libraries do so on their own."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
