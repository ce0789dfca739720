"""The guides cannot drift: what can be made from the code is, the rest is checked."""

import ast
import configparser
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog
from litestar.testing import TestClient

from docs import generate
from docs.generated.blocks import BLOCKS
from docs.generated.metrics import families
from service.clinical.advice import ADVICE_CODES
from service.clinical.bands import BANDS
from service.clinical.eligibility import INELIGIBILITY_CODES
from service.clinical.glycaemia import STATUS_CODES
from service.clinical.variables import VARIABLES
from service.settings import PREFIX, Settings

DOCS = generate.ROOT / "docs"
SERVICE = generate.ROOT / "service"
FENCE = re.compile(
    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def fences(text: str, language: str) -> list[str]:
    return [
        found["text"] for found in FENCE.finditer(text) if found["language"] == language
    ]


def by_name(paths: list[Path]) -> list[Any]:
    return [
        pytest.param(path, id=path.relative_to(generate.ROOT).as_posix())
        for path in paths
    ]


def codes(name: str, position: int) -> set[str]:
    """The codes written out as an argument of a call, anywhere in the service."""
    return set(_codes(name, position))


def _codes(name: str, position: int) -> Iterator[str]:
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=called), args=arguments) if (
                    called == name and len(arguments) > position
                ):
                    match arguments[position]:
                        case ast.Constant(value=str(code)):
                            yield code
                        case _:
                            pass
                case _:
                    pass


def test_nothing_generated_is_stale() -> None:
    """`make docs` mends it; numbers may differ in the last digit of a float32."""
    assert [path.name for path, _ in generate.stale()] == []


def test_check_tells_a_stale_page_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "README.md"
    old = "<!-- generated: recipe -->\nold\n<!-- end generated -->\n"
    page.write_text(old)
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "PICTURE", tmp_path / "docs" / "contributions.svg")

    assert generate.main(["--check"]) == 1
    assert "stale README.md" in capsys.readouterr().out
    assert page.read_text() == old
    assert generate.main([]) == 0
    assert "learning_rate" in page.read_text()
    assert generate.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        pytest.param("risk 0.1037789", "risk 0.1037791", True, id="last digit"),
        pytest.param("risk 0.1037789", "risk 0.1047789", False, id="another figure"),
        pytest.param("0.1 low", "0.1 high", False, id="another word"),
        pytest.param("| 14 |", "| 15 |", False, id="another count"),
    ],
)
def test_only_the_last_digits_of_a_number_may_differ(
    found: str, wanted: str, *, same: bool
) -> None:
    assert generate.same(found, wanted) is same


def test_every_block_is_used_and_every_marker_is_closed() -> None:
    used = set()
    for page in generate.pages():
        text = page.read_text(encoding="utf-8")
        found = [block["name"] for block in generate.BLOCK.finditer(text)]
        assert len(found) == text.count("<!-- generated: "), page.name
        used |= set(found)

    assert used == set(BLOCKS)


def test_the_operators_guide_has_every_setting_and_metric() -> None:
    guide = read("operators.md")
    names = {PREFIX + field.name.upper() for field in fields(Settings)}

    assert {name for name in names if f"`{name}`" not in guide} == set()
    assert {m.name for m in families() if f"`{m.name}" not in guide} == set()


def test_every_metric_in_a_query_is_one_that_is_served() -> None:
    served = {sample.name for metric in families() for sample in metric.samples}
    queries = "\n".join(fences(read("operators.md"), "promql"))

    assert set(re.findall(r"diabetes_risk_\w+", queries)) - served == set()


def test_every_path_is_in_a_guide(client: TestClient[Any]) -> None:
    guide = read("integrator.md") + read("emr.md")

    for path, methods in client.get("/schema/openapi.json").json()["paths"].items():
        for method in methods:
            assert f"`{method.upper()} {path}`" in guide


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(
            codes("Problem", 1) | codes("_RefusedChangeError", 0), id="error codes"
        ),
        pytest.param(codes("Notice", 1), id="notices"),
        pytest.param(set(INELIGIBILITY_CODES), id="reasons for no score"),
        pytest.param(set(ADVICE_CODES), id="advice"),
        pytest.param(set(STATUS_CODES), id="glycaemic status"),
        pytest.param(set(BANDS), id="bands"),
    ],
)
def test_every_code_is_in_a_guide_for_integrators(wanted: set[str]) -> None:
    guide = read("integrator.md") + read("emr.md")

    assert len(wanted) > 3
    assert {code for code in wanted if f"`{code}`" not in guide} == set()


