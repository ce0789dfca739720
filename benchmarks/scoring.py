"""The compiled graph beside xgboost's own explanation: same rows, same run, one thread.

The model has the shape of the served one, curves of every input and trees, but learns
from invented numbers, so that the benchmark needs no data. xgboost explains its trees
alone, the graph the curves too. xgboost's time includes the DMatrix, which every caller pays.
Rounds alternate between the two, and a ratio is taken within each round: what else the
machine does then slows both. One row is also timed with its interval, for which the
graph is asked for the replicates and the range of missing values too.
"""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

import numpy as np
import numpy.typing as npt
import onnxruntime
import xgboost

from training.compiler import Curve, SmoothPart, compile_model

INPUTS = tuple(f"input_{number}" for number in range(9))
KNOTS = tuple(np.linspace(-2, 2, 10).tolist())  # of the curve of each input
TIERS = 3
TREES = 300
REPLICATES = (20, 30)  # of so many trees
RANGE_TREES = 100  # at either end
MISSING = 0.15
PEOPLE = 20_000
ONE_BY_ONE = 400  # single rows in a round
BATCHES = 3  # in a round
ROUNDS = 5
ONE_ROW_TARGET = 0.15  # of xgboost's time, at most
INTERVAL_TARGET = 0.22  # the same, with the interval
BATCH_TARGET = 5.0  # times as fast as xgboost, at least

PARAMETERS: Mapping[str, object] = {
    "objective": "binary:logistic",
    "max_depth": 3,
    "eta": 0.05,
    "subsample": 0.8,
    "colsample_bytree": 0.7,
    "nthread": 1,
}

Rows = npt.NDArray[np.float32]
Explain = Callable[[Rows], npt.NDArray[np.float32]]


def main() -> None:
    """Print the median times, the ratios with their range, and the targets."""
    rows, booster = invented_model()
    session = compiled_session(rows, booster)
    graph, native = graph_explainer(session, interval=False), native_explainer(booster)
    with_interval = graph_explainer(session, interval=True)
    curves = smooth_part(seed=2).contributions(rows, tier_of(rows))[0]
    difference = np.abs(graph(rows) - native(rows)[:, :-1] - curves).max()

    one, wide, batch = [], [], []
    for _ in range(ROUNDS):
        theirs = one_row_time(native, rows)
        one.append((one_row_time(graph, rows), theirs))
        wide.append((one_row_time(with_interval, rows), theirs))
        batch.append((batch_time(graph, rows), batch_time(native, rows)))

    print(
        f"{TREES} trees of depth 3, {len(INPUTS)} inputs, one thread, {ROUNDS} rounds"
    )
    print(f"greatest difference between contributions: {difference:.1e} log-odds")
    print(f"{'':20}{'graph':>12}{'xgboost':>12}  ratio, median (range)")
    one_row_line("one row, p50", one, ONE_ROW_TARGET)
    one_row_line("with its interval", wide, INTERVAL_TARGET)
    batch_ratios = [theirs / ours for ours, theirs in batch]
    ours, theirs = (median(times) for times in zip(*batch, strict=True))
    print(
        f"{f'{PEOPLE:,} rows':20}{ours:10.3f} s{theirs:10.3f} s"
        f"  {spread(batch_ratios)} times as fast, at least {BATCH_TARGET}:"
        f" {verdict(met=median(batch_ratios) >= BATCH_TARGET)}"
    )


def one_row_line(name: str, times: list[tuple[float, float]], target: float) -> None:
    """Print the median times of one row, and their ratio beside its target."""
    ratios = [ours / theirs for ours, theirs in times]
    ours, theirs = (1e6 * median(column) for column in zip(*times, strict=True))
    print(
        f"{name:20}{ours:9.1f} us{theirs:9.1f} us  {spread(ratios)}, at most"
        f" {target}: {verdict(met=median(ratios) <= target)}"
    )


def invented_model() -> tuple[Rows, xgboost.Booster]:
    """Train on measurements with noise, interactions and missing values."""
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(PEOPLE, len(INPUTS))).round(2).astype(np.float32)
    log_odds = rows @ np.linspace(0.1, 1.0, len(INPUTS)) + rows[:, 7] * rows[:, 8] - 2
    events = draw.random(PEOPLE) < 1 / (1 + np.exp(-log_odds))
    rows[draw.random(rows.shape) < MISSING] = np.nan
    data = xgboost.DMatrix(rows, events, feature_names=list(INPUTS))
    return rows, xgboost.train(PARAMETERS, data, TREES)


def compiled_session(
    rows: Rows, booster: xgboost.Booster
) -> onnxruntime.InferenceSession:
    """Compile with companions of the served size, and open it as the service does."""
    draw = np.random.default_rng(1)
    margin = booster.inplace_predict(rows, predict_type="margin")
    replicates = []
    for _ in range(REPLICATES[0]):
        events = draw.random(PEOPLE) < 1 / (1 + np.exp(-margin))
        data = xgboost.DMatrix(rows, events, feature_names=list(INPUTS))
        quick = {**PARAMETERS, "eta": 0.25}
        replicates.append(xgboost.train(quick, data, REPLICATES[1]))
    change = draw.normal(size=PEOPLE) * (1 + np.isnan(rows).sum(axis=1))
    ranges = xgboost.QuantileDMatrix(rows, change, feature_names=list(INPUTS))
    low, high = (
        xgboost.train(
            {**PARAMETERS, "objective": "reg:quantileerror", "quantile_alpha": alpha},
            ranges,
            RANGE_TREES,
        )
        for alpha in (0.1, 0.9)
    )
    compiled = compile_model(
        booster,
        inputs=INPUTS,
        smooth=smooth_part(seed=2),
        horizon_offsets=[[0.0, 0.5]] * TIERS,
        replicates=replicates,
        replicate_smooths=[smooth_part(seed=3 + n) for n in range(len(replicates))],
        if_known=(low, high),
        tiers=[[INPUTS[-1]], [INPUTS[-2]], []],
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(compiled.to_bytes(), options)


def smooth_part(seed: int) -> SmoothPart:
    """Rising curves of every input, other ones in each tier."""
    draw = np.random.default_rng(seed)

    def curve() -> Curve:
        rising = np.sort(draw.normal(size=len(KNOTS)))
        return Curve(knots=KNOTS, values=tuple(rising.tolist()), missing=0.1)

    return SmoothPart(
        inputs=INPUTS,
        curves=tuple(tuple(curve() for _ in INPUTS) for _ in range(TIERS)),
        bases=tuple(draw.normal(size=TIERS).tolist()),
    )


def tier_of(rows: Rows) -> npt.NDArray[np.intp]:
    """The first tier of which the deciding input is known."""
    known = ~np.isnan(rows)
    return np.where(known[:, -1], 0, np.where(known[:, -2], 1, 2)).astype(np.intp)


def graph_explainer(
    session: onnxruntime.InferenceSession, *, interval: bool
) -> Explain:
    """Run the graph as the service does; with an interval, of the first row."""
    names = [output.name for output in session.get_outputs()]
    at = names.index("contributions")
    first = np.array([int(interval)])
    return lambda rows: session.run(names, {"x": rows, "companion_rows": first})[at]


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
