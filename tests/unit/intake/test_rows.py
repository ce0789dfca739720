"""Files of patients as NDJSON, as an array, or one alone: row by row."""

import io
import json
from pathlib import Path

import pytest

from service.intake.rows import MAX_LINE_BYTES, Row, read_rows

FIRST = {"age": 54, "sex": "female"}
SECOND = {"age": 45, "sex": "male", "smoking": "never"}
BOTH = [Row(1, FIRST), Row(2, SECOND)]


def read(content: bytes | str) -> list[Row]:
    text = content.encode() if isinstance(content, str) else content
    return list(read_rows(io.BytesIO(text)))


def lines(*values: object) -> str:
    return "\n".join(json.dumps(value) for value in values)


def outcome(rows: list[Row]) -> list[object]:
    """What each row holds, or why it holds nothing."""
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.content if row.error is None else row.error for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lines(FIRST, SECOND), id="NDJSON"),
        pytest.param(lines(FIRST, SECOND) + "\n", id="NDJSON with a last newline"),
        pytest.param(lines(FIRST, SECOND).replace("\n", "\r\n"), id="of Windows"),
        pytest.param(lines(FIRST, SECOND).replace("\n", "\n\n \n"), id="blank lines"),
        pytest.param("\n" + lines(FIRST, SECOND), id="a blank line first"),
        pytest.param("\ufeff" + lines(FIRST, SECOND), id="NDJSON with a BOM"),
        pytest.param(json.dumps([FIRST, SECOND]), id="array"),
        pytest.param(json.dumps([FIRST, SECOND], indent=2), id="array on many lines"),
        pytest.param("\n  " + json.dumps([FIRST, SECOND]), id="array after spaces"),
        pytest.param("\ufeff" + json.dumps([FIRST, SECOND]), id="array with a BOM"),
    ],
)
def test_rows_are_the_same_however_the_file_is_written(content: str) -> None:
    assert read(content) == BOTH


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(json.dumps(FIRST), id="on one line"),
        pytest.param(json.dumps(FIRST, indent=2), id="on many lines"),
        pytest.param("\ufeff" + json.dumps(FIRST, indent=2) + "\r\n", id="with a BOM"),
    ],
)
def test_a_single_patient_is_one_row(content: str) -> None:
    assert read(content) == [Row(1, FIRST)]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"[]", b" [ ] ", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_rows(content: bytes) -> None:
    assert read(content) == []


def test_a_file_is_read_from_its_start_wherever_it_stands() -> None:
    file = io.BytesIO(lines(FIRST, SECOND).encode())
    file.read()

    assert list(read_rows(file)) == BOTH


SEPARATED = [
    pytest.param("{}\n{}\n{}", id="NDJSON"),
    pytest.param("[{}, {}, {}]", id="array"),
]
BAD_ROWS = [
    pytest.param(
        '{"age": 54, "age": 45}', "'age' appears more than once.", id="repeated name"
    ),
    pytest.param(
        '{"age": NaN, "sex": 1}', "NaN is not a JSON number.", id="not a number"
    ),
    pytest.param(
        '{"age": ' + "9" * 5000 + "}", "A number is too long.", id="endless number"
    ),
    pytest.param('{"sex": male}', "Expecting value at line 1, column ", id="broken"),
    pytest.param(
        '{"note": "' + "x" * MAX_LINE_BYTES + '"}',
        f" is over {MAX_LINE_BYTES} bytes.",
        id="overlong",
    ),
]


@pytest.mark.parametrize("layout", SEPARATED)
@pytest.mark.parametrize(("bad", "message"), BAD_ROWS)
def test_a_bad_row_costs_no_other_row(layout: str, bad: str, message: str) -> None:
    first, error, third = outcome(
        read(layout.replace("{}", "%s") % (json.dumps(FIRST), bad, json.dumps(SECOND)))
    )

    assert (first, third) == (FIRST, SECOND)
    assert isinstance(error, str)
    assert message in error


@pytest.mark.parametrize("layout", [b"%b\n%b\n%b", b"[%b, %b, %b]"])
def test_a_row_that_is_not_utf_8_costs_no_other_row(layout: bytes) -> None:
    content = layout % (b'{"a": 1}', b'{"a": "\xfe"}', b'{"a": 3}')

    first, error, third = outcome(read(content))

    assert (first, third) == ({"a": 1}, {"a": 3})
    assert str(error).startswith("Not UTF-8 at byte")


@pytest.mark.parametrize("layout", SEPARATED)
def test_an_integer_of_many_digits_stays_the_number_that_was_sent(layout: str) -> None:
    content = layout.replace("{}", "%s") % (10**19, 10**400, 7)

    assert outcome(read(content)) == [10**19, 10**400, 7]


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        pytest.param('[{"a": 1}, {"a": 2', 1, id="within a row"),
        pytest.param('[{"a": 1}, {"a": 2}', 2, id="after a row"),
        pytest.param('[{"a": 1}, {"a": 2},', 2, id="after a comma"),
        pytest.param('[{"a": 1}, {"a": "', 1, id="within a text"),
    ],
)
def test_an_array_that_is_cut_off_ends_in_an_error(content: str, whole: int) -> None:
    """A truncated upload must not pass for a whole one."""
    *rows, last = outcome(read(content))

    assert rows == [{"a": 1}, {"a": 2}][:whole]
    assert isinstance(last, str)


@pytest.mark.parametrize("more", ["x", "]", '{"a": 2}', '[{"a": 2}]', ', [{"a": 2}]'])
def test_what_stands_behind_an_array_is_an_error(more: str) -> None:
    first, error = outcome(read('[{"a": 1}] ' + more))

    assert first == {"a": 1}
    assert isinstance(error, str)


def test_a_single_patient_that_is_broken_is_one_error() -> None:
    """Not one for each of its lines."""
    assert outcome(read('{\n "age": 54,\n "age": 45\n}')) == [
        "'age' appears more than once."
    ]


def test_a_broken_first_line_does_not_make_ndjson_a_single_patient() -> None:
    error, second = outcome(read('{"age" 54}\n{"age": 45}'))

    assert isinstance(error, str)
    assert second == {"age": 45}


def test_the_line_after_an_overlong_one_is_read_from_its_beginning() -> None:
    long = '{"note": "' + "x" * (3 * MAX_LINE_BYTES) + '"}'

    error, second = outcome(read(long + "\n" + json.dumps(FIRST)))

    assert error == f"The row is over {MAX_LINE_BYTES} bytes."
    assert second == FIRST


@pytest.mark.parametrize(("start", "row"), [(b"", b'{"a": 1}\n'), (b"[", b'{"a": 1},')])
def test_rows_come_before_the_file_is_read_to_its_end(
    tmp_path: Path, start: bytes, row: bytes
) -> None:
    """Memory holds one row, so a file of any length can be read."""
    path = tmp_path / "patients"
    path.write_bytes(start + row * 100_000)
    with path.open("rb") as file:
        rows = read_rows(file)

        assert next(rows) == Row(1, {"a": 1})
        assert file.tell() < path.stat().st_size / 2


@pytest.mark.parametrize(
    "text", [b'{"age": 50,\n"sex": "male"}', b'{"patient": {"age": 50},\n"id": "a"}']
)
def test_one_patient_may_break_its_lines_anywhere(text: bytes) -> None:
    (row,) = read_rows(io.BytesIO(text))

    assert row.error is None
    assert isinstance(row.content, dict)
