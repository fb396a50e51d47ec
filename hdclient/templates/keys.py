"""The numbers of a screen's questions: Alt and its number leads to a question. Given by one rule, so that none collide.

Digits alone give values of the question at hand, letters are the workspace's own; a template says at most which number
a question has (`key`), and what it does not say is given in the order asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdclient.model.template import Question, Template

MOST = 9


def numbers_for(questions: Sequence[Question]) -> dict[str, int]:
    """A number from 1 to 9 for the questions of a screen by id: their own first, then the free ones in the order asked.

    Of two that want one number the first has it. Those that are left without are reached by next and previous.
    """
    found: dict[str, int] = {}
    for one in questions:
        if one.key.isdecimal() and 1 <= int(one.key) <= MOST and int(one.key) not in found.values():
            found[one.id] = int(one.key)
    free = (number for number in range(1, MOST + 1) if number not in set(found.values()))
    for one in questions:
        if one.id not in found:
            number = next(free, 0)
            if not number:
                break
            found[one.id] = number
    return found


def collisions(template: Template) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(path, sentence) of each `key` that a question cannot have."""
    first = template.stages[0].id if template.stages else ""
    seen: dict[tuple[str, str], str] = {}
    for place, question in enumerate(template.questions):
        path = ("questions", place, "key")
        if not question.key:
            continue
        at = (question.stage or first, question.key)
        if question.key not in "123456789":
            yield path, f'the key "{question.key}" is no number from 1 to 9.'
        elif question.group:
            yield path, "a question that is repeated cannot have one key."
        elif at in seen:
            yield path, f'the key "{question.key}" leads to the question "{seen[at]}" already.'
        seen.setdefault(at, question.id)
