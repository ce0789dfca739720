"""The input tensor `x`: from numbers in JSON, or bytes behind it, to the model's rows.

Row-major, a row a patient, a column an input in the manifest's order. A value that was
not measured is null or NaN. Other datatypes than FP32 are converted to it, as the
protocol lets a server do.
"""

from collections.abc import Sequence
from itertools import chain
from types import MappingProxyType, NoneType

import numpy as np
import numpy.typing as npt

from service.clinical.language import Text
from service.engine.scorer import Floats
from service.transports.inference.errors import InferenceError
from service.transports.inference.requests import InputTensor

NAME = "x"
# A tenth of a second of scoring, and an answer of a few megabytes.
MAX_ROWS = 10_000

# Little-endian, as the binary tensor data extension says.
DATATYPES = MappingProxyType(
    {
        name: np.dtype(code)
        for name, code in (
            ("FP32", "<f4"),
            ("FP64", "<f8"),
            ("INT32", "<i4"),
            ("INT64", "<i8"),
        )
    }
)

_ONE_TENSOR = Text(
    "inputs must be one tensor, named x.", "inputs phải gồm đúng một tensor tên là x."
)
_SHAPE = Text(
    "x: shape must be [rows, {columns}], with 1 to {rows} rows.",
    "x: shape phải là [số dòng, {columns}], với 1 đến {rows} dòng.",
)
_DATATYPE = Text(
    "x: datatype must be one of {names}.", "x: datatype phải thuộc {names}."
)
_NO_DATA = Text(
    "x: send either data, or binary_data_size and the bytes behind the JSON.",
    "x: hãy gửi data, hoặc binary_data_size cùng các byte nối sau JSON.",
)
_SIZE = Text(
    "x: {expected} bytes must follow the JSON, and binary_data_size must say so.",
    "x: sau JSON phải có {expected} byte và binary_data_size phải ghi đúng số đó.",
)
_DATA = Text(
    "x: data must have {count} numbers, flat or by rows of {columns}.",
    "x: data phải có {count} số, liền nhau hoặc theo từng dòng {columns} số.",
)
_NOT_NUMBERS = Text(
    "x: data of type {datatype} must be {kind}.",
    "x: data kiểu {datatype} phải là {kind}.",
)
_FLOATS = Text("numbers, or null where not measured", "số, hoặc null nếu chưa đo")
_INTEGERS = Text("whole numbers", "số nguyên")


def read_rows(tensors: Sequence[InputTensor], binary: bytes, columns: int) -> Floats:
    """The rows of the one tensor there may be.

    Args:
        tensors: The request's inputs.
        binary: What follows the JSON.
        columns: The number of the model's inputs.

    Raises:
        InferenceError: It is not such a tensor.
    """
    if [tensor.name for tensor in tensors] != [NAME]:
        raise InferenceError(_ONE_TENSOR)
    tensor = tensors[0]
    rows = tensor.shape[0] if tensor.shape else 0
    if tensor.shape != [rows, columns] or not 1 <= rows <= MAX_ROWS:
        raise InferenceError(_SHAPE.format(columns=columns, rows=MAX_ROWS))
    dtype = DATATYPES.get(tensor.datatype)
    if dtype is None:
        raise InferenceError(_DATATYPE.format(names=", ".join(DATATYPES)))
    size = (tensor.parameters or {}).get("binary_data_size")
    if (tensor.data is None) == (size is None):
        raise InferenceError(_NO_DATA)
    expected = 0 if tensor.data is not None else rows * columns * dtype.itemsize
    if (size or 0) != expected or len(binary) != expected:
        raise InferenceError(_SIZE.format(expected=expected))
    if tensor.data is None:
        numbers = np.frombuffer(binary, dtype)
    else:
        numbers = _numbers(tensor.data, tensor.datatype, rows, columns)
    # A number too large for float32 becomes infinite: no patient has it. A signalling
    # NaN becomes a quiet one.
    with np.errstate(over="ignore", invalid="ignore"):
        return numbers.reshape(rows, columns).astype(np.float32)


def _numbers(
    data: list[object], datatype: str, rows: int, columns: int
) -> npt.NDArray[np.float64]:
    flat = data
    by_rows = [row for row in data if isinstance(row, list)]
    if by_rows:
        if len(by_rows) != len(data) or {len(row) for row in by_rows} != {columns}:
            raise InferenceError(_DATA.format(count=rows * columns, columns=columns))
        flat = list(chain.from_iterable(by_rows))
    if len(flat) != rows * columns:
        raise InferenceError(_DATA.format(count=rows * columns, columns=columns))
    floating = datatype.startswith("FP")
    accepted = {int, float, NoneType} if floating else {int}
    wrong = _NOT_NUMBERS.format(
        datatype=datatype, kind=_FLOATS if floating else _INTEGERS
    )
    if not set(map(type, flat)) <= accepted:
        raise InferenceError(wrong)
    try:
        return np.array(flat, dtype=np.float64)
    except OverflowError:  # an integer of hundreds of digits
        raise InferenceError(wrong) from None
