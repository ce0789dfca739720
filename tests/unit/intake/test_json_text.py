"""JSON is read only where its meaning is certain."""

import math

import pytest
from hypothesis import given, strategies as st

from service.intake.json_text import MalformedJsonError, read_json


def refusal(text: bytes) -> str:
    with pytest.raises(MalformedJsonError) as refused:
        read_json(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"age": 54, "sex": "female"}', {"age": 54, "sex": "female"}),
        (b" [1, 2.5, null, true] ", [1, 2.5, None, True]),
        ('{"a": "Đường huyết"}'.encode(), {"a": "Đường huyết"}),
        (b'\xef\xbb\xbf{"age": 54}', {"age": 54}),
        (b'"x"', "x"),
    ],
)
def test_reads_what_is_json(text: bytes, expected: object) -> None:
    assert read_json(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "Expecting value at line 1, column 1."),
        (b'{"age": }', "Expecting value at line 1, column 9."),
        (b'{"age": 54', "Expecting ',' delimiter at line 1, column 11."),
        (b'{\n "age": 54\n "sex": 1}', "Expecting ',' delimiter at line 3, column 2."),
        (b"{'age': 54}", "Expecting property name enclosed in double quotes"),
        (b'{"age": 54} {}', "Extra data at line 1, column 13."),
        (b'{"age": 054}', "Expecting ',' delimiter"),
        (b'{"age": 5,4}', "Expecting property name"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(text: bytes, message: str) -> None:
    assert refusal(text).startswith(message)


def test_what_is_not_utf_8_is_refused_with_its_place() -> None:
    assert refusal(b'{"sex": "n\xfe"}') == "Not UTF-8 at byte 10."


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(constant: str) -> None:
    text = f'{{"age": {constant}}}'.encode()

    assert refusal(text) == f"{constant} is not a JSON number."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b'{"age": 54, "age": 45}', id="at the top"),
        pytest.param(b'{"patient": {"age": 54, "age": 54}}', id="within"),
        pytest.param(b'[{"age": 54, "\\u0061ge": 45}]', id="spelled otherwise"),
    ],
)
def test_a_name_that_appears_twice_is_refused(text: bytes) -> None:
    """Nobody knows which of the two values was meant, so neither is used."""
    assert refusal(text) == "'age' appears more than once."


def test_the_same_name_in_two_objects_is_no_repeat() -> None:
    assert read_json(b'[{"age": 54}, {"age": 45}]') == [{"age": 54}, {"age": 45}]


def test_a_repeated_name_is_quoted_short_and_encodable() -> None:
    name = '"\\ud800' + "x" * 10_000 + '"'

    message = refusal(f"{{{name}: 1, {name}: 2}}".encode())

    assert len(message.encode()) < 100


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    assert refusal(b'{"age": ' + b"9" * 5000 + b"}") == "A number is too long."


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_nesting_without_end_is_refused(opening: bytes) -> None:
    assert refusal(opening * 100_000) == "Nested too deeply."


def test_a_refusal_quotes_no_value() -> None:
    """The message may reach a log, and a value may identify a patient."""
    assert "secret" not in refusal(b'{"name": "a secret"')


@given(st.binary())
def test_whatever_bytes_arrive_are_read_or_refused(text: bytes) -> None:
    try:
        read_json(text)
    except MalformedJsonError as error:
        message = str(error)
    else:
        message = "."

    assert message.endswith(".")


def test_a_bare_nan_is_read_only_where_it_is_asked_for() -> None:
    found = read_json(b"[1, NaN]", nan=True)

    assert isinstance(found, list)
    assert math.isnan(found[1])
    assert refusal(b"[NaN]") == "NaN is not a JSON number."
    with pytest.raises(MalformedJsonError, match="Infinity is not a JSON number"):
        read_json(b"[-Infinity]", nan=True)
