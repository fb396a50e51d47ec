"""What went on in this run, for a report of a problem: kinds, places in our code and times, and never a message.

Of a log record only its level, the line that wrote it and the names of exception classes in it are kept: whatever a
message holds, it cannot get in here. Kept in memory only.
"""

from __future__ import annotations

import logging
import re
import time
from collections import deque

MOST = 300
_WORD = re.compile(r"[a-z][a-z_]{0,29}")


class Diary(logging.Handler):
    """Attach it to the logger `hdclient`; `note` is for what is no log record. Thread-safe, as every handler is."""

    def __init__(self) -> None:
        super().__init__()
        self._begun = time.monotonic()
        self._lines: deque[str] = deque(maxlen=MOST)

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("hdclient"):
            return
        classes = _exception_names()
        named = [word for word in (record.args or ()) if isinstance(word, str) and word in classes]
        self._add(f"{record.levelname.lower()} {record.name}:{record.lineno} {' '.join(named)}".rstrip())

    def note(self, kind: str, number: int = 0) -> None:
        """Something happened: a word of our own code, and a number."""
        self._add(f"{kind if _WORD.fullmatch(kind) else 'other'}{f' {number}' if number else ''}")

    def lines(self) -> tuple[str, ...]:
        """Oldest first, with the seconds since the start of the program."""
        return tuple(self._lines)

    def _add(self, line: str) -> None:
        self._lines.append(f"+{time.monotonic() - self._begun:.0f}s {line}")


def _exception_names() -> frozenset[str]:
    """The names of all exception classes that are loaded."""
    found: set[str] = set()
    waiting: list[type[BaseException]] = [BaseException]
    while waiting:
        one = waiting.pop()
        if one.__name__ not in found:
            found.add(one.__name__)
            waiting.extend(one.__subclasses__())
    return frozenset(found)
