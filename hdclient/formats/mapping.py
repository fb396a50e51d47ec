"""Which column of a record file goes where, and how a value becomes content. Knows rows, not files or tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hdclient.formats.row import Written, said
from hdclient.model.template import Layout

MAX_TEXT_CHARS = 1_000_000
JSON_KINDS = frozenset({"chat", "json"})
"""Kinds whose source is JSON: a list or an object in a record can be it as well as a text that holds it."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the person says about their files.

    A column is a name of the record ("prediction 1"), a dotted path into it ("6b_finetuning.solution",
    "generations.0"), or "2:output" for a column of the second of several joined files. `responses` are several such
    columns, or one that holds a list. "steps[]" makes one response of a list, with one block for every item.
    """

    campaign_id: str
    layout: Layout = Layout.COMPARE
    prompt: str = "prompt"
    responses: tuple[str, ...] = ()
    system: str = ""
    """Null or empty in a record: it has no system prompt."""
    id: str = ""
    models: tuple[str, ...] = ()
    """One column for each response (or one for all joined files). Empty: the column of the response names it."""
    prompt_kind: str = "markdown"
    response_kind: str = "markdown"
    language: str = ""
    """Of code."""
    images: Path | None = None
    """The folder that image columns are relative to."""
    prompt_images: tuple[str, ...] = ()
    suggestions: str = ""
    """A list of proposed answers; in their values "response 1" stands for the id of the first response."""
    join: str = ""
    """The column whose value records of several files have in common."""
    records: str = ""
    """The list that holds the records, in a JSON object with several."""
    limit: int = 0
    """No more than so many records; 0 is all."""


class Unfit(Exception):
    """A value cannot be used. `column` names it; the message says what was expected and what was found."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def value_at(values: MappingOf[str, Any], path: str) -> Any:
    """The value of a column. A whole name goes before a dotted path. Raises Unfit when there is none."""
    found: Any = values
    rest = path
    while True:
        if isinstance(found, dict) and rest in found:
            return found[rest]
        name, dot, after = rest.partition(".")
        if isinstance(found, list) and name.isdecimal():
            if int(name) >= len(found):
                raise Unfit(path, f"expected at least {int(name) + 1} items, found {len(found)}")
            found = found[int(name)]
        elif isinstance(found, dict) and name in found and dot:
            found = found[name]
        else:
            raise Unfit(path, f"there is no such column; there are {_names(values)}")
        if not dot:
            return found
        rest = after


def text_at(value: Any, column: str, *, may_be_empty: bool) -> str:
    """A value as the text that is shown. Numbers, true and false show as they are written; null is no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        raise Unfit(column, f"expected text, found {said(value)}")
    if not may_be_empty and not value.strip():
        raise Unfit(column, "expected text, found nothing in it")
    if len(value) > MAX_TEXT_CHARS:
        raise Unfit(column, f"expected at most {MAX_TEXT_CHARS:,} characters, found {len(value):,}")
    return str(value)


def source_at(value: Any, column: str, kind: str, *, may_be_empty: bool) -> str:
    """A value as the source of a content block: text, or a list or object for the kinds whose source is JSON."""
    if kind in JSON_KINDS and isinstance(value, list | dict):
        try:
            value = as_json(value)
        except RecursionError:
            raise Unfit(column, "it nests too deep") from None
    return text_at(value, column, may_be_empty=may_be_empty)


def as_json(value: Any) -> str:
    """A value of a record as JSON, its numbers as the file writes them."""
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, dict):
        members = [f"{json.dumps(name, ensure_ascii=False)}: {as_json(one)}" for name, one in value.items()]
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def is_one_response(value: Any, kind: str, *, listing: bool) -> bool:
    """Whether a value is a response, and not a list of responses.

    `listing`: nothing but this column can hold the responses, and there may be several. Then a list is the list of
    them, unless its items are the messages of one conversation. Elsewhere a list is JSON like any other value; but a
    list of conversations is none itself.
    """
    if not isinstance(value, list):
        return True
    if kind not in JSON_KINDS:
        return False
    return is_conversation(value) or not (listing or (kind == "chat" and _is_list_of_conversations(value)))


def is_conversation(value: Any) -> bool:
    """Whether a list is one conversation: messages with a role and a content, or with from and value."""
    return (
        isinstance(value, list)
        and all(isinstance(one, dict) and ("role" in one or "from" in one) for one in value)
        and any(one.keys() & {"content", "tool_calls", "value"} for one in value)
    )


def _is_list_of_conversations(values: list[Any]) -> bool:
    return bool(values) and all(map(_may_be_conversation, values))


def _may_be_conversation(value: Any) -> bool:
    """A list, an object that holds the list and nothing else, or a text that may hold one of them."""
    if isinstance(value, dict):
        return len(value) == 1 and is_conversation(next(iter(value.values())))
    return isinstance(value, list) or (isinstance(value, str) and value.lstrip().startswith(("[", "{")))


def list_at(value: Any, column: str) -> list[Any]:
    """A value that must be a list with something in it."""
    if not isinstance(value, list) or not value:
        raise Unfit(column, f"expected a list with something in it, found {said(value)}")
    return value


def _names(values: MappingOf[str, Any]) -> str:
    names = [f"“{name[:40]}”" for name in list(values)[:12]]
    return ", ".join(names) + (", …" if len(values) > 12 else "") if names else "none"
