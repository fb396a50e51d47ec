"""Counting words and lines, in the one way that limits, screens and records share; and saying how many there are."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[^\W_]+(?:[’'_.,:/@-][^\W_]+)*")

_SENTENCE_END = re.compile(r"\w[^\w\s]*[.!?…。！？]+[\"'”’)\]]*(?=\s|$)|[。！？]")

_LINE_END = re.compile(r"\r\n?|\n")


def count_words(text: str) -> int:
    """Words as the limits count them; the screen shows the same number."""
    unspaced = 0
    if not text.isascii():
        text, unspaced = _unspaced().subn(" ", text)
    return unspaced + sum(1 for _ in _WORD.finditer(text))


def count_sentences(text: str) -> int:
    """Sentences as the limits count them: what ends with a full stop, a question or an exclamation mark, and a rest."""
    ends = list(_SENTENCE_END.finditer(text))
    rest = text[ends[-1].end() :] if ends else text
    return len(ends) + bool(_WORD.search(rest))


def count_lines(text: str) -> int:
    """Lines of a text; the line end behind the last one begins none."""
    return len(_LINE_END.findall(text)) + (not text.endswith(("\n", "\r")))


def counted(number: int, noun: str) -> str:
    """ "1 task", "1,200 tasks"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@cache
def _unspaced() -> re.Pattern[str]:
    """Scripts written without spaces: each character counts as a word, as word processors do."""
    return re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
