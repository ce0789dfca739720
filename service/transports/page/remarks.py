"""Notices sorted by what they are for the reader, as `static/result/cautions.js` sorts them."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.clinical.variables import listing
from service.transports.page.messages import Messages
from service.transports.schemas import Assessment, Notice

# These tell how a value was read, which changes nothing; the others change a mind.
_QUIET = {"unit_converted", "derived", "implied"}
_NOT_USED = "not_used"


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the reader must know before relying on a figure."""

    cautions: tuple[str, ...]
    not_used: str


def remarks_on(
    assessment: Assessment, notices: Sequence[Notice], t: Messages
) -> Remarks:
    """Those about this bundle's figure, or about the values."""
    about = {None, assessment.bundle.name}
    concerned = [notice for notice in notices if notice.bundle in about]
    unused = [n.variable for n in concerned if n.code == _NOT_USED]
    told_elsewhere = {*_QUIET, _NOT_USED}
    return Remarks(
        cautions=(
            *(n.text for n in concerned if n.code not in told_elsewhere),
            *(way.text for way in assessment.unfamiliar),
        ),
        not_used=(
            t("result.not_used", names=listing(unused)[t.language]) if unused else ""
        ),
    )


def quiet(notices: Sequence[Notice]) -> tuple[str, ...]:
    """How values were read."""
    return tuple(notice.text for notice in notices if notice.code in _QUIET)
