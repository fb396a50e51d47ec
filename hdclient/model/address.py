"""How the answers of repeated questions are named: `question`, `question@item`, `question@item/inner`.

Items are known by ids, never by positions, so that an answer means the same in whatever order they are shown. In an id,
`%`, `@` and `/` are written as `%25`, `%40` and `%2F`: an address names one question of one item, and no two.
"""

from __future__ import annotations

_ESCAPES = (("%", "%25"), ("@", "%40"), ("/", "%2F"))


def address(question_id: str, items: tuple[str, ...] = ()) -> str:
    """The key of an answer: the question's own id where it is not repeated. `items`: ids, the outermost first."""
    if not items:
        return question_id
    return f"{question_id}@{'/'.join(_written(item) for item in items)}"


def question_of(key: str) -> str:
    """The id of the template's question that an answer's key speaks of."""
    return key.partition("@")[0]


def items_of(key: str) -> tuple[str, ...]:
    """The ids of the items, the outermost first; () where the question is not repeated."""
    _, found, rest = key.partition("@")
    return tuple(_read(part) for part in rest.split("/")) if found else ()


def _written(item: str) -> str:
    for plain, escape in _ESCAPES:
        item = item.replace(plain, escape)
    return item


def _read(part: str) -> str:
    for plain, escape in reversed(_ESCAPES):
        part = part.replace(escape, plain)
    return part
