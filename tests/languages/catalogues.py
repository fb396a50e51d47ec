"""Finds the words in the source and keeps the catalogues: `python -m tests.languages`, or `make words`.

The .po files are what translators edit; the .mo files are made from them and are what the program reads. Both are in
version control, and tests hold them against the source and against each other.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from hdclient.words import FOLDER, LANGUAGES

ROOT = Path(__file__).parents[2]
MARKS = {"tr": 1, "marked": 1, "trn": 2, "trc": 2}
TRANSLATED = tuple(code for code in LANGUAGES if code != "en")
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # a date would change with every run and say nothing


def in_source(locale: str | None = None) -> Catalog:
    """All that is marked in the source, without translations."""
    catalogue = Catalog(
        locale=locale,
        header_comment="# The words of hdclient. Made by `make words`; translations are written in here.",
        project="hdclient",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        creation_date=_UNDATED,
        revision_date=_UNDATED,
        fuzzy=False,
    )
    for package in ("hdclient", "ui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            place = [(path.relative_to(ROOT).as_posix(), 0)]
            for message, context in _marked_in(path):
                catalogue.add(message, locations=place, context=context)
    return catalogue


def _marked_in(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """(message, context) of every marked sentence. By the syntax tree: Babel's own reader passes over f-strings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS):
            continue
        texts = [
            one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        if len(texts) < MARKS[node.func.id]:
            continue  # the definition itself; tests/architecture/test_words.py finds what is wrong
        if node.func.id == "trn":
            yield (texts[0], texts[1]), None
        elif node.func.id == "trc":
            yield texts[1], texts[0]
        else:
            yield texts[0], None


def of(code: str) -> Catalog:
    """The catalogue as its .po file has it."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def updated(code: str) -> Catalog:
    """All of the source, with the translations that the .po file has; what is new has none, and nothing is guessed."""
    fresh = in_source(code)
    path = FOLDER / f"{code}.po"
    if path.is_file():
        known = of(code)
        for message in messages(fresh):
            if (old := known.get(message.id, message.context)) is not None and old.id == message.id:
                message.string = old.string
    return fresh


def as_po(catalogue: Catalog) -> bytes:
    """The text of the .po file."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The bytes of the .mo file."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def messages(catalogue: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in catalogue if message.id)


def forms(message: Message) -> tuple[str, ...]:
    """The translation, or each of its plural forms."""
    given = message.string or ""
    return (given,) if isinstance(given, str) else tuple(form or "" for form in given)


def untranslated(catalogue: Catalog) -> list[str]:
    """The English of what lacks a translation, or one of its forms."""
    return [
        english(message)
        for message in messages(catalogue)
        if not all(forms(message)) or (message.pluralizable and len(forms(message)) != catalogue.num_plurals)
    ]


def english(message: Message) -> str:
    """What stands in the source; the form for many, where there are two."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def placeholders(text: str) -> set[str]:
    """The names in braces, with their formats."""
    return {f"{name}:{form}" for _, name, form, _ in Formatter().parse(text) if name is not None}


def wrong_placeholders(catalogue: Catalog) -> list[str]:
    """Translations that name other things than the English. A form may do without the number: "one task"."""
    found = []
    for message in messages(catalogue):
        wanted = placeholders(english(message))
        number = {one for one in wanted if one.startswith("count:")} if message.pluralizable else set()
        for form in forms(message):
            if form and not (wanted - number <= placeholders(form) <= wanted):
                found.append(f"{english(message)} → {form}")
    return found


def wrong_ends(catalogue: Catalog) -> list[str]:
    """Translations that begin or end with other blanks, or lack the full stop of a sentence."""
    found = []
    for message in messages(catalogue):
        text = english(message)
        for form in forms(message):
            if form and (_blanks(text) != _blanks(form) or text.endswith(".") != form.endswith(".")):
                found.append(f"{text} → {form}")
    return found


def _blanks(text: str) -> tuple[str, str]:
    return re.match(r"\s*", text)[0], re.search(r"\s*$", text)[0]  # type: ignore[index]
