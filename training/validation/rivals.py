"""Other ways of ranking the same people, each compared with the model in pairs."""

from collections.abc import Callable, Mapping

import numpy as np

from training.cohort import Floats, Rows
from training.figures import Rival
from training.validation.binned_logistic import Binned
from training.validation.calibration import observed_expected, slopes
from training.validation.decision import MODEL
from training.validation.resampling import estimate
from training.validation.sample import Sample

Concordance = Callable[[Floats, Rows], Floats]
"""AUC or C [1 + resamples] of a score [people], among these rows alone."""


def compare(
    sample: Sample,
    log_odds: Mapping[str, Floats],
    ranked: Mapping[str, Floats],
    incomplete: Mapping[str, float],
    concordance: Concordance,
) -> tuple[Rival, ...]:
    """Compare the model with every rival, on people whom the rival can rank.

    Args:
        sample: The people, for calibration.
        log_odds: [people] of each strategy, the model under `MODEL`; NaN where a
            rival says nothing.
        ranked: What ranks people under the same codes, as `concordance` wants it.
        incomplete: Share of people with an unknown item, by published score.
        concordance: How ranking is measured.
    """
    everybody = np.arange(len(ranked[MODEL]))
    whole = concordance(ranked[MODEL], everybody)
    found: list[Rival] = []
    for code in (code for code in log_odds if code != MODEL):
        said = np.flatnonzero(~np.isnan(log_odds[code]))
        part, known = sample.take(said), log_odds[code][said]
        rows = np.flatnonzero(~np.isnan(ranked[code]))
        rival = concordance(ranked[code], rows)
        ranks_all = len(rows) == len(everybody)
        model = whole if ranks_all else concordance(ranked[MODEL], rows)
        found.append(
            Rival(
                code=code,
                auc=estimate(rival),
                difference=estimate(model - rival),
                slope=float(slopes(Binned.of(part, known))[0]),
                observed_expected=float(observed_expected(part, known)[0]),
                incomplete=incomplete.get(code, 0.0),
            )
        )
    return tuple(found)
