"""Items that questions are repeated over or ask about: claims, steps, references, rubric lines of a task's data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hdclient.model.base import JsonValue, Value, canonical, sha256_hex

_TITLES = ("title", "text", "claim", "step", "content", "criterion", "name", "label", "question")
"""Members that say what an item is, the first that is there."""


class Item(Value, frozen=True, kw_only=True):
    """One item. `data` is what the task says of it, as it is there."""

    id: str
    title: str = ""
    data: JsonValue = None


def items_from(value: JsonValue) -> tuple[Item, ...]:
    """The items of a list in a task's data; () for what is no list.

    An object is known by its `id`. What has none is known by what it says, so that it keeps its id wherever it stands;
    of several that say exactly the same, the second is told apart by a count.
    """
    if not isinstance(value, list):
        return ()
    found: list[Item] = []
    seen: Counter[str] = Counter()
    for one in value:
        item_id = _id_of(one)
        seen[item_id] += 1
        unique = item_id if seen[item_id] == 1 else f"{item_id}-{seen[item_id]}"
        found.append(Item(id=unique, title=title_of(one), data=one))
    return tuple(found)


def doubled(value: JsonValue) -> Sequence[str]:
    """Ids that two entries of a list claim; each must be an entry's own."""
    if not isinstance(value, list):
        return ()
    given = Counter(str(one["id"]) for one in value if isinstance(one, dict) and _has_id(one))
    return [item_id for item_id, times in given.items() if times > 1]


def title_of(value: JsonValue) -> str:
    """What an entry says of itself, in one text; "" when it says nothing that can be read."""
    if isinstance(value, dict):
        for name in _TITLES:
            if isinstance(value.get(name), str) and value[name]:
                return str(value[name])
        return str(value.get("id", "")) if _has_id(value) else ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""


def _has_id(value: dict[str, JsonValue]) -> bool:
    found = value.get("id")
    return (isinstance(found, str) and bool(found)) or (
        isinstance(found, int) and not isinstance(found, bool)
    )


def _id_of(value: JsonValue) -> str:
    if isinstance(value, dict) and _has_id(value):
        return str(value["id"])
    return "i" + sha256_hex(canonical(value))[:12]
