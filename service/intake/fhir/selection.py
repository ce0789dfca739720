"""Which values of a record stand together for the patient of today.

One variable is decided in `candidates`; here is what values have to do with each
other: pressures of one reading, a BMI and the weight it replaces, contradictions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.clinical.eligibility import DIAGNOSTIC_CRITERIA
from service.clinical.language import Text, numeral
from service.clinical.patient import Notice, Problem
from service.clinical.units import with_unit
from service.clinical.variables import VARIABLES
from service.intake.fhir.bounded import bounded
from service.intake.fhir.candidates import Candidates, day_text, in_order, lasts
from service.intake.fhir.finding import Finding, Ignored

# Which values may be at fault where one is found to contradict: not only the one named.
_AT_FAULT: Mapping[str, tuple[str, ...]] = {
    "bmi": ("height", "weight"),
    "diastolic_bp": ("systolic_bp", "diastolic_bp"),
}
# A result was there, and was more than nothing.
_CANNOT_BE_READ = {
    "unknown_unit",
    "implausible",
    "wrong_type",
    "unreadable",
    "ambiguous",
    "contradiction",
}
DIAGNOSTIC_TESTS = {criterion.variable for criterion in DIAGNOSTIC_CRITERIA}
# An adult's height is the same on any later day, so it says of none what day it was.
_SAME_ON_ANY_DAY = {"height"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Every value of a record by variable, and what readers could not use."""

    candidates: Mapping[str, Candidates]
    unread: Sequence[Ignored]

    def chosen(self) -> dict[str, Finding]:
        """The values that count, in the order of the clinical table."""
        chosen: dict[str, Finding] = {}
        for name, candidates in self.candidates.items():
            if name == "diastolic_bp" and "systolic_bp" in chosen:
                candidates.prefer(chosen["systolic_bp"].source)
            best = candidates.best()
            if best is not None:
                chosen[name] = best
        if _is_newer(chosen.get("bmi"), chosen.get("weight")):
            del chosen["weight"]  # a BMI computed from it would replace the newer one
        return chosen

    def set_aside(self, problem: Problem) -> bool:
        """Do without the values that a problem is about; whether there were any."""
        name = problem.pointer.removeprefix("/")
        chosen = self.chosen()
        at_fault = [one for one in _AT_FAULT.get(name, (name,)) if one in chosen]
        for variable in at_fault:
            self.candidates[variable].drop("contradiction", problem.text)
        return bool(at_fault)

    def day(self, chosen: Mapping[str, Finding], today: date) -> date:
        """The day of the newest value that is true of a day; today if there is none."""
        days = [
            finding.on
            for name, candidates in self.candidates.items()
            if (finding := chosen.get(name)) is not None
            and finding.on is not None
            and candidates.maximum_age is not None
            and name not in _SAME_ON_ANY_DAY
            and not candidates.is_expired(finding)
        ]
        return max(days, default=today)

    def ignored(self, chosen: Mapping[str, Finding]) -> list[Ignored]:
        """What was not used, unless a later value of the variable was."""
        found = [
            *self.unread,
            *(i for c in self.candidates.values() for i in c.ignored),
        ]
        return list(bounded(one for one in found if not _is_superseded(one, chosen)))

    def notices(self, used: Mapping[str, Finding]) -> Iterator[Notice]:
        """How values were read and chosen, where that is not plain to see."""
        for name in VARIABLES:
            finding, candidates = used.get(name), self.candidates.get(name)
            if finding is not None and finding.notice is not None:
                yield finding.notice
            if candidates is None:
                continue
            if finding is not None and _is_undated(finding, candidates):
                text = _UNDATED.format(label=candidates.variable.label)
                yield Notice(name, "undated", text)
            if finding is not None and candidates.is_expired(finding):
                yield _diagnostic("old_diagnostic_value", _OLD, candidates, finding)
            yield from self._unread_since(name, finding)
            past = candidates.past_diagnostic()
            if past is not None and "known_diabetes" not in used:
                yield _diagnostic("past_diagnostic_value", _PAST, candidates, past)

    def _unread_since(self, name: str, finding: Finding | None) -> Iterator[Notice]:
        """That a later result of a test which can diagnose could not be read.

        Of the sickest the latest is what no instrument shows, and an older one is calm.
        """
        if finding is None or name not in DIAGNOSTIC_TESTS:
            return
        ignored = (*self.unread, *self.candidates[name].ignored)
        later = [
            one.on
            for one in ignored
            if one.variable == name and one.code in _CANNOT_BE_READ
            if one.on is not None and (finding.on is None or one.on > finding.on)
        ]
        if later:
            text = _UNREAD_SINCE.format(
                label=VARIABLES[name].label, day=day_text(max(later))
            )
            yield Notice(name, "later_unread", text)


