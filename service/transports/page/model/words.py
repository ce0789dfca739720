"""What the codes of a card are called in the reader's language.

A hospital's own bundle may have groups that no message names: they keep their code.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from service.clinical.variables import VARIABLES
from service.transports.page.messages import Messages
from service.transports.page.model.card import Characteristic, Estimate

Kind = Literal["subset", "strategy", "dimension", "group", "people", "tier", "answer"]

_NO_WORD = re.compile(r"[^a-z0-9]+")
_PERCENT = 100
_QUARTILES = 3

_BEGINNINGS: Mapping[Kind, str] = MappingProxyType(
    {
        "subset": "model.subset_",
        "strategy": "model.strategy_",
        "dimension": "model.dimension_",
        "group": "model.group_",
        "people": "model.people_",
        "tier": "model.tier_",
        "answer": "model.answer_",
    }
)

FACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "use": (
            *("population", "intended", "users", "role", "directions", "expertise"),
            *("context", "inequalities"),
        ),
        "evidence": (
            *("source", "setting", "dates", "eligibility", "outcome", "predictors"),
            *("treatments", "representativeness", "relevance"),
            *(
                "external_source",
                "external_representativeness",
                "differences",
                "ethics",
            ),
        ),
        "method": (
            *("model", "missing", "partition", "tuning", "sample_size"),
            *("fairness", "bias", "output"),
        ),
        "upkeep": (
            *("validity", "local_validity", "fairness", "local_fairness"),
            *("updates", "corrections", "security", "research"),
        ),
        "release": (
            *("approval", "trial", "protocol", "publications", "consent"),
            *("availability",),
        ),
        "maker": ("developer", "contact", "funding", "interests", "stakeholders"),
    }
)
"""The English sentences that are shown, by section, in the order of the page."""


class Words:
    """Names and figures in one language."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self.language = messages.language

    def named(self, kind: Kind, code: str) -> str:
        """The name of a subset, a strategy, a dimension or a group."""
        key = _BEGINNINGS[kind] + _NO_WORD.sub("_", code.lower()).strip("_")
        return self._messages.texts.get(key, code.replace("_", " "))

    def group(self, dimension: str, code: str) -> str:
        """The name of some of the people."""
        if dimension in VARIABLES and code in VARIABLES[dimension].codes:
            return self._answer(dimension, code)
        return self.named("group", code)

    def percent(self, share: float, decimals: int = 1) -> str:
        """A share of 1 as a percentage."""
        number = self._messages.numeral(_PERCENT * share, decimals)
        return self._messages("model.percent", number=number)

    def figure(self, found: Estimate | None, decimals: int) -> str:
        """A figure with its interval."""
        if found is None:
            return self._messages("model.too_few")
        value, low, high = (
            # Adding 0 takes the sign from what rounds to nothing.
            self._messages.numeral(round(number, decimals) + 0.0, decimals)
            for number in (found.value, found.low, found.high)
        )
        return self._messages("model.figure", value=value, low=low, high=high)

    def shares(self, found: Estimate) -> str:
        """A share of 1 with its interval, as percentages."""
        value, low, high = (
            self.percent(number) for number in (found.value, found.low, found.high)
        )
        return self._messages("model.figure", value=value, low=low, high=high)

    def described(self, found: Characteristic) -> str:
        """An input in a cohort: median and quartiles, or each answer's share."""
        if not found.known or found.variable not in VARIABLES:
            return self._messages("model.never_known")
        if len(found.quartiles) == _QUARTILES:
            variable = VARIABLES[found.variable]
            low, middle, high = (
                self._messages.numeral(value, variable.decimals)
                for value in found.quartiles
            )
            unit = variable.units[0].symbol
            spread = self._messages("model.quartiles", value=middle, low=low, high=high)
            return f"{spread} {unit}".strip()
        return "; ".join(
            f"{self._answer(found.variable, code)} {self.percent(share)}"
            for code, share in found.shares.items()
        )

    def variable(self, name: str) -> str:
        """The label of an input."""
        return VARIABLES[name].label[self.language] if name in VARIABLES else name

    def _answer(self, name: str, code: str) -> str:
        choices = {one.code: one.label for one in VARIABLES[name].choices}
        if code in choices:
            return choices[code][self.language]
        return self.named("answer", code)
