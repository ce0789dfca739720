"""How a hospital's own table is laid out: which column is what, in which unit.

A table whose layout is not declared is read as if every column had the clinical
table's name. What is declared wrongly is an error that names the key, before any
person is read.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct, structs

from service.clinical.units import find_unit
from service.clinical.variables import VARIABLES
from training.errors import TrainingError

Seen = Literal["visit", "censored", "now"]
TimeUnit = Literal["years", "months", "days"]
UNITS_A_YEAR: Mapping[TimeUnit, float] = {"years": 1.0, "months": 12.0, "days": 365.25}
OUTCOME = "outcome"
YES_NO = ("yes", "no")


class LayoutError(TrainingError):
    """The TOML file of a cohort says something that cannot be followed."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")


class Layout(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which column is what.

    Attributes:
        file: The table, beside the TOML file; not asked where a command names it.
        seen: "visit": the outcome was looked for at one visit, `years` later.
            "censored": `years` are the time to the event or to the last contact.
            "now": the outcome is the state at the time of the values. Not given: what
            the bundle asks for; a visit where there is no bundle.
        outcome: Heading of the outcome.
        years: Heading of the follow-up time; not used for "now".
        time_unit: Of the follow-up time.
        site: Heading of the centre; without one all people are of one centre.
        weight: Heading of a survey's weight.
        columns: Heading of each clinical variable whose heading is not its name.
        units: Unit of a variable where cells and the unit column do not say it.
        codings: What a cell means, by variable (or "outcome") and cell.
    """

    file: str | None = None
    seen: Seen | None = None
    outcome: str = OUTCOME
    years: str = "years"
    time_unit: TimeUnit = "years"
    site: str | None = None
    weight: str | None = None
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    codings: dict[str, dict[str, str]] = {}

    def heading(self, name: str) -> str:
        """The heading of a clinical variable."""
        return self.columns.get(name, name)


def layout_for(layout: Layout, horizons: Sequence[float]) -> Layout:
    """The layout with the kind of follow-up that risks at these horizons are about.

    Args:
        layout: As declared.
        horizons: In years; 0 is the present state.

    Raises:
        LayoutError: It declares a kind that such risks cannot be compared with.
    """
    present = horizons[0] == 0
    if layout.seen is None:
        return structs.replace(layout, seen="now" if present else "visit")
    if (layout.seen == "now") != present:
        raise LayoutError(
            "data.seen",
            f'"{layout.seen}" does not fit the bundle, whose risks are '
            + (
                'of the present state: say "now".'
                if present
                else f"of an outcome within {horizons[-1]:g} years: say "
                '"visit" or "censored", and where the years are.'
            ),
        )
    return layout


def check_layout(layout: Layout) -> None:
    """Refuse names, units and codes that the clinical table does not have.

    Raises:
        LayoutError: The first key that is wrong.
    """
    coded = [name for name in layout.codings if name != OUTCOME]
    for table, names in (
        ("columns", list(layout.columns)),
        ("units", list(layout.units)),
        ("codings", coded),
    ):
        for name in names:
            if name not in VARIABLES:
                raise LayoutError(
                    f"data.{table}.{name}",
                    "no clinical variable has this name; docs/variables.md lists them.",
                )
    for name, unit in layout.units.items():
        known = VARIABLES[name].units
        if find_unit(known, unit) is None:
            units = ", ".join(unit.code for unit in known) or "none"
            raise LayoutError(f"data.units.{name}", f"{unit} is not one of: {units}.")
    for name, coding in layout.codings.items():
        variable = VARIABLES.get(name)
        codes = (variable.codes if variable else ()) or YES_NO
        for cell, code in coding.items():
            if code not in codes:
                raise LayoutError(
                    f"data.codings.{name}.{cell}",
                    f"{code} is not one of: {', '.join(codes)}.",
                )
