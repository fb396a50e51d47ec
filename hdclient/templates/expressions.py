"""The language of conditions, checks and computed values: from text to a tree. docs/expressions.md is its grammar.

Small, total and without effects: nothing here runs Python or reads anything. What a tree is worth is decided in
evaluation.py. A text that is no expression raises ExpressionError, which says where and why.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from hdclient.templates.functions import FUNCTIONS

MAX_DEPTH = 40
"""Brackets within brackets: more than anybody can read."""
MAX_HEIGHT = 100
"""Of the whole tree, operators in a row among it: what evaluates it may count on that."""


class ExpressionError(ValueError):
    """A text that is no expression: a sentence, and the place in the text, counted in characters from 0."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(text)
        self.text, self.at = text, at


class Literal(Struct, frozen=True):
    """A value that is written down: a number, a text, true, false, null."""

    value: str | bool | int | float | None
    at: int


class Name(Struct, frozen=True):
    """An answer, a computed value, a group, or one of the words of the language (`item`, `data`, …)."""

    name: str
    at: int


class Member(Struct, frozen=True):
    """`of.name`: what an object has under a name."""

    of: Node
    name: str
    at: int


class Items(Struct, frozen=True):
    """[a, b, c]."""

    items: tuple[Node, ...]
    at: int


class Unary(Struct, frozen=True):
    """`not x`, `-x`."""

    sign: str
    of: Node
    at: int


class Binary(Struct, frozen=True):
    """`left sign right`."""

    sign: str
    left: Node
    right: Node
    at: int


class Call(Struct, frozen=True):
    """`name(arguments)`."""

    name: str
    arguments: tuple[Node, ...]
    at: int


Node: TypeAlias = Literal | Name | Member | Items | Unary | Binary | Call

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?)
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<quoted>`[^`]+`)
    | (?P<name>[^\W\d]\w*)
    | (?P<sign>==|!=|<=|>=|[-+*/<>()\[\],.])
    )""",
    re.VERBOSE,
)
_COMPARED = ("==", "!=", "<", "<=", ">", ">=", "in", "not in")
_WORDS = ("and", "or", "not", "in")
_WRITTEN: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_INSTEAD = {"&&": "and", "||": "or", "!": "not", "=": "=="}
_ESCAPES = {"n": "\n", "t": "\t"}


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


@lru_cache(maxsize=512)
def parse(text: str) -> Node:
    """The tree of an expression. Raises ExpressionError."""
    return _Parser(_tokens(text), len(text)).whole()


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a node is made of."""
    if isinstance(node, Member | Unary):
        return (node.of,)
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Items):
        return node.items
    return node.arguments if isinstance(node, Call) else ()


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at + len(text[at:]) - len(text[at:].lstrip()))
        kind = str(match.lastgroup)
        found.append(_Token(kind, match.group(kind), match.start(kind)))
        at = match.end()
    return found


def _unreadable(text: str, at: int) -> ExpressionError:
    if text[at] in "\"'":
        return ExpressionError("A text begins here that has no closing quote.", at)
    if text[at] == "`":
        return ExpressionError("A name begins here that has no closing backtick.", at)
    for sign, instead in _INSTEAD.items():
        if text.startswith(sign, at):
            return ExpressionError(f"“{sign}” means nothing here: write “{instead}”.", at)
    return ExpressionError(f"“{text[at]}” means nothing here.", at)


