"""What every figure of a card means, once for all cards."""

from collections.abc import Mapping
from types import MappingProxyType

CONVENTIONS: Mapping[str, str] = MappingProxyType(
    {
        "subset": "The inputs known; the others are blanked in people who have them.",
        "intervals": "95 %, percentile bootstrap. Centres, or a survey's sampling units, "
        "are drawn whole; where there is one centre, people. Sampling units are drawn "
        "within their cycle, not within the survey's strata. Few and unequal centres "
        "make intervals approximate.",
        "AUC": "Chance that a person with the outcome ranks above one without. With "
        "censored follow-up Harrell's C, and at a horizon the AUC with inverse "
        "probability of censoring weights.",
        "AUPRC": "Average precision; compare it with the share of people with the "
        "outcome.",
        "O/E": "Observed events over the sum of risks: above 1 the risks are too low.",
        "in the large": "Intercept in log-odds with the slope fixed at 1: above 0 the "
        "risks are too low.",
        "slope": "Of the outcome on the log-odds: below 1 the risks are too extreme.",
        "ICI, E50, E90": "Mean, median and 90th percentile of the distance between the "
        "risk and the observed risk, smoothed by a restricted cubic spline of the "
        "log-odds.",
        "Brier": "Mean squared distance of risk and outcome; scaled, the share of it "
        "that is gained over giving everybody the same risk.",
        "net benefit": "True positives minus false positives, these weighed by the "
        "odds of the threshold, for each 1,000 people; at the time of `calibration`.",
        "flagged": "At or above the threshold, by the risk at the time of `calibration`; "
        "so are sensitivity and specificity.",
        "calibration": "At each person's own follow-up, which is no horizon and differs "
        "between people (the present state: the visit itself); with censored follow-up "
        "at the horizon of the bands.",
        "dedicated": "A model trained for that subset of inputs alone, without "
        "incomplete rows.",
        "linear": "Linear logistic regression on the same inputs, gaps filled with the "
        "median and marked by an indicator.",
        "fasting_glucose": "Logistic regression on fasting glucose alone, where known.",
        "published scores": "They see all that the cohort knows, whatever the subset; a "
        "person with unknown items gets the middle of the possible points. Points are "
        "turned into probabilities by logistic regression on the same cohort, outside "
        "the person's fold, which flatters them where nothing was fitted for the model.",
        "recipe": "Hyperparameters that were chosen on the training cohort with the same "
        "folds make figures at home slightly optimistic. Nothing is chosen on an "
        "external cohort.",
    }
)
