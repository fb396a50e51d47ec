"""Names of a template that look like others: with characters that nobody sees, or that turn the order of letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from hdclient.model.base import JsonValue
from hdclient.model.template import Template
from hdclient.templates.structure import Fault, Path

_NAMES = frozenset({"id", "name", "group", "stage", "within", "parent", "exclusive", "role"})
"""Fields that name a thing, or speak of one by its name."""
_LISTS = frozenset({"was", "reveals"})


def unseen_characters(template: Template) -> Iterator[Fault]:
    """Names with zero-width characters, direction marks or control characters: two that look alike would differ."""
    for part in (
        "slots",
        "data",
        "stages",
        "groups",
        "questions",
        "checks",
        "computed",
        "escapes",
        "exports",
    ):
        for at, one in enumerate(getattr(template, part)):
            for path, name in _names(one.plain(), (part, at)):
                if (found := _unseen(name)) is not None:
                    text = (
                        f"The name has a character that cannot be seen ({found}): it looks like another name."
                    )
                    yield Fault(path, "", text, "Write it anew by hand.")


def _names(value: JsonValue, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and name in _NAMES:
                yield (*path, name), inner
            elif name in _LISTS and isinstance(inner, list | tuple):
                yield from (((*path, name, at), one) for at, one in enumerate(inner) if isinstance(one, str))
            else:
                yield from _names(inner, (*path, name))
            if name == "fields" and isinstance(inner, dict):
                yield from (((*path, name, field), field) for field in inner)
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _names(inner, (*path, at))


def _unseen(name: str) -> str | None:
    """The first such character, as U+200B ZERO WIDTH SPACE. Letters of every script are names."""
    for one in name:
        if unicodedata.category(one) in ("Cf", "Cc", "Zl", "Zp"):
            return f"U+{ord(one):04X} {unicodedata.name(one, '')}".strip()
    return None
