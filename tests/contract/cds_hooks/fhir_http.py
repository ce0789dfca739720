"""A FHIR server on 127.0.0.1 that answers as a test says, and remembers the calls."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote

from tests.contract.cds_hooks.ehr import FhirRecord, Resource

TOKEN = "some-opaque.token~1"  # noqa: S105 - opens nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered to one call."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as it came."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FhirHttp:
    """A running server."""

    base: str
    calls: list[Call]


def fhir(resource: object, status: int = 200) -> Reply:
    """A resource as a FHIR server sends it."""
    return Reply(
        body=json.dumps(resource).encode(),
        status=status,
        headers={"Content-Type": "application/fhir+json"},
    )


def outcome(code: str) -> Resource:
    """An OperationOutcome of one issue."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code}],
    }


def authorized(server: FhirHttp, token: str = TOKEN) -> dict[str, Any]:
    """The elements of a call that let the service read a server."""
    return {
        "fhirServer": server.base,
        "fhirAuthorization": {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 300,
            "scope": "patient/*.rs",
            "subject": "diabetes-risk",
        },
    }


def of_ehr(ehr: FhirRecord, token: str = TOKEN) -> Callable[[Call], Reply]:
    """Reads and searches of a record, for callers with the token."""

    def answer(call: Call) -> Reply:
        if call.headers.get("authorization") != f"Bearer {token}":
            return fhir(outcome("login"), 401)
        found = ehr.answer(unquote(call.path.removeprefix("/fhir/")))
        if found is not None:
            return fhir(found)
        if "?" in call.path:
            return fhir({"resourceType": "Bundle", "type": "searchset", "total": 0})
        return fhir(outcome("not-found"), 404)

    return answer


@contextmanager
def serving(answer: Callable[[Call], Reply]) -> Iterator[FhirHttp]:
    """A server whose base URL ends in `/fhir`, for the time of the block."""
    calls: list[Call] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(path=self.path, headers=headers)
            calls.append(call)
            reply = answer(call)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        port = server.server_address[1]
        yield FhirHttp(base=f"http://127.0.0.1:{port}/fhir", calls=calls)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def stuck() -> Iterator[FhirHttp]:
    """A server that takes calls and does not answer before the block ends."""
    released = Event()

    def wait(_: Call) -> Reply:
        released.wait()
        return fhir(outcome("timeout"), 504)

    with serving(wait) as server:
        try:
            yield server
        finally:
            released.set()
