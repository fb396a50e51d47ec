"""The chain of a task's event log: each line's hash covers the line before it. Pure; needs nothing but the lines.

Lines hold ids, kinds, counts and times, never content: `fact` lets nothing else through. The chain shows that a line
was removed, changed, moved or put in; that lines are missing at its end is shown by a head that somebody else keeps,
which is why each submission carries the head of its time (`log_head`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from hdclient.model.base import canonical, sha256_hex

LOG_SCHEMA = "hd.log/1"
Fact = str | int
_PLAIN = re.compile(r"[A-Za-z0-9._:+-]{1,80}")


class LogKind(StrEnum):
    """What can happen to a task on this computer."""

    LEASED = "leased"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    REWORKED = "reworked"
    RENEWED = "renewed"
    PUT_BACK = "put_back"
    SEALED = "sealed"
    UNSEALED = "unsealed"
    SENT = "sent"
    HELD = "held"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CONFLICTED = "conflicted"
    ORPHANED = "orphaned"
    REVIEWED = "reviewed"
    COMMENTED = "commented"
    PUT_AWAY = "put_away"


class LogLine(Struct, frozen=True):
    """One line. `at` is this computer's clock, for people; `elapsed_ms` is store time, which never goes back."""

    n: int
    at: str
    elapsed_ms: int
    kind: str
    facts: dict[str, Fact]
    hash: str = ""

    def plain(self) -> dict[str, object]:
        """As it stands in an export."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class Broken(Struct, frozen=True):
    """Where a chain does not hold: the place in the file (from 1), and why, as a sentence."""

    place: int
    why: str


def fact(value: object) -> Fact:
    """The value as it may stand in a log: numbers, and ids; of any other text only a mark of its hash."""
    if isinstance(value, int):
        return int(value)
    text = str(value)
    return text if _PLAIN.fullmatch(text) else f"sha256:{sha256_hex(text.encode('utf-8', 'replace'))[:16]}"


def genesis(task_id: str) -> str:
    """What stands in place of a line before the first: no line fits into the log of another task."""
    return sha256_hex(f"{LOG_SCHEMA}\n{task_id}".encode("utf-8", "replace"))


def body(line: LogLine) -> bytes:
    """What is hashed of a line: canonical JSON of all but the hash."""
    said = line.plain()
    del said["hash"]
    return canonical(said)


def link(before: str, body: bytes) -> str:
    """The hash of a line with this body that follows the line with the hash `before`."""
    return sha256_hex(before.encode() + b"\n" + body)


def check(task_id: str, lines: Sequence[LogLine]) -> Broken | None:
    """The first place where the chain does not hold; None when it holds to its end."""
    before = genesis(task_id)
    for place, line in enumerate(lines, 1):
        if line.n != place:
            gap = "A line is missing, doubled or in another place" if line.n >= 1 else "It has no number"
            return Broken(place, f"{gap}: line {place} has the number {line.n}.")
        if line.hash != link(before, body(line)):
            return Broken(place, f"Line {place} is not the one that was written after the line before it.")
        before = line.hash
    return None


def backwards(lines: Sequence[LogLine]) -> list[int]:
    """Places (from 1) where this computer's clock stands before that of the line before: it was set meanwhile."""
    return [place for place, (one, two) in enumerate(pairwise(lines), 2) if two.at < one.at]


def line_of(data: Mapping[str, object]) -> LogLine | None:
    """A line from an export; None for what is none."""
    n, at, elapsed, kind, facts, digest = (data.get(name) for name in LogLine.__struct_fields__)
    sound = isinstance(n, int) and isinstance(elapsed, int) and isinstance(facts, dict)
    if not (sound and isinstance(at, str) and isinstance(kind, str) and isinstance(digest, str)):
        return None
    if set(data) != set(LogLine.__struct_fields__):
        return None
    return LogLine(n, at, elapsed, kind, facts, digest)  # type: ignore[arg-type]
