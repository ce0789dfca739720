"""Bytes that are given out again and again: named by their hash, compressed once.

The compressed form has a tag of its own, since a strong ETag names bytes and not what
they mean (RFC 9110, section 8.8.3).
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any

from litestar import Request, Response
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
NEVER = "no-store"

# Litestar adds the charset to text.
MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".onnx": "application/octet-stream",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_COMPRESSED_ALREADY = {".png"}
_SMALLEST = 9


@dataclass(frozen=True, slots=True)
class Stored:
    """One file to give out."""

    media_type: str
    digest: str
    """SHA-256 of the file as it is, in hexadecimal."""
    plain: Callable[[], bytes]
    packed: Callable[[], bytes] | None
    """Compressed with gzip; None: that would make it no smaller."""


def store(name: str, plain: bytes) -> Stored:
    """Keep a file; the end of its name tells what it is.

    Raises:
        KeyError: Files that end so are not given out.
    """
    suffix = PurePath(name).suffix
    return Stored(
        media_type=MEDIA_TYPES[suffix],
        digest=hashlib.sha256(plain).hexdigest(),
        plain=lambda: plain,
        packed=None if suffix in _COMPRESSED_ALREADY else _packing(plain),
    )


def store_packed(name: str, packed: bytes, digest: str) -> Stored:
    """Keep a file compressed, to be unpacked for the few who take no gzip."""
    return Stored(
        media_type=MEDIA_TYPES[PurePath(name).suffix],
        digest=digest,
        plain=lambda: gzip.decompress(packed),
        packed=lambda: packed,
    )


def _packing(plain: bytes) -> Callable[[], bytes]:
    return cache(lambda: gzip.compress(plain, _SMALLEST, mtime=0))


def give(
    request: Request[Any, Any, Any],
    file: Stored,
    cache_control: str,
    headers: Mapping[str, str] = {},
    *,
    status: int = HTTP_200_OK,
) -> Response[bytes]:
    """The file in the form that the reader takes, or that they have it already."""
    tag, told = f'"{file.digest}"', {**headers, "cache-control": cache_control}
    packed = file.packed
    if packed is not None:
        told["vary"] = ", ".join(filter(None, (told.get("vary"), "accept-encoding")))
        if _takes_gzip(request.headers.get("accept-encoding", "")):
            tag = f'"{file.digest}-gzip"'
            told["content-encoding"] = "gzip"
        else:
            packed = None
    told["etag"] = tag
    if tag in _tags(request.headers.get("if-none-match", "")):
        told.pop("content-encoding", None)
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=told)
    return Response(
        file.plain() if packed is None else packed(),
        status_code=int(status),
        media_type=file.media_type,
        headers=told,
    )


def _tags(header: str) -> set[str]:
    """The tags of If-None-Match, which compares weakly (RFC 9110, section 13.1.2)."""
    return {part.strip().removeprefix("W/") for part in header.split(",")}


def _takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (RFC 9110, section 12.5.3)."""
    qualities = {}
    for part in header.lower().split(","):
        coding, _, parameter = part.partition(";")
        try:
            quality = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        qualities[coding.strip()] = quality
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0
