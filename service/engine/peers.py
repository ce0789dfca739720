"""Where a patient stands among the training people of the same sex and age.

A bundle keeps quantiles of the log-odds that its graph gives to them, no person's
value. A horizon is an offset of the log-odds, so the standing is the same at every
horizon. The lowest and the highest percent are not told apart: their ends are single
people.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import msgspec

from service.clinical.language import Text, numeral
from service.clinical.patient import Patient
from service.engine.manifest import Manifest

HIGHER = Text(
    "This figure is higher than what the model gives to {count} of 100 {whom} of"
    " {age_from} to {age_to} years in its training data.",
    "Con số này cao hơn mức mà mô hình tính cho {count} trên 100 {whom} từ {age_from}"
    " đến {age_to} tuổi trong dữ liệu xây dựng mô hình.",
)
ABOUT = Text("about {count}", "khoảng {count}")
AT_MOST = Text("at most {count}", "nhiều nhất {count}")
AT_LEAST = Text("at least {count}", "ít nhất {count}")
WHOM = {"female": Text("women", "phụ nữ"), "male": Text("men", "nam giới")}
INCOMPLETE = Text(
    " What is not known of this patient usually draws the figure towards the middle.",
    " Thông tin còn thiếu của bệnh nhân thường kéo con số về gần mức trung bình.",
)

Percent = Annotated[float, msgspec.Meta(gt=0, lt=100)]


class PeerGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Training people of one sex, from the first age to the end of the last.

    `log_odds` has one quantile for each of the percents.
    """

    sex: str
    age_from: int
    age_to: int
    people: int
    log_odds: tuple[float, ...]


class Peers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a bundle keeps of the scores of its training people."""

    percents: Annotated[tuple[Percent, ...], msgspec.Meta(min_length=2)]
    groups: tuple[PeerGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many percent of the peers have a lower score, and who they are.

    The first and the last percent of the grid stand for themselves and all beyond.
    """

    percentile: float
    sex: str
    age_from: int
    age_to: int
    text: Text


def standing(
    manifest: Manifest, kept: Peers | None, patient: Patient, log_odds: float
) -> Standing | None:
    """Where this score of the first horizon stands; None where there are no peers."""
    group = _group(kept, patient) if kept else None
    if kept is None or group is None:
        return None
    percentile = _percentile(log_odds, group.log_odds, kept.percents)
    form = ABOUT
    if percentile == kept.percents[0]:
        form = AT_MOST
    elif percentile == kept.percents[-1]:
        form = AT_LEAST
    text = HIGHER.format(
        count=form.format(count=numeral(round(percentile))),
        whom=WHOM[group.sex],
        age_from=group.age_from,
        age_to=group.age_to,
    )
    return Standing(
        percentile=percentile,
        sex=group.sex,
        age_from=group.age_from,
        age_to=group.age_to,
        text=text + INCOMPLETE if patient.missing(manifest.inputs) else text,
    )


def _group(kept: Peers, patient: Patient) -> PeerGroup | None:
    sex, age = patient.value("sex"), patient.value("age")
    if not isinstance(age, float | int):
        return None
    of_sex = (group for group in kept.groups if group.sex == sex)
    return next((g for g in of_sex if g.age_from <= age < g.age_to + 1), None)


def _percentile(
    score: float, quantiles: tuple[float, ...], percents: tuple[float, ...]
) -> float:
    """Percent of the group below a score: linear between quantiles, held at the ends.

    Where several quantiles are equal, the lowest: who has the same score is not below.
    """
    above = bisect_left(quantiles, score)
    if above in {0, len(quantiles)}:
        return percents[-1 if above else 0]
    low, high = quantiles[above - 1], quantiles[above]
    share = (score - low) / (high - low)
    return percents[above - 1] + share * (percents[above] - percents[above - 1])


def contradictions(kept: Peers | None) -> Iterator[str]:
    """What keeps these peers from being used, in words."""
    if kept is None:
        return
    if not _rises(kept.percents):
        yield "the percents of the peers do not rise"
    for group in kept.groups:
        if group.sex not in WHOM or group.age_from > group.age_to:
            yield "peers need a sex and an age band"
        if len(group.log_odds) != len(kept.percents):
            yield "peers need one quantile for each percent"
        if list(group.log_odds) != sorted(group.log_odds):
            yield "the quantiles of the peers fall"
    bands = sorted((group.sex, group.age_from, group.age_to) for group in kept.groups)
    if any(
        sex == other and begins <= ends
        for (sex, _, ends), (other, begins, _) in pairwise(bands)
    ):
        yield "age bands of the peers overlap"


def _rises(values: tuple[float, ...]) -> bool:
    return all(first < second for first, second in pairwise(values))
