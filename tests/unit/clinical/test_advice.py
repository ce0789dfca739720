"""The steps: one list, in both languages, each with how soon."""

from service.clinical.advice import ADVICE, ADVICE_CODES

OF_THE_CONTRACT = {
    "rescreen_within_3_years",
    "rescreen_yearly",
    "measure_glucose",
    "prediabetes_care",
    "test_now_and_intervene",
}


def test_every_step_is_a_sentence_in_both_languages() -> None:
    for advice in ADVICE:
        assert advice.text.en.endswith(".")
        assert advice.text.vi.endswith(".")
        assert advice.text.en != advice.text.vi


def test_no_code_that_senders_know_was_renamed() -> None:
    assert set(ADVICE_CODES) >= OF_THE_CONTRACT


def test_what_is_urgent_is_asked_sooner() -> None:
    within = {advice.code: advice.within_days or 0 for advice in ADVICE}

    assert within["refer_same_day"] < within["confirm_diabetes"]
    assert within["confirm_diabetes"] < within["test_now_and_intervene"]
    assert within["intensive_prediabetes_care"] < within["prediabetes_care"]
    assert within["prediabetes_care"] == within["rescreen_yearly"] == 365
