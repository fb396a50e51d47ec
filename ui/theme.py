"""The look as data (colours of `ui/tokens.py`, type scale, spacing) and the one function that puts it on the program.

Nothing else names a colour or a font. A widget that keeps something made from the theme has a method
`theme_changed()`, which is called after every change; what is painted from `color()` needs nothing.
Fusion (asked for when the application is made: `STYLE_ARGUMENTS`) and an explicit palette everywhere:
`QStyleHints.setColorScheme()` does nothing where no desktop theme is loaded, so the desktop's scheme is only ever
read, for the choice "system".
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.style_sheet import SHEET, polish_anew
from ui.tokens import DARK, LIGHT, PAIRS, PALETTES, Tokens, tint, tokens_for
from ui.typefaces import SYSTEM, TYPEFACES

__all__ = ["DARK", "LIGHT", "PAIRS", "PALETTES", "Tokens"]

STYLE_ARGUMENTS = ("-style", "Fusion")
"""For QApplication's argument list. `QApplication.setStyle` would do the same and cost 6 ms at start-up: it returns an
object of a class private to Qt, for which PySide loads all of its own."""

CHOICES = ("system", *PALETTES)
"""System follows the desktop, in its wish for contrast too."""

# Pixels at scale 1, all on a grid of 4.
SPACE = {"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 20, "xxl": 24, "xxxl": 32}
RADIUS = {"cap": 4, "control": 6, "card": 10, "sheet": 12}
TYPE = {"caption": 12, "ui": 14, "reading": 15, "section": 17, "page": 22}
CONTROL_HEIGHT = 34
TARGET_MIN = 24
CONTENT_SIZES = (12, 13, 14, 15, 16, 18, 20, 22, 26, 30)
"""80 to 200 % of the usual."""
SCALES = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 2.0)
DENSITIES = {"comfortable": 1.0, "compact": 0.75}
"""How much of a space is left. Text keeps its size, and what is pressed stays large enough."""
MOTION_MS = {"move": 120}
"""What moves is small and says what a key has done; nothing waits for it."""

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
    _R.Midlight: "accent_soft",
    _R.Mid: "border",
    _R.Dark: "border_strong",
    _R.Shadow: "warn",  # the style paints nothing with it
}

TONES: dict[str, QPalette.ColorRole] = {
    "text": _R.WindowText,
    "text2": _R.BrightText,
    "text3": _R.PlaceholderText,
    "accent_text": _R.Link,
    "err": _R.LinkVisited,
    "warn": _R.Shadow,
    "on_accent": _R.HighlightedText,
}


class Look(Struct, frozen=True):
    """What a person may choose."""

    choice: str = "system"
    scale: float = 1.0
    """Size of the program's own text and controls."""
    content_px: int = TYPE["reading"]
    """Size of the text of prompts and responses, in pixels at scale 1."""
    density: str = "comfortable"
    """One of DENSITIES."""
    typeface: str = SYSTEM.id
    """One of ui/typefaces.py, for the program and for what is read in it."""
    reduced_motion: bool = False
    code_numbers: bool = False
    """Line numbers beside code in running text; code that is the content itself always has them."""
    code_wraps: bool = True
    """Whether long lines of code are wrapped, or go on to the right."""


class _State:
    """What is in force. One per process, as the palette of QApplication is."""

    tokens: Tokens = LIGHT
    look: Look = Look()
    watched = False
    sheet_waits = False
    style: QStyleHints | None = None


def current() -> Tokens:
    """The tokens in force."""
    return _State.tokens


def look() -> Look:
    """The choices in force."""
    return _State.look


@cache
def _color(tokens_name: str, token: str) -> QColor:
    tokens = PALETTES[tokens_name]
    if token.startswith("slot"):
        return QColor(tokens.slots[int(token[4:]) % len(tokens.slots)])
    if token.startswith("tint"):
        number, _, strong = token[4:].partition(".")
        return QColor(tint(tokens, int(number), strong=bool(strong)))
    if token.startswith("code."):
        return QColor(tokens.code.get(token[5:], tokens.text))
    return QColor(getattr(tokens, token))


def color(token: str) -> QColor:
    """A token in force: "text2", "slot0" for letter A, "tint0", "tint0.strong", "code.keyword". Never change it."""
    return _color(_State.tokens.name, token)


def slot_token(letter: str) -> str:
    """The token of a candidate's letter badge."""
    return f"slot{ord(letter[:1].upper() or 'A') - ord('A')}"


@contextmanager
def on_paper() -> Iterator[None]:
    """Until its end, what is laid out and painted is for paper: light, and in sizes of its own. No event may be handled
    meanwhile: widgets would paint themselves so."""
    before = _State.tokens, _State.look
    _State.tokens, _State.look = (
        LIGHT,
        replace(_State.look, choice="light", scale=1.0, content_px=TYPE["reading"]),
    )
    try:
        yield
    finally:
        _State.tokens, _State.look = before


def px(size: float) -> int:
    """A size at scale 1 in the pixels of now."""
    return round(size * _State.look.scale)


