"""Which of Pygments' lexers colours a language, by the name that people write or by the name of a file.

Pygments' own lexers only: installed plug-ins are code that nobody chose. Must not be imported before it is needed:
asking for the first time takes 15 ms.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

# Within the limits of `code.py`, a line of tabs costs this lexer seconds inside a single token, where nothing can ask
# the time (Pygments 2.21, all 600 lexers measured). Can go when code is coloured in a process that can be ended.
_HANGING = frozenset({"Easytrieve"})

_PLAIN = "Text only"
_MEANT = {
    ".as": "ActionScript 3",
    ".h": "C++",
    ".hh": "C++",
    ".sql": "SQL",
    ".pl": "Perl",
    ".pm": "Perl",
    ".t": "Perl",
    ".fs": "F#",
    ".lean": "Lean4",
    ".mm": "Objective-C++",
    ".m": "Objective-C",
    ".asm": "NASM",
    ".s": "GAS",
    ".S": "GAS",
    ".inc": "PHP",
    ".v": "verilog",
    ".cl": "Common Lisp",
    ".feature": "Gherkin",
    ".gd": "GDScript",
    ".xsl": "XSLT",
    ".xslt": "XSLT",
    ".ttl": "Turtle",
}
"""Endings that several lexers claim, and the one that is meant more often than all others."""


@cache
def _aliases() -> dict[str, str]:
    """Alias → name of the lexer."""
    from pygments.lexers import get_all_lexers  # start-up: the first window needs no colours

    return {
        alias.lower(): name
        for name, aliases, _, _ in get_all_lexers(plugins=False)
        if name not in _HANGING
        for alias in aliases
    }


@cache
def _files() -> dict[str, str]:
    """Whole name of a file, or its ending from a point on → name of the lexer. What nobody can tell is left out."""
    from pygments.lexers import get_all_lexers  # start-up

    found: dict[str, set[str]] = {}
    for name, aliases, patterns, _ in get_all_lexers(plugins=False):
        for pattern in patterns:
            key = pattern.removeprefix("*") if pattern.startswith("*.") else pattern
            if aliases and name not in {*_HANGING, _PLAIN} and not set("*?[") & set(key):
                found.setdefault(key, set()).add(name)
    return {key: names.pop() for key, names in found.items() if len(names) == 1} | _MEANT


@cache
def _first_aliases() -> dict[str, str]:
    """Name of the lexer → how its language is called in a fence."""
    from pygments.lexers import get_all_lexers  # start-up

    return {name: aliases[0].lower() for name, aliases, _, _ in get_all_lexers(plugins=False) if aliases}


def language_of_file(path: str) -> str:
    """The language of a file by its name, "python" for "src/pairs.py"; empty when the name does not tell."""
    base = path.rpartition("/")[2].rpartition("\\")[2]
    known = _files()
    name = known.get(base)
    at = base.find(".")
    while name is None and at >= 0:
        name = known.get(base[at:]) or known.get(base[at:].lower())
        at = base.find(".", at + 1)
    return _first_aliases().get(name, "") if name else ""


@cache
def lexer_of(language: str) -> Lexer | None:
    """What colours a language, by one of its names in lower case; None when nobody knows it."""
    from pygments.lexers import find_lexer_class  # start-up

    name = _aliases().get(language)
    if name is None:
        return None
    lexer_class = find_lexer_class(name)
    return None if lexer_class is None else lexer_class(stripnl=False, ensurenl=False)
