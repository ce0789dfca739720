"""What the reader must know of the data: what could not be seen, what is under way."""

from collections.abc import Iterator, Mapping

from service.clinical.language import Text
from service.transports.cds_hooks.prefetch import Gathered

_PARTIAL = Text(
    "Only the first page of this came: {names}. Older values may be missing.",
    "Chỉ nhận được trang đầu của: {names}. Có thể thiếu các giá trị cũ hơn.",
)
_UNKNOWN = Text("Not sent: {names}.", "Không được gửi: {names}.")
_ORDERS_UNKNOWN = Text(
    "Open orders are not known, so no test is suggested here.",
    "Không biết các chỉ định đang chờ nên không đề xuất xét nghiệm tại đây.",
)
_ORDERED = Text(
    "A glucose test is ordered already, so none is suggested here.",
    "Đã có chỉ định xét nghiệm đường huyết đang chờ nên không đề xuất thêm.",
)
_NAMES: Mapping[str, Text] = {
    "observations": Text("observations", "các chỉ số"),
    "medicationRequests": Text("prescriptions", "đơn thuốc"),
    "medicationStatements": Text("medication taken", "thuốc đang dùng"),
    "family": Text("family history", "tiền sử gia đình"),
}


def limits_of(
    gathered: Gathered, *, wants_order: bool, ordered: bool | None
) -> Iterator[Text]:
    """A sentence for each kind of thing.

    Args:
        gathered: What was seen.
        wants_order: Whether an order would be suggested if none were open.
        ordered: Whether one is open; None: not known.
    """
    for template, keys in (
        (_PARTIAL, gathered.partial),
        (_UNKNOWN, gathered.unknown),
    ):
        named = [text for key, text in _NAMES.items() if key in keys]
        if named:
            yield template.format(names=_listed(named))
    if wants_order and ordered is None:
        yield _ORDERS_UNKNOWN
    elif wants_order and ordered:
        yield _ORDERED


def _listed(names: list[Text]) -> Text:
    return Text(
        ", ".join(name.en for name in names), ", ".join(name.vi for name in names)
    )
