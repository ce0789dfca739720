"""The one error of the compiler: a model whose exact graph cannot be written."""


class CannotCompileError(ValueError):
    """The model cannot be compiled exactly; the message says what to train instead."""
