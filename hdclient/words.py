"""The words that people read, in their language: `tr("Submit")`, `trn("{count} task", "{count} tasks", count)`.

The English sentence stands in the code and is the key of the catalogues (hdclient/locale, made by `make words`). What
changes is put in by name, never by an f-string: `tr("Saved as {name}.", name=path.name)`. The language is chosen once,
before a module with words is imported (docs/adr/0011), so that constants of words may be made at import. This module
imports nothing of ours and, in English, costs a start nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "es": "Español", "ar": "العربية"}
"""What is shipped: the code and the language's own name."""

PSEUDO = "pseudo"
"""English in disguise, for tests: longer, accented, in brackets. What is left plain was not marked for translation."""

FOLDER = Path(__file__).parent / "locale"

_RIGHT_TO_LEFT = frozenset({"ar"})
_SEPARATORS: Mapping[str, tuple[str, str]] = {"de": (".", ","), "es": (".", ","), "ar": (",", ".")}
"""Of thousands and of decimals. Arabic with the digits of the keys: 1 to 7 are pressed, and ids are compared."""

_language = "en"
_find: Callable[[str], str] | None = None
_find_count: Callable[[str, str, int], str] | None = None
_find_in: Callable[[str, str], str] | None = None


def language() -> str:
    """The code of the language in force."""
    return _language


def is_right_to_left() -> bool:
    """Whether the language in force is read from right to left."""
    return _language in _RIGHT_TO_LEFT


def speak(code: str) -> None:
    """Takes the language; English for one that is not here. To be called before what has words is imported."""
    global _language, _find, _find_count, _find_in
    _language, _find, _find_count, _find_in = "en", None, None, None
    if code == PSEUDO:
        from hdclient.pseudo import disguise  # only tests need it

        _find, _find_in = disguise, lambda _context, text: disguise(text)
        _find_count = lambda one, many, count: disguise(one if count == 1 else many)  # noqa: E731
        _language = code
    elif code != "en" and code in LANGUAGES:
        from gettext import GNUTranslations  # start-up: English needs none

        with (FOLDER / f"{code}.mo").open("rb") as file:
            catalogue = GNUTranslations(file)
        _find, _find_count, _find_in = catalogue.gettext, catalogue.ngettext, catalogue.pgettext
        _language = code


def tr(text: str, /, **values: object) -> str:
    """The sentence in the language in force, with `values` put in where it names them."""
    found = text if _find is None else _find(text)
    return _filled(found, values) if values else found


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """As `tr`, for a number of things: a language has up to six forms. `{count}` is the number, `{count:,}` grouped."""
    found = (one if count == 1 else many) if _find_count is None else _find_count(one, many, count)
    return _filled(found, {"count": count, **values})


def trc(context: str, text: str, /, **values: object) -> str:
    """As `tr`, for a word that is another one in other places: `trc("a state", "Open")`, `trc("a button", "Open")`."""
    found = text if _find_in is None else _find_in(context, text)
    return _filled(found, values) if values else found


def marked(text: str, /) -> str:
    """The sentence as it stands, for a constant of a module that is imported before the language is known."""
    return text


def translated(text: str, /) -> str:
    """A `marked` sentence, when it is shown."""
    return text if _find is None else _find(text)


def isolated(text: str) -> str:
    """A name, an id or other foreign text, kept from mixing with the sentence around it when it runs the other way."""
    if text and (is_right_to_left() or (not text.isascii() and any(map(_runs_left, text)))):
        return f"\u2068{text}\u2069"
    return text


def listed(parts: list[str]) -> str:
    """Things one after the other: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{first} and {last}", first=tr(", ").join(parts[:-1]), last=parts[-1])


def _runs_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")


def _filled(text: str, values: Mapping[str, object]) -> str:
    return text.format_map({name: _fitting(value) for name, value in values.items()})


def _fitting(value: object) -> object:
    """A value as it is put into a sentence: foreign text isolated, numbers in the language's form."""
    if isinstance(value, str | Path):
        return isolated(str(value))
    if isinstance(value, int | float) and _language in _SEPARATORS:
        return _Number(value)
    return value


class _Number:
    """A number that formats as the language writes it."""

    def __init__(self, value: float) -> None:
        self._value = value

    def __format__(self, form: str) -> str:
        thousands, decimals = _SEPARATORS[_language]
        plain: Any = format(self._value, form)
        return str(plain).translate({ord(","): thousands, ord("."): decimals})
