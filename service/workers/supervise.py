"""Serve with several workers: the port and the folder of metrics that they share."""

import asyncio
import socket
from contextlib import ExitStack

from service.observability.shared_files import place_of_files
from service.settings import PREFIX, Settings, SettingsError
from service.workers.folder import folder_of_counts
from service.workers.supervisor import Supervisor, Work


def supervise(settings: Settings, work: Work) -> int:
    """Look after the workers until told to stop; the status to end with.

    Raises:
        SettingsError: The address cannot be listened on, or no file can be written.
    """
    with ExitStack() as stack:
        listeners = _listeners(settings.host, settings.port)
        for listener in listeners:
            stack.callback(listener.close)
        try:
            folder = stack.enter_context(folder_of_counts(place_of_files()))
        except OSError as error:
            raise SettingsError(
                f"{PREFIX}WORKERS is {settings.workers}, whose metrics need a folder"
                f" for temporary files: {error}"
            ) from error
        supervisor = Supervisor(settings, work, listeners, folder)
        return asyncio.run(supervisor.run())


def _listeners(host: str, port: int) -> tuple[socket.socket, ...]:
    """Bound, and not yet listening: nobody may wait where nobody answers yet."""
    bound: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(
            socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ):
            listener = socket.socket(family, kind, protocol)
            bound.append(listener)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind(address)
    except OSError as error:
        for listener in bound:
            listener.close()
        raise SettingsError(
            f"{PREFIX}HOST {host} and {PREFIX}PORT {port} cannot be listened on:"
            f" {error}"
        ) from error
    return tuple(bound)
