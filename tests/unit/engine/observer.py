"""Observers of the engine for the tests."""

from dataclasses import dataclass, field

from service.engine.assessment import Answer
from service.engine.bundle import Bundle
from service.engine.scorer import Floats


@dataclass
class Recorder:
    """Writes down everything it is told."""

    answers: list[Answer] = field(default_factory=list)
    runs: list[float] = field(default_factory=list)
    rows: list[tuple[str, Floats, Floats]] = field(default_factory=list)

    def answered(self, answer: Answer) -> None:
        self.answers.append(answer)

    def scored(self, seconds: float) -> None:
        self.runs.append(seconds)

    def seen(self, bundle: Bundle, rows: Floats, log_odds: Floats) -> None:
        self.rows.append((bundle.manifest.name, rows, log_odds))
