"""What a person wrote in earlier submissions, for the local check that finds a reason given twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from hdclient.templates.written_checks import MOST_CHARS, normal, text_of


def texts_of(bodies: Iterable[bytes]) -> frozenset[str]:
    """The texts of these submissions by their words alone; a body that cannot be read has none."""
    found: set[str] = set()
    for body in bodies:
        try:
            answers = msgspec.json.decode(body).get("answers")
        except (msgspec.DecodeError, AttributeError):
            continue
        for value in answers.values() if isinstance(answers, dict) else ():
            found.add(normal(text_of(value if isinstance(value, dict) else None)[:MOST_CHARS]))
    return frozenset(found - {""})