def select(
    said: Iterable[Finding | Ignored], today: date, maximum_ages: Mapping[str, float]
) -> Selection:
    """Sort what the readers found by variable, ready to be chosen from."""
    by_variable: dict[str, list[Finding]] = defaultdict(list)
    unread = []
    for one in said:
        if isinstance(one, Ignored):
            unread.append(one)
        else:
            by_variable[one.variable].append(one)
    candidates = {
        name: Candidates(
            variable,
            today,
            maximum_ages.get(name),
            in_order(variable, by_variable[name]),
        )
        for name, variable in VARIABLES.items()
        if name in by_variable
    }
    return Selection(candidates, unread)


def _is_newer(one: Finding | None, other: Finding | Ignored | None) -> bool:
    """Whether `one` is known to be of a later day; a day is later than no day."""
    if one is None or other is None or one.on is None:
        return False
    return other.on is None or one.on > other.on


def _is_superseded(ignored: Ignored, chosen: Mapping[str, Finding]) -> bool:
    """Whether what was used makes it idle to tell of something older."""
    best = chosen.get(ignored.variable or "")
    if best is None or not _is_newer(best, ignored):
        return False
    variable = VARIABLES[best.variable]
    return not lasts(variable) or best.value in {True, *variable.codes[-1:]}


def _is_undated(finding: Finding, candidates: Candidates) -> bool:
    """Whether nobody can tell if a value is too old, and its reader has not said so."""
    told = finding.notice is not None and finding.notice.code == "undated"
    return finding.on is None and candidates.maximum_age is not None and not told


def _diagnostic(
    code: str, text: Text, candidates: Candidates, finding: Finding
) -> Notice:
    measured = candidates.measurement(finding)
    sent = measured.number if measured.sent is None else measured.sent
    return Notice(
        finding.variable,
        code,
        text.format(
            label=measured.variable.label,
            value=with_unit(
                numeral(sent), measured.sent_unit or measured.variable.units[0]
            ),
            day=day_text(finding.on or candidates.today),
        ),
    )


_UNREAD_SINCE = Text(
    "{label}: the result of {day} could not be read, so an older one was used; check"
    " the later one first.",
    "{label}: không đọc được kết quả ngày {day} nên dùng kết quả cũ hơn; xin kiểm tra"
    " kết quả mới trước.",
)
_UNDATED = Text(
    "{label}: the record does not say when it was measured or asked.",
    "{label}: hồ sơ không ghi ngày đo hoặc ngày hỏi.",
)
_OLD = Text(
    "{label} {value} of {day} reached a diagnostic criterion of diabetes; a diagnosis"
    " does not expire, so it was used although it is old.",
    "{label} {value} ngày {day} đã đạt tiêu chuẩn chẩn đoán đái tháo đường; chẩn đoán"
    " không hết hạn nên vẫn dùng dù đã cũ.",
)
_PAST = Text(
    "{label} was {value} on {day}, which reaches a diagnostic criterion of diabetes;"
    " check whether diabetes was diagnosed.",
    "{label} từng là {value} ngày {day}, đạt tiêu chuẩn chẩn đoán đái tháo đường; xin"
    " kiểm tra bệnh nhân đã được chẩn đoán chưa.",
)
