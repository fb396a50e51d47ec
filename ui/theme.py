"""The look as data (colour tokens, type scale, spacing) and the one function that puts it on the application.

Nothing else in the program names a colour or a font. A widget that keeps something made from the theme has a
method `theme_changed()`, which is called after every change; what is painted from `color()` needs nothing.
Fusion (asked for when the application is made: `STYLE_ARGUMENTS`) and an explicit palette everywhere:
`QStyleHints.setColorScheme()` does nothing where no desktop theme is loaded, so the desktop's scheme is only ever
read, for the choice "system".
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache

from msgspec import Struct, field
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

STYLE_ARGUMENTS = ("-style", "Fusion")
"""For QApplication's argument list. `QApplication.setStyle` would do the same and cost 6 ms at start-up: it returns an
object of a class private to Qt, for which PySide loads all of its own."""

CHOICES = ("system", "light", "dark")

# Pixels at scale 1, all on a grid of 4.
SPACE = {"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 20, "xxl": 24, "xxxl": 32}
RADIUS = {"cap": 4, "control": 6, "card": 10, "sheet": 12}
TYPE = {"caption": 12, "ui": 14, "reading": 15, "section": 17, "page": 22}
CONTROL_HEIGHT = 34
TARGET_MIN = 24
CONTENT_SIZES = (13, 14, 15, 16, 18, 20, 22, 26)
SCALES = (1.0, 1.15, 1.3, 1.5, 2.0)
FADE_MS = 120

_UI_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Liberation Sans", "DejaVu Sans")
_MONO_FAMILIES = (
    "JetBrains Mono",
    "Cascadia Mono",
    "SF Mono",
    "Menlo",
    "Consolas",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
)


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
    scrim: str
    """Laid over the window behind a sheet, with its own alpha (#AARRGGBB)."""
    slots: tuple[str, ...] = ()
    """Letter badges A … I. Never green against red for A and B."""
    code: Mapping[str, str] = field(default_factory=dict)
    """Colours of code tokens; the names are those of hdclient.content.CODE_TOKENS. Read on `sunken`."""


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
    ("text", (*_GROUNDS, "accent_soft"), 4.5),
    ("text2", (*_GROUNDS, "accent_soft"), 4.5),
    ("text3", _GROUNDS, 4.5),
    ("on_accent", ("accent",), 4.5),
    ("accent_text", ("window", "surface", "raised", "accent_soft"), 4.5),
    ("ok", ("surface", "ok_soft"), 4.5),
    ("warn", ("surface", "warn_soft"), 4.5),
    ("err", ("surface", "raised", "err_soft"), 4.5),
    ("border_strong", _GROUNDS, 3.0),
    ("accent", _GROUNDS, 3.0),
)

_R = QPalette.ColorRole

# Palette role → token. Labels take their tone from a role (`TONES`): a new palette repaints them unasked.
ROLES: dict[QPalette.ColorRole, str] = {
    _R.Window: "window",
    _R.WindowText: "text",
    _R.Base: "surface",
    _R.AlternateBase: "sunken",
    _R.Text: "text",
    _R.Button: "raised",
    _R.ButtonText: "text",
    _R.ToolTipBase: "raised",
    _R.ToolTipText: "text",
    _R.PlaceholderText: "text3",
    _R.BrightText: "text2",
    _R.Highlight: "accent",
    _R.HighlightedText: "on_accent",
    _R.Accent: "accent",
    _R.Link: "accent_text",
    _R.LinkVisited: "err",
    _R.Light: "raised",
    _R.Midlight: "border",
    _R.Mid: "border",
    _R.Dark: "border_strong",
    _R.Shadow: "border_strong",
}

TONES: dict[str, QPalette.ColorRole] = {
    "text": _R.WindowText,
    "text2": _R.BrightText,
    "text3": _R.PlaceholderText,
    "accent_text": _R.Link,
    "err": _R.LinkVisited,
    "on_accent": _R.HighlightedText,
}


class Look(Struct, frozen=True):
    """What a person may choose."""

    choice: str = "system"
    scale: float = 1.0
    """Size of the program's own text and controls."""
    content_px: int = TYPE["reading"]
    """Size of the text of prompts and responses, in pixels at scale 1."""
    reduced_motion: bool = False


class _State:
    """What is in force. One per process, as the palette of QApplication is."""

    tokens: Tokens = LIGHT
    look: Look = Look()
    watched = False


def current() -> Tokens:
    """The tokens in force."""
    return _State.tokens


def look() -> Look:
    """The choices in force."""
    return _State.look


@cache
def _color(tokens_name: str, token: str) -> QColor:
    tokens = DARK if tokens_name == "dark" else LIGHT
    if token.startswith("slot"):
        return QColor(tokens.slots[int(token[4:]) % len(tokens.slots)])
    if token.startswith("code."):
        return QColor(tokens.code.get(token[5:], tokens.text))
    return QColor(getattr(tokens, token))


def color(token: str) -> QColor:
    """A token in force: "text2", "slot0" for letter A, "code.keyword". Do not change the returned colour."""
    return _color(_State.tokens.name, token)


