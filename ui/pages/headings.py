"""What stands above the questions of a group: which response, turn, claim or criterion they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hdclient.model.items import Item
from hdclient.model.template import Template
from hdclient.templates.asked import Asked
from hdclient.words import tr


def headings_of(
    template: Template, asked: Iterable[Asked], letters: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """For the first question of every item: what is said above it, the outermost first."""
    groups = {group.id: group for group in template.groups}
    found: dict[str, tuple[str, ...]] = {}
    before: tuple[str, ...] = ()
    for one in asked:
        ids = tuple(item.id for item in one.items)
        if ids and ids != before:
            # Back from the claims of a response to the response itself: its name is said once more.
            new = next((at for at, item in enumerate(ids) if before[at : at + 1] != (item,)), len(ids) - 1)
            group = groups.get(one.group)
            title = group.title if group is not None else ""
            found[one.key] = tuple(_words(one.items, at, title, letters) for at in range(new, len(ids)))
        before = ids
    return found


def place_of(items: Sequence[Item], letters: Mapping[str, str]) -> str:
    """What a question of a group is asked of, in one line: "Response A · Claim 2"."""
    return " · ".join(_words(items, at, "", letters) for at in range(len(items)))


def _words(items: Sequence[Item], at: int, title: str, letters: Mapping[str, str]) -> str:
    item = items[at]
    if item.id in letters:
        return tr("Response {letter}", letter=letters[item.id])
    words = item.title or item.id
    return f"{title} · {words}" if title and at == len(items) - 1 else words
