"""The colours as data: one table of tokens for light, one for dark, and the pairs that must be readable.

Must not know Qt or who paints with them; `ui/theme.py` puts them on the application.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Tokens(Struct, frozen=True):
    """One palette. Every pair that is used together is in `PAIRS`, and a test computes its contrast."""

    name: str
    dark: bool
    window: str
    surface: str
    raised: str
    sunken: str
    border: str
    border_strong: str
    text: str
    text2: str
    text3: str
    accent: str
    on_accent: str
    accent_soft: str
    accent_text: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    err: str
    err_soft: str
    mark: str
    """Ground of what differs between two responses. One neutral hue for both: no side is the right one."""
    mark_line: str
    mark_here: str
    """Ground of the difference at hand."""
    dimmed: str
    """Text that is the same in both, on demand."""
    scrim: str
    """Laid over the window behind a sheet, with its own alpha (#AARRGGBB)."""
    slots: tuple[str, ...] = ()
    """Letter badges A … I. Never green against red for A and B."""
    code: Mapping[str, str] = field(default_factory=dict)
    """Colours of code tokens; the names are those of hdclient.content.code.CODE_TOKENS. Read on `sunken`."""


LIGHT = Tokens(
    name="light",
    dark=False,
    window="#F6F7F9",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#EEF0F3",
    border="#D5DAE1",
    border_strong="#7B8594",
    text="#1A1F27",
    text2="#4A5361",
    text3="#626C7A",
    accent="#3B5BDB",
    on_accent="#FFFFFF",
    accent_soft="#E7ECFD",
    accent_text="#2F4AC0",
    ok="#1F7A43",
    ok_soft="#E3F5EA",
    warn="#8A5300",
    warn_soft="#FDF1DC",
    err="#B3261E",
    err_soft="#FCE8E6",
    mark="#EAE4F7",
    mark_line="#7A5FB5",
    mark_here="#D5C7F1",
    dimmed="#7B8594",
    scrim="#66181C24",
    slots=("#0B6E99", "#9A4A00", "#6B3FA0", "#297030", "#A12B66", "#5C6300", "#34509E", "#8A3B2E", "#0B6E6A"),
    code={
        "keyword": "#8A2A8C",
        "type": "#0B6480",
        "function": "#2F4AC0",
        "name": "#1A1F27",
        "constant": "#8A4B00",
        "string": "#1B6B3A",
        "number": "#8A4B00",
        "comment": "#5C6675",
        "operator": "#4A5361",
        "decorator": "#7A4A12",
        "tag": "#8A2A8C",
        "heading": "#2F4AC0",
        "inserted": "#1B6B3A",
        "deleted": "#A3211A",
    },
)

DARK = Tokens(
    name="dark",
    dark=True,
    window="#14171C",
    surface="#1B1F26",
    raised="#232831",
    sunken="#101318",
    border="#323945",
    border_strong="#768193",
    text="#E6E9EE",
    text2="#B4BCC8",
    text3="#949EAD",
    accent="#8EA5FF",
    on_accent="#0F1530",
    accent_soft="#25305A",
    accent_text="#A9BAFF",
    ok="#6CD393",
    ok_soft="#16321F",
    warn="#F0B455",
    warn_soft="#3A2A10",
    err="#FF9A92",
    err_soft="#44201D",
    mark="#332B4A",
    mark_line="#A68FE0",
    mark_here="#4A3B72",
    dimmed="#768193",
    scrim="#A6080A0E",
    slots=("#5CC4F0", "#FFB071", "#C9A6FF", "#7FD98A", "#FF9ECB", "#D3D65A", "#9DB4FF", "#F2A99C", "#5FD6CE"),
    code={
        "keyword": "#E0A3E8",
        "type": "#6CC9EE",
        "function": "#A9BAFF",
        "name": "#E6E9EE",
        "constant": "#F2B877",
        "string": "#8FD9A4",
        "number": "#F2B877",
        "comment": "#949EAD",
        "operator": "#B4BCC8",
        "decorator": "#E3C08A",
        "tag": "#E0A3E8",
        "heading": "#A9BAFF",
        "inserted": "#8FD9A4",
        "deleted": "#FF9A92",
    },
)

_GROUNDS = ("window", "surface", "raised", "sunken")

# (foreground, grounds it may stand on, least contrast): WCAG 2.2 1.4.3 for text, 1.4.11 for edges and focus.
PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("text", (*_GROUNDS, "accent_soft", "mark", "mark_here"), 4.5),
    ("text2", (*_GROUNDS, "accent_soft", "mark"), 4.5),
    ("text3", _GROUNDS, 4.5),
    ("on_accent", ("accent",), 4.5),
    ("accent_text", ("window", "surface", "raised", "accent_soft", "mark"), 4.5),
    ("ok", ("surface", "ok_soft"), 4.5),
    ("warn", ("surface", "warn_soft"), 4.5),
    ("err", ("surface", "raised", "err_soft"), 4.5),
    ("border_strong", _GROUNDS, 3.0),
    ("accent", _GROUNDS, 3.0),
    ("mark_line", (*_GROUNDS, "mark"), 3.0),
    ("dimmed", _GROUNDS, 3.0),
)
