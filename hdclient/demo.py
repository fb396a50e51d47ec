"""The reference platform inside the program, with the sample campaigns: for the demo, practice, and checks.

The same WSGI app that `hdclient serve` runs, reached without a socket. Its database is not encrypted: it holds our own
samples and practice answers only, and work for a real platform never passes through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hdclient.accounts.link import PRACTICE, Link
from hdclient.model.person import Role

if TYPE_CHECKING:
    from flask import Flask

    from hdclient.backends.base import Backend
    from hdclient.backends.platform import TransportFactory

PRACTICE_ADDRESS = "http://localhost"
PRACTICE_PERSON = "you"
COLLEAGUE = "sam"
"""Somebody else, whose work there is to review."""
POLL_MS = 5_000
BATCH_ITEMS = 2
"""The platform works in this process: while it takes in fifty at once, a quarter of a second, keys are painted late."""


class Plug:
    """The network cable of an embedded platform. Pulled out, every exchange fails as it does without a network."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.pulled = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.pulled:
            raise ConnectionRefusedError("unplugged")
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer


class Embedded:
    """An embedded platform that is running. `token` lets the practising person in."""

    def __init__(self, app: Flask, token: str) -> None:
        self.app = app
        self.token = token
        self.plug = Plug(app)

    def transport(self) -> TransportFactory:
        """The way in, for a backend."""
        from hdclient.backends.platform import in_process

        return in_process(self.plug)

    def connect(self, token: Callable[[], str], server_uuid: str, device_id: str = "") -> Backend:
        """A backend for this platform."""
        from hdclient.backends.platform import PlatformBackend

        return PlatformBackend(
            PRACTICE_ADDRESS, token, transport=self.transport(), server_uuid=server_uuid, device_id=device_id
        )

    def close(self) -> None:
        """Lets go of the database."""
        from hdclient.platform.app import close_app

        close_app(self.app)


def open_embedded(folder: Path, role: Role = Role.ANNOTATOR) -> Embedded:
    """Starts the platform on `folder`, with the samples loaded and an account for the practising person.

    Whoever practises as a reviewer finds work of a colleague.
    """
    from hdclient.platform.accounts import ALL_CAMPAIGNS, create_person, issue_token
    from hdclient.platform.app import create_app
    from hdclient.platform.seed import load_samples

    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(f"sqlite:///{folder / 'platform.db'}", name="Practice platform", batch_items=BATCH_ITEMS)
    load_samples(app)
    create_person(app, "You", role, person_id=PRACTICE_PERSON, campaign_ids=(ALL_CAMPAIGNS,))
    if role is Role.REVIEWER:
        from hdclient.platform.sample_answers import put_answers

        create_person(app, "Sam", Role.ANNOTATOR, person_id=COLLEAGUE, campaign_ids=(ALL_CAMPAIGNS,))
        put_answers(app, issue_token(app, COLLEAGUE))
    return Embedded(app, issue_token(app, PRACTICE_PERSON))


class Practice:
    """Finds the way to the practice platform, and starts it when it is first needed (in the caller's thread)."""

    def __init__(
        self,
        folder: Path,
        otherwise: Callable[[str], Link] | None = None,
        role: Role = Role.ANNOTATOR,
    ) -> None:
        self._folder, self._role = folder, role
        self._otherwise = otherwise
        self.embedded: Embedded | None = None

    def link(self, origin: str) -> Link:
        """The link for `origin`; all but practice goes the usual way."""
        if origin != PRACTICE and self._otherwise is not None:
            return self._otherwise(origin)
        return Link(PRACTICE, self._connect, POLL_MS)

    def _connect(self, _token: Callable[[], str], server_uuid: str, device_id: str) -> Backend:
        embedded = self.open()
        # A practice account has no token of its own: every start gives it a new one.
        return embedded.connect(lambda: embedded.token, server_uuid, device_id)

    def open(self) -> Embedded:
        """The platform, started if it was not."""
        if self.embedded is None:
            self.embedded = open_embedded(self._folder, self._role)
        return self.embedded

    def close(self) -> None:
        """Stops the platform."""
        if self.embedded is not None:
            self.embedded.close()
            self.embedded = None
