"""Writes a SAS transport file (version 5), for tests of what reads one."""

import math
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

_RECORD = 80
_MISSING = b"\x2e" + bytes(7)


def ibm_float(value: float) -> bytes:
    """Eight bytes of IBM hexadecimal floating point; NaN is SAS's missing value."""
    if math.isnan(value):
        return _MISSING
    if value == 0:
        return bytes(8)
    mantissa, exponent = math.frexp(abs(value))
    while exponent % 4:
        mantissa, exponent = mantissa / 2, exponent + 1
    first = (0x80 if value < 0 else 0) | (exponent // 4 + 64)
    return bytes([first]) + int(mantissa * 2**56).to_bytes(7, "big")


def write_transport(path: Path, columns: Mapping[str, Sequence[float]]) -> None:
    """Write these columns of numbers."""
    zeros = "0" * 30
    described = b"".join(
        struct.pack(
            ">hhhh8s40s8shhh2s8shhl52s",
            *(1, 0, 8, number, name.encode().ljust(8), b"".ljust(40)),
            *(b"".ljust(8), 0, 0, 0, b"", b"".ljust(8), 0, 0, (number - 1) * 8, b""),
        )
        for number, name in enumerate(columns, start=1)
    )
    rows = b"".join(
        ibm_float(value) for row in zip(*columns.values(), strict=True) for value in row
    )
    date = "22NOV26:00:00:00"
    path.write_bytes(
        b"".join(
            (
                _line(f"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!{zeros}"),
                _line(f"SAS     SAS     SASLIB  9.4     test{' ' * 28}{date}"),
                _line(date),
                _line(
                    "HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!"
                    "000000000000000001600000000140"
                ),
                _line(f"HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!{zeros}"),
                _line(f"SAS     DATA    SASDATA 9.4     test{' ' * 28}{date}"),
                _line(date),
                _line(
                    "HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!"
                    f"000000{len(columns):04d}00000000000000000000"
                ),
                _filled(described, b"\0"),
                _line(f"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!{zeros}"),
                _filled(rows, b" "),
            )
        )
    )


def _line(text: str) -> bytes:
    return text.ljust(_RECORD).encode()


def _filled(content: bytes, filler: bytes) -> bytes:
    return content + filler * (-len(content) % _RECORD)
