"""Questions as those read them who have no form before them: of what is asked item by item, the title says of which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hdclient.model.items import Item
from hdclient.model.template import Question
from hdclient.templates.asked import Asked
from hdclient.words import tr


def named_questions(asked: Iterable[Asked], letters: Mapping[str, str]) -> tuple[Question, ...]:
    """In the order asked; their ids are the addresses of the answers. `letters`: of the responses, by their ids."""
    return tuple(
        one.question.changed(title=titled(one, letters)) if one.items else one.question for one in asked
    )


def titled(one: Asked, letters: Mapping[str, str]) -> str:
    """ "Correctness: Response A, Claim 2"."""
    of = ", ".join(_name(item, letters) for item in one.items)
    return (
        tr("{question}: {of}", question=one.question.title or one.base, of=of) if of else one.question.title
    )


def _name(item: Item, letters: Mapping[str, str]) -> str:
    if item.id in letters:
        return tr("Response {letter}", letter=letters[item.id])
    return item.title or item.id
