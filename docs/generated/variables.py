"""The pages of the clinical table: every variable, its units, limits and codes."""

from docs.generated.markdown import table
from service.clinical.units import Unit
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES

DIRECTIONS = {1: "rises", 0: "", -1: "falls"}


def variables() -> str:
    """Quantities, choices and yes/no, a table each."""
    parts = {
        "Quantities": _quantities(),
        "Choices": _choices(),
        "Yes or no": _yes_no(),
    }
    return "\n\n".join(f"## {title}\n\n{rows}" for title, rows in parts.items())


def _quantities() -> str:
    rows = [
        (
            f"`{v.name}`",
            v.label.en,
            v.label.vi,
            f"`{v.unit}`",
            f"{v.low:g} to {v.high:g}",
            ", ".join(_other(unit) for unit in v.units[1:]),
            *_rest(v),
        )
        for v in _of("quantity")
    ]
    header = ("Name", "English", "Tiếng Việt", "Unit", "Plausible", "Also accepted")
    return table((*header, *REST), rows)


def _choices() -> str:
    rows = [
        (
            f"`{v.name}`",
            v.label.en,
            v.label.vi,
            f"`{choice.code}`",
            f"{choice.number:g}",
            choice.label.en,
            choice.label.vi,
            *_rest(v),
        )
        for v in _of("choice")
        for choice in v.choices
    ]
    header = ("Name", "English", "Tiếng Việt", "Code", "Model sees")
    return table((*header, "Meaning", "Nghĩa", *REST), rows)


def _yes_no() -> str:
    rows = [(f"`{v.name}`", v.label.en, v.label.vi, *_rest(v)) for v in _of("yes_no")]
    return table(("Name", "English", "Tiếng Việt", *REST), rows)


REST = ("LOINC", "Risk", "Modifiable", "Notes")


def _rest(variable: Variable) -> tuple[str, ...]:
    notes = ["required"] if variable.required else []
    if variable.derived_from:
        sources = " and ".join(f"`{name}`" for name in variable.derived_from)
        notes.append(f"computed from {sources} when both are known")
    return (
        " ".join(variable.loinc),
        DIRECTIONS[variable.monotone],
        "yes" if variable.modifiable else "",
        "; ".join(notes),
    )


def _other(unit: Unit) -> str:
    offset = f" + {unit.offset:g}" if unit.offset else ""
    return f"`{unit.code}` (x {unit.scale:.6g}{offset})"


def _of(kind: str) -> list[Variable]:
    return [v for v in VARIABLES.values() if v.kind == kind]
