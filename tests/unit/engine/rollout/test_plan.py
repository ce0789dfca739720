"""The rollout file: what it can say, and what is said of a file that cannot be meant."""

from pathlib import Path

import pytest

from service.engine.rollout.plan import Line, RolloutError, read_plan

FILE = Path("rollout.toml")


def test_a_file_says_for_each_bundle_what_answers_and_what_is_tried() -> None:
    plan = read_plan(
        FILE,
        b"""
        [incident-diabetes]
        serve = "3.0.0"
        canary = "3.1.0"
        canary_percent = 2.5

        [undiagnosed-diabetes]
        serve = "1.0.0"
        shadow = "1.1.0"
        """,
    )

    assert plan == {
        "incident-diabetes": Line(serve="3.0.0", canary="3.1.0", canary_percent=2.5),
        "undiagnosed-diabetes": Line(serve="1.0.0", shadow="1.1.0"),
    }


def test_an_empty_file_plans_nothing() -> None:
    assert read_plan(FILE, b"# the highest version of each\n") == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[a", "Expected ']'"),
        ("serve = '1.0.0'", "Expected `object`, got `str`"),
        ("[a]\nserv = '1.0.0'", "unknown field `serv`"),
        ("[a]\nshadow = '1.0.0'", "missing required field `serve`"),
        ("[a]\nserve = 1.0", "Expected `str`, got `float`"),
        ("[a]\nserve = ''", "length >= 1"),
        (
            "[a]\nserve = '1'\ncanary = '2'\ncanary_percent = 0",
            "Expected `float` > 0.0",
        ),
        (
            "[a]\nserve = '1'\ncanary = '2'\ncanary_percent = 101",
            "Expected `float` <= 100.0",
        ),
        ("[a]\nserve = '1'\n[a]\nserve = '2'", "Cannot declare"),
        ("[a]\nserve = '\udcff'", "utf-8"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_is_accepted(
    content: str, said: str
) -> None:
    with pytest.raises(RolloutError) as refused:
        read_plan(FILE, content.encode(errors="surrogateescape"))

    message = str(refused.value)
    assert message.startswith("rollout.toml: ")
    assert said in message
    assert 'serve = "3.0.0"' in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("canary = '2'", "[a] canary and canary_percent belong together"),
        ("canary_percent = 5", "[a] canary and canary_percent belong together"),
        ("shadow = '1'", "[a] 1 is served; try another version beside it"),
        ("canary = '1'\ncanary_percent = 5", "[a] 1 is served"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(content: str, said: str) -> None:
    with pytest.raises(RolloutError) as refused:
        read_plan(FILE, f"[a]\nserve = '1'\n{content}".encode())

    assert said in str(refused.value)
