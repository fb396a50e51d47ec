"""Runs the platform as a server on its own data folder: `hdclient serve`. Plain HTTP; TLS is the proxy's before it.

The folder holds platform.db (SQLite, WAL, every commit synced), unless a database of its own is named.
"""

from __future__ import annotations

import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.exc import ArgumentError, DBAPIError

from hdclient.errors import ConfigError, os_words
from hdclient.model.person import Role
from hdclient.platform.accounts import add_account, list_people
from hdclient.platform.app import close_app, create_app
from hdclient.platform.exports import fail_interrupted
from hdclient.platform.listening import listen, run_until
from hdclient.platform.seed import load_samples
from hdclient.platform.state import platform_of


@contextmanager
def open_platform(data_dir: Path, database: str = "", **settings: Any) -> Iterator[Flask]:
    """The platform of a data folder, made when there is none. Raises ConfigError with the reason."""
    try:
        app = create_app(database_url(data_dir, database), **settings)
    except (DBAPIError, ArgumentError, ModuleNotFoundError) as error:
        # Not the driver's own words: they repeat the address with its password.
        why = {
            ArgumentError: ": its address cannot be read",
            ModuleNotFoundError: ": its driver is not installed",
        }
        raise ConfigError(
            f"The platform's database cannot be opened{why.get(type(error), '')}.",
            "Nothing was changed.",
            "Check the data folder and the database's address.",
        ) from None
    try:
        yield app
    finally:
        close_app(app)


def must_exist(data_dir: Path, database: str = "") -> None:
    """Refuses a folder in which no platform has been made: most likely its name is mistyped. Raises ConfigError."""
    if not database and not (data_dir / "platform.db").is_file():
        raise ConfigError(
            f"There is no platform in {data_dir}.",
            "Nothing was changed.",
            "Check the folder. A new platform is made by “hdclient serve” or “hdclient import”.",
        )


def database_url(data_dir: Path, database: str = "") -> str:
    """The address of the folder's database. Makes the folder, for this account only. Raises ConfigError."""
    if database:
        return database
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = data_dir / "platform.db"
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise ConfigError(
            f"The data folder {data_dir} cannot be used: {os_words(error)}.",
            "Nothing was changed.",
            "Give another folder with --data.",
        ) from None
    return f"sqlite:///{path.resolve()}"


def serve(
    data_dir: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8420,
    database: str = "",
    open_network: bool = False,
    samples: bool = False,
    name: str = "hdclient platform",
    say: Callable[[str], None] = lambda text: print(text, flush=True),
    stop: threading.Event | None = None,
) -> int:
    """Serves until SIGTERM, SIGINT or `stop`, then lets running requests end. Returns 0. Raises ConfigError."""
    address = _address(host, open_network)
    with open_platform(data_dir, database, name=name) as app:
        fail_interrupted(platform_of(app))
        if samples:
            load_samples(app)
        _first_administrator(app, say)
        stop = stop or threading.Event()
        with _stopped_by_signals(stop):
            server = listen(app, address, port)
            shown = f"[{address}]" if ":" in address else address
            say(f"{name} listens on http://{shown}:{server.effective_port} (stop with Ctrl+C)")
            run_until(server, stop, platform_of(app).stop_waiting)
    return 0


def _address(host: str, open_network: bool) -> str:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        raise ConfigError(
            f"There is no address {host} on this computer.", remedy="Give another --host."
        ) from None
    address = str(found[0][4][0])
    if not ipaddress.ip_address(address.partition("%")[0]).is_loopback and not open_network:
        raise ConfigError(
            f"{host} can be reached by other computers, and this server speaks plain HTTP.",
            "Tokens and everybody's work could be read on their way.",
            "Listen on 127.0.0.1 behind a proxy that does TLS, or say --open-network if one stands before it.",
        )
    return address


def _first_administrator(app: Flask, say: Callable[[str], None]) -> None:
    if any(person.role is Role.ADMIN for person in list_people(app)):
        return
    person, token = add_account(app, "Administrator", Role.ADMIN)
    say(f"First start: the administrator's token follows, and is never shown again.\n{token}")
    say(f"People are added with `hdclient accounts add` (the administrator is {person.id}).")


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`. Only the main thread may listen to signals; elsewhere the caller has `stop`."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)
