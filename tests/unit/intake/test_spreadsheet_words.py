"""Words of a spreadsheet: yes and no, choices, and what is not known."""

import pytest

from service.clinical.patient import InvalidPatientError
from service.clinical.reading import read_patient
from service.clinical.variables import VARIABLES
from tests.unit.intake.sheet import one


class TestWords:
    """Answers in Vietnamese or English."""

    @pytest.mark.parametrize(
        ("cell", "answer"),
        [
            ("có", True),
            ("Có", True),
            ("CO", True),
            ("x", True),
            ("yes", True),
            ("TRUE", True),
            ("1", True),
            ("không", False),
            ("Khong", False),
            ("no", False),
            ("False", False),
            ("0", False),
        ],
    )
    def test_yes_and_no(self, cell: str, answer: bool) -> None:  # noqa: FBT001
        assert one("hypertension", cell) is answer

    @pytest.mark.parametrize("cell", ["co\u0301", "kho\u0302ng"])
    def test_letters_written_as_letter_and_accent_are_the_same(self, cell: str) -> None:
        """As macOS writes file contents that were names."""
        assert isinstance(one("hypertension", cell), bool)

    @pytest.mark.parametrize(
        ("name", "cell", "code"),
        [
            ("sex", "Nam", "male"),
            ("sex", "nữ", "female"),
            ("sex", "NU\u031b\u0303", "female"),
            ("sex", "Female", "female"),
            ("smoking", "chưa bao giờ", "never"),
            ("smoking", "Đã bỏ", "former"),
            ("alcohol", "đang uống", "current"),
            ("family_history_diabetes", "không", "none"),
            (
                "family_history_diabetes",
                "Cha mẹ, anh chị em ruột hoặc con",
                "first_degree",
            ),
            ("family_history_diabetes", "second_degree", "second_degree"),
        ],
    )
    def test_choices(self, name: str, cell: str, code: str) -> None:
        assert one(name, cell) == code

    def test_every_choice_is_known_by_its_code_and_by_both_labels(self) -> None:
        for variable in VARIABLES.values():
            for choice in variable.choices:
                for word in (choice.code, choice.label.en, choice.label.vi):
                    assert one(variable.name, word.upper()) == choice.code

    @pytest.mark.parametrize(
        ("name", "cell"), [("hypertension", "maybe"), ("sex", "F"), ("smoking", "1")]
    )
    def test_a_word_that_is_no_answer_is_refused_and_not_guessed(
        self, name: str, cell: str
    ) -> None:
        values: dict[str, object] = {"age": 54, "sex": "male", name: one(name, cell)}

        with pytest.raises(InvalidPatientError, match=f"^/{name} "):
            read_patient(values)
