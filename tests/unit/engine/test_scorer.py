"""The session: what it answers, and on how many threads."""

import numpy as np

from service.engine.bundle import Bundle


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
        "risk": horizons,
        "log_odds": 1,
        "contributions": inputs,
    }


def test_answers_each_row_with_every_output(bundle: Bundle) -> None:
    inputs = len(bundle.manifest.inputs)

    scores = bundle.scorer.score(rows(bundle, 7))

    assert scores.risk.shape == (7, len(bundle.manifest.horizons_years))
    assert scores.log_odds.shape == (7, 1)
    assert scores.contributions.shape == (7, inputs)
    assert all(np.isfinite(output).all() for output in scores)
    assert ((scores.risk > 0) & (scores.risk < 1)).all()


def test_no_rows_have_no_answers(bundle: Bundle) -> None:
    assert bundle.scorer.score(rows(bundle, 0)).risk.shape[0] == 0


def test_a_row_of_nothing_known_is_scored(bundle: Bundle) -> None:
    nothing = np.full((1, len(bundle.manifest.inputs)), np.nan, dtype=np.float32)

    assert np.isfinite(bundle.scorer.score(nothing).log_odds).all()


def test_runs_on_the_calling_thread_alone(bundle: Bundle) -> None:
    options = bundle.scorer._session.get_session_options()

    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