def test_every_kind_of_problem_is_in_the_integrators_guide(
    client: TestClient[Any],
) -> None:
    guide = read("integrator.md")
    answers = [
        client.post("/v1/risk", content=b"{"),
        client.post("/v1/risk", content=b"{}"),
        client.post("/v1/risk", content=b" " * 70_000),
        client.get("/v1/nothing"),
        client.delete("/v1/risk"),
    ]

    assert len({answer.json()["type"] for answer in answers}) == 5
    assert all(f"`{answer.json()['type']}`" in guide for answer in answers)


def test_every_code_a_clinician_meets_is_in_both_languages() -> None:
    vietnamese, english = read("clinician.md").split("\n## English\n")

    for code in (*INELIGIBILITY_CODES, *STATUS_CODES, *ADVICE_CODES, *BANDS):
        assert f"`{code}`" in vietnamese
        assert f"`{code}`" in english


def test_every_variable_is_on_its_page() -> None:
    page = read("variables.md")

    assert {name for name in VARIABLES if f"| `{name}` |" not in page} == set()


@pytest.mark.parametrize("page", by_name(generate.pages()))
def test_links_lead_somewhere(page: Path) -> None:
    for found in LINK.finditer(page.read_text(encoding="utf-8")):
        target = urlsplit(found["target"])
        if target.scheme:
            continue
        file = (page.parent / target.path) if target.path else page
        assert file.exists(), found["target"]
        if target.fragment:
            assert target.fragment in anchors(file), found["target"]


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }


@pytest.mark.parametrize("page", by_name(generate.pages()))
def test_json_in_the_pages_is_json(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    for block in fences(text, "json"):
        json.loads(block)
    for block in fences(text, "jsonl"):
        assert [json.loads(line) for line in block.splitlines()]


@pytest.mark.parametrize(
    "page",
    by_name([generate.ROOT / "README.md", DOCS / "integrator.md", DOCS / "emr.md"]),
)
def test_every_command_answers_as_the_page_says(
    page: Path, client: TestClient[Any]
) -> None:
    """200, unless its first line says otherwise."""
    commands = fences(page.read_text(encoding="utf-8"), "bash")

    assert commands
    for command in commands:
        expected = re.match(r"# answers (\d+)\n", command)
        assert run(command, client) == int(expected[1] if expected else 200), command


def run(command: str, client: TestClient[Any]) -> int:
    """The status that a curl command gets; asked without curl and without a network."""
    joined = command.replace("\\\n", " ")
    program, *arguments = shlex.split(joined, comments=True)
    assert program == "curl"
    headers, body, address = {}, None, ""
    options = iter(arguments)
    for option in options:
        if option == "-s":
            continue
        if option == "-H":
            name, value = next(options).split(": ")
            headers[name] = value
        elif option == "--data-binary":
            body = next(options)
        else:
            address = option
    assert address.startswith("http://127.0.0.1:8000/")
    path = address.removeprefix("http://127.0.0.1:8000")
    method = "GET" if body is None else "POST"
    return client.request(method, path, content=body, headers=headers).status_code


def test_the_unit_for_systemd_leaves_time_to_stop() -> None:
    [unit] = fences(read("operators.md"), "ini")
    parsed = configparser.ConfigParser()
    parsed.optionxform = str  # type: ignore[method-assign,assignment]
    parsed.read_string(unit)

    assert parsed["Service"]["ExecStart"].endswith("/diabetes-risk serve")
    assert int(parsed["Service"]["TimeoutStopSec"]) > 3 + 25


def test_the_log_line_of_the_operators_guide_has_the_fields_of_a_real_one(
    client: TestClient[Any],
) -> None:
    [shown] = fences(read("operators.md"), "json")

    with structlog.testing.capture_logs() as lines:
        client.get("/healthz")

    # The formatter, which is not captured, names the level and adds the time.
    logged = set(lines[0]) - {"log_level"} | {"level", "timestamp"}
    assert set(json.loads(shown)) == logged
