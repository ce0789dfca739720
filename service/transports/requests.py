"""The body of a request, read whole: every problem is told, not the first.

The patient is read by the clinical table; what is read here is what surrounds it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.clinical.language import LANGUAGES, Language, Text, as_language
from service.clinical.patient import InvalidPatientError, Patient, Problem
from service.clinical.problems import unknown_variable
from service.clinical.reading import read_patient

FIELDS = ("patient", "bundles", "language", "interval")
BODY_AN_OBJECT = Text("The body must be an object.", "Nội dung phải là một đối tượng.")
PATIENT_AN_OBJECT = Text("patient must be an object.", "patient phải là một đối tượng.")
ACCEPTED = Text("Accepted: {names}.", "Chấp nhận: {names}.")


class InvalidRequestError(Exception):
    """A request that cannot be answered; pointers start at the body's root."""

    def __init__(self, problems: Iterable[Problem], language: Language) -> None:
        self.problems = tuple(problems)
        self.language = language
        super().__init__(", ".join(f"{p.pointer} {p.code}" for p in self.problems))


@dataclass(frozen=True, slots=True)
class RiskRequest:
    """A request about one patient."""

    patient: Patient
    values: Mapping[str, object]  # the patient as sent
    bundles: tuple[str, ...]
    language: Language
    interval: bool  # whether to give ranges of the risk
    extra: Mapping[str, object]  # the fields of this kind of request alone


def read_request(
    body: object,
    *,
    served: Sequence[str],
    language: Language,
    interval: bool,
    bundles: Sequence[str] | None = None,
    extra: Sequence[str] = (),
) -> RiskRequest:
    """Read `{"patient": ..., "bundles": [...], "language": ..., "interval": ...}`.

    Args:
        body: Decoded JSON.
        served: Names of the bundles there are.
        bundles: The bundles to ask if the body names none; by default all.
        language: The reader's, unless the body says.
        interval: Whether to give ranges of the risk, unless the body says.
        extra: Further fields this kind of request has, returned as they are.

    Raises:
        InvalidRequestError: With everything that is wrong.
    """
    if not isinstance(body, Mapping):
        raise InvalidRequestError([Problem("", "wrong_type", BODY_AN_OBJECT)], language)
    refused = [
        unknown_variable(name, []) for name in body if name not in {*FIELDS, *extra}
    ]
    if (asked := body.get("language")) is not None:
        chosen = as_language(asked)
        language = chosen or language
        if chosen is None:
            refused.append(_one_of("/language", LANGUAGES))
    if (switch := body.get("interval")) is not None:
        if isinstance(switch, bool):
            interval = switch
        else:
            refused.append(not_a_switch("/interval"))
    names = tuple(served if bundles is None else bundles)
    if (asked_bundles := body.get("bundles")) is not None:
        names = read_bundles(asked_bundles, served, refused)
    values = body.get("patient")
    if not isinstance(values, Mapping):
        code = "required" if values is None else "wrong_type"
        refused.append(Problem("/patient", code, PATIENT_AN_OBJECT))
        raise InvalidRequestError(refused, language)
    try:
        patient = read_patient(values)
    except InvalidPatientError as error:
        refused += [
            Problem("/patient" + p.pointer, p.code, p.text) for p in error.problems
        ]
        raise InvalidRequestError(refused, language) from None
    if refused:
        raise InvalidRequestError(refused, language)
    further = {name: body.get(name) for name in extra}
    return RiskRequest(patient, values, names, language, interval, further)


def read_bundles(
    asked: object, served: Sequence[str], refused: list[Problem]
) -> tuple[str, ...]:
    """The bundles asked for, each once; a problem is added for each unknown one."""
    if asked is None:
        return tuple(served)
    if not isinstance(asked, list) or not asked:
        refused.append(_one_of("/bundles", served))
        return ()
    for at, name in enumerate(asked):
        if name not in served:
            refused.append(_one_of(f"/bundles/{at}", served))
    return tuple(dict.fromkeys(name for name in asked if name in served))


def not_a_switch(pointer: str) -> Problem:
    """What is said of a switch that is neither on nor off."""
    return Problem(pointer, "wrong_type", ACCEPTED.format(names="true, false"))


def _one_of(pointer: str, accepted: Sequence[str]) -> Problem:
    text = ACCEPTED.format(names=", ".join(accepted))
    return Problem(pointer, "unknown_choice", text)
