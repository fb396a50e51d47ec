"""Judges a raw reply: is it ours, whole and readable? Pure functions of status, headers and bytes.

Everything that comes back is taken for a stranger's until it has proved itself: exact status, exact content
type, strict JSON, `complete: true`, the platform's own `server_uuid`, and the schema of hdclient.wire.
Sentences made here never quote what came in. Must not know httpx, the store or retry rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from hdclient.errors import (
    BackendError,
    Forbidden,
    NotOurPlatform,
    NotUnderstood,
    PlatformFault,
    RateLimited,
    Refused,
    SignInNeeded,
    TooLarge,
    Unreachable,
)
from hdclient.model.base import InvalidValue, Value
from hdclient.wire.base import Reply
from hdclient.wire.strict_json import BadJson, parse
from hdclient.wire.work import Change
from hdclient.words import tr, trn

RETRY_AFTER_CAP_MS = 3_600_000
"""However long a platform (or whoever answers in its name) asks us to wait, we ask again after an hour."""

SAFE = tr("Your work is safe on this computer.")
_JSON = re.compile(r'application/json(?:\s*;\s*charset="?utf-8"?)?', re.IGNORECASE)
_PROBLEM = re.compile(r'application/(?:problem\+)?json(?:\s*;\s*charset="?utf-8"?)?', re.IGNORECASE)
_OTHER_AGE = frozenset({405, 426, 501})
"""Answers of a platform of another age, which does not know a call that we make."""

UNREADABLE = "unreadable"
"""`kind` of a change that could not be read; its `data` holds what came, as `raw`. Sync quarantines it."""

ReplyT = TypeVar("ReplyT", bound=Reply)
PartT = TypeVar("PartT", bound=BaseModel | Value)
ListedT = TypeVar("ListedT")


@dataclass(frozen=True, slots=True)
class RawReply:
    """What came back, whole. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def stranger(what: str) -> NotOurPlatform:
    """The failure for all that is not our platform; `what` is a sentence without quotes from the reply."""
    return NotOurPlatform(
        what,
        tr("Nothing of it was believed. {safe}", safe=SAFE),
        tr(
            "If this network wants a sign-in in the browser, do that first. Else check the platform's address."
        ),
    )


def check_status(raw: RawReply, server_uuid: str, expected: int = 200) -> None:
    """Passes the expected status and raises the typed failure for all others."""
    status = raw.status
    if status == expected:
        return
    if 200 <= status < 400 or status < 200:
        raise stranger(
            tr("The answer has status {status}, which our platform never gives here.", status=status)
        )
    wait = retry_after_ms(raw.headers)
    # These only make us wait or send less, so they are taken from a gateway before the platform as well.
    if status == 429:
        raise RateLimited(
            tr("The platform asks to wait."), SAFE, tr("It will be tried again."), retry_after_ms=wait
        )
    if status == 413:
        raise TooLarge(
            tr("The platform says that this was too much at once."),
            SAFE,
            tr("It will be tried again in smaller parts."),
            retry_after_ms=wait,
        )
    if status == 408:
        raise Unreachable(
            tr("The platform gave up waiting for the rest of what was sent."),
            SAFE,
            tr("It will be tried again."),
        )
    if status >= 500 and status != 501:
        raise PlatformFault(
            tr("The platform has trouble of its own (status {status}).", status=status),
            SAFE,
            tr("It will be tried again."),
            retry_after_ms=wait,
        )
    raise _decisive(raw, server_uuid, wait)


def _decisive(raw: RawReply, server_uuid: str, wait: int | None) -> BackendError:
    """A status that changes what we do next counts only in our platform's own, signed words."""
    status = raw.status
    if not _is_own_problem(raw, server_uuid):
        return stranger(tr("Something other than our platform answered with status {status}.", status=status))
    refusal = _refusal(status, wait)
    refusal.kind = _kind(raw)
    return refusal


def _refusal(status: int, wait: int | None) -> BackendError:
    if status == 401:
        return SignInNeeded(
            tr("The platform no longer accepts this sign-in."), SAFE, tr("Sign in again to send it.")
        )
    if status == 403:
        return Forbidden(
            tr("The platform does not allow this to your account."), SAFE, tr("Ask your programme manager.")
        )
    if status in _OTHER_AGE:
        return stranger(
            tr("This platform does not know a call that hdclient needs (status {status}).", status=status)
        )
    return Refused(
        tr("The platform refused the request (status {status}).", status=status),
        SAFE,
        tr("Look for a newer hdclient; if there is none, tell whoever supports you."),
        retry_after_ms=wait,
    )


def _is_own_problem(raw: RawReply, server_uuid: str) -> bool:
    """Whether the body is one of our platform's problems, so that a portal's 401 or 404 decides nothing."""
    if not _PROBLEM.fullmatch(raw.headers.get("content-type", "").strip()):
        return False
    try:
        data = parse(raw.body)
    except BadJson:
        return False
    sender = data.get("server_uuid") if isinstance(data, dict) and data.get("complete") is True else None
    return isinstance(sender, str) and bool(sender) and sender == (server_uuid or sender)


def _kind(raw: RawReply) -> str:
    """The last part of the problem's type, of the few letters that our platform's have."""
    data = parse(raw.body)
    told = data.get("type") if isinstance(data, dict) else ""
    found = re.fullmatch(r"/problems/([a-z-]{1,40})", told) if isinstance(told, str) else None
    return found.group(1) if found else ""


