"""Serve with several workers: the port and the folder of metrics that they share."""

import asyncio
from contextlib import ExitStack

from service.observability.shared_files import place_of_files
from service.settings import PREFIX, Settings, SettingsError
from service.workers.folder import folder_of_counts
from service.workers.listeners import listen_at
from service.workers.supervisor import Supervisor, Work


def supervise(settings: Settings, work: Work) -> int:
    """Look after the workers until told to stop; the status to end with.

    Raises:
        SettingsError: The address cannot be listened on, or no file can be written.
    """
    with ExitStack() as stack:
        listeners = listen_at(settings.host, settings.port)
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
