"""Cards of invented people, with figures that the real validation computed."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from tests.training.synthetic import people, true_log_odds, with_outcomes
from training.card.contribution import summarise
from training.card.incident import FACTS as INCIDENT
from training.card.record import Card, Data
from training.card.sections import Recalibration, TierChange, TierContrast, Transfer
from training.card.undiagnosed import FACTS as UNDIAGNOSED
from training.cleaning import CleaningStep
from training.cohort import Cohort
from training.data_directory import DataFile
from training.figures import Coverage, Estimate, SubsetFigures
from training.recipe import Recipe
from training.time_offset import TimeExponent
from training.validation.abroad import validate_censored
from training.validation.home import validate

INPUTS = ("age", "sex", "bmi", "smoking", "family_history_diabetes", "fasting_glucose")
PEOPLE = 2000
EXPONENT = TimeExponent(
    tier="with_glucose", value=1.4, standard_error=0.06, reference_years=3
)


@cache
def cohort() -> Cohort:
    """Invented people, seen once; some were not asked whether they smoke."""
    table = with_outcomes(people(PEOPLE, seed=1), seed=2)
    table["smoking"] = table["smoking"].mask(np.arange(PEOPLE) % 4 == 0)
    site = table["site"].to_numpy().astype(np.intp)
    return Cohort(
        inputs=INPUTS,
        x=table[list(INPUTS)].to_numpy(np.float32),
        outcome=table["outcome"].to_numpy(),
        years=table["years"].to_numpy(),
        site=site,
        cluster=site,
        weight=np.ones(PEOPLE),
        cleaning=(
            CleaningStep(
                variable="bmi", action="blanked", reason="outside 10 to 80", count=3
            ),
        ),
        files=(DataFile(path=Path("invented.csv"), sha256="0" * 64),),
    )


@cache
def incident_card() -> Card:
    """With an external cohort and everything that a trained bundle's card has."""
    home = cohort()
    truth = true_log_odds(people(PEOPLE, seed=1)).to_numpy()
    dull = np.full(PEOPLE, -3.0) + 0.05 * (home.value("age") - 50)
    scores = {
        "all inputs": {"model": truth, "linear": 0.9 * truth - 0.1},
        "no glucose": {"model": dull, "linear": 0.9 * dull},
    }
    abroad = replace(home, censored=True, cluster=np.arange(PEOPLE))
    figures = validate(
        home,
        scores,
        dict.fromkeys(scores, EXPONENT.offset(home.years)),
        folds=home.site % 5,
        threshold=0.1,
        decision_at=(0.02, 0.05, 0.10),
        seed=1,
    )
    external = validate_censored(
        abroad,
        {
            "all inputs": {"model": truth, "linear": 0.9 * truth},
            "no glucose": {"model": dull, "linear": 0.9 * dull},
        },
        dict.fromkeys(
            ("all inputs", "no glucose"),
            lambda years: np.full(PEOPLE, EXPONENT.offset(np.array(float(years)))),
        ),
        horizons=(3, 5),
        bands_horizon=5,
        threshold=0.1,
        decision_at=(0.02, 0.05, 0.10),
        seed=1,
    )
    contributions = 0.1 * (home.x - np.nanmean(home.x, axis=0))
    return Card(
        name="incident-diabetes",
        version="2.0.0",
        outcome="New type 2 diabetes",
        inputs=INPUTS,
        horizons_years=(3, 5),
        training=Data.of(home, "Invented adults"),
        external=Data.of(abroad, "Invented adults elsewhere"),
        recipe=Recipe(
            trees=300,
            learning_rate=0.05,
            min_child_weight=6.0,
            reg_lambda=15.0,
            subsample=0.6,
            colsample_bytree=0.85,
            max_bin=128,
            complete=0.25,
            negatives=0.4,
            smoothness=30.0,
            ridge=3.0,
        ),
        seed=1,
        time=(EXPONENT,),
        shrinkage=((0.0, 0.97),),
        home=figures,
        abroad=external,
        coverage=(
            Coverage(
                what="interval of the risk",
                subset="all inputs",
                asked=0.9,
                found=0.912,
                compared=4000,
                median_width=1.6,
            ),
        ),
        greatest_difference=1.2e-06,
        compared_rows=24000,
        packages={"xgboost-cpu": "3.2.0"},
        interval_level=0.9,
        added_sd={"with_glucose": 0.21, "no_laboratory": 0.18},
        facts=INCIDENT,
        recalibration=None,
        contributions=summarise(INPUTS, home.x, np.nan_to_num(contributions)),
    )


@cache
def undiagnosed_card() -> Card:
    """Of the present state, nowhere external, transferred to some other people."""
    groups = {"ancestry": np.where(np.arange(PEOPLE) % 8, "other", "asian")}
    here = replace(cohort(), years=np.zeros(PEOPLE), groups=groups)
    chosen = np.flatnonzero(np.arange(PEOPLE) % 2)
    some = cohort().take(chosen)
    truth = true_log_odds(people(PEOPLE, seed=1)).to_numpy()[chosen]
    dull = np.full(len(chosen), -3.0) + 0.05 * (some.value("age") - 50)

    def figures(*subsets: str) -> dict[str, SubsetFigures]:
        scores = {
            "all inputs": {"model": truth, "refit": dull},
            "no glucose": {"model": dull},
        }
        return validate(
            some,
            {subset: scores[subset] for subset in subsets},
            dict.fromkeys(subsets, np.zeros(len(chosen))),
            folds=some.site % 5,
            threshold=0.1,
            decision_at=(0.02, 0.05, 0.10),
            seed=1,
        )

    return replace(
        incident_card(),
        name="undiagnosed-diabetes",
        version="1.0.0",
        outcome="Undiagnosed diabetes",
        horizons_years=(0,),
        training=Data.of(here, "Invented adults"),
        external=None,
        abroad={},
        time=(),
        facts=UNDIAGNOSED,
        target=figures("all inputs"),
        target_group="malaysia",
        target_data=Data.of(some, "Invented adults of another country"),
        confirmed=figures("all inputs"),
        kin=figures("all inputs", "no glucose"),
        transfer=Transfer(
            kin="asian",
            contrasts=(
                TierContrast(
                    tier="no_laboratory",
                    level=-0.56,
                    level_error=0.16,
                    age=0.45,
                    age_error=0.17,
                    slope=0.07,
                    slope_error=0.13,
                ),
            ),
            level_share=0.5,
            agreement=0.31,
        ),
    )


@cache
def recalibrated_card() -> Card:
    """Made from another bundle: no coverage, no contributions of its own."""
    return replace(
        incident_card(),
        version="2.0.1",
        coverage=(),
        contributions=(),
        recalibration=Recalibration(
            parent="incident-diabetes 2.0.0",
            parent_manifest_sha256="1" * 64,
            site="an invented hospital",
            people=900,
            events=61,
            left_out=("pregnant: 4",),
            tiers=(
                TierChange(
                    tier="with_glucose",
                    people=900,
                    events=61,
                    method="intercept",
                    reason="50 to 99 events.",
                    intercept=-0.31,
                    slope=1.0,
                    before=Estimate(value=0.73, low=0.56, high=0.93),
                    after=Estimate(value=1.01, low=0.8, high=1.24),
                    slope_before=None,
                    slope_after=None,
                ),
            ),
        ),
    )
