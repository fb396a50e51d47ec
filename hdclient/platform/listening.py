"""Waitress, tamed: it binds one address, says its own refusals as problems, and ends without cutting answers."""

from __future__ import annotations

import errno
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from hdclient.errors import ConfigError, os_words
from hdclient.platform.problems import problem_for
from hdclient.platform.state import platform_of

DRAIN_S = 10.0
THREADS = 32


class _Refused(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What does not get as far as the app: broken HTTP, headers or bodies that are too big."""

    def execute(self) -> None:
        app: Flask = self.channel.server.platform_app
        with app.app_context():
            response = problem_for(self.request.error.code)
        body = response.get_data()
        self.status = response.status
        self.response_headers.extend(response.headers.items())
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _Refused


def listen(app: Flask, address: str, port: int) -> Any:
    """A waitress server on this address (port 0: any free one), not yet running. Raises ConfigError."""
    # Requests that wait for a moment are how a queue works, and nothing to be warned of.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    settings = platform_of(app).settings
    # Bound here and not by waitress, which leaves its socket open when the port is taken.
    bound = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
        server = create_server(
            app,
            sockets=[bound],
            threads=THREADS,
            map={},
            ident=None,
            max_request_body_size=max(settings.asset_bytes, settings.request_bytes) + 1,
            clear_untrusted_proxy_headers=True,
        )
        server.channel_class = _Channel
        server.platform_app = app  # `application` is wrapped by waitress
        return server
    except OSError as error:
        bound.close()
        taken = error.errno == errno.EADDRINUSE
        reason = "is taken by another program" if taken else f"fails: {os_words(error)}"
        raise ConfigError(
            f"Listening on {address}, port {port}, {reason}.",
            "The platform was not started.",
            "Give another --port.",
        ) from None


def run_until(server: Any, stop: threading.Event, stopping: Callable[[], None]) -> None:
    """waitress's loop, turn by turn; at the end no new requests, and time for those that run."""

    def turn() -> None:
        server.asyncore.loop(timeout=0.5, map=server._map, use_poll=server.adj.asyncore_use_poll, count=1)

    while not stop.is_set():
        turn()
    stopping()
    server.maintenance = lambda *_: None
    server.accepting = False
    server.del_channel()
    server.socket.close()
    end = time.monotonic() + DRAIN_S
    while time.monotonic() < end and any(_busy(channel) for channel in list(server.active_channels.values())):
        turn()
    for channel in list(server.active_channels.values()):
        channel.close()
    server.task_dispatcher.shutdown(timeout=2)
    server.trigger.close()


def _busy(channel: Any) -> bool:
    return bool(channel.requests) or channel.total_outbufs_len > 0
