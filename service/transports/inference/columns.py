"""What the numbers of a column mean, and the refusal of those that no patient has.

A tensor has no units: glucose in mg/dL, or a column too far to the left, shows only
in the numbers. Nothing else of a patient is checked: whether a model may be asked
about the person is for those to know who call it directly.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from service.clinical.language import Text
from service.clinical.variable import Variable
from service.clinical.variables import VARIABLES
from service.engine.scorer import Floats
from service.transports.inference.errors import InferenceError

_IMPLAUSIBLE = Text(
    "x[{row}, {column}] is no number of {name} that a patient can have: {accepted}.",
    "x[{row}, {column}] không phải số hợp lý cho {name}: {accepted}.",
)


def accepted(name: str) -> str:
    """The numbers a model may see of a variable: `2..35 mmol/L`, `0=female, 1=male`."""
    variable = VARIABLES[name]
    if variable.kind == "quantity":
        return f"{variable.low:g}..{variable.high:g} {variable.unit}"
    return ", ".join(f"{number:g}={code}" for code, number in _codes(variable).items())


def refuse_implausible(rows: Floats, inputs: Sequence[str]) -> None:
    """Check rows [N, F] whose columns are these inputs; NaN is not measured.

    Raises:
        InferenceError: For the first value, column by column, that no patient has.
    """
    for column, name in enumerate(inputs):
        values = rows[:, column]
        wrong = ~(_plausible(VARIABLES[name], values) | np.isnan(values))
        if wrong.any():
            raise InferenceError(
                _IMPLAUSIBLE.format(
                    row=int(wrong.argmax()),
                    column=column,
                    name=name,
                    accepted=accepted(name),
                )
            )


def _plausible(variable: Variable, values: Floats) -> npt.NDArray[np.bool_]:
    # In float32, as the rows are: a limit itself must not fall outside.
    if variable.kind == "quantity":
        low, high = np.float32(variable.low), np.float32(variable.high)
        return (low <= values) & (values <= high)
    return np.isin(values, np.array(list(_codes(variable).values()), dtype=np.float32))


def _codes(variable: Variable) -> dict[str, float]:
    """The codes of a choice and their numbers; REST's JSON values of yes and no."""
    if variable.kind == "choice":
        return {choice.code: choice.number for choice in variable.choices}
    return {"false": 0.0, "true": 1.0}
