"""Where one formula begins and ends in a stretch of text, and whether its delimiters are meant as such.

Must not know lines, lists or quotes. `memory` is any dictionary that lives as long as one text is looked at: what was
searched in vain is remembered in it, so that openers that nothing closes cost no more than their length.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any, TypeAlias

from hdclient.content.tree import CLOSERS

Memory: TypeAlias = MutableMapping[str, Any]

MATH_FENCE = "math"
"""The info of a fence whose content is mathematics, as in the dialect of GitHub."""

_ENVIRONMENTS = """
    equation align alignat aligned alignedat gather gathered multline multlined flalign eqnarray split math displaymath
    cases dcases rcases drcases matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix
    array darray subarray CD prooftree
"""
_TEXTS = "text textbf textit textrm textsf texttt textnormal textup mbox hbox tag"
ENVIRONMENTS = frozenset(_ENVIRONMENTS.split())
"""Environments that are mathematics by themselves; with a star too."""

_BEGIN = re.compile(r"\\begin\{([A-Za-z]+)(\*?)\}")
_SIGN = re.compile(r"\\[A-Za-z]+|\\.|\$\$?|`", re.DOTALL)
_TEXT_COMMANDS = frozenset("\\" + name for name in _TEXTS.split())
_PROSE = re.compile(r"[A-Za-z]{2,},? +[A-Za-z]{2,}|^[\d.,]+ (?!mod)[a-z]{2,} ")
_ORDINAL = re.compile(r"(?:th|st|nd|rd|s|es)(?![A-Za-z])")
_FAILURES = "formula_failures"
_BRACES = "formula_braces"


def is_display(markup: str) -> bool:
    """Whether what this delimiter opens stands on a line of its own; an environment always does."""
    return markup not in ("$", "\\(")


def formula_at(text: str, at: int, end: int, memory: Memory) -> tuple[str, int, int, int] | None:
    """The formula that begins at `at`: (markup, start of its content, end of it, where the text goes on)."""
    markup = opener_at(text, at)
    if markup is None:
        return None
    first = at + len(markup)
    closer = CLOSERS.get(markup) or "\\end" + markup.removeprefix("\\begin")
    failures = memory.setdefault(_FAILURES, {})
    low, stop, limit = failures.get((text, closer), (0, -1, 0))
    if low <= first <= stop and end <= limit:
        return None
    last, stopped = find_closer(text, first, end, markup, closer, memory)
    if last < 0 or (markup in CLOSERS and not _is_meant(markup, text, at, first, last)):
        # Whoever looks from further on comes to the same stop: without this, unclosed openers cost quadratic time.
        failures[text, closer] = (first, stopped, end if last < 0 and stopped >= end else len(text))
        return None
    if markup not in CLOSERS:  # the environment's own words are part of the TeX
        return "", at, last + len(closer), last + len(closer)
    return markup, first, last, last + len(closer)


def opener_at(text: str, at: int) -> str | None:
    """The delimiter that stands here: one of CLOSERS or "\\begin{…}" of a known environment; None for anything else."""
    pair = text[at : at + 2]
    if pair in ("\\(", "\\[", "$$"):
        return pair
    if pair.startswith("$"):
        return "$"
    if pair == "\\b":
        found = _BEGIN.match(text, at)
        if found and found[1] in ENVIRONMENTS:
            return found[0]
    return None


def _is_meant(markup: str, text: str, at: int, first: int, last: int) -> bool:
    """Whether two delimiters really hold mathematics, and not money, a shell variable or an escaped bracket."""
    content = text[first:last]
    after = text[last + len(CLOSERS[markup]) : last + 6]
    signs = "\\" if markup[0] == "$" else "\\=^_"
    if not content.strip(" \t\r\n\\") or (
        _PROSE.search(content) and not any(sign in content for sign in signs)
    ):
        return False
    if markup == "\\[":
        return not (after[:1] == "(" and "\n" not in content)  # an escaped link
    if markup == "$$":
        return content[0] != "$" and after[:1] != "$"
    return markup != "$" or _is_between_dollars(content, after, text[at - 1] if at else "")


def _is_between_dollars(content: str, after: str, before: str) -> bool:
    if content[0].isspace() or content[-1].isspace() or after[:1].isdigit():
        return False  # Pandoc's rule
    if after[:1].isalpha() and after[0].isascii() and not _ORDINAL.match(after):
        return False
    if after.startswith(("{", "<<")) or content[-1] == '"' or (content[-1] == "=" and after[:1] == "("):
        return False  # ${…}, "$(…)", x=$(…): a shell's; $<<…>>: a calculator's
    if content[-1] in "([{" and len(content) > 2 and content[-2] != "\\":
        return False
    if content.find("}") >= 0 and not 0 <= content.find("{") < content.find("}"):
        return False
    return not before.isdigit() or content[0].isalpha() or content[0] == "\\"


def find_closer(text: str, start: int, end: int, markup: str, closer: str, memory: Memory) -> tuple[int, int]:
    """Where `closer` stands in text[start:end], or -1; and how far was looked.

    What is inside \\text{…} closes nothing. A backtick or the same opener again ends the search: what seemed to be an
    opener was none.
    """
    if closer.startswith("\\end"):
        return _find_end(text, start, end, closer)
    at = start
    while (sign := _SIGN.search(text, at, end)) is not None:
        what, at = sign[0], sign.end()
        if what == closer or (what == "$$" and closer == "$"):
            return sign.start(), sign.start()
        if what == markup or (what[0] == "$" and closer[0] == "$") or (what == "`" and closer != "\\]"):
            return -1, sign.start()
        if what in _TEXT_COMMANDS and text[at : at + 1] == "{":
            at = max(at, _partners(text, memory).get(at, at))
    return -1, end


def _find_end(text: str, start: int, end: int, closer: str) -> tuple[int, int]:
    opener = "\\begin" + closer.removeprefix("\\end")
    depth, at = 1, start
    while True:
        found = text.find(closer, at, end)
        if found < 0:
            return -1, end
        depth += text.count(opener, at, found) - 1
        at = found + len(closer)
        if depth == 0:
            return found, at


def _partners(text: str, memory: Memory) -> dict[int, int]:
    """For every opening brace that is closed: where. Looked up once per text."""
    kept: dict[str, dict[int, int]] = memory.setdefault(_BRACES, {})
    partners = kept.get(text)
    if partners is None:
        partners = kept[text] = {}
        opened: list[int] = []
        for brace in re.finditer(r"\\.|[{}]", text, re.DOTALL):
            if brace[0] == "{":
                opened.append(brace.start())
            elif brace[0] == "}" and opened:
                partners[opened.pop()] = brace.start()
    return partners
