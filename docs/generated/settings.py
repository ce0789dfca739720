"""The table of settings, from the dataclass that reads them."""

import ast
import inspect
from dataclasses import fields
from pathlib import Path

from docs.generated.markdown import table
from service import settings as module
from service.settings import PREFIX, Settings


def settings() -> str:
    """Name, default and meaning of every setting."""
    defaults, meanings = Settings(), _meanings()
    rows = [
        (
            f"`{PREFIX}{field.name.upper()}`",
            f"`{_shown(getattr(defaults, field.name))}`",
            meanings[field.name],
        )
        for field in fields(Settings)
    ]
    return table(("Setting", "Default", "Meaning"), rows)


def _meanings() -> dict[str, str]:
    """The string literal under each field, which Python itself throws away."""
    [body] = ast.parse(inspect.getsource(Settings)).body
    assert isinstance(body, ast.ClassDef)  # noqa: S101  # for the type checker
    found = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(meaning))),
            ):
                found[name] = " ".join(meaning.split())
            case _:
                pass
    return found


def _shown(value: object) -> str:
    if isinstance(value, Path):
        return str(value.relative_to(Path(module.__file__).parents[1]))
    return str(value).lower() if isinstance(value, bool) else str(value)
