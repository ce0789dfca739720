"""The shapes of an answer to a hook.

Elements without a value are left out: the specification forbids null and empty ones.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Indicator = Literal["info", "warning"]


class Coding(Struct):
    system: str
    code: str
    display: str


class Source(Struct):
    """Where the guidance comes from; a topic lets clients sort cards."""

    label: str
    topic: Coding


class Action(Struct):
    type: Literal["create"]
    description: str
    resource: Annotated[
        dict[str, object], Meta(description="A FHIR R4 ServiceRequest, a draft.")
    ]


class Suggestion(Struct, rename="camel"):
    label: str
    uuid: str
    is_recommended: bool
    actions: list[Action]


class Link(Struct):
    label: str
    url: str
    type: Literal["absolute"]


class Card(Struct, rename="camel", omit_defaults=True, kw_only=True):
    """One card; `detail` is GitHub Flavored Markdown."""

    uuid: str
    summary: Annotated[str, Meta(max_length=139)]
    indicator: Indicator
    detail: str
    source: Source
    override_reasons: list[Coding]
    extension: Annotated[
        dict[str, object],
        Meta(description="`urn:diabetes-risk:assessment`: the figures for machines."),
    ]
    suggestions: list[Suggestion] | None = None
    selection_behavior: Literal["at-most-one"] | None = None
    links: list[Link] | None = None


class Cards(Struct):
    """The answer to a hook: one card, or none where there is nothing to say."""

    cards: list[Card]
