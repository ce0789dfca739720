"""The compiled graph beside xgboost's own explanation: same rows, same run, one thread.

The model has the shape of the served one but learns from invented numbers, so that the
benchmark needs no data. xgboost's time includes the DMatrix, which every caller pays.
Rounds alternate between the two, and a ratio is taken within each round: what else the
machine does then slows both.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
import numpy.typing as npt
import onnxruntime
import xgboost

from training.compiler import Compiled, compile_booster

INPUTS = tuple(f"input_{number}" for number in range(11))
TREES = 300
MISSING = 0.15
PEOPLE = 20_000
ONE_BY_ONE = 400  # single rows in a round
BATCHES = 3  # in a round
ROUNDS = 5
ONE_ROW_TARGET = 0.15  # of xgboost's time, at most
BATCH_TARGET = 5.0  # times as fast as xgboost, at least

Rows = npt.NDArray[np.float32]
Explain = Callable[[Rows], npt.NDArray[np.float32]]


def main() -> None:
    """Print the median times, the ratios with their range, and the targets."""
    rows, booster = invented_model()
    compiled = compile_booster(booster, inputs=INPUTS, horizon_offsets=[0.0, 0.5])
    graph, native = graph_explainer(compiled), native_explainer(booster)
    difference = np.abs(graph(rows) - native(rows)[:, :-1]).max()

    one, batch = [], []
    for _ in range(ROUNDS):
        one.append((one_row_time(graph, rows), one_row_time(native, rows)))
        batch.append((batch_time(graph, rows), batch_time(native, rows)))
    one_ratios = [ours / theirs for ours, theirs in one]
    batch_ratios = [theirs / ours for ours, theirs in batch]

    print(
        f"{TREES} trees of depth 3, {len(INPUTS)} inputs, one thread, {ROUNDS} rounds"
    )
    print(f"greatest difference between contributions: {difference:.1e} log-odds")
    print(f"{'':15}{'graph':>12}{'xgboost':>12}  ratio, median (range)")
    ours, theirs = (1e6 * median(times) for times in zip(*one, strict=True))
    print(
        f"{'one row, p50':15}{ours:9.1f} us{theirs:9.1f} us"
        f"  {spread(one_ratios)}, at most {ONE_ROW_TARGET}:"
        f" {verdict(met=median(one_ratios) <= ONE_ROW_TARGET)}"
    )
    ours, theirs = (median(times) for times in zip(*batch, strict=True))
    print(
        f"{f'{PEOPLE:,} rows':15}{ours:10.3f} s{theirs:10.3f} s"
        f"  {spread(batch_ratios)} times as fast, at least {BATCH_TARGET}:"
        f" {verdict(met=median(batch_ratios) >= BATCH_TARGET)}"
    )


def invented_model() -> tuple[Rows, xgboost.Booster]:
    """Train on measurements with noise, interactions and missing values."""
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(PEOPLE, len(INPUTS))).round(2).astype(np.float32)
    log_odds = rows @ np.linspace(0.1, 1.0, len(INPUTS)) + rows[:, 9] * rows[:, 10] - 2
    events = draw.random(PEOPLE) < 1 / (1 + np.exp(-log_odds))
    rows[draw.random(rows.shape) < MISSING] = np.nan
    parameters = {
        "objective": "binary:logistic",
        "max_depth": 3,
        "eta": 0.05,
        "subsample": 0.8,
        "colsample_bytree": 0.7,
        "nthread": 1,
    }
    data = xgboost.DMatrix(rows, events, feature_names=list(INPUTS))
    return rows, xgboost.train(parameters, data, TREES)


def graph_explainer(compiled: Compiled) -> Explain:
    """Run the graph as the service does, all three outputs, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    session = onnxruntime.InferenceSession(compiled.to_bytes(), options)
    names = [output.name for output in session.get_outputs()]
    at = names.index("contributions")
    return lambda rows: session.run(names, {"x": rows})[at]


def native_explainer(booster: xgboost.Booster) -> Explain:
    """Ask xgboost for contributions on one thread; the last column is the base."""

    def explain(rows: Rows) -> npt.NDArray[np.float32]:
        data = xgboost.DMatrix(rows, feature_names=list(INPUTS), nthread=1)
        return booster.predict(data, pred_contribs=True)

    return explain


def one_row_time(explain: Explain, rows: Rows) -> float:
    """Return the median time of single rows, in seconds."""
    return median(duration(explain, rows[at : at + 1]) for at in range(ONE_BY_ONE))


def batch_time(explain: Explain, rows: Rows) -> float:
    """Return the median time of all rows at once, in seconds."""
    return median(duration(explain, rows) for _ in range(BATCHES))


def duration(explain: Explain, rows: Rows) -> float:
    """Return the seconds one call takes."""
    start = perf_counter()
    explain(rows)
    return perf_counter() - start


def spread(ratios: list[float]) -> str:
    """Write the median of the rounds and their range."""
    return f"{median(ratios):.3g} ({min(ratios):.3g}-{max(ratios):.3g})"


def verdict(*, met: bool) -> str:
    """Say whether a target holds."""
    return "met" if met else "MISSED"


if __name__ == "__main__":
    main()
