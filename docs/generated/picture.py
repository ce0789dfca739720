"""The README's picture: what moved one patient's risk, drawn from the real answer."""

import io
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from docs.generated.examples import IN_ENGLISH
from docs.generated.live import ask
from docs.generated.markdown import laid_out
from service.clinical.variables import VARIABLES
from service.engine.narrative import value_text

RAISES, LOWERS, UNKNOWN = "#b2452f", "#2f6f9f", "#b8b8b8"
DIGITS = 4  # what the eye can see; the last digits differ between processors


def contributions() -> bytes:
    """An SVG of the example's contributions, strongest first."""
    answer = ask("POST", "/v1/risk", laid_out(IN_ENGLISH)).json()
    [assessment] = answer["assessments"]
    bars = sorted(assessment["contributions"], key=lambda c: abs(c["log_odds"]))
    # Text stays text, ids come from the content and no date is written: equal answers
    # give equal bytes.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "diabetes-risk"}):
        figure = Figure(figsize=(8, 4.4), layout="constrained")
        axes = figure.subplots()
        sizes = [round(bar["log_odds"], DIGITS) for bar in bars]
        drawn = axes.barh(
            [_label(bar) for bar in bars],
            sizes,
            color=[_colour(bar) for bar in bars],
            height=0.7,
        )
        axes.bar_label(drawn, [f"{size:+.2f}" for size in sizes], padding=3)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.margins(x=0.12)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(left=False)
        axes.set_xlabel("contribution to the log-odds")
        axes.set_title(_title(assessment), loc="left", fontsize=11)
        meanings = {
            "raises the risk": RAISES,
            "lowers the risk": LOWERS,
            "not measured": UNKNOWN,
        }
        patches = [Patch(color=c, label=text) for text, c in meanings.items()]
        axes.legend(handles=patches, loc="lower right", frameon=False)
        page = io.BytesIO()
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    lines = page.getvalue().decode().splitlines()
    return "".join(line.rstrip() + "\n" for line in lines).encode()


def _label(contribution: dict[str, Any]) -> str:
    variable = VARIABLES[contribution["variable"]]
    value = contribution["value"]
    known = "?" if value is None else value_text(variable, value, "en")
    return f"{variable.label.en}: {known}"


def _colour(contribution: dict[str, Any]) -> str:
    if not contribution["measured"]:
        return UNKNOWN
    return RAISES if contribution["log_odds"] > 0 else LOWERS


def _title(assessment: dict[str, Any]) -> str:
    risks = " and ".join(
        f"{risk['probability']:.1%} within {risk['horizon_years']} years"
        for risk in assessment["risks"]
    )
    return (
        f"Risk {risks}\nlog-odds {assessment['log_odds']:.2f} ="
        f" base {assessment['base_log_odds']:.2f} + the bars"
    )
