"""The colours as data: one table of tokens for light, one for dark, and the pairs that must be readable.

Must not know Qt or who paints with them; `ui/theme.py` puts them on the application.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace


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
    found: str
    """Ground of what was looked for."""
    found_here: str
    """Ground of the occurrence at hand."""
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
    found="#FFF1B8",
    found_here="#FFD24D",
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
    found="#4A3F10",
    found_here="#7A6410",
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

# High contrast: text 7:1 and edges 4.5:1 (WCAG 1.4.6), and every card has an edge that can be seen.
CONTRAST_LIGHT = replace(
    LIGHT,
    name="contrast_light",
    window="#FFFFFF",
    sunken="#F2F2F2",
    border="#4A4A4A",
    border_strong="#000000",
    text="#000000",
    text2="#1A1A1A",
    text3="#2E2E2E",
    accent="#0033A0",
    accent_soft="#E0E8FF",
    accent_text="#00247A",
    ok="#004D1A",
    warn="#5C3500",
    err="#8A0000",
    mark="#EBDDFF",
    mark_line="#4A2A8A",
    mark_here="#CDB8F5",
    found="#FFF1B8",
    found_here="#FFD24D",
    dimmed="#595959",
    scrim="#B3000000",
    slots=("#00527A", "#7A3500", "#4F2090", "#14501C", "#7D1247", "#404500", "#1F3A85", "#6B2318", "#004F4C"),
    code={
        "keyword": "#6A0F6C",
        "type": "#004A62",
        "function": "#00247A",
        "name": "#000000",
        "constant": "#6B3800",
        "string": "#00501F",
        "number": "#6B3800",
        "comment": "#3D4652",
        "operator": "#2B2B2B",
        "decorator": "#5C3508",
        "tag": "#6A0F6C",
        "heading": "#00247A",
        "inserted": "#00501F",
        "deleted": "#7D0E08",
    },
)

CONTRAST_DARK = replace(
    DARK,
    name="contrast_dark",
    window="#000000",
    surface="#000000",
    raised="#0A0A0A",
    sunken="#141414",
    border="#B0B0B0",
    border_strong="#FFFFFF",
    text="#FFFFFF",
    text2="#F0F0F0",
    text3="#D6D6D6",
    accent="#A8C0FF",
    on_accent="#000000",
    accent_soft="#16245C",
    accent_text="#C4D3FF",
    ok="#7CF0A6",
    ok_soft="#062B14",
    warn="#FFCC66",
    warn_soft="#332200",
    err="#FFB3AD",
    err_soft="#4A100C",
    mark="#2E2350",
    mark_line="#C9B3FF",
    mark_here="#4A3A80",
    found="#403800",
    found_here="#665900",
    dimmed="#A0A0A0",
    scrim="#CC000000",
    slots=("#7AD4FF", "#FFC08A", "#D9BEFF", "#9CEBA6", "#FFB8D9", "#E6E96E", "#B8C8FF", "#FFC2B8", "#7FEAE2"),
    code={
        "keyword": "#F0C2F5",
        "type": "#9ADDF7",
        "function": "#C4D3FF",
        "name": "#FFFFFF",
        "constant": "#FFD09E",
        "string": "#B0F0C0",
        "number": "#FFD09E",
        "comment": "#C8CED8",
        "operator": "#F0F0F0",
        "decorator": "#F5DBB0",
        "tag": "#F0C2F5",
        "heading": "#C4D3FF",
        "inserted": "#B0F0C0",
        "deleted": "#FFB3AD",
    },
)

PALETTES: Mapping[str, Tokens] = {
    tokens.name: tokens for tokens in (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)
}


def tint(tokens: Tokens, number: int, *, strong: bool = False) -> str:
    """The ground of what a person has marked as the kind `number`: the hue of a letter badge, laid on thinly."""
    hue, page = tokens.slots[number % len(tokens.slots)], tokens.surface
    share = (0.26 if strong else 0.16) if tokens.dark else (0.28 if strong else 0.15)
    parts = ((int(hue[at : at + 2], 16), int(page[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02X}" for one, other in parts)


def tokens_for(*, dark: bool, contrast: bool) -> Tokens:
    """The palette of these two wishes."""
    return PALETTES[("contrast_" if contrast else "") + ("dark" if dark else "light")]


_GROUNDS = ("window", "surface", "raised", "sunken")

# (foreground, grounds it may stand on, least contrast): WCAG 2.2 1.4.3 for text, 1.4.11 for edges and focus.
PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("text", (*_GROUNDS, "accent_soft", "mark", "mark_here", "found", "found_here"), 4.5),
    ("text2", (*_GROUNDS, "accent_soft", "mark", "found"), 4.5),
    ("text3", _GROUNDS, 4.5),
    ("on_accent", ("accent",), 4.5),
    ("accent_text", ("window", "surface", "raised", "accent_soft", "mark", "found"), 4.5),
    ("ok", ("surface", "ok_soft"), 4.5),
    ("warn", ("window", "surface", "raised", "warn_soft"), 4.5),
    ("err", ("surface", "raised", "err_soft"), 4.5),
    ("border_strong", _GROUNDS, 3.0),
    ("accent", _GROUNDS, 3.0),
    ("mark_line", (*_GROUNDS, "mark"), 3.0),
    ("dimmed", _GROUNDS, 3.0),
)
