"""Calls of the standards' routes as curl commands, each with its real answer."""

from docs.generated.examples import ADDRESS
from docs.generated.live import ask
from docs.generated.markdown import fenced, laid_out
from service.transports.inference.openapi import EXAMPLE

_OK = 200


def inference() -> str:
    """The patient of the other examples as a tensor, and every output."""
    return _told("/v2/models/incident-diabetes/infer", EXAMPLE)


def inference_model() -> str:
    """What a client reads to make a tensor."""
    return _told("/v2/models/incident-diabetes")


def _told(path: str, sent: object = None, media_type: str = "application/json") -> str:
    lines = [f"curl -s '{ADDRESS}{path}'"]
    body = None if sent is None else laid_out(sent)
    if body is not None:
        lines += [f"  -H 'Content-Type: {media_type}'", f"  --data-binary '{body}'"]
    answer = ask("GET" if body is None else "POST", path, body)
    if answer.status_code != _OK:
        raise ValueError(f"{path} answers {answer.status_code}: {answer.text}")
    command, shown = " \\\n".join(lines), laid_out(answer.json())
    return "\n\n".join((fenced("bash", command), fenced("json", shown)))
