"""Published scores as the API presents them."""

from service.transports.reference_scores import ReferenceBand, present_scores
from tests.unit.people import person


def test_points_come_with_their_band_and_source() -> None:
    patient = person(
        bmi=25.8,
        waist=84,
        systolic_bp=138,
        diastolic_bp=82,
        family_history_diabetes="first_degree",
    )

    ncdrs = next(s for s in present_scores(patient, "vi") if s.code == "ncdrs")

    assert (ncdrs.value, ncdrs.low, ncdrs.high) == (35, 35, 35)
    assert ncdrs.band == ReferenceBand("high", "cao")
    assert ncdrs.possible_bands == [ReferenceBand("high", "cao")]
    assert ncdrs.missing == []
    assert ncdrs.not_applicable is None
    assert "2013" in ncdrs.citation
    assert ncdrs.outcome.startswith("đái tháo đường típ 2 chưa chẩn đoán")


def test_an_unknown_is_a_range_and_is_named() -> None:
    patient = person(bmi=25.8, waist=84, physically_active=True)

    ada = next(s for s in present_scores(patient, "en") if s.code == "ada")

    assert (ada.value, ada.low, ada.high) == (None, 3, 6)
    assert ada.band is None
    assert [band.label for band in ada.possible_bands] == ["below the cut-off", "high"]
    assert ada.missing == [
        "gestational_diabetes",
        "family_history_diabetes",
        "hypertension",
    ]


def test_a_score_for_others_has_a_reason_and_no_points() -> None:
    patient = person(age=80, bmi=25.8)

    ncdrs = next(s for s in present_scores(patient, "en") if s.code == "ncdrs")

    assert ncdrs.not_applicable == "For people of 20 to 74 years."
    assert (ncdrs.value, ncdrs.low, ncdrs.high, ncdrs.band) == (None, None, None, None)
    assert (ncdrs.possible_bands, ncdrs.missing) == ([], [])


def test_a_bmi_computed_from_height_and_weight_counts() -> None:
    patient = person(height=155, weight=62)

    ada = next(s for s in present_scores(patient, "en") if s.code == "ada")

    assert "bmi" not in ada.missing