def retry_after_ms(headers: Mapping[str, str]) -> int | None:
    """The wait that `Retry-After` asks for, in ms, at most an hour; None when none makes sense.

    A date is counted from the reply's own `Date`: this computer's wall clock decides nothing.
    """
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,18}", text):
        return min(int(text) * 1000, RETRY_AFTER_CAP_MS)
    until, sent = _http_date(text), _http_date(headers.get("date", "").strip())
    if until is None or sent is None or until < sent:
        return None
    return min(int((until - sent).total_seconds() * 1000), RETRY_AFTER_CAP_MS)


def _http_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def read_object(raw: RawReply, server_uuid: str) -> dict[str, JsonValue]:
    """The JSON object of a reply with status 200, proved to be whole and, where known, from `server_uuid`."""
    if not _JSON.fullmatch(raw.headers.get("content-type", "").strip()):
        raise stranger(tr("Something answered, but not in the platform's format."))
    try:
        data = parse(raw.body)
    except BadJson:
        raise stranger(tr("The answer could not be read, or was cut.")) from None
    if not isinstance(data, dict) or data.get("complete") is not True:
        raise stranger(tr("The answer was cut or is not the platform's."))
    sender = data.get("server_uuid")
    if not isinstance(sender, str) or not sender:
        raise stranger(tr("The answer does not say which platform it comes from."))
    if server_uuid and sender != server_uuid:
        raise stranger(tr("Another platform than the one you work with answered."))
    return data


def read_reply(data: dict[str, JsonValue], model: type[ReplyT]) -> ReplyT:
    """The whole reply by its schema. Raises NotOurPlatform."""
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        raise _unreadable(problem) from None


def read_listed(
    data: dict[str, JsonValue], model: type[ReplyT], field: str, part: type[PartT]
) -> tuple[ReplyT, list[PartT | JsonValue]]:
    """A reply whose list `field` is read entry by entry: one bad entry must not cost the others.

    Returns the reply with an empty list, and the entries in order: typed where readable, else as they came.
    """
    listed = data.get(field)
    if not isinstance(listed, list):
        raise stranger(tr("The answer lacks a list that belongs there."))
    reply = read_reply({**data, field: []}, model)
    return reply, [_entry(value, part) for value in listed]


def readable(entries: Sequence[object], part: type[PartT]) -> Iterator[PartT]:
    """Those entries that could be read."""
    return (entry for entry in entries if isinstance(entry, part))


def all_readable(
    entries: Sequence[object], part: type[PartT], told: Callable[[int], str]
) -> tuple[PartT, ...]:
    """All entries. Raises NotUnderstood with those that could be read when there are others: a list that lacks some
    must not be taken for a whole one.
    """
    known = tuple(readable(entries, part))
    strange = len(entries) - len(known)
    if not strange:
        return known
    raise NotUnderstood(
        told(strange),
        tr("Everything else goes on. {safe}", safe=SAFE),
        tr("Ask for an update of hdclient."),
        known,
    )


def other_campaign() -> str:
    """Leases or items that were not asked for."""
    return tr("The platform sent leases of another campaign than the one that was asked for.")


def strange_campaigns(count: int) -> str:
    """Campaigns that only a newer program understands."""
    return trn(
        "The platform has {count} campaign of a kind that this hdclient does not know.",
        "The platform has {count} campaigns of a kind that this hdclient does not know.",
        count,
    )


def strange_tasks(count: int) -> str:
    """Tasks that only a newer program understands."""
    return trn(
        "The platform has {count} task of a kind that this hdclient does not know.",
        "The platform has {count} tasks of a kind that this hdclient does not know.",
        count,
    )


def in_order(entries: Sequence[Change | JsonValue]) -> tuple[Change, ...]:
    """Changes as they came; what cannot be read keeps its place, as a change of kind UNREADABLE."""
    found: list[Change] = []
    last = 0
    for entry in entries:
        change = entry
        if not isinstance(change, Change):
            seq = change.get("seq") if isinstance(change, dict) else None
            place = seq if isinstance(seq, int) and not isinstance(seq, bool) and seq > 0 else last + 1
            change = Change(seq=place, kind=UNREADABLE, data={"raw": entry})
        found.append(change)
        last = change.seq
    return tuple(found)


def slices(values: Sequence[ListedT], size: int) -> Iterator[Sequence[ListedT]]:
    """`values` in pieces of at most `size`."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _entry(value: JsonValue, part: type[PartT]) -> PartT | JsonValue:
    if not isinstance(value, dict):
        return value
    try:
        return part.of(value) if issubclass(part, Value) else part.model_validate(value)
    except (InvalidValue, ValidationError):
        return value


def _unreadable(problem: ValidationError) -> NotOurPlatform:
    # Only field names of our own schema: never values, and no key that came with the reply.
    names = [part for part in problem.errors(include_input=False)[0]["loc"] if isinstance(part, str)][:1]
    if names and names[0].isidentifier():
        return stranger(
            tr(
                "The answer does not have the form that the platform's answers have (near “{name}”).",
                name=names[0],
            )
        )
    return stranger(tr("The answer does not have the form that the platform's answers have."))
