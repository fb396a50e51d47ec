"""What Qt must know of the language in force: its direction, its forms of dates and numbers, and Qt's own words.

The words of the program are hdclient/words.py's.
"""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from hdclient import words

_FORMS = {"ar": "ar_AE"}
"""Arabic with the digits of the keys (docs/adr/0011), which this country's form has."""


def settle(app: QApplication) -> None:
    """Before the first window: panes and scales take their direction when they are made."""
    code = words.language()
    QLocale.setDefault(locale_of(code))
    rightwards = not words.is_right_to_left()
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight if rightwards else Qt.LayoutDirection.RightToLeft)
    if code in words.LANGUAGES and code != "en" and app.findChild(QTranslator, code) is None:
        own = QTranslator(app)  # menus of text fields, the file window
        own.setObjectName(code)
        if own.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(own)


def locale_of(code: str) -> QLocale:
    """The system's form where it is of the same language, so that Vienna has its own; else the language's usual one."""
    name = code if code in words.LANGUAGES else "en"
    system, usual = QLocale.system(), QLocale(_FORMS.get(name, name))
    if name not in _FORMS and system.language() == usual.language():
        return system
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom) if name == "en" else usual
