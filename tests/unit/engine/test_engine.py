"""The engine: the same answer by every way, for whoever may be given one."""

import dataclasses

import msgspec
import pytest

from service.clinical.patient import Patient
from service.engine.assessment import Assessment, NotAssessed, conclusion_of
from service.engine.bundle import Bundle
from service.engine.engine import RiskEngine
from tests.unit.engine.assessing import NAME, assess, scored
from tests.unit.engine.observer import Recorder
from tests.unit.people import person


def requiring(bundle: Bundle, *names: str) -> Bundle:
    manifest = msgspec.structs.replace(bundle.manifest, required_inputs=names)
    return dataclasses.replace(bundle, manifest=manifest)


def renamed(bundle: Bundle, name: str) -> Bundle:
    manifest = msgspec.structs.replace(bundle.manifest, name=name)
    return dataclasses.replace(bundle, manifest=manifest)


class TestMany:
    """A batch is its patients one by one."""

    def test_batch_equals_one_by_one(
        self, engine: RiskEngine, crowd: list[Patient]
    ) -> None:
        together = engine.assess_many(crowd, [NAME])

        for patient, (answer,) in zip(crowd, together, strict=True):
            alone = assess(engine, patient)
            found = scored(answer)
            assert found.band == alone.band
            assert found.log_odds == pytest.approx(alone.log_odds, abs=1e-6)
            assert [r.probability for r in found.risks] == pytest.approx(
                [r.probability for r in alone.risks], abs=1e-6
            )
            assert [c.log_odds for c in found.contributions] == pytest.approx(
                [c.log_odds for c in alone.contributions], abs=1e-6
            )
            assert [m.variable for m in found.missing] == [
                m.variable for m in alone.missing
            ]
            assert found.base == alone.base
            assert found.unfamiliar == alone.unfamiliar
            assert found.interval is not None
            assert alone.interval is not None
            assert found.interval.risks[0].low == pytest.approx(
                alone.interval.risks[0].low, abs=1e-6
            )
            assert (found.if_known is None) == (alone.if_known is None)

    def test_ranges_switched_off_change_nothing_else(
        self, engine: RiskEngine, crowd: list[Patient]
    ) -> None:
        with_ranges = engine.assess_many(crowd, [NAME])
        without = engine.assess_many(crowd, [NAME], interval=False)

        for (one,), (other,) in zip(with_ranges, without, strict=True):
            bare = dataclasses.replace(scored(one), interval=None, if_known=None)
            assert bare == other

    def test_the_ineligible_in_the_middle_move_nobody_else(
        self, engine: RiskEngine
    ) -> None:
        young, old = person(age=25, bmi=20), person(age=80, bmi=31)
        diabetic, pregnant = person(known_diabetes=True), person(pregnant=True)
        batch = [diabetic, young, pregnant, pregnant, old, young, diabetic]

        rows = engine.assess_many(batch, [NAME])

        told = [
            answer.reason.code if isinstance(answer, NotAssessed) else answer.log_odds
            for (answer,) in rows
        ]
        low = pytest.approx(assess(engine, young).log_odds, abs=1e-6)
        high = pytest.approx(assess(engine, old).log_odds, abs=1e-6)
        expected = ["known_diabetes", low, "pregnant", "pregnant", high, low]
        assert told == [*expected, "known_diabetes"]

    def test_nobody_gets_no_answers(self, engine: RiskEngine) -> None:
        assert engine.assess_many([], [NAME]) == []

    def test_every_bundle_answers_in_the_order_asked(
        self, bundle: Bundle, recorder: Recorder
    ) -> None:
        engine = RiskEngine([bundle, renamed(bundle, "another")], recorder)

        rows = engine.assess_many([person(), person()], ["another", NAME])

        for row in rows:
            assert [answer.manifest.name for answer in row] == ["another", NAME]

    def test_a_bundle_that_is_not_served_is_an_error(self, engine: RiskEngine) -> None:
        with pytest.raises(KeyError):
            engine.assess(person(), ["unheard-of"])


