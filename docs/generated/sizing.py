"""What a process needs and carries, as `benchmarks/capacity.py --save` measured it."""

import json
from pathlib import Path

from docs.generated.markdown import table

MEASURED = Path(__file__).parent / "sizing.json"
COLUMNS = {
    "start_seconds": ("Start (s)", "{:.1f}"),
    "megabytes": ("Memory (MB)", "{:.0f}"),
    "p50_milliseconds": ("One at a time: median (ms)", "{:.1f}"),
    "p99_milliseconds": ("99th percentile (ms)", "{:.1f}"),
    "requests_a_second": ("Eight at a time (1/s)", "{:.0f}"),
    "requests_a_second_and_core": ("for each core in use (1/s)", "{:.0f}"),
}


def sizing() -> str:
    """A row for each way to run it."""
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    rows = [
        (name, *(form.format(found[key]) for key, (_, form) in COLUMNS.items()))
        for name, found in measured.items()
    ]
    return table(("", *(title for title, _ in COLUMNS.values())), rows)
