"""An issuer that publishes its keys over HTTP, on this machine."""

import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from typing_extensions import override


class KeyServer:
    """Answers every GET with `body` and counts the questions."""

    def __init__(self, body: str) -> None:
        self.body = body.encode()
        self.status = 200
        self.seconds = 0.0
        self.asked = 0
        self.headers: dict[str, str] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                outer.headers = {k.lower(): v for k, v in self.headers.items()}
                time.sleep(outer.seconds)
                self.send_response(outer.status)
                self.send_header("location", f"{outer.url}/elsewhere")
                self.send_header("content-length", str(len(outer.body)))
                self.end_headers()
                with suppress(ConnectionError):  # a reader who has had enough
                    self.wfile.write(outer.body)

            @override
            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.die()

    def die(self) -> None:
        """Close the port: from now on nobody answers."""
        self._server.shutdown()
        self._server.server_close()
