"""A gradient-boosted model as one ONNX graph that explains its own score.

Guarantees: the graph's contributions are the path-dependent TreeSHAP values that
`xgboost.Booster.predict(pred_contribs=True)` returns, its log-odds are their sum plus
the base value, and the same booster always gives the same bytes. What cannot be
compiled exactly is refused with `CannotCompileError`.
"""

from training.compiler.compilation import Compiled, compile_booster
from training.compiler.refusal import CannotCompileError

__all__ = ["CannotCompileError", "Compiled", "compile_booster"]
