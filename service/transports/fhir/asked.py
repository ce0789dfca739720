"""What is asked for: the record, the models, the horizons, the language and the day.

A body is read whole, so that whoever sends it learns of every mistake at once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.clinical.language import LANGUAGES, Language, Text, as_language
from service.engine.manifest import Manifest
from service.intake.fhir.entries import bundle_entries, resource_entry
from service.intake.fhir.finding import (
    Entry,
    InvalidRecordError,
    IssueType,
    RecordProblem,
)
from service.transports.fhir.given import Given, read_parameters
from service.transports.fhir.outcome import RefusedError

_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The sender's day may have begun before ours.
_TIME_ZONES = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One call of the operation."""

    entries: Sequence[Entry]
    models: tuple[str, ...]
    horizons: tuple[float, ...]
    """Years from now to answer for; empty: every horizon there is."""
    language: Language
    today: date


def read_asked(
    body: object,
    *,
    served: Mapping[str, Manifest],
    language: Language,
    today: date,
) -> Asked:
    """Read a Parameters resource, or a Bundle which is the record.

    Args:
        body: Decoded JSON.
        served: The models there are, by name.
        language: The reader's, unless the body says.
        today: The day asked about, unless the body says.

    Raises:
        RefusedError: With everything that is wrong.
    """
    kind = body.get("resourceType") if isinstance(body, Mapping) else None
    if isinstance(body, Mapping) and kind == "Parameters":
        return _Reader(served, language, today).read(body.get("parameter", []))
    if kind != "Bundle":
        raise RefusedError([_problem("", "structure", _WHAT_TO_SEND)], language)
    try:
        entries = bundle_entries(body)
    except InvalidRecordError as error:
        raise RefusedError(error.problems, language) from None
    return Asked(
        entries=entries,
        models=tuple(served),
        horizons=(),
        language=language,
        today=today,
    )


class _Reader:
    """Reads the parameters of one body; collects what is wrong with them."""

    def __init__(
        self, served: Mapping[str, Manifest], language: Language, today: date
    ) -> None:
        self._served = served
        self._language = language
        self._today = today
        self._problems: list[RecordProblem] = []
        self._entries: list[Entry] = []
        self._models: list[str] = []
        self._horizons: dict[float, str] = {}

    def read(self, parameters: object) -> Asked:
        """Everything that was asked for.

        Raises:
            RefusedError: With everything that is wrong.
        """
        today = self._today
        for given in read_parameters(parameters):
            if isinstance(given, RecordProblem):
                self._problems.append(given)
                continue
            match given.parameter.name:
                case "model":
                    self._read_model(given)
                case "horizon":
                    self._read_horizon(given)
                case "language":
                    self._read_language(given)
                case "date":
                    today = self._day(given)
                case _:
                    self._read_resource(given)
        names = self._names_asked()
        if self._problems:
            raise RefusedError(self._problems, self._language)
        return Asked(
            entries=self._entries,
            models=names,
            horizons=tuple(self._horizons),
            language=self._language,
            today=today,
        )

    def _read_resource(self, given: Given) -> None:
        try:
            if given.parameter.type == "Bundle":
                self._entries += bundle_entries(given.value, given.expression)
            else:
                self._entries.append(_of_type(given))
        except InvalidRecordError as error:
            self._problems += error.problems

    def _read_model(self, given: Given) -> None:
        if isinstance(given.value, str) and given.value in self._served:
            self._models.append(given.value)
        else:
            self._refuse(given.expression, "value", _one_of(self._served))

    def _read_horizon(self, given: Given) -> None:
        value = given.value
        offered = sorted({h for m in self._served.values() for h in m.horizons_years})
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and value in offered
        ):
            self._horizons.setdefault(value, given.expression)
        else:
            self._refuse(given.expression, "value", _one_of(map(str, offered)))

    def _read_language(self, given: Given) -> None:
        chosen = as_language(given.value)
        if chosen is None:
            self._refuse(given.expression, "value", _one_of(LANGUAGES))
        else:
            self._language = chosen

    def _day(self, given: Given) -> date:
        day = _full_date(given.value)
        if day is None:
            self._refuse(given.expression, "value", _DATE)
            return self._today
        if day > self._today + _TIME_ZONES:
            self._refuse(given.expression, "business-rule", _FUTURE)
        return day

    def _names_asked(self) -> tuple[str, ...]:
        """The models asked that answer for a horizon asked; each horizon has one."""
        names = tuple(dict.fromkeys(self._models or self._served))
        if not self._horizons:
            return names
        answering = {name: self._served[name].horizons_years for name in names}
        for horizon, expression in self._horizons.items():
            if not any(horizon in years for years in answering.values()):
                self._refuse(expression, "not-supported", _OTHER_MODEL)
        return tuple(n for n in names if self._horizons.keys() & set(answering[n]))

    def _refuse(self, expression: str, issue: IssueType, text: Text) -> None:
        self._problems.append(_problem(expression, issue, text))


def _full_date(value: object) -> date | None:
    """The day that a FHIR date names; a year or a month alone names none."""
    if not isinstance(value, str) or not _FULL_DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _of_type(given: Given) -> Entry:
    entry = resource_entry(given.value, given.expression)
    name, wanted = given.parameter.name, given.parameter.type
    if entry.type != wanted:
        text = _WRONG_RESOURCE.format(name=name, type=wanted)
        expression = f"{given.expression}.resourceType"
        raise InvalidRecordError([_problem(expression, "structure", text)])
    return entry


def _problem(expression: str, issue: IssueType, text: Text) -> RecordProblem:
    return RecordProblem(expression=expression, issue=issue, text=text)


def _one_of(accepted: Iterable[str]) -> Text:
    text = Text("Accepted: {names}.", "Chấp nhận: {names}.")
    return text.format(names=", ".join(accepted))


_WHAT_TO_SEND = Text(
    "Send a Parameters resource, or a Bundle which is the record.",
    "Hãy gửi tài nguyên Parameters, hoặc một Bundle là hồ sơ.",
)
_WRONG_RESOURCE = Text(
    "{name} must be a resource of type {type}.",
    "{name} phải là tài nguyên kiểu {type}.",
)
_DATE = Text("A date is written YYYY-MM-DD.", "Ngày được viết theo dạng YYYY-MM-DD.")
_FUTURE = Text("This day is in the future.", "Ngày này ở tương lai.")
_OTHER_MODEL = Text(
    "None of the models asked answers for this horizon.",
    "Không mô hình nào được hỏi trả lời cho khoảng thời gian này.",
)
