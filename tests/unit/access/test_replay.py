"""Tokens for one use: told apart, forgotten in time, never beyond a limit."""

from service.access.replay import UsedTokens


def test_a_token_is_new_once() -> None:
    used = UsedTokens(seconds=360)

    assert used.use("https://a", "1", now=0)
    assert not used.use("https://a", "1", now=0)
    assert not used.use("https://a", "1", now=360)
    assert used.use("https://a", "2", now=0)
    assert used.use("https://b", "1", now=0)


def test_names_do_not_run_into_each_other() -> None:
    used = UsedTokens(seconds=360)

    assert used.use("https://a", "bc", now=0)
    assert used.use("https://ab", "c", now=0)


def test_a_token_is_forgotten_when_it_must_have_expired() -> None:
    used = UsedTokens(seconds=360, limit=2)
    used.use("https://a", "1", now=0)
    used.use("https://a", "2", now=100)

    assert not used.use("https://a", "3", now=360)  # full: refused, not forgotten
    assert used.use("https://a", "3", now=361)
    assert not used.use("https://a", "2", now=361)


def test_a_clock_that_is_set_back_forgets_nothing() -> None:
    used = UsedTokens(seconds=360)
    used.use("https://a", "1", now=1000)

    assert not used.use("https://a", "1", now=10)
