"""Where a patient stands among people of the same sex and age."""

import json

import pytest

from service.clinical.reading import read_patient
from service.engine.bundle import Bundle, open_bundle
from service.engine.engine import RiskEngine
from service.engine.peers import PeerGroup, Peers, Standing, standing
from tests.unit.altered import AlteredBundle
from tests.unit.engine.assessing import assess
from tests.unit.engine.observer import Recorder
from tests.unit.people import FULL

PEERS = Peers(
    percents=(1, 10, 50, 90, 99),
    groups=(
        PeerGroup("female", 50, 59, 1000, (-7.0, -6.0, -5.0, -4.0, -2.0)),
        PeerGroup("male", 50, 59, 900, (-6.0, -5.0, -5.0, -5.0, -1.0)),
        PeerGroup("female", 80, 99, 300, (-4.0, -3.5, -3.0, -2.5, -1.0)),
    ),
)


def found(bundle: Bundle, log_odds: float, **changes: object) -> Standing | None:
    patient = read_patient({**FULL, **changes})
    return standing(bundle.manifest, PEERS, patient, log_odds)


@pytest.mark.parametrize(
    ("log_odds", "percentile"),
    [(-5.0, 50.0), (-4.5, 70.0), (-6.25, 7.75), (-2.0, 99.0), (-7.0, 1.0)],
)
def test_a_score_between_two_quantiles_stands_between_their_percents(
    bundle: Bundle, log_odds: float, percentile: float
) -> None:
    place = found(bundle, log_odds)

    assert place is not None
    assert place.percentile == pytest.approx(percentile)


@pytest.mark.parametrize(
    ("log_odds", "english", "vietnamese"),
    [
        (-9.0, "at most 1 of 100 women", "nhiều nhất 1 trên 100 phụ nữ"),
        (3.0, "at least 99 of 100 women", "ít nhất 99 trên 100 phụ nữ"),
        (-4.44, "about 72 of 100 women", "khoảng 72 trên 100 phụ nữ"),
    ],
)
def test_the_words_tell_a_place_from_an_end(
    bundle: Bundle, log_odds: float, english: str, vietnamese: str
) -> None:
    place = found(bundle, log_odds)

    assert place is not None
    assert place.text.en == (
        f"This figure is higher than what the model gives to {english} of 50 to 59 years"
        " in its training data."
    )
    assert place.text.vi == (
        f"Con số này cao hơn mức mà mô hình tính cho {vietnamese} từ 50 đến 59 tuổi trong dữ"
        " liệu xây dựng mô hình."
    )


def test_people_with_the_very_same_score_are_not_below(bundle: Bundle) -> None:
    """From the 10th to the 90th percent of these men have a score of -5."""
    same = found(bundle, -5.0, sex="male")
    higher = found(bundle, -4.999, sex="male")

    assert same is not None
    assert same.percentile == 10
    assert higher is not None
    assert higher.percentile > 90


@pytest.mark.parametrize("age", [50, 59, 59.9])
def test_the_last_year_of_a_band_belongs_to_it(bundle: Bundle, age: float) -> None:
    place = found(bundle, -5.0, age=age)

    assert place is not None
    assert (place.sex, place.age_from, place.age_to) == ("female", 50, 59)


@pytest.mark.parametrize("changes", [{"age": 49}, {"age": 60}, {"age": 100}])
def test_whoever_has_no_peers_has_no_standing(
    bundle: Bundle, changes: dict[str, object]
) -> None:
    assert found(bundle, -5.0, **changes) is None


def test_a_bundle_of_before_the_peers_gives_no_standing(
    altered: AlteredBundle,
) -> None:
    older = altered.reference
    del older["peers"]
    altered.write("reference.json", json.dumps(older).encode())
    engine = RiskEngine([open_bundle(altered.folder)], Recorder())

    assert assess(engine, read_patient(FULL)).standing is None


def test_what_is_not_known_is_said_to_draw_the_figure_to_the_middle(
    bundle: Bundle,
) -> None:
    place = found(bundle, -5.0, alt=None)

    assert place is not None
    assert place.text.en.endswith(
        " What is not known of this patient usually draws the figure towards the middle."
    )
    assert place.text.vi.endswith(
        " Thông tin còn thiếu của bệnh nhân thường kéo con số về gần mức trung bình."
    )


def test_more_glucose_is_a_higher_place_among_the_bundles_own_people(
    engine: RiskEngine,
) -> None:
    ordinary = FULL | {"family_history_diabetes": "none"}
    places = [
        assess(engine, read_patient(ordinary | {"fasting_glucose": glucose})).standing
        for glucose in (4.6, 5.2, 5.8, 6.4)
    ]

    percentiles = [place.percentile for place in places if place]
    assert len(percentiles) == 4
    assert percentiles == sorted(set(percentiles))
    assert percentiles[0] < 75
    assert percentiles[-1] > 95


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"percents": [1, 99]}, "one quantile for each percent"),
        ({"percents": [99, *range(2, 24)]}, "percents of the peers do not rise"),
        ({"percents": [0, *range(2, 24)]}, "percents"),
        ({"groups": [{"sex": "female"}]}, "age_from"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bundle_whose_peers_cannot_be_read_is_refused(
    altered: AlteredBundle, changes: dict[str, object], complaint: str
) -> None:
    altered.compare(**changes)

    message = altered.refusal()

    assert "reference.json" in message
    assert complaint in message
    assert "make the bundle again" in message


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"sex": "other"}, "a sex and an age band"),
        ({"age_to": 10}, "a sex and an age band"),
        ({"age_to": 34}, "age bands of the peers overlap"),
        ({"log_odds": [float(-at) for at in range(23)]}, "quantiles of the peers fall"),
    ],
)
def test_a_bundle_whose_peers_contradict_themselves_is_refused(
    altered: AlteredBundle, changes: dict[str, object], complaint: str
) -> None:
    first, *others = altered.reference["peers"]["groups"]
    altered.compare(groups=[first | changes, *others])

    assert complaint in altered.refusal()
