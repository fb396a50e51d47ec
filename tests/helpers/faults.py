"""A loopback server that answers whatever a test tells it to, byte by byte, and remembers what it was sent."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType

Answer = Callable[["Visit"], None]


class Visit:
    """One request that came in, and the line to answer it on."""

    def __init__(self, line: socket.socket, head: bytes, body: bytes, number: int) -> None:
        self.head = head
        self.body = body
        self.number = number
        """1 for the first request that the server ever got."""
        self._line = line
        self.keep = False
        """Set by the answer: read another request on this connection."""

    def send(self, data: bytes) -> bool:
        """False when the other side has hung up."""
        try:
            self._line.sendall(data)
        except OSError:
            return False
        return True

    def reset(self) -> None:
        """Hangs up with a TCP reset."""
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class RawServer:
    """Listens on a free port while the block lasts. `answer` is called in a thread for each request."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.visits: list[Visit] = []
        self.connections = 0
        self.stopping = threading.Event()
        """Answers that take their time wait on this, so that the test need not wait for them."""
        self._lines: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> RawServer:
        self._start(self._let_in)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        # A blocked accept() only ends when its socket is shut down.
        for line in (self._door, *self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive(), "an answer hangs"

    def _start(self, run: Callable[..., None], *values: object) -> None:
        thread = threading.Thread(target=run, args=values, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _let_in(self) -> None:
        while not self.stopping.is_set():
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            self.connections += 1
            self._lines.append(line)
            self._start(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line:
            while request := _read_request(line):
                visit = Visit(line, *request, len(self.visits) + 1)
                self.visits.append(visit)
                self.answer(visit)
                if not visit.keep:
                    return


def _read_request(line: socket.socket) -> tuple[bytes, bytes] | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(65536)
        if not piece:
            return (data, b"") if data else None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for field in head.split(b"\r\n")[1:]:
        name, _, value = field.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = line.recv(65536)
        if not piece:
            break
        body += piece
    return head, body


def http_reply(
    body: bytes,
    *,
    status: str = "200 OK",
    content_type: str = "application/json",
    headers: tuple[str, ...] = (),
    length: int | None = -1,
) -> bytes:
    """A reply as bytes. `length` None: without Content-Length; -1: the right one."""
    lines = [f"HTTP/1.1 {status}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    if length is not None:
        lines.append(f"Content-Length: {len(body) if length == -1 else length}")
    return "\r\n".join([*lines, *headers]).encode() + b"\r\n\r\n" + body


def saying(data: bytes) -> Answer:
    """Answers with these bytes and hangs up."""

    def answer(visit: Visit) -> None:
        visit.send(data)

    return answer


def dripping(data: bytes, server: list[RawServer], pause_s: float) -> Answer:
    """Answers byte by byte with pauses: no single silence is long, the whole is."""

    def answer(visit: Visit) -> None:
        for index in range(len(data)):
            if not visit.send(data[index : index + 1]) or server[0].stopping.wait(pause_s):
                return

    return answer