class _Parser:
    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens, self._end = tokens, end
        self._next = 0
        self._depth = 0
        self._heights: dict[int, int] = {}  # by id: all nodes live as long as the tree

    def whole(self) -> Node:
        if not self._tokens:
            raise ExpressionError("There is nothing here.", 0)
        found = self._either()
        left = self._peek()
        if left is not None:
            raise self._unexpected(left)
        return found

    # Tokens

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _is(self, *texts: str) -> bool:
        token = self._peek()
        return token is not None and token.kind in ("sign", "name") and token.text in texts

    def _take(self) -> _Token:
        token = self._peek()
        if token is None:
            raise ExpressionError("Something is missing at the end.", self._end)
        self._next += 1
        return token

    def _must(self, text: str, opened: _Token) -> None:
        if self._is(text):
            self._next += 1
            return
        token = self._peek()
        if token is None:
            raise ExpressionError(f"The “{opened.text}” that is opened here is never closed.", opened.at)
        raise ExpressionError(f"“{text}” is missing before “{token.text}”.", token.at)

    def _unexpected(self, token: _Token) -> ExpressionError:
        before = self._tokens[self._next - 1].text if self._next else ""
        if token.text in _COMPARED:
            return ExpressionError(
                "Only two things are compared at a time: join comparisons with “and”.", token.at
            )
        after = f" after “{before}”" if before else ""
        return ExpressionError(f"“{token.text}” cannot stand{after}: an operator is missing.", token.at)

    def _deeper(self, at: int) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(
                "This is nested too deeply: compute a part of it under a name of its own.", at
            )

    def _made(self, node: Node) -> Node:
        height = 1 + max((self._heights.get(id(part), 1) for part in parts_of(node)), default=0)
        if height > MAX_HEIGHT:
            raise ExpressionError("This is too long: compute a part of it under a name of its own.", node.at)
        self._heights[id(node)] = height
        return node

    # The grammar, loosest first

    def _either(self) -> Node:
        found = self._both()
        while self._is("or"):
            at = self._take().at
            found = self._made(Binary("or", found, self._both(), at))
        return found

    def _both(self) -> Node:
        found = self._denied()
        while self._is("and"):
            at = self._take().at
            found = self._made(Binary("and", found, self._denied(), at))
        return found

    def _denied(self) -> Node:
        if self._is("not"):
            token = self._take()
            self._deeper(token.at)
            found = self._made(Unary("not", self._denied(), token.at))
            self._depth -= 1
            return found
        return self._compared()

    def _compared(self) -> Node:
        left = self._sum()
        token = self._peek()
        if token is None or not self._is(*_COMPARED, "not"):
            return left
        self._next += 1
        sign = token.text
        if sign == "not":
            if not self._is("in"):
                raise ExpressionError(
                    "“not” stands before what it denies; “not in” is one word here.", token.at
                )
            self._next += 1
            sign = "not in"
        return self._made(Binary(sign, left, self._sum(), token.at))

    def _sum(self) -> Node:
        found = self._product()
        while self._is("+", "-"):
            token = self._take()
            found = self._made(Binary(token.text, found, self._product(), token.at))
        return found

    def _product(self) -> Node:
        found = self._signed()
        while self._is("*", "/"):
            token = self._take()
            found = self._made(Binary(token.text, found, self._signed(), token.at))
        return found

    def _signed(self) -> Node:
        if self._is("-"):
            token = self._take()
            self._deeper(token.at)
            found = self._made(Unary("-", self._signed(), token.at))
            self._depth -= 1
            return found
        return self._followed()

    def _followed(self) -> Node:
        found = self._single()
        while self._is("."):
            at = self._take().at
            token = self._take()
            if token.kind not in ("name", "quoted"):
                raise ExpressionError("After a dot stands the name of what is meant.", token.at)
            found = self._made(Member(found, token.text.strip("`"), at))
        return found

    def _single(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return Literal(float(token.text) if "." in token.text else _whole(token), token.at)
        if token.kind == "text":
            return Literal(_unescaped(token.text[1:-1]), token.at)
        if token.kind == "quoted":
            return Name(token.text[1:-1], token.at)
        if token.text in "([" and token.kind == "sign":
            self._deeper(token.at)
            found = self._bracketed(token)
            self._depth -= 1
            return found
        if token.kind == "sign" or token.text in _WORDS:
            raise ExpressionError(f"“{token.text}” cannot stand here: a value is missing.", token.at)
        if token.text in _WRITTEN:
            return Literal(_WRITTEN[token.text], token.at)
        return self._call(token) if self._is("(") else Name(token.text, token.at)

    def _bracketed(self, opened: _Token) -> Node:
        if opened.text == "[":
            return self._made(Items(self._list("]", opened), opened.at))
        found = self._either()
        self._must(")", opened)
        return found

    def _list(self, end: str, opened: _Token) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self._is(end):
            if found:
                if not self._is(","):
                    break
                self._next += 1
            found.append(self._either())
        self._must(end, opened)
        return tuple(found)

    def _call(self, name: _Token) -> Node:
        opened = self._take()
        self._deeper(name.at)
        arguments = self._list(")", opened)
        self._depth -= 1
        told = FUNCTIONS.get(name.text)
        if told is None:
            known = ", ".join(sorted(FUNCTIONS))
            raise ExpressionError(f"There is no function “{name.text}”. There are: {known}.", name.at)
        if not told.least <= len(arguments) <= told.most:
            raise ExpressionError(
                f"“{name.text}” is written {told.form}; here are {len(arguments)} values.", name.at
            )
        return self._made(Call(name.text, arguments, name.at))


def _whole(token: _Token) -> int:
    if len(token.text) > 15:
        raise ExpressionError("This number is too big.", token.at)
    return int(token.text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text, flags=re.DOTALL)
