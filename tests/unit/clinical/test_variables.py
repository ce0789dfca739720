"""The clinical table: complete, consistent with itself, and identified."""

import dataclasses
import itertools
import math
from types import MappingProxyType

import pytest

from service.clinical import variables
from service.clinical.language import Text
from service.clinical.units import Unit
from service.clinical.variable import Value, Variable
from service.clinical.variables import VARIABLES, fingerprint, listing

EVERY = [pytest.param(variable, id=name) for name, variable in VARIABLES.items()]
QUANTITIES = [
    pytest.param(variable, id=name)
    for name, variable in VARIABLES.items()
    if variable.kind == "quantity"
]
PERSON = {"age", "sex"}
BODY = {"height", "weight", "bmi", "waist", "systolic_bp", "diastolic_bp"}
GLUCOSE = {"fasting_glucose", "random_glucose", "ogtt_2h", "hba1c"}
LIPIDS = {"total_cholesterol", "hdl_cholesterol", "ldl_cholesterol", "triglycerides"}
CHEMISTRY = {"alt", "ast", "ggt", "creatinine", "urea", "uric_acid"}
HABITS = {"smoking", "alcohol", "physically_active", "daily_fruit_or_vegetables"}
PAST = {
    "family_history_diabetes",
    "hypertension",
    "antihypertensive_drug",
    "high_glucose_ever",
    "gestational_diabetes",
    "pregnant",
    "known_diabetes",
}
ASKED_BY_SCORES = {
    "diabetic_relatives",
    "large_baby",
    "ancestry",
    "birthplace",
    "education",
}


def test_the_table_has_exactly_the_variables_of_the_contract() -> None:
    contract = PERSON | BODY | GLUCOSE | LIPIDS | CHEMISTRY | HABITS | PAST

    assert set(VARIABLES) == contract | ASKED_BY_SCORES


@pytest.mark.parametrize("variable", EVERY)
def test_every_variable_is_named_in_both_languages(variable: Variable) -> None:
    assert VARIABLES[variable.name] is variable
    for text in (variable.label, *(choice.label for choice in variable.choices)):
        assert text.en.strip()
        assert text.vi.strip()


@pytest.mark.parametrize("variable", EVERY)
def test_a_variable_has_what_its_kind_needs_and_nothing_else(
    variable: Variable,
) -> None:
    quantity = variable.kind == "quantity"

    assert bool(variable.units) == quantity
    assert bool(variable.choices) == (variable.kind == "choice")
    assert (variable.unit is not None) == quantity
    assert variable.monotone in {-1, 0, 1}
    if quantity:
        assert -math.inf < variable.low < variable.high < math.inf


@pytest.mark.parametrize("variable", QUANTITIES)
def test_the_canonical_unit_comes_first_and_needs_no_conversion(
    variable: Variable,
) -> None:
    canonical = variable.units[0]

    assert canonical == Unit(canonical.code)
    assert len({unit.code.lower() for unit in variable.units}) == len(variable.units)


@pytest.mark.parametrize("variable", QUANTITIES)
def test_the_limits_themselves_are_plausible_and_nothing_beyond(
    variable: Variable,
) -> None:
    assert variable.is_plausible(variable.low)
    assert variable.is_plausible(variable.high)
    assert not variable.is_plausible(math.nextafter(variable.low, -math.inf))
    assert not variable.is_plausible(math.nextafter(variable.high, math.inf))
    assert not variable.is_plausible(math.nan)


@pytest.mark.parametrize(
    ("name", "unit", "low", "high"),
    [
        ("age", "a", 0, 120),
        ("height", "cm", 100, 230),
        ("weight", "kg", 20, 300),
        ("bmi", "kg/m2", 10, 80),
        ("waist", "cm", 40, 200),
        ("systolic_bp", "mm[Hg]", 60, 280),
        ("diastolic_bp", "mm[Hg]", 20, 170),
        ("fasting_glucose", "mmol/L", 2, 35),
        ("random_glucose", "mmol/L", 2, 40),
        ("ogtt_2h", "mmol/L", 2, 40),
        ("hba1c", "%", 3, 20),
        ("total_cholesterol", "mmol/L", 1, 20),
        ("hdl_cholesterol", "mmol/L", 0.2, 5),
        ("ldl_cholesterol", "mmol/L", 0.2, 15),
        ("triglycerides", "mmol/L", 0.05, 25),
        ("alt", "U/L", 1, 3000),
        ("ast", "U/L", 1, 3000),
        ("ggt", "U/L", 1, 3000),
        ("creatinine", "umol/L", 15, 2000),
        ("urea", "mmol/L", 0.5, 70),
        ("uric_acid", "umol/L", 50, 1500),
    ],
)
def test_units_and_ranges_are_those_of_vietnamese_laboratories(
    name: str, unit: str, low: float, high: float
) -> None:
    variable = VARIABLES[name]

    assert (variable.unit, variable.low, variable.high) == (unit, low, high)


@pytest.mark.parametrize("variable", EVERY)
def test_every_answer_survives_encoding(variable: Variable) -> None:
    answers: tuple[Value, ...] = (False, True)
    if variable.kind == "quantity":
        answers = (variable.low, variable.high)
    elif variable.kind == "choice":
        answers = variable.codes

    numbers = [variable.encode(answer) for answer in answers]

    assert tuple(variable.decode(number) for number in numbers) == answers
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("sex", {"female": 0, "male": 1}),
        ("smoking", {"never": 0, "former": 1, "current": 2}),
        ("alcohol", {"never": 0, "former": 1, "current": 2}),
        (
            "family_history_diabetes",
            {"none": 0, "second_degree": 1, "first_degree": 2},
        ),
    ],
)
def test_choices_are_the_numbers_that_the_models_were_trained_on(
    name: str, numbers: dict[str, float]
) -> None:
    variable = VARIABLES[name]

    assert {code: variable.encode(code) for code in variable.codes} == numbers


