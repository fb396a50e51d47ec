"""The block tree: what a content kind's parser makes, and all that a renderer sees. Plain and picklable.

Nothing in here is ever HTML. Text is shown as it stands; a link's target and an image's hash are data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look. `\\n` in it is a hard line break."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the blob store, by content hash. `sha256` empty: `source` names what is not an asset."""

    sha256: str
    alt: str = ""
    source: str = ""


Inline: TypeAlias = Run | Picture


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of level 1 to 6; `anchor` is its id in a guideline (a rule id such as "2.3")."""

    level: int
    inlines: tuple[Inline, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code: lines of (text, token name) pairs; names are those of CODE_TOKENS, "" is plain."""

    language: str
    lines: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; `checked` is None but in task lists."""

    blocks: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list; `start` is the first number of an ordered one."""

    ordered: bool
    start: int
    items: tuple[ListItem, ...]
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, or an admonition with a title."""

    blocks: tuple[Block, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as `align` has entries."""

    align: tuple[Align, ...]
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule."""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of this program about the content, never of the content itself."""

    text: str


Block: TypeAlias = Paragraph | Heading | Code | List | Quote | Table | Rule | Picture | Note
