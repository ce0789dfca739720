"""A link to the clinician's page, filled in with the patient's values.

The values stand in the URL's fragment, which a browser sends to no server, and so
reach no log. What stands there are values as `POST /v1/risk` takes them and nothing
that names the patient.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from service.clinical.language import Language, Text
from service.transports.cds_hooks.cards import Link

_LABEL = Text("Open and try changes", "Mở để xem và thử thay đổi")


def page_link(
    public_url: str, values: Mapping[str, object], language: Language
) -> Link | None:
    """The link; None where nobody has said what address others see.

    Args:
        public_url: The service's address, without a slash at the end, or "".
        values: The patient's values by variable.
        language: The reader's, which the page opens in.
    """
    if not public_url:
        return None
    fields = {name: _written(value) for name, value in values.items()}
    fragment = urlencode({**fields, "language": language}, quote_via=quote)
    return Link(
        label=_LABEL[language], url=f"{public_url}/#{fragment}", type="absolute"
    )


def _written(value: object) -> str:
    """A value in one text: `54`, `106 mg/dL`, `true`, `first_degree`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        unit = value.get("unit")
        number = _written(value.get("value"))
        return f"{number} {unit}" if unit else number
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
