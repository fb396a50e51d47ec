"""Addresses inside the program: hd://task/…, hd://rule/…, hd://submission/…. They lead nowhere else.

hd://task/<task>                        a task that is on this computer
hd://submission/<id>[/<revision>]       what was submitted, to be looked at
hd://rule/<rule>                        a rule of the guideline at hand
hd://rule/<campaign>/<rule>             a rule of another campaign's guideline ("guideline" is understood as "rule")
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote, unquote

from msgspec import Struct

SCHEME = "hd://"
_MOST = 2_000

Kind = Literal["task", "rule", "submission"]


class DeepLink(Struct, frozen=True):
    """Where an address leads. `campaign` is of a rule ("": the one at hand), `revision` of a submission (0: newest)."""

    kind: Kind
    id: str
    campaign: str = ""
    revision: int = 0


def is_inside(address: str) -> bool:
    """Whether an address is meant for this program, understood or not."""
    return address.lower().startswith(SCHEME)


def read_link(address: str) -> DeepLink | None:
    """Where it leads; None for one that is not understood."""
    if not is_inside(address) or len(address) > _MOST:
        return None
    parts = [unquote(part) for part in address[len(SCHEME) :].rstrip("/").split("/")]
    kind, rest = parts[0].lower(), parts[1:]
    if not all(rest) or any(not letter.isprintable() for part in rest for letter in part):
        return None
    if kind == "task" and len(rest) == 1:
        return DeepLink("task", rest[0])
    if kind in ("rule", "guideline") and len(rest) in (1, 2):
        return DeepLink("rule", rest[-1], campaign=rest[0] if len(rest) == 2 else "")
    if kind == "submission" and len(rest) == 1:
        return DeepLink("submission", rest[0])
    if kind == "submission" and len(rest) == 2 and rest[1].isascii() and rest[1].isdecimal():
        return DeepLink("submission", rest[0], revision=int(rest[1][:9]))
    return None


def rule_link(rule: str, title: str = "") -> str:
    """A rule as a Markdown link, to be written into a reason or a comment."""
    words = title or rule
    for mark in "\\[]":
        words = words.replace(mark, "\\" + mark)
    return f"[{words}]({SCHEME}rule/{quote(rule, safe='.-_~')})"


def cited_rules(text: str) -> frozenset[str]:
    """Ids of the rules that a text links to."""
    found = set()
    start = text.find(SCHEME)
    while start >= 0:
        end = start
        while end < len(text) and not text[end].isspace() and text[end] not in ")>]\"'":
            end += 1
        link = read_link(text[start:end].rstrip(".,;:"))
        if link is not None and link.kind == "rule":
            found.add(link.id)
        start = text.find(SCHEME, end)
    return frozenset(found)
