"""A file of the platform in pieces, so that a line that breaks costs one piece and not the whole file."""

from __future__ import annotations

import re
from collections.abc import Callable

from hdclient.backends.replies import RawReply, stranger
from hdclient.errors import NotOurPlatform, Refused
from hdclient.model.base import sha256_hex
from hdclient.words import tr

FIRST_BYTES = 128_000
"""Of the first piece after a break: it comes within the limit of an exchange on a line of 1 kB/s."""
MOST_BYTES = 8_000_000
MAX_FILE_BYTES = 64_000_000
_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,12})-([0-9]{1,12})/([0-9]{1,12})")

Ask = Callable[[str], RawReply]
"""Asks for a range, as the header `Range` wants it. Answers with status 206 or 200, or raises."""


class Download:
    """Remembers what came of the file that was asked for last. Nothing of it counts before the whole has its hash."""

    def __init__(self) -> None:
        self._sha256 = ""
        self._came = bytearray()

    def whole(self, sha256: str, ask: Ask) -> bytes:
        """The file's bytes. Raises what `ask` raises, and NotOurPlatform when they are not this file's."""
        if sha256 != self._sha256:
            self._sha256, self._came = sha256, bytearray()
        try:
            return self._all(ask)
        except (NotOurPlatform, Refused):
            self._came = bytearray()
            raise

    def _all(self, ask: Ask) -> bytes:
        size = FIRST_BYTES
        while not self._take(ask(f"bytes={len(self._came)}-{len(self._came) + size - 1}")):
            size = min(2 * size, MOST_BYTES)
        data = bytes(self._came)
        if sha256_hex(data) != self._sha256:
            raise stranger(tr("A file came damaged, or is not the one that was asked for."))
        self._came = bytearray()
        return data

    def _take(self, reply: RawReply) -> bool:
        """Adds a piece; whether it was the last."""
        if reply.status == 200:  # who knows no ranges gives all of it
            self._came = bytearray(reply.body)
            return True
        found = _CONTENT_RANGE.fullmatch(reply.headers.get("content-range", ""))
        first, last, total = (int(number) for number in found.groups()) if found else (0, -1, 0)
        fits = first == len(self._came) and last - first + 1 == len(reply.body) > 0 and last < total
        if not fits or total > MAX_FILE_BYTES:
            raise stranger(tr("A file came in pieces that do not fit together."))
        self._came += reply.body
        return last + 1 == total