def gap(size: int) -> int:
    """An empty space in pixels: around and between things. It follows the density, and not the size of text."""
    return round(size * DENSITIES[_State.look.density])


def high(size: float = CONTROL_HEIGHT) -> int:
    """The height of a control or a row: as `px`, lower where things stand close, always high enough for its text."""
    return max(TARGET_MIN, round(px(size) * (0.5 + DENSITIES[_State.look.density] / 2)))


def motion_ms(kind: str = "move") -> int:
    """How long a movement takes; 0 when motion is not wanted."""
    return 0 if _State.look.reduced_motion else MOTION_MS[kind]


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
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100)
        made.setWordSpacing(0)
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


def fonts_added() -> None:
    """Fonts were added to Qt: text that is laid out from now on may use them.

    Qt tells a font of that only the first time (6.11): one that has been used between two additions keeps what it found
    until then. So every font of the look is made anew.
    """
    _font.cache_clear()
    app = QApplication.instance()
    if isinstance(app, QApplication) and _State.watched:
        app.setFont(_ui_font())


def system_is_dark() -> bool:
    """What the desktop asks for; light where it does not say."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def system_wants_contrast() -> bool:
    """What the desktop asks for; no where it does not say."""
    style = QGuiApplication.styleHints()  # kept while it is used: PySide lets go of what hangs on it else
    hints = style.accessibility()
    return hints is not None and hints.contrastPreference() == Qt.ContrastPreference.HighContrast


def target(size: float) -> int:
    """As `px`, for what is pressed: never below what a finger or an unsteady hand can hit (WCAG 2.5.8)."""
    return max(TARGET_MIN, px(size))


def apply(app: QApplication, wanted: Look) -> None:
    """Puts a look on the application, live: style, palette, font, style sheet, then every widget's hook."""
    system = tokens_for(dark=system_is_dark(), contrast=system_wants_contrast())
    tokens = PALETTES.get(wanted.choice, system)
    if _State.watched and (tokens, wanted) == (_State.tokens, _State.look):
        return
    _State.tokens, _State.look = tokens, wanted
    if not _State.watched:
        _State.watched = True
        style = _State.style = QGuiApplication.styleHints()
        style.colorSchemeChanged.connect(_follow_system)
        style.accessibility().contrastPreferenceChanged.connect(_follow_system)
    app.setFont(_ui_font())
    blinking = _blinking()  # asked before it is changed, also where the first look has no motion
    app.setCursorFlashTime(0 if wanted.reduced_motion else blinking)
    app.setPalette(palette(_State.tokens))
    same_sheet = not _put_sheet(app)
    for widget in widgets(app):
        if same_sheet:
            polish_anew(widget)
        hook = getattr(widget, "theme_changed", None)
        if hook is not None:
            hook()
        widget.update()


def widgets(app: QApplication) -> Iterator[QWidget]:
    """All widgets that are there when their turn comes.

    Qt lists bare pointers: were the collector to run while PySide turns them into objects, it could delete some of
    the very widgets that are listed, and the program would crash.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        widgets = app.allWidgets()
    finally:
        if collecting:
            gc.enable()
    return (widget for widget in widgets if isValid(widget))


@contextmanager
def sheet_at_end(app: QApplication) -> Iterator[None]:
    """For many new widgets: the style sheet comes when all are there. Else Qt looks through it again for each of them
    whenever it is put into another one (7 ms of a start)."""
    _State.sheet_waits = True
    try:
        yield
    finally:
        _State.sheet_waits = False
        _put_sheet(app)


def _put_sheet(app: QApplication) -> bool:
    """Whether it was another one."""
    sheet = style_sheet()
    if _State.sheet_waits or app.styleSheet() == sheet:
        return False
    app.setStyleSheet(sheet)
    return True


def _follow_system() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and _State.look.choice == "system":
        apply(app, _State.look)


@cache
def _system_font() -> QFont:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)


@cache
def _blinking() -> int:
    """Milliseconds of the system's text cursor, which stands still without motion."""
    return QApplication.cursorFlashTime()


def _ui_font() -> QFont:
    made = QFont(_system_font())
    face = TYPEFACES[_State.look.typeface]
    if sys.platform not in ("win32", "darwin") and QFontInfo(made).family() in (
        "DejaVu Sans",
        "Sans Serif",
        "Sans",
    ):
        # A desktop that names no font of its own: ask for a better one, and take what there is.
        made.setFamilies(list(_UI_FAMILIES))
    if face.families:
        made.setFamilies([*face.families, *made.families()])
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, face.letter_spacing)
        made.setWordSpacing(px(face.word_spacing))
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


def style_sheet() -> str:
    """The one style sheet, in the sizes of now."""
    sizes = {
        "control": RADIUS["control"],
        "xs": px(SPACE["xs"]),
        "xs1": px(SPACE["xs"]) - 1,
        "s": px(SPACE["s"]),
        "head": px(SPACE["s"]) + 3,  # cells draw their text 3 pixels further in
        "s1": px(SPACE["s"]) - 1,
        "bar": max(12, px(12)),
        "inner": high() - 4,
        "icon": px(16),
    }
    return SHEET.format(**sizes)
