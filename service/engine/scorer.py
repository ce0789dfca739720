"""One ONNX Runtime session: rows in, risks, explanations and their spread out."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

Floats = npt.NDArray[np.float32]
COMPANION_ROWS = "companion_rows"


class Scores(NamedTuple):
    """What the graph answers for N rows, H horizons and F inputs."""

    risk: Floats  # [N, H], probabilities
    log_odds: Floats  # [N, 1], of the first horizon
    base: Floats  # [N, 1], log-odds before any contribution; the tier's
    contributions: Floats  # [N, F], log-odds; with the base they sum to log_odds


class Spread(NamedTuple):
    """How far the score could have been another, in log-odds of the first horizon."""

    replicates: Floats  # [M, B], from models of other samples of centres
    if_known: Floats  # [M, 2], low and high end once what is missing is known


class Scorer:
    """A compiled model, run on the calling thread.

    One thread: a row takes tens of microseconds, less than handing it to another.
    ONNX Runtime computes every output whatever is fetched, so the graph is told of how
    many rows the spread is wanted.
    """

    def __init__(self, model: bytes) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )

    def widths(self) -> dict[str, object]:
        """The number of columns of every input and output, by name."""
        session = self._session
        ends = [
            *session.get_inputs(),
            *session.get_overridable_initializers(),
            *session.get_outputs(),
        ]
        return {end.name: end.shape[-1] if end.shape else None for end in ends}

    def score(self, rows: Floats) -> Scores:
        """Score float32 rows [N, F], NaN where a value is missing."""
        return self.score_with_spread(rows, 0)[0]

    def spread(self, rows: Floats) -> Spread:
        """How far the scores of rows [N, F] could have been others."""
        return self.score_with_spread(rows, len(rows))[1]

    def score_with_spread(self, rows: Floats, first: int) -> tuple[Scores, Spread]:
        """Score rows [N, F], and the spread of as many of the first of them."""
        feeds = {"x": rows, COMPANION_ROWS: np.array([first], dtype=np.int64)}
        risk, log_odds, base, contributions, replicates, if_known = self._session.run(
            [*Scores._fields, *Spread._fields], feeds
        )
        return (
            Scores(risk, log_odds, base, contributions),
            Spread(replicates, if_known),
        )
