"""Observers of the engine for the tests."""

from dataclasses import dataclass, field

from service.engine.assessment import Answer


@dataclass
class Recorder:
    """Writes down everything it is told."""

    answers: list[Answer] = field(default_factory=list)
    runs: list[float] = field(default_factory=list)

    def answered(self, answer: Answer) -> None:
        self.answers.append(answer)

    def scored(self, seconds: float) -> None:
        self.runs.append(seconds)
