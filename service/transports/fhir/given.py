"""A Parameters resource, read by the table of parameters.

What each parameter means is not known here: only whether it may be sent, how often, and
in which element its value stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.clinical.language import Text
from service.intake.fhir.finding import RecordProblem
from service.transports.fhir.parameters import PARAMETERS, Parameter


@dataclass(frozen=True, slots=True)
class Given:
    """One parameter as it was sent."""

    parameter: Parameter
    value: object
    expression: str


def read_parameters(sent: object) -> Iterator[Given | RecordProblem]:
    """Each of `Parameters.parameter`, or what is wrong with it, in order."""
    if not isinstance(sent, list):
        yield _problem("", _NOT_A_LIST)
        return
    seen: set[str] = set()
    for at, one in enumerate(sent):
        given = _given(one, f"[{at}]", seen)
        if isinstance(given, Given):
            seen.add(given.parameter.name)
        yield given


def _given(sent: object, at: str, seen: set[str]) -> Given | RecordProblem:
    name = sent.get("name") if isinstance(sent, Mapping) else None
    parameter = PARAMETERS.get(name) if isinstance(name, str) else None
    if parameter is None or not isinstance(sent, Mapping):
        return RecordProblem(
            expression=f"Parameters.parameter{at}.name",
            issue="not-supported",
            text=_UNKNOWN,
        )
    if parameter.name in seen and parameter.maximum == "1":
        return _problem(at, _ONLY_ONCE.format(name=parameter.name))
    holder = parameter.holder
    if holder not in sent or _holders(sent) != 1:
        return _problem(at, _HOLDER.format(name=parameter.name, holder=holder))
    return Given(parameter, sent[holder], f"Parameters.parameter{at}.{holder}")


def _holders(sent: Mapping[str, object]) -> int:
    """How many values a parameter was sent with; R4's constraint inv-1 allows one."""
    return sum(name in {"resource", "part"} or name[:5] == "value" for name in sent)


def _problem(at: str, text: Text) -> RecordProblem:
    return RecordProblem(
        expression=f"Parameters.parameter{at}", issue="structure", text=text
    )


_NOT_A_LIST = Text(
    "A JSON array of parameters is expected here.",
    "Ở đây cần một mảng JSON gồm các tham số.",
)
_UNKNOWN = Text(
    "This parameter is not known. Accepted: {names}.",
    "Không có tham số này. Chấp nhận: {names}.",
).format(names=", ".join(PARAMETERS))
_ONLY_ONCE = Text("{name} may be sent once.", "{name} chỉ được gửi một lần.")
_HOLDER = Text(
    "{name} must come as {holder}, and as nothing else.",
    "{name} phải được gửi bằng {holder}, và chỉ bằng {holder}.",
)
