"""Reads JSON and remembers where every value stands. Strict, but for NaN and Infinity, which programs write.

Must not judge what the values mean. Depth is bounded; time is linear in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from hdclient.content.deadline import Deadline
from hdclient.content.source_map import Pieces, add_piece, clean
from hdclient.content.tree import Piece
from hdclient.words import tr

MAX_DEPTH = 100

_BLANKS = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_WORD = re.compile(
    r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])|(?:true|false|null|NaN|-?Infinity)\b"
)


class NotJson(Exception):
    """The text is no JSON. `reason` is a sentence; `at` the position where it stops being JSON."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason, self.at = reason, at


class Value(Struct, frozen=True):
    """One value and its range in the text. `kind`: object, array, string, number or word (true, null, NaN …)."""

    kind: str
    start: int
    end: int
    text: str = ""
    """A string's characters; of a number or word, how it is written."""
    items: tuple[Value, ...] = ()
    members: tuple[tuple[Value, Value], ...] = ()

    def get(self, name: str) -> Value | None:
        """A member of an object by name; of several, the last."""
        return next((value for key, value in reversed(self.members) if key.text == name), None)

    def string(self, name: str) -> str:
        """A member that is a string; "" when it is anything else."""
        found = self.get(name)
        return found.text if found is not None and found.kind == "string" else ""


Found: TypeAlias = tuple[Value, int]


def read_json(text: str, deadline: Deadline) -> Value:
    """The one value of a text. Raises NotJson, TooSlow."""
    value, at = _Reader(text, deadline).value(_skip(text, 0), 0)
    at = _skip(text, at)
    if at < len(text):
        raise NotJson(tr("something follows behind the end of the value"), at)
    return value


def pieces_of_string(text: str, value: Value, check: Callable[[], None]) -> tuple[Piece, ...]:
    """Where the characters of a string came from. Raises what `check` raises: there may be a million escapes."""
    made: Pieces = []
    at, end = value.start + 1, value.end - 1
    for found in _ESCAPE.finditer(text, at, end):
        check()
        if found.start() > at:
            add_piece(made, found.start() - at, at, found.start())
        made.append((1, found.start(), found.end()))
        at = found.end()
    if at < end:
        add_piece(made, end - at, at, end)
    return tuple(made)


def repeated_keys(value: Value) -> list[str]:
    """Names that an object has more than once, anywhere in the value; each named once."""
    found: dict[str, None] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        names: set[str] = set()
        for key, inner in one.members:
            if key.text in names:
                found[key.text] = None
            names.add(key.text)
            waiting.append(inner)
        waiting.extend(one.items)
    return list(found)


def _skip(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


class _Reader:
    """One text. Every method takes a position and returns what stands there, and where the text goes on."""

    def __init__(self, text: str, deadline: Deadline) -> None:
        self._text, self._deadline = text, deadline

    def value(self, at: int, depth: int) -> Found:
        """Any value."""
        self._deadline.check()
        if depth > MAX_DEPTH:
            raise NotJson(tr("it nests deeper than {max_depth} levels", max_depth=MAX_DEPTH), at)
        first = self._text[at : at + 1]
        if first == '"':
            return self._string(at)
        if first == "{":
            return self._object(at, depth)
        if first == "[":
            return self._array(at, depth)
        found = _WORD.match(self._text, at)
        if found is None:
            raise NotJson(tr("this is no value") if first else tr("a value is missing"), at)
        kind = "number" if found[0][-1].isdigit() else "word"
        return Value(kind, at, found.end(), found[0]), found.end()

    def _string(self, at: int) -> Found:
        found = _STRING.match(self._text, at)
        if found is None:
            raise NotJson(tr("a string is not closed, or has a character that must be escaped"), at)
        decoded = clean(json.loads(found[0])) if "\\" in found[0] else found[0][1:-1]
        return Value("string", at, found.end(), decoded), found.end()

    def _array(self, start: int, depth: int) -> Found:
        items: list[Value] = []
        at = self._inside(start)
        while not self._text.startswith("]", at):
            at = self._behind(at, ",") if items else at
            value, at = self.value(at, depth + 1)
            items.append(value)
            at = _skip(self._text, at)
        return Value("array", start, at + 1, items=tuple(items)), at + 1

    def _object(self, start: int, depth: int) -> Found:
        members: list[tuple[Value, Value]] = []
        at = self._inside(start)
        while not self._text.startswith("}", at):
            at = self._behind(at, ",") if members else at
            if not self._text.startswith('"', at):
                raise NotJson(tr("the name of a member must stand in double quotes"), at)
            key, at = self._string(at)
            value, at = self.value(self._behind(_skip(self._text, at), ":"), depth + 1)
            members.append((key, value))
            at = _skip(self._text, at)
        return Value("object", start, at + 1, members=tuple(members)), at + 1

    def _inside(self, start: int) -> int:
        return _skip(self._text, start + 1)

    def _behind(self, at: int, sign: str) -> int:
        if not self._text.startswith(sign, at):
            raise NotJson(tr("“{sign}” is missing", sign=sign), at)
        return _skip(self._text, at + 1)
