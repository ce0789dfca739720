"""How much is waiting in this process, and when it is too much.

The requests whose turn has not come are the server's tasks. Beyond the setting's number
a request about one patient is told at once to come back, instead of making all slow.
"""

from asyncio import Task
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Load:
    """What waits; `tasks` are set by the server, one for each request it has begun."""

    max_waiting: int
    tasks: Collection[Task[Any]] = field(default_factory=tuple)
