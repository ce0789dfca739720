"""A bundle's documents, kept in memory as small as they get.

What is given out must be what was verified, never the disk; a card and its plots are
read rarely and take megabytes, most of them text.
"""

import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from typing_extensions import override

_COMPRESSED_ALREADY = {".png"}
_FASTEST = 1  # a higher level delays the start more than it saves


class Documents(Mapping[str, bytes]):
    """Files by name, compressed but for those that are compressed already."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._kept = {
            name: content
            if PurePath(name).suffix in _COMPRESSED_ALREADY
            else zlib.compress(content, _FASTEST)
            for name, content in files.items()
        }

    @override
    def __getitem__(self, name: str) -> bytes:
        kept = self._kept[name]
        done = PurePath(name).suffix in _COMPRESSED_ALREADY
        return kept if done else zlib.decompress(kept)

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    @override
    def __len__(self) -> int:
        return len(self._kept)