def slot_token(letter: str) -> str:
    """The token of a candidate's letter badge."""
    return f"slot{ord(letter[:1].upper() or 'A') - ord('A')}"


def px(size: float) -> int:
    """A size at scale 1 in the pixels of now."""
    return round(size * _State.look.scale)


def motion_ms() -> int:
    """How long a fade takes; 0 when motion is not wanted."""
    return 0 if _State.look.reduced_motion else FADE_MS


def font(role: str = "ui", *, strong: bool = False, mono: bool = False) -> QFont:
    """A font of the type scale (`TYPE`), or of the content's own size for the role "content". It is the caller's."""
    return QFont(_font(role, strong, mono, _State.look))


@cache
def _font(role: str, strong: bool, mono: bool, look: Look) -> QFont:
    size = look.content_px if role == "content" else TYPE[role]
    made = QFont(QApplication.font())
    if mono:
        made.setFamilies(list(_MONO_FAMILIES))
        made.setStyleHint(QFont.StyleHint.Monospace)
        made.setFixedPitch(True)
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


def system_is_dark() -> bool:
    """What the desktop asks for; light where it does not say."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply(app: QApplication, wanted: Look) -> None:
    """Puts a look on the application, live: style, palette, font, style sheet, then every widget's hook."""
    dark = wanted.choice == "dark" or (wanted.choice == "system" and system_is_dark())
    tokens = DARK if dark else LIGHT
    if _State.watched and (tokens, wanted) == (_State.tokens, _State.look):
        return
    _State.tokens, _State.look = tokens, wanted
    if not _State.watched:
        _State.watched = True
        QGuiApplication.styleHints().colorSchemeChanged.connect(_follow_system)
    app.setFont(_ui_font())
    app.setPalette(palette(_State.tokens))
    app.setStyleSheet(style_sheet(_State.tokens))
    for widget in app.allWidgets():
        hook = getattr(widget, "theme_changed", None)
        if hook is not None:
            hook()
        widget.update()


def _follow_system() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and _State.look.choice == "system":
        apply(app, _State.look)


@cache
def _system_font() -> QFont:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)


def _ui_font() -> QFont:
    made = QFont(_system_font())
    if sys.platform not in ("win32", "darwin") and QFontInfo(made).family() in (
        "DejaVu Sans",
        "Sans Serif",
        "Sans",
    ):
        # A desktop that names no font of its own: ask for a better one, and take what there is.
        made.setFamilies(list(_UI_FAMILIES))
    made.setPixelSize(px(TYPE["ui"]))
    return made


def palette(tokens: Tokens) -> QPalette:
    """The explicit palette of these tokens; disabled text is quieter."""
    made = QPalette()
    for role, token in ROLES.items():
        made.setColor(role, QColor(getattr(tokens, token)))
    for role in (_R.Text, _R.WindowText, _R.ButtonText, _R.BrightText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text3))
    return made


_SHEET = """
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border_strong}; padding: 4px 8px; }}
QLineEdit, QPlainTextEdit[field="true"], QTextEdit[field="true"], QComboBox, QSpinBox {{
  background: {surface}; color: {text}; border: 1px solid {border_strong}; border-radius: {control}px;
  padding: 0 {s}px; placeholder-text-color: {text3};
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit, QComboBox, QSpinBox {{ min-height: {inner}px; }}
QPlainTextEdit[field="true"], QTextEdit[field="true"] {{ padding: {xs}px {xs}px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit[field="true"]:focus,
QTextEdit[field="true"]:focus {{
  border: 2px solid {accent}; padding: 0 {s1}px; }}
QPlainTextEdit[field="true"]:focus, QTextEdit[field="true"]:focus {{ padding: {xs1}px {xs1}px; }}
QLineEdit:read-only {{ background: {sunken}; border-color: {border}; }}
QLineEdit[bad="true"] {{ border-color: {err}; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {border_strong}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {text3}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QHeaderView::section {{ background: {surface}; color: {text3}; border: 0; border-bottom: 1px solid {border};
  padding: {xs}px {head}px; }}
QTableView {{ background: {surface}; border: 0; gridline-color: {border}; outline: 0;
  selection-background-color: {accent_soft}; selection-color: {text}; }}
QTableView::item {{ padding: 0 {s}px; border: 0; }}
QSplitter::handle {{ background: transparent; }}
"""


def style_sheet(tokens: Tokens) -> str:
    """The one style sheet: fields, scroll bars, tables, tool tips. All else is painted by components."""
    values = {name: getattr(tokens, name) for name in tokens.__struct_fields__}
    sizes = {
        "control": RADIUS["control"],
        "xs": px(SPACE["xs"]),
        "xs1": px(SPACE["xs"]) - 1,
        "s": px(SPACE["s"]),
        "head": px(SPACE["s"]) + 3,  # cells draw their text 3 pixels further in
        "s1": px(SPACE["s"]) - 1,
        "bar": max(12, px(12)),
        "inner": px(CONTROL_HEIGHT) - 4,
    }
    return _SHEET.format(**values, **sizes)
