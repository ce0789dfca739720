"""Boosted trees and curves as one ONNX graph that explains its own score.

Guarantees: the graph's contributions are the path-dependent TreeSHAP values that
`xgboost.Booster.predict(pred_contribs=True)` returns plus the values of the inputs'
curves, its log-odds are their sum plus the base value, whatever the recalibration, and
the same boosters and curves always give the same bytes. What cannot be compiled exactly
is refused with `CannotCompileError`.
"""

from training.compiler.compilation import Compiled, compile_model, recalibrate_model
from training.compiler.refusal import CannotCompileError
from training.compiler.smooth import Curve, SmoothPart

__all__ = [
    "CannotCompileError",
    "Compiled",
    "Curve",
    "SmoothPart",
    "compile_model",
    "recalibrate_model",
]
