"""The sockets of an address, taken before anybody may wait at them.

So an address that cannot be used is told as what an operator can mend, by one process
as by several.
"""

import socket

from service.settings import PREFIX, SettingsError


def listen_at(host: str, port: int) -> tuple[socket.socket, ...]:
    """Bound, and not yet listening: nobody may wait where nobody answers yet.

    Raises:
        SettingsError: The address cannot be listened on.
    """
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
