"""People and contributions in a card are aggregated: no figure is a person."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.cards import (
    cohort,
)
from training.card.contribution import FEWEST, summarise
from training.card.people import Data


def test_people_are_described_by_what_is_known_of_them() -> None:
    found = {one.variable: one for one in Data.of(cohort(), "x").characteristics}

    assert found["smoking"].known == 0.75
    assert sum(found["smoking"].shares.values()) == pytest.approx(1)
    assert set(found["smoking"].shares) == {"never", "former", "current"}
    assert found["age"].quartiles == (35, 50, 65)
    assert found["age"].shares == {}


def test_a_survey_is_described_by_its_weights() -> None:
    weight = np.where(cohort().value("sex") == 1, 3.0, 1.0)
    men = cohort().value("sex").mean()

    found = Data.of(replace(cohort(), weight=weight), "x").characteristics

    expected = 3 * men / (3 * men + 1 - men)
    assert found[INPUT_SEX].shares["male"] == pytest.approx(expected)


INPUT_SEX = 1


def test_no_bin_of_contributions_is_a_few_people() -> None:
    x = np.column_stack(
        [np.arange(1000) % 80, np.r_[np.ones(20), np.zeros(980)]]
    ).astype(np.float32)
    contributions = np.column_stack([x[:, 0] / 10, 5 * x[:, 1]])

    found = {one.variable: one for one in summarise(("age", "sex"), x, contributions)}

    assert [part.value for part in found["sex"].bins] == [0]
    assert min(part.people for part in found["age"].bins) >= FEWEST
    assert found["sex"].mean_absolute == pytest.approx(0.1)
    assert sum(part.people for part in found["age"].bins) == 1000


def test_an_input_never_known_has_no_bins() -> None:
    x = np.full((100, 1), np.nan, dtype=np.float32)

    [found] = summarise(("alt",), x, np.zeros((100, 1)))

    assert found.bins == ()
