"""A template's escapes as reasons that can be chosen, and back."""

from __future__ import annotations

from collections.abc import Container

from hdclient.model.sensitivity import NOT_FOR_ME
from hdclient.model.template import Template
from hdclient.model.template_parts import Escape

_BETWEEN = ": "


def reasons_of(template: Template, used_up: Container[str] = ()) -> tuple[str, ...]:
    """What a person chooses from: each way out with each of its reasons; the plain reasons where there is none.

    `used_up`: ids of those that have been taken as often as they may be; then "Not for me" is still there.
    """
    if not template.escapes:
        return template.skip_reasons
    left = [escape for escape in template.escapes if escape.id not in used_up]
    return tuple(words for escape in left for words in _words(escape)) or (NOT_FOR_ME,)


def chosen(template: Template, words: str) -> tuple[Escape | None, str]:
    """(way out, its reason) of what was chosen; "Not for me" is none of the template's own."""
    for escape in template.escapes if words != NOT_FOR_ME else ():
        if words in _words(escape):
            return escape, words.removeprefix(escape.label + _BETWEEN) if escape.reasons else words
    return None, words


def _words(escape: Escape) -> tuple[str, ...]:
    if not escape.reasons:
        return (escape.label,)
    return tuple(f"{escape.label}{_BETWEEN}{reason}" for reason in escape.reasons)
