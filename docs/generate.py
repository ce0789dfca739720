"""`python -m docs.generate`: write the generated parts of README, docs and ADRs again.

What stands between `<!-- generated: NAME -->` and `<!-- end generated -->` comes from
the code and from the committed bundle, so it cannot contradict them. With --check
nothing is written; the program ends with 1 if a file is stale.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from docs.generated.blocks import BLOCKS
from docs.generated.picture import contributions
from service.observability.logs import configure_logs

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "contributions.svg"
BLOCK = re.compile(
    r"(?P<start><!-- generated: (?P<name>[\w-]+) -->\n).*?(?P<end><!-- end generated -->)",
    re.DOTALL,
)
NUMBER = re.compile(r"\d+\.\d+(?:e-?\d+)?")
# The last digit of a float32 differs between processors.
SAME = 2e-5


def pages() -> list[Path]:
    """The files that may hold generated blocks; the README is optional."""
    return [
        path
        for path in (
            ROOT / "README.md",
            *sorted(ROOT.glob("docs/*.md")),
            *sorted(ROOT.glob("docs/adr/*.md")),
        )
        if path.exists()
    ]


def generated(text: str) -> str:
    """A page with its blocks made again.

    Raises:
        KeyError: A block's name is not known.
    """
    return BLOCK.sub(_made, text)


def _made(block: re.Match[str]) -> str:
    return f"{block['start']}\n{BLOCKS[block['name']]()}\n\n{block['end']}"


def same(found: str, wanted: str) -> bool:
    """Whether two texts say the same, up to the last digits of their numbers."""
    if NUMBER.sub("0", found) != NUMBER.sub("0", wanted):
        return False
    pairs = zip(NUMBER.findall(found), NUMBER.findall(wanted), strict=True)
    return all(abs(float(one) - float(other)) <= SAME for one, other in pairs)


def stale() -> Iterator[tuple[Path, str]]:
    """Files that differ from what would be made, with what would be made."""
    for path in pages():
        found = path.read_text(encoding="utf-8")
        wanted = generated(found)
        if not same(found, wanted):
            yield path, wanted
    picture = contributions().decode()
    if not PICTURE.exists() or not same(PICTURE.read_text(encoding="utf-8"), picture):
        yield PICTURE, picture


def main(arguments: list[str]) -> int:
    """Write, or with `--check` only tell; how many files were stale decides."""
    check = arguments == ["--check"]
    if arguments and not check:
        sys.stderr.write("Usage: python -m docs.generate [--check]\n")
        return 2
    found = list(stale())
    for path, wanted in found:
        sys.stdout.write(f"{'stale' if check else 'wrote'} {path.relative_to(ROOT)}\n")
        if not check:
            path.write_text(wanted, encoding="utf-8")
    return 1 if check and found else 0


if __name__ == "__main__":
    configure_logs("warning")
    sys.exit(main(sys.argv[1:]))
