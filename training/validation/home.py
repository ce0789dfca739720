"""Validation of people whose state is known at their own follow-up.

Scores come from models that never saw the person's centre or cycle; see
`training.cross_validation`.
"""

from collections.abc import Mapping, Sequence

from scipy.special import logit

from training.cohort import Cohort, Floats, Rows
from training.figures import SubsetFigures
from training.validation.calibration import calibrate
from training.validation.decision import MODEL, decide
from training.validation.fairness import fairness
from training.validation.grouping import groupings
from training.validation.near_horizon import near
from training.validation.published import published_scores
from training.validation.ranking import rank, ranking
from training.validation.rivals import compare
from training.validation.sample import Sample
from training.validation.subgroups import subgroups


def validate(
    cohort: Cohort,
    scores: Mapping[str, Mapping[str, Floats]],
    later: Mapping[str, Floats],
    *,
    folds: Rows,
    horizons: Sequence[float] = (),
    threshold: float,
    decision_at: Sequence[float],
    seed: int,
) -> dict[str, SubsetFigures]:
    """Figures of every subset of the inputs.

    People are ranked by what is known at the start: who will be seen later is not.
    Calibration and net benefit are at each person's own follow-up.

    Args:
        cohort: The people, not censored.
        scores: By subset and code, log-odds [people] at the reference time; the model
            under "model", every other code a rival, NaN where it says nothing.
            Published scores are added; they see all that the cohort knows, whatever
            the subset.
        later: By subset, [people] what each one's own follow-up adds to those
            log-odds.
        folds: [people] the fold that held the person out.
        horizons: In years; people seen near them have figures of their own.
        threshold: The risk at or above which a person counts as flagged.
        decision_at: Threshold risks where net benefit gets intervals.
        seed: Of the draws.
    """
    sample = Sample.of(cohort, seed)
    published = published_scores(cohort)
    added = {
        code: score.log_odds(sample, cohort.years, folds)
        for code, score in published.items()
    }
    points = {code: score.points for code, score in published.items()}
    incomplete = {code: score.incomplete for code, score in published.items()}
    dimensions = groupings(cohort)

    def auc(score: Floats, rows: Rows) -> Floats:
        return rank(sample.take(rows), score[rows]).auc

    figures = {}
    for subset, given in scores.items():
        at_follow_up = {
            **{code: score + later[subset] for code, score in given.items()},
            **added,
        }
        model = given[MODEL]
        groups = subgroups(
            sample,
            at_follow_up[MODEL],
            dimensions,
            float(logit(threshold)),
            ranked=model,
        )
        figures[subset] = SubsetFigures(
            subset=subset,
            people=cohort.people,
            events=cohort.events,
            ranking=ranking(sample, model),
            c_index=None,
            calibration=calibrate(sample, at_follow_up[MODEL]),
            rivals=compare(sample, at_follow_up, {**given, **points}, incomplete, auc),
            decision=decide(sample, at_follow_up, decision_at),
            subgroups=groups,
            fairness=fairness(groups, threshold),
            horizons=tuple(
                seen
                for years in horizons
                if (seen := near(sample, cohort.years, at_follow_up[MODEL], years))
            ),
        )
    return figures