def test_a_code_that_is_no_choice_cannot_be_encoded() -> None:
    with pytest.raises(KeyError):
        VARIABLES["smoking"].encode("sometimes")


def test_only_age_and_sex_are_required() -> None:
    required = {name for name, variable in VARIABLES.items() if variable.required}

    assert required == {"age", "sex"}


def test_what_nobody_can_change_is_not_called_modifiable() -> None:
    fixed = {"age", "sex", "height", "family_history_diabetes", "gestational_diabetes"}
    fixed |= ASKED_BY_SCORES

    assert not any(VARIABLES[name].modifiable for name in fixed)
    assert VARIABLES["weight"].modifiable
    assert VARIABLES["smoking"].modifiable


def test_body_mass_index_is_weight_over_height_squared() -> None:
    bmi = VARIABLES["bmi"]

    assert bmi.derived_from == ("height", "weight")
    assert bmi.derive is not None
    assert bmi.derive(155, 62) == pytest.approx(25.806, abs=1e-3)


def test_what_is_derived_is_derived_from_quantities_of_the_table() -> None:
    for variable in VARIABLES.values():
        assert (variable.derive is None) == (not variable.derived_from)
        assert all(VARIABLES[name].kind == "quantity" for name in variable.derived_from)


def test_no_loinc_code_means_two_variables() -> None:
    codes = [code for variable in VARIABLES.values() for code in variable.loinc]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("variable", EVERY)
def test_loinc_codes_have_their_check_digit(variable: Variable) -> None:
    """A mistyped LOINC code is caught by its last digit (mod 10, as LOINC defines)."""
    for code in variable.loinc:
        body, check = code.split("-")
        doubled = [
            digit * 2 - 9 * (digit > 4) if at % 2 == 0 else digit
            for at, digit in enumerate(map(int, reversed(body)))
        ]
        assert -sum(doubled) % 10 == int(check), code


def test_labels_in_a_row_keep_their_language() -> None:
    assert listing(["height", "weight"]) == Text(
        "height, weight", "chiều cao, cân nặng"
    )


def test_abbreviations_in_a_row_of_labels_keep_their_capitals() -> None:
    text = listing(["hba1c", "bmi", "hdl_cholesterol", "alt"])

    assert text.en == "HbA1c, body mass index, HDL cholesterol, ALT"
    assert text.vi == "HbA1c, chỉ số khối cơ thể (BMI), HDL-cholesterol, ALT (GPT)"


class TestFingerprint:
    """What changes the meaning of a model's numbers changes the fingerprint."""

    @staticmethod
    def altered(monkeypatch: pytest.MonkeyPatch, name: str, **changes: object) -> str:
        """The fingerprint of bmi and smoking with one variable of the table changed."""
        changed = dataclasses.replace(VARIABLES[name], **changes)  # type: ignore[arg-type]
        table = MappingProxyType({**VARIABLES, name: changed})
        monkeypatch.setattr(variables, "VARIABLES", table)
        return fingerprint(["bmi", "smoking"])

    def test_is_a_sha256_that_stays_the_same(self) -> None:
        first = fingerprint(["age", "bmi"])

        assert first == fingerprint(iter(["age", "bmi"]))
        assert first.startswith("sha256:")
        assert len(first) == len("sha256:") + 64

    def test_tells_apart_every_pair_of_variables(self) -> None:
        found = {fingerprint([name]) for name in VARIABLES}

        assert len(found) == len(VARIABLES)

    def test_tells_the_order_of_the_columns(self) -> None:
        orders = itertools.permutations(["age", "bmi", "alt"])

        assert len({fingerprint(order) for order in orders}) == 6

    def test_of_an_unknown_variable_is_refused(self) -> None:
        with pytest.raises(KeyError):
            fingerprint(["age", "shoe_size"])

    @pytest.mark.parametrize(
        ("name", "changes"),
        [
            pytest.param("bmi", {"low": 11.0}, id="range"),
            pytest.param("bmi", {"units": (Unit("g/cm2"),)}, id="unit"),
            pytest.param("bmi", {"monotone": 0}, id="direction"),
            pytest.param("bmi", {"derived_from": ("weight",)}, id="derivation"),
            pytest.param(
                "smoking",
                {"choices": VARIABLES["smoking"].choices[::-1][:2]},
                id="choices",
            ),
            pytest.param("height", {"units": (Unit("m"),)}, id="unit of a source"),
        ],
    )
    def test_changes_with_the_meaning(
        self, monkeypatch: pytest.MonkeyPatch, name: str, changes: dict[str, object]
    ) -> None:
        before = fingerprint(["bmi", "smoking"])

        assert self.altered(monkeypatch, name, **changes) != before

    @pytest.mark.parametrize(
        ("name", "changes"),
        [
            pytest.param("bmi", {"label": Text("BMI", "BMI")}, id="label"),
            pytest.param("bmi", {"loinc": ()}, id="codes"),
            pytest.param("bmi", {"decimals": 2}, id="digits shown"),
            pytest.param("alt", {"low": 2.0}, id="a variable that is not used"),
        ],
    )
    def test_does_not_change_with_the_words(
        self, monkeypatch: pytest.MonkeyPatch, name: str, changes: dict[str, object]
    ) -> None:
        before = fingerprint(["bmi", "smoking"])

        assert self.altered(monkeypatch, name, **changes) == before
