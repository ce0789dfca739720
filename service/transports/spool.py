"""A batch's body, received whole: in memory if it is small, else in a file.

The file has no name and vanishes with the process. It is written beside the event
loop, because a disk may make its writer wait; a disk that is full, read-only or away
refuses the batch, and nothing else.
"""

import errno
from collections.abc import AsyncIterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import structlog
from litestar.concurrency import sync_to_thread
from litestar.exceptions import HTTPException

from service.observability.load import LoadMetrics

IN_MEMORY = 1024 * 1024

_log = structlog.get_logger()


async def spool(parts: AsyncIterator[bytes], metrics: LoadMetrics) -> IO[bytes]:
    """What arrives, in a file to read from and to close.

    Raises:
        HTTPException: There is no room for it (507).
    """
    # Not a context: whoever reads it closes it.
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    kept = bytearray()
    try:
        async for part in parts:
            kept += part
            if len(kept) > IN_MEMORY:
                await sync_to_thread(file.write, bytes(kept))
                kept.clear()
        await sync_to_thread(file.write, bytes(kept))
        await sync_to_thread(file.flush)
    except OSError as error:
        file.close()
        reason = errno.errorcode.get(error.errno or 0, "unknown")
        _log.error("no_room_for_a_batch", reason=reason)
        metrics.refused("disk")
        raise HTTPException(status_code=HTTPStatus.INSUFFICIENT_STORAGE) from None
    except BaseException:
        file.close()
        raise
    return cast("IO[bytes]", file)
