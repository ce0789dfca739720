"""Which scores there are, where their bands end, and whom they are for."""

import pytest

from service.clinical.reference_scores import REFERENCE_SCORES

CODES = ["findrisc", "findrisc_asian", "ada", "ncdrs", "thai", "canrisk", "ausdrisk"]


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ("findrisc", {0: "low", 6: "low", 7: "slightly_elevated"}),
        ("findrisc", {11: "slightly_elevated", 12: "moderate", 14: "moderate"}),
        ("findrisc", {15: "high", 20: "high", 21: "very_high", 26: "very_high"}),
        ("findrisc_asian", {6: "low", 7: "slightly_elevated", 12: "moderate"}),
        ("findrisc_asian", {14: "moderate", 15: "high", 20: "high", 21: "very_high"}),
        ("ada", {0: "below_cutoff", 4: "below_cutoff", 5: "high", 10: "high"}),
        ("ncdrs", {0: "below_cutoff", 24: "below_cutoff", 25: "high", 51: "high"}),
        ("thai", {0: "low", 2: "low", 3: "moderate", 5: "moderate", 6: "high"}),
        ("thai", {8: "high", 9: "very_high", 17: "very_high"}),
        ("canrisk", {0: "low", 20: "low", 21: "moderate", 32: "moderate", 33: "high"}),
        ("ausdrisk", {0: "low", 5: "low", 6: "intermediate", 11: "intermediate"}),
        ("ausdrisk", {12: "high", 38: "high"}),
    ],
)
def test_bands_end_where_they_were_published_to_end(
    code: str, at: dict[int, str]
) -> None:
    score = REFERENCE_SCORES[code]

    assert {reached: score.band_at(reached).code for reached in at} == at


@pytest.mark.parametrize(
    ("code", "most"),
    [
        ("findrisc", 26),
        ("findrisc_asian", 26),
        ("ncdrs", 51),
        ("thai", 17),
        ("canrisk", 87),
        ("ausdrisk", 38),
    ],
)
def test_a_score_runs_to_its_published_maximum(code: str, most: int) -> None:
    nobody = REFERENCE_SCORES[code].assess({})

    assert (nobody.low, nobody.high) == (0, most)


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("findrisc", (20, 99), (19.9,)),
        ("findrisc_asian", (25, 99), (24.9,)),
        ("ada", (20, 99), (19.9,)),
        ("ncdrs", (20, 74, 74.9), (19.9, 75)),
        ("thai", (34, 99), (33.9,)),
        ("canrisk", (40, 74, 74.9), (39.9, 75)),
        ("ausdrisk", (25, 99), (24.9,)),
    ],
)
def test_a_score_is_for_the_ages_it_was_made_for(
    code: str, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    score = REFERENCE_SCORES[code]

    assert all(score.assess({"age": age}).not_applicable is None for age in inside)
    assert all(score.assess({"age": age}).not_applicable for age in outside)


def test_the_scores_are_those_of_the_contract() -> None:
    assert list(REFERENCE_SCORES) == CODES