class TestNotAssessed:
    """Who gets a reason instead of a score."""

    def test_an_ineligible_patient_gets_the_reason_of_the_clinical_rules(
        self, engine: RiskEngine
    ) -> None:
        (answer,) = engine.assess(person(hba1c=6.5), [NAME])

        assert isinstance(answer, NotAssessed)
        assert answer.reason.code == "diagnostic_value"
        assert answer.manifest.name == NAME

    @pytest.mark.parametrize("test", ["hba1c", "fasting_glucose", "ogtt_2h"])
    def test_a_question_that_a_known_test_answers_is_not_scored(
        self, undiagnosed: Bundle, recorder: Recorder, test: str
    ) -> None:
        engine = RiskEngine([undiagnosed], recorder)
        names = list(engine.bundles)

        (known,) = engine.assess(person(**{test: 5.0, "bmi": 31}), names)
        (unknown,) = engine.assess(person(bmi=31), names)

        assert isinstance(known, NotAssessed)
        assert known.reason.code == "answered_by_test"
        assert isinstance(unknown, Assessment)

    def test_which_tests_answer_it_is_the_bundles_own(
        self, bundle: Bundle, recorder: Recorder
    ) -> None:
        asked = msgspec.structs.replace(bundle.manifest.outcome, answered_by=("alt",))
        manifest = msgspec.structs.replace(bundle.manifest, outcome=asked)
        engine = RiskEngine([dataclasses.replace(bundle, manifest=manifest)], recorder)

        (answer,) = engine.assess(person(alt=24), [NAME])

        assert isinstance(answer, NotAssessed)
        assert answer.reason.code == "answered_by_test"
        assert isinstance(engine.assess(person(hba1c=5), [NAME])[0], Assessment)

    def test_an_answered_question_asks_for_no_missing_input(
        self, undiagnosed: Bundle, recorder: Recorder
    ) -> None:
        engine = RiskEngine([undiagnosed], recorder)

        (answer,) = engine.assess(person(hba1c=5.2), list(engine.bundles))

        assert isinstance(answer, NotAssessed)
        assert answer.reason.code == "answered_by_test"

    def test_what_a_bundle_requires_and_nobody_measured_is_named(
        self, bundle: Bundle, recorder: Recorder
    ) -> None:
        strict = requiring(bundle, "age", "sex", "bmi", "fasting_glucose")
        engine = RiskEngine([strict], recorder)

        (answer,) = engine.assess(person(), [NAME])

        assert isinstance(answer, NotAssessed)
        assert answer.reason.code == "missing_required_input"
        assert answer.reason.text.en == ("Not known: body mass index, fasting glucose.")

    def test_ineligibility_comes_before_missing_inputs(
        self, bundle: Bundle, recorder: Recorder
    ) -> None:
        engine = RiskEngine([requiring(bundle, "age", "sex", "bmi")], recorder)

        (answer,) = engine.assess(person(known_diabetes=True), [NAME])

        assert isinstance(answer, NotAssessed)
        assert answer.reason.code == "known_diabetes"


class TestConclusion:
    """One for all bundles that were asked."""

    def test_it_names_the_bundle_whose_risk_adds_to_it(
        self, bundle: Bundle, undiagnosed: Bundle, recorder: Recorder
    ) -> None:
        engine = RiskEngine([bundle, undiagnosed], recorder)
        names = list(engine.bundles)

        for patient, leading in (
            (person(bmi=27), undiagnosed),
            (person(bmi=27, hba1c=5.2), bundle),
        ):
            answers = engine.assess(patient, names)
            risk = conclusion_of(patient, answers).risk

            assert risk is not None
            assert risk.bundle == leading.manifest.name
            (own,) = [a for a in answers if a.manifest.name == risk.bundle]
            assert risk.probability == scored(own).band_probability
            assert risk.band == scored(own).band

    def test_without_a_risk_there_is_one_all_the_same(self, engine: RiskEngine) -> None:
        patient = person(hba1c=6.8)

        found = conclusion_of(patient, engine.assess(patient, [NAME]))

        assert found.status.code == "diabetes_range"
        assert found.risk is None


class TestObserver:
    """Metrics are told once of everything."""

    def test_every_answer_is_told_exactly_once(
        self, bundle: Bundle, recorder: Recorder
    ) -> None:
        engine = RiskEngine([bundle, renamed(bundle, "another")], recorder)
        batch = [person(), person(pregnant=True), person(age=70)]

        rows = engine.assess_many(batch, [NAME, "another"])

        answers = [answer for row in rows for answer in row]
        assert len(answers) == 6
        assert [id(told) for told in recorder.answers] == [id(a) for a in answers]

    def test_the_graph_runs_once_for_a_whole_batch(
        self, engine: RiskEngine, recorder: Recorder, crowd: list[Patient]
    ) -> None:
        engine.assess_many(crowd, [NAME])

        assert len(recorder.runs) == 1
        assert recorder.runs[0] > 0

    def test_the_graph_does_not_run_for_nobody(
        self, engine: RiskEngine, recorder: Recorder
    ) -> None:
        engine.assess_many([person(pregnant=True), person(hba1c=9)], [NAME])

        assert recorder.runs == []
        assert len(recorder.answers) == 2
