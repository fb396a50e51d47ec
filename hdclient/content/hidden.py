"""Finds characters that the eye does not see, or takes for others: zero-width, bidi controls, tags, odd spaces.

Must not change text. What scripts and emoji need is left out: joiners between Persian or Indic letters, joiners and
variation selectors inside emoji, the tags of a flag. Categories are those of the Unicode Character Database.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from hdclient.words import tr


class Hidden(NamedTuple):
    """One character that is not seen as what it is. `position` counts code points."""

    position: int
    label: str
    """What stands on its chip: "ZWSP", "RLO", "tag a", "U+E000"."""
    name: str
    """What it is, in words: "zero width space"."""


_LABELS = {
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x2060: "WJ",
    0xFEFF: "BOM",
    0x200E: "LRM",
    0x200F: "RLM",
    0x061C: "ALM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0x00AD: "SHY",
    0x034F: "CGJ",
    0x00A0: "NBSP",
    0x202F: "NNBSP",
    0x2007: "FIGSP",
    0x2009: "THIN",
    0x200A: "HAIR",
    0x2002: "ENSP",
    0x2003: "EMSP",
    0x3000: "IDSP",
    0x2028: "LS",
    0x2029: "PS",
    0x0085: "NEL",
    0x115F: "HCF",
    0x1160: "HJF",
    0x3164: "HF",
    0xFFA0: "HHF",
    0x2800: "BLANK",
    0x180E: "MVS",
}
"""The usual abbreviations; every other character is labelled by its number."""

_CONTROLS = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI "
    "DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
)

_BREAKS = {ord("\n"): "⟨LF⟩", ord("\r"): "⟨CR⟩", ord("\t"): " "}
"""What a line break is in one line."""

_NAMES = {
    0xFEFF: tr("byte order mark (zero width no-break space)"),
    0x2800: tr("blank Braille pattern"),
    0x0085: tr("next line (control character)"),
}

_CANDIDATES = (
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2800\u3000\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff%s]"
)
_BEYOND = "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
_ASCII_CANDIDATES = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|[@-Z\\-_])")

_LOOKED_THROUGH = 20_000

_SEARCHED = 2_000_000
"""Characters of a text that a search looks through: some ten milliseconds."""

_JOINING = (
    (0x0600, 0x08FF),  # Arabic, Syriac, Thaana, N'Ko, Samaritan, Mandaic and their extensions
    (0x0900, 0x0DFF),  # Indic: Devanagari to Sinhala
    (0x0F00, 0x109F),  # Tibetan, Myanmar
    (0x1780, 0x18AF),  # Khmer, Mongolian
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x1B00, 0x1BFF),  # Balinese, Sundanese, Batak
    (0xA840, 0xABFF),  # Phags-pa to Meetei Mayek
    (0xFB50, 0xFDCF),  # Arabic presentation forms
    (0xFDF0, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x10840, 0x10EFF),  # Aramaic to Arabic Extended-C
    (0x11000, 0x1190F),  # Brahmi to Dogra
    (0x1E900, 0x1E95F),  # Adlam
)
"""Blocks of the scripts in which a joiner or a non-joiner between two letters is spelling."""

_PLAIN_EMOJI_BASES = frozenset("#*0123456789\u203c\u2049\u2139\u3030")
"""What a variation selector makes an emoji of though it is no symbol by category."""


def hidden_characters(text: str) -> list[Hidden]:
    """All of them, in order. A line end (\\n or \\r\\n) and a tab are none."""
    return list(find_hidden(text))


def search(text: str, most: int) -> tuple[list[Hidden], bool]:
    """Those among the first `most` suspicious characters of a text's first megabytes, and whether that is all of
    them: for hostile lengths."""
    examined = 0

    def counted(matches: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
        nonlocal examined
        for match in matches:
            examined += 1
            if examined > most:
                return
            yield match

    found = list(_judge(text, counted(_candidates(text, 0, _SEARCHED))))
    return found, examined <= most and len(text) <= _SEARCHED


def find_hidden(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Hidden]:
    """The same as `hidden_characters`, one after the other; those in text[start:end] only."""
    return _judge(text, _candidates(text, start, end))


def _candidates(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    # `re` keeps what it has compiled. The whole one takes a millisecond at a start, and most texts do not need it.
    needed = "" if _is_in_plane(text, start, end) else _BEYOND
    pattern = _ASCII_CANDIDATES if text.isascii() else re.compile(_CANDIDATES % needed)
    return pattern.finditer(text, start, end)


def _is_in_plane(text: str, start: int, end: int) -> bool:
    """Whether all is known to lie below U+10000: what does not takes two in UTF-16. Long texts are not read for it."""
    part = text[start : min(end, start + _LOOKED_THROUGH + 1)]
    return len(part) <= _LOOKED_THROUGH and len(part.encode("utf-16-le", "surrogatepass")) == 2 * len(part)


def _judge(text: str, candidates: Iterable[re.Match[str]]) -> Iterator[Hidden]:
    for match in candidates:
        at = match.start()
        if not _belongs(text, at):
            yield Hidden(at, label_of(text[at]), _name_at(text, at))


def tally(found: Iterable[Hidden]) -> list[tuple[str, str, int]]:
    """(label, name, how often), the most frequent first."""
    counted = Counter((one.label, one.name) for one in found)
    return [(label, name, count) for (label, name), count in counted.most_common()]


@cache
def in_one_line(text: str, most: int) -> str:
    """A name that content gives, to stand beside words of this program: nothing hidden in it can turn or cover those.

    At most so many of its characters: "…" stands for more, ⟨RLO⟩ for a hidden one.
    """
    cut = text[:most]
    made, at = [], 0
    for hidden in find_hidden(cut):
        made += [cut[at : hidden.position], f"⟨{hidden.label}⟩"]
        at = hidden.position + 1
    made.append(cut[at:])
    return "".join(made).translate(_BREAKS) + ("…" if len(text) > most else "")


def label_of(character: str) -> str:
    """The short label of a character, whether it is hidden or not."""
    code = ord(character)
    if code in _LABELS:
        return _LABELS[code]
    if code < 0x20:
        return _CONTROLS.split()[code]
    if code == 0x7F:
        return "DEL"
    if 0xFE00 <= code <= 0xFE0F:
        return f"VS{code - 0xFE00 + 1}"
    if 0xE0100 <= code <= 0xE01EF:
        return f"VS{code - 0xE0100 + 17}"
    if 0xE0021 <= code <= 0xE007E:
        return f"tag {chr(code - 0xE0000)}"
    return f"U+{code:04X}"


@cache
def name_of(character: str) -> str:
    """What a character is, in words."""
    code = ord(character)
    if code in _NAMES:
        return _NAMES[code]
    if code < 0x20 or 0x7F <= code < 0xA0:
        return tr("control character")
    if 0xD800 <= code <= 0xDFFF:
        return tr("half of a character (lone surrogate)")
    if 0xE0000 <= code <= 0xE007F:
        letter = f": {chr(code - 0xE0000)}" if code >= 0xE0021 and code < 0xE007F else ""
        return tr("tag character, never shown") + letter
    if unicodedata.category(character) == "Co":
        return tr("private use: no agreed meaning")
    return unicodedata.name(character, tr("not a character")).lower()


def _name_at(text: str, at: int) -> str:
    if text[at] == "\x1b":
        found = _ANSI.match(text, at)
        if found is not None:
            return tr("ANSI escape sequence “{group}”", group=found.group()[1:40])
    return name_of(text[at])


def _belongs(text: str, at: int) -> bool:
    """Whether script or emoji need this character here."""
    character = text[at]
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    if character == "\r":
        return after == "\n"
    if character in "\u200c\u200d":
        return _joins(character, before, after)
    code = ord(character)
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F:
        return _varies(code, before)
    if 0xE0020 <= code <= 0xE007F:
        return _in_flag(text, at)
    if code == 0x3000:
        return _is_east_asian(before) or _is_east_asian(after)
    return False


def _joins(character: str, before: str, after: str) -> bool:
    """A joiner is spelling between letters of joining scripts and after a virama; ZWJ also inside an emoji."""
    if not before:
        return False
    if unicodedata.combining(before) == 9:
        return True
    if character == "\u200d" and after and _is_emoji_part(before) and _is_emoji_part(after):
        return True
    return bool(after) and _is_joining(before) and _is_joining(after)


def _is_joining(character: str) -> bool:
    code = ord(character)
    return any(low <= code <= high for low, high in _JOINING) and unicodedata.category(character)[0] in "LM"


def _is_emoji_part(character: str) -> bool:
    """Symbols, skin tones, the emoji selector, tags that end a flag."""
    return (
        unicodedata.category(character) in ("So", "Sk", "Sm")
        or character in "\ufe0f\u20e3"
        or 0xE0020 <= ord(character) <= 0xE007F
    )


def _varies(code: int, before: str) -> bool:
    """Whether a variation selector has something before it that it can select."""
    if not before:
        return False
    if 0x180B <= code <= 0x180F and code != 0x180E:
        return 0x1800 <= ord(before) <= 0x18AF
    category = unicodedata.category(before)
    if code in (0xFE0E, 0xFE0F):
        return category in ("So", "Sk", "Sm") or before in _PLAIN_EMOJI_BASES
    return category in ("Lo", "Sm", "So")


def _in_flag(text: str, at: int) -> bool:
    """Whether a tag belongs to a flag: black flag, at most six tags, the cancel tag."""
    start = at
    while start and at - start < 8 and 0xE0020 <= ord(text[start - 1]) <= 0xE007F:
        start -= 1
    found = _FLAG.match(text, start - 1) if start else None
    return found is not None and found.end() > at


_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f")


def _is_east_asian(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF" and character != "\u3000"
