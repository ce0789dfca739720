"""Sums of matrices are on one thread while a bundle is made."""

from collections.abc import Callable
from inspect import signature
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from tests.training.small_cohorts import cohort_of
from training import fitting, revalidation, trained
from training.incident_diabetes import DEFINITION
from training.sources import Source
from training.threads import one_thread


def threads() -> set[int]:
    return {
        pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"
    }


def test_one_thread_whatever_was_allowed_and_as_before_afterwards() -> None:
    with threadpool_limits(2, user_api="blas"):
        with one_thread():
            assert threads() == {1}
        assert threads() == {2}


class ReachedError(Exception):
    """So that nothing is made."""


@pytest.mark.parametrize(
    ("making", "first"),
    [
        (fitting.fit, "check_horizons"),
        (trained.train_bundle, "load_recipe"),
        (revalidation.reproduce, "open_bundle"),
    ],
)
def test_making_a_bundle_and_finding_its_figures_again_are_on_one_thread(
    monkeypatch: pytest.MonkeyPatch, making: Callable[..., object], first: str
) -> None:
    """Their bytes and their last digits depend on it."""

    def reached(*_: object) -> None:
        assert threads() == {1}
        raise ReachedError

    monkeypatch.setattr(f"{making.__module__}.{first}", reached)
    cohort = cohort_of(np.zeros(3))
    given = {
        "source": Source(definition=DEFINITION, read=lambda *_: cohort),
        "directory": None,
        "models": Path(),
        "version": "1.0.0",
        "sample": None,
        "force": False,
        "cohort": cohort,
        "external": None,
        "target": None,
        "folder": Path(),
    }
    wanted = signature(making).parameters

    with threadpool_limits(2, user_api="blas"), pytest.raises(ReachedError):
        making(**{name: given[name] for name in wanted})
