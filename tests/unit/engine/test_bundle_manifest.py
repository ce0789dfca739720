"""A bundle is served only if its manifest means here what it meant where it was made."""

from collections.abc import Callable

import pytest

from tests.unit.altered import WHAT_TO_DO, AlteredBundle


def _without_a_horizon(of_time: dict[str, list[float]]) -> None:
    next(iter(of_time.values())).pop()


class TestManifest:
    """The manifest is read whole, or not at all."""

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"", id="empty"),
            pytest.param(b"{", id="broken"),
            pytest.param(b"[1]", id="array"),
            pytest.param(b"\xff\xfe{", id="bytes"),
        ],
    )
    def test_garbage_is_refused(self, altered: AlteredBundle, content: bytes) -> None:
        (altered.folder / "manifest.json").write_bytes(content)

        message = altered.refusal()

        assert "manifest.json" in message
        assert WHAT_TO_DO.search(message)

    def test_none_at_all_is_refused(self, altered: AlteredBundle) -> None:
        (altered.folder / "manifest.json").unlink()

        message = altered.refusal()

        assert "manifest.json: No such file or directory" in message
        assert WHAT_TO_DO.search(message)

    @pytest.mark.parametrize("written", [0, 1, 2, "3", None])
    def test_another_format_is_refused_before_it_is_half_understood(
        self, altered: AlteredBundle, written: object
    ) -> None:
        altered.describe(format=written, new_field_of_that_format=True)

        message = altered.refusal()

        assert f"format {written}, this service reads format 3" in message
        assert "deploy the service version that made the bundle" in message

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            pytest.param({"surprise": 1}, "surprise", id="an unknown field"),
            pytest.param({"inputs": []}, "$.inputs", id="no inputs"),
            pytest.param({"inputs": "age"}, "$.inputs", id="inputs of another type"),
            pytest.param({"horizons_years": []}, "$.horizons_years", id="no horizons"),
            pytest.param({"horizons_years": [-1]}, "$.horizons_years", id="yesterday"),
            pytest.param({"version": "latest"}, "$.version", id="no version"),
            pytest.param({"name": "../x"}, "$.name", id="a name that is a path"),
            pytest.param({"tiers": []}, "$.tiers", id="no tiers"),
            pytest.param({"if_known_level": 1}, "$.if_known_level", id="certainty"),
            pytest.param(
                {
                    "interval": {
                        "level": 0.9,
                        "added_sd": {"no_laboratory": -0.1},
                        "horizon_sd": {},
                    }
                },
                "$.interval.added_sd",
                id="a negative spread",
            ),
            pytest.param(
                {"parent": {"name": "incident-diabetes"}},
                "$.parent",
                id="a parent without a version",
            ),
        ],
    )
    def test_a_field_that_does_not_fit_is_refused_by_name(
        self, altered: AlteredBundle, changes: dict[str, object], field: str
    ) -> None:
        altered.describe(**changes)

        message = altered.refusal()

        assert field in message
        assert WHAT_TO_DO.search(message)


