"""What a hospital's TOML file asks for: a bundle of its own, or the key that is wrong."""

from pathlib import Path

import numpy as np
import pytest
from msgspec import convert

from training.cohort import Cohort
from training.cohorts import local, synthetic_hospital
from training.cohorts.layout import Layout, LayoutError, layout_for
from training.cohorts.local_toml import load
from training.definition import NOW
from training.missingness import ALWAYS_KNOWN, COMPLETE
from training.time_offset import estimate

PEOPLE = 1200
BANDS_NOW = """\
[bundle.bands]
horizon_years = 0
below = { low = 0.05, moderate = 0.2 }
source = { en = "Ours.", vi = "Của bệnh viện." }

"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("example")
    synthetic_hospital.write(directory, PEOPLE, seed=1)
    return directory


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('seen = "visit"', 'seen = "later"', "data.seen: Invalid enum value 'later'."),
        ('age = "tuoi"', 'ages = "tuoi"', "data.columns.ages: no clinical variable"),
        ('1 = "male"', '1 = "man"', "data.codings.sex.1: man is not one of: female"),
        ("[bundle]", "[bundel]", "the file: Object contains unknown field `bundel`."),
        (
            'place = "an invented hospital"',
            "",
            "bundle: Object missing required field `place`.",
        ),
        ("horizons_years = [3, 5]", "", "bundle.horizons_years: name them"),
        ("[3, 5]", "[5, 3]", "bundle.horizons_years: they must rise."),
        ("[3, 5]", "[2]", "bundle.bands: needed: the default bands are of 5-year"),
        ('"age", "sex", "bmi"', '"sex", "bmi"', "bundle.inputs: age must be there."),
        ('"waist"', '"belly"', "bundle.inputs: belly is no clinical variable"),
        (
            "[data.codings.sex]",
            '[data.units]\nalt = "mg/dL"\n\n[data.codings.sex]',
            "data.units.alt: mg/dL is not one of: U/L, ukat/L.",
        ),
        (
            "[bundle.outcome]",
            (
                "[bundle.bands]\nhorizon_years = 5\nbelow = { low = 0.1, high = 0.2 }\n"
                'source = { en = "x", vi = "x" }\n\n[bundle.outcome]'
            ),
            "bundle.bands.below: name the first of low, moderate, high, very_high",
        ),
        ("[data]", "[data", "cannot be read"),
    ],
)
def test_a_wrong_key_of_the_toml_file_is_named(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = tmp_path / "mine.toml"
    assert old in synthetic_hospital.LAYOUT
    path.write_text(synthetic_hospital.LAYOUT.replace(old, new), "utf-8")

    with pytest.raises(LayoutError) as refused:
        load(path)

    assert str(refused.value).startswith("mine.toml")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('file = "hospital.csv"', "", "data.file: needed"),
        (
            'file = "hospital.csv"',
            'file = "gone.csv"',
            r"data\.file: there is no gone\.csv beside mine\.toml",
        ),
        ('"triglycerides"', '"triglycerides", "alt"', "has no column for alt"),
    ],
)
def test_a_cohort_that_cannot_be_fitted_is_refused_by_its_key(
    example: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    (tmp_path / "hospital.csv").write_bytes((example / "hospital.csv").read_bytes())
    path = tmp_path / "mine.toml"
    path.write_text(synthetic_hospital.LAYOUT.replace(old, new), "utf-8")

    with pytest.raises(LayoutError, match=message):
        local.source(path).read(None, load(path).bundle.inputs)


def test_a_hospital_learns_everything_from_its_own_people(example: Path) -> None:
    """No other country is asked, whatever the incident bundle does."""
    source = local.source(next(example.glob("*.toml")))

    assert source.external is None
    assert source.target is None
    assert source.definition.learnt_abroad == ()
    assert source.definition.transfer is None


@pytest.mark.parametrize(("horizons", "kind"), [((3, 5), "visit"), ((NOW,), "now")])
def test_follow_up_that_is_not_declared_is_what_the_bundle_predicts(
    horizons: tuple[float, ...], kind: str
) -> None:
    assert layout_for(Layout(), horizons).seen == kind


@pytest.mark.parametrize(
    ("horizons", "kind", "message"),
    [
        ((NOW,), "visit", 'of the present state: say "now"'),
        ((NOW,), "censored", 'of the present state: say "now"'),
        ((3, 5), "now", 'within 5 years: say "visit" or "censored"'),
    ],
)
def test_follow_up_of_another_kind_than_the_bundle_predicts_is_refused(
    horizons: tuple[float, ...], kind: str, message: str
) -> None:
    layout = convert({"seen": kind}, Layout)

    with pytest.raises(LayoutError, match=message) as refused:
        layout_for(layout, horizons)

    assert str(refused.value).startswith("data.seen: ")
    assert layout_for(Layout(seen="censored"), (3, 5)).seen == "censored"


def test_a_local_bundle_without_horizons_is_of_the_present_state(
    tmp_path: Path, example: Path
) -> None:
    """What `seen` does not say, the horizons beside it do."""
    present = (
        synthetic_hospital.LAYOUT.replace("horizons_years = [3, 5]", "")
        .replace('seen = "visit"', "")
        .replace("[bundle.outcome]", f"{BANDS_NOW}[bundle.outcome]")
    )
    (tmp_path / "hospital.csv").write_bytes((example / "hospital.csv").read_bytes())
    path = tmp_path / "present.toml"
    path.write_text(present, "utf-8")
    source = local.source(path)

    cohort = source.read(None, source.definition.inputs)

    assert source.definition.horizons_years == (NOW,)
    assert set(cohort.years) == {0.0}


def test_every_input_of_a_local_bundle_may_be_missing_but_age_and_sex(
    example: Path,
) -> None:
    definition = local.source(example / "hospital.toml").definition
    rng = np.random.default_rng(1)

    lost = np.zeros(len(definition.inputs), bool)
    for situation in definition.gaps.situations:
        mask = definition.gaps.draw_mask(500, definition.inputs, situation, rng)
        lost |= mask.any(axis=0)

    kept = [
        name for name, gone in zip(definition.inputs, lost, strict=True) if not gone
    ]
    assert kept == list(ALWAYS_KNOWN)
    assert sum(s.share for s in definition.gaps.situations) == pytest.approx(1)
    assert definition.gaps.subsets == {
        COMPLETE: (),
        "no glucose": ("fasting_glucose",),
        "no laboratory values": ("fasting_glucose", "triglycerides"),
        "age, sex and BMI only": definition.inputs[3:],
    }
    assert [(tier.code, tier.any_of) for tier in definition.tiers] == [
        ("with_glucose", ("fasting_glucose",)),
        ("with_laboratory", ("triglycerides",)),
        ("no_laboratory", ()),
    ]


def test_a_local_bundle_of_the_present_state_brings_its_own_bands(
    tmp_path: Path,
) -> None:
    text = (
        synthetic_hospital.LAYOUT.replace('seen = "visit"', 'seen = "now"')
        .replace("horizons_years = [3, 5]", "")
        .replace("[bundle.outcome]", f"{BANDS_NOW}[bundle.outcome]")
    )
    (tmp_path / "hospital.csv").touch()
    path = tmp_path / "now.toml"
    path.write_text(text, "utf-8")

    definition = local.source(path).definition

    assert definition.horizons_years == (NOW,)
    assert [(level.code, level.below) for level in definition.bands] == [
        ("low", 0.05),
        ("moderate", 0.2),
        ("high", None),
    ]


def test_times_to_an_event_become_the_states_that_a_visit_would_have_seen() -> None:
    """Log-logistic event times with k = 1.4, censored at random: k is found again."""
    rng = np.random.default_rng(3)
    people = 60_000
    score = rng.normal(-2.5, 1, people)
    event_time = 3 * np.exp((rng.logistic(size=people) - score) / 1.4)
    last_seen = rng.uniform(2, 7, people)
    cohort = Cohort(
        inputs=("age",),
        x=np.full((people, 1), 50, np.float32),
        outcome=(event_time <= last_seen).astype(float),
        years=np.minimum(event_time, last_seen),
        censored=True,
        site=np.zeros(people, np.intp),
        cluster=np.arange(people),
        weight=np.ones(people),
        cleaning=(),
        files=(),
    )

    visits = local.as_visits(cohort, seed=1)

    assert not visits.censored
    assert (visits.years >= cohort.years - 1e-12).all()
    found = estimate(
        score,
        visits.outcome,
        visits.years,
        visits.cluster,
        tier="only",
        reference_years=3.0,
    )
    assert found.value == pytest.approx(1.4, abs=3 * found.standard_error)
    assert found.standard_error < 0.05
    # As they stand, events seem to happen early and time to bring none.
    naive = estimate(
        score,
        cohort.outcome,
        cohort.years,
        cohort.cluster,
        tier="only",
        reference_years=3.0,
    )
    assert naive.value < 0.5
