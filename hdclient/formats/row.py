"""One row of a record file: its values and its place, or why it cannot be used. Shared by all forms of files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its values by column, the line it begins in (1-based), and its text as it stands in the file."""

    file: str
    line: int
    raw: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """One record that cannot be used: where, which column ("" for the whole), why, and its text as it stands."""

    file: str
    line: int
    column: str
    reason: str
    raw: str


RowOrBad: TypeAlias = Row | BadRow


class Written(str):
    """A number as it is written in the file."""

    __slots__ = ()


def said(value: Any) -> str:
    """What kind of value this is, for a sentence."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Written | int | float):
        return f"the number {str(value)[:40]}"
    names: dict[type, str] = {str: "text", dict: "an object", list: "a list"}
    return "an empty list" if value == [] else names.get(type(value), "something else")