class TestMeaning:
    """The inputs mean to the model what they mean to this service."""

    def test_other_clinical_definitions_are_refused(
        self, altered: AlteredBundle
    ) -> None:
        altered.describe(variables_fingerprint="sha256:" + "0" * 64)

        message = altered.refusal()

        assert "made with clinical definitions sha256:000000000000..." in message
        assert "train the bundle again with this version" in message
        assert "deploy the service version it was made with" in message

    def test_inputs_in_another_order_are_refused(self, altered: AlteredBundle) -> None:
        altered.describe(inputs=altered.manifest["inputs"][::-1])

        assert "clinical definitions" in altered.refusal()

    def test_unknown_inputs_are_refused_by_name(self, altered: AlteredBundle) -> None:
        inputs = [*altered.manifest["inputs"][:-2], "shoe_size", "mood"]
        altered.describe(inputs=inputs)

        message = altered.refusal()

        assert "inputs shoe_size, mood are not in this service's clinical" in message
        assert "deploy a service that has them" in message

    @pytest.mark.parametrize("name", ["shoe_size", "waist"])
    def test_a_required_input_that_is_no_input_is_refused(
        self, altered: AlteredBundle, name: str
    ) -> None:
        altered.describe(required_inputs=["age", "sex", name])

        assert name in altered.refusal()

    def test_an_unknown_test_that_answers_the_question_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        outcome = altered.manifest["outcome"] | {"answered_by": ["hba1c", "horoscope"]}
        altered.describe(outcome=outcome)

        assert "tests horoscope are not in this service's clinical" in altered.refusal()

    @pytest.mark.parametrize(
        "any_of",
        [
            pytest.param([["fasting_glucose"], ["alt"]], id="the last names an input"),
            pytest.param([[], ["alt"], []], id="one in the middle names none"),
        ],
    )
    def test_tiers_that_leave_somebody_out_are_refused(
        self, altered: AlteredBundle, any_of: list[list[str]]
    ) -> None:
        tiers = [{"code": f"t{n}", "any_of": names} for n, names in enumerate(any_of)]
        altered.describe(tiers=tiers)

        assert "the last tier, and only it, must name no input" in altered.refusal()

    def test_a_tier_of_what_is_no_input_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        tiers = altered.manifest["tiers"]
        tiers[0]["any_of"] = ["fasting_glucose", "waist"]
        altered.describe(tiers=tiers)

        assert "tiers name waist, no inputs" in altered.refusal()

    def test_a_tier_without_a_spread_between_centres_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        interval = altered.manifest["interval"]
        interval["added_sd"].popitem()
        altered.describe(interval=interval)

        assert "added_sd must have each of the tiers" in altered.refusal()

    @pytest.mark.parametrize("spoil", [lambda sd: sd.popitem(), _without_a_horizon])
    def test_a_tier_without_an_error_of_time_for_each_horizon_is_refused(
        self, altered: AlteredBundle, spoil: Callable[[dict[str, list[float]]], object]
    ) -> None:
        interval = altered.manifest["interval"]
        spoil(interval["horizon_sd"])
        altered.describe(interval=interval)

        assert "horizon_sd must have each tier" in altered.refusal()

    def test_an_unknown_band_is_refused_with_those_there_are(
        self, altered: AlteredBundle
    ) -> None:
        altered.banded(("low", 0.1), ("catastrophic", None))

        message = altered.refusal()

        assert "bands are ['low', 'catastrophic']" in message
        assert "known are ['low', 'moderate', 'high', 'very_high']" in message

    @pytest.mark.parametrize(
        "levels",
        [
            pytest.param(
                [("low", 0.2), ("moderate", 0.1), ("high", None)], id="falling"
            ),
            pytest.param(
                [("low", 0.1), ("moderate", 0.1), ("high", None)],
                id="a band that nobody can be in",
            ),
            pytest.param([("low", 0.1), ("moderate", 0.2)], id="the last one ends"),
            pytest.param(
                [("low", None), ("moderate", None)], id="an end in the middle"
            ),
        ],
    )
    def test_bands_that_do_not_rise_are_refused(
        self, altered: AlteredBundle, levels: list[tuple[str, float | None]]
    ) -> None:
        altered.banded(*levels)

        assert "bands must rise and the last have no end" in altered.refusal()

    def test_a_band_horizon_that_is_not_predicted_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        altered.describe(bands=altered.manifest["bands"] | {"horizon_years": 10})

        assert "horizon is not among the horizons" in altered.refusal()

    def test_a_calibration_for_an_unknown_ancestry_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        altered.describe(calibrated_for=["east_asian", "martian"])

        assert "calibrated for martian, no ancestry" in altered.refusal()

    def test_an_input_without_typical_values_is_refused(
        self, altered: AlteredBundle
    ) -> None:
        typical = altered.manifest["typical_values"]
        del typical["fasting_glucose"]
        altered.describe(typical_values=typical)

        assert "no typical values for ['fasting_glucose']" in altered.refusal()
