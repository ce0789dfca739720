"""The page's modules are plain JavaScript; their JSDoc types are checked strictly."""

import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
COMPILER = FOLDER / "node_modules" / ".bin" / "tsc"
STATIC = FOLDER.parent.parent / "service" / "web" / "static"


def complaints(project: Path) -> str:
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not COMPILER.exists():
        pytest.fail("run: npm ci --prefix tests/web")
    command = [str(COMPILER), "--pretty", "false", "-p", str(project)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("project", ["tsconfig.json", "tsconfig.worker.json"])
def test_type_checker_finds_nothing(project: str) -> None:
    assert complaints(FOLDER / project) == ""


def test_type_checker_would_find_a_wrong_type(tmp_path: Path) -> None:
    (tmp_path / "wrong.js").write_text("/** @type {number} */ export const x = 'one';")
    config = f'{{"extends": "{FOLDER}/tsconfig.json", "include": ["wrong.js"]}}'
    (tmp_path / "tsconfig.json").write_text(config)
    assert "Type 'string' is not assignable to type 'number'" in complaints(tmp_path)


@pytest.mark.parametrize(
    "path", sorted(STATIC.rglob("*.js")), ids=lambda p: p.relative_to(STATIC).as_posix()
)
def test_a_module_stays_small_and_is_free_of_what_the_policy_forbids(
    path: Path,
) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
    stores = ("localStorage", "sessionStorage", "indexedDB", "document.cookie")
    found = [x for x in (*forbidden, *stores, "eval(", "@ts-ignore") if x in text]
    assert found == []
