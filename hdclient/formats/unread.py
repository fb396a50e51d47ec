"""What a published row says and nothing is made of: names at any depth that the format does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

_ANY = "*"
_SAME = "="


def unread_in(values: Mapping[str, Any], columns: Sequence[str]) -> Iterator[str]:
    """Each such name once, as a path with dots; lists are passed through.

    `columns` are paths too. What is named without anything below it is read whole ("chosen"); of what is named with
    something below it ("label.steps") nothing else is. "response.*" stands for all names that begin so;
    "prompt.replies=prompt" says that entries of that list have the names of `prompt`.
    """
    yield from dict.fromkeys(_unread(values, _tree(tuple(columns)), _tree(tuple(columns)), ""))


@lru_cache(maxsize=64)
def _tree(columns: tuple[str, ...]) -> dict[str, Any]:
    """Columns by their parts; {} for what is read whole, a text for what has the names of another place."""
    found: dict[str, Any] = {}
    for column in columns:
        path, same, other = column.partition(_SAME)
        if path.endswith(f".{_ANY}"):  # a name with a dot in it, as tables have them
            found[path] = {}
            continue
        *outer, last = path.split(".")
        place = found
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = other if same else place.get(last, {})
    return found


def _at(tree: Mapping[str, Any], path: str) -> Any:
    for part in path.split("."):
        tree = tree[part]
    return tree


def _unread(value: Any, known: Mapping[str, Any], whole: Mapping[str, Any], path: str) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _unread(one, known, whole, path)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            place = f"{path}.{name}" if path else name
            if name not in known:
                if inner not in (None, "", [], {}) and not any(
                    one.endswith(_ANY) and name.startswith(one[:-1]) for one in known
                ):
                    yield place
                continue
            below = known[name]
            if isinstance(below, str):
                below = _at(whole, below)
            if below:
                yield from _unread(inner, below, whole, place)
