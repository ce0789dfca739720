"""A JSON array is cut into its elements, wherever a block of the file ends."""

import io
import json

import pytest
from hypothesis import given, strategies as st

from service.intake import array_elements as module
from service.intake.array_elements import array_elements

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('ab"\\[]{},đ', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text('ab"\\]}', max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def cut(text: bytes, *, block: int = 64, longest: int = 1000) -> list[bytes | None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK_BYTES", block)
        return list(array_elements(io.BytesIO(text), longest))


@given(
    st.lists(json_values, max_size=5),
    st.integers(1, 9),
    st.sampled_from([None, 1]),
    st.sampled_from(["ASCII", "UTF-8"]),
)
def test_the_elements_are_those_of_the_whole_text(
    values: list[object], block: int, indent: int | None, alphabet: str
) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=alphabet == "ASCII").encode()

    found = [json.loads(element or b"") for element in cut(text, block=block)]

    assert found == values


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (b"[]", []),
        (b" [ ] \n", []),
        (b"[1]", [b"1"]),
        (b"[1,2]", [b"1", b"2"]),
        (b"[1,]", [b"1", b""]),
        (b"[,1]", [b"", b"1"]),
        (b"[1,,2]", [b"1", b"", b"2"]),
        (b'["]",{"a":[1,2]}]', [b'"]"', b'{"a":[1,2]}']),
    ],
)
def test_nothing_between_two_commas_is_an_element_too(
    text: bytes, elements: list[bytes]
) -> None:
    assert cut(text) == elements


@pytest.mark.parametrize("block", [1, 7, 64])
def test_an_element_over_the_limit_is_passed_over_and_the_next_is_whole(
    block: int,
) -> None:
    text = b'["' + b"x" * 40 + b'",2,"' + b"y" * 8 + b'"]'

    assert cut(text, block=block, longest=10) == [None, b"2", b'"yyyyyyyy"']
