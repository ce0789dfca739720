"""The session: what it answers, and on how many threads."""

import json
from pathlib import Path

import numpy as np
import onnxruntime as ort

from service.engine.bundle import Bundle
from service.engine.scorer import Scorer


def rows(
    bundle: Bundle, count: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Rows with nothing known but an age that differs."""
    made = np.full((count, len(bundle.manifest.inputs)), np.nan, dtype=np.float32)
    made[:, 0] = np.arange(20, 20 + count)
    return made


def test_tells_the_width_of_every_end(bundle: Bundle) -> None:
    inputs = len(bundle.manifest.inputs)
    horizons = len(bundle.manifest.horizons_years)

    assert bundle.scorer.widths() == {
        "x": inputs,
        "companion_rows": 1,
        "risk": horizons,
        "log_odds": 1,
        "base": 1,
        "contributions": inputs,
        "replicates": bundle.scorer.spread(rows(bundle, 1)).replicates.shape[1],
        "if_known": 2,
    }


def test_answers_each_row_with_every_output(bundle: Bundle) -> None:
    inputs = len(bundle.manifest.inputs)

    scores = bundle.scorer.score(rows(bundle, 7))

    assert scores.risk.shape == (7, len(bundle.manifest.horizons_years))
    assert scores.log_odds.shape == (7, 1)
    assert scores.contributions.shape == (7, inputs)
    assert all(np.isfinite(output).all() for output in scores)
    assert ((scores.risk > 0) & (scores.risk < 1)).all()


def test_tells_the_spread_of_as_many_rows_as_asked(bundle: Bundle) -> None:
    scores, spread = bundle.scorer.score_with_spread(rows(bundle, 7), 2)

    assert scores.log_odds.shape == (7, 1)
    assert spread.replicates.shape[0] == 2
    assert spread.if_known.shape == (2, 2)
    alone = bundle.scorer.spread(rows(bundle, 7))
    assert np.array_equal(spread.replicates, alone.replicates[:2])
    assert np.array_equal(spread.if_known, alone.if_known[:2])


def test_the_spread_is_not_computed_where_it_is_not_asked_for(
    bundle: Bundle, bundle_folder: Path, tmp_path: Path
) -> None:
    """ONNX Runtime's own profile says how many rows the companions were given."""
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.enable_profiling = True
    options.profile_file_prefix = str(tmp_path / "run")
    scorer = Scorer((bundle_folder / "model.onnx").read_bytes())
    scorer._session = ort.InferenceSession(
        bundle_folder / "model.onnx", options, providers=["CPUExecutionProvider"]
    )

    scorer.score(rows(bundle, 7))
    scorer.spread(rows(bundle, 7))

    profile = json.loads(Path(scorer._session.end_profiling()).read_text())
    counts = [
        event["args"]["input_type_shape"][0]["float"][0]
        for event in profile
        if event["name"] == "beside_kernel_time"
    ]
    assert counts == [0, 7]


def test_the_low_end_of_what_could_be_known_is_never_above_the_high(
    bundle: Bundle,
) -> None:
    if_known = bundle.scorer.spread(rows(bundle, 60)).if_known

    assert (if_known[:, 0] <= if_known[:, 1]).all()


def test_no_rows_have_no_answers(bundle: Bundle) -> None:
    assert bundle.scorer.score(rows(bundle, 0)).risk.shape[0] == 0


def test_a_row_of_nothing_known_is_scored(bundle: Bundle) -> None:
    nothing = np.full((1, len(bundle.manifest.inputs)), np.nan, dtype=np.float32)

    assert np.isfinite(bundle.scorer.score(nothing).log_odds).all()


def test_runs_on_the_calling_thread_alone(bundle: Bundle) -> None:
    options = bundle.scorer._session.get_session_options()

    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
