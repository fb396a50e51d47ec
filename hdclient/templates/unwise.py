"""Questions that stand where nothing can be judged, and names that mean something else. Reads only the template."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Literal

from hdclient.model.base import InvalidValue
from hdclient.model.template import Question, Template
from hdclient.questions import QUESTION_KINDS
from hdclient.templates.rules import WORDS
from hdclient.templates.structure import asked_of_one
from hdclient.templates.validation import LAYOUT_RANGES

Found = tuple[Literal["error", "warning"], tuple[str | int, ...], str, str]
_ROLES = ("user", "assistant", "system", "tool")


def unwise_places(template: Template) -> Iterator[Found]:
    """(level, path, what and why, how to mend)."""
    yield from _names(template)
    yield from _too_few(template)
    yield from _unseen(template)
    yield from _all_wrong(template)
    yield from _roles(template)


def _roles(template: Template) -> Iterator[Found]:
    """A role that differs in little from one that messages have: its questions would be asked of none."""
    for place, group in enumerate(template.groups):
        for at, role in enumerate(group.roles):
            near = () if role in _ROLES else difflib.get_close_matches(role.casefold(), _ROLES, 1, 0.7)
            if near:
                yield (
                    "warning",
                    ("groups", place, "roles", at),
                    f"Few messages are said by “{role[:64]}”: of no other would anything be asked.",
                    f"Did you mean “{near[0]}”?",
                )


def _all_wrong(template: Template) -> Iterator[Found]:
    """Steps of which whatever is said of them means that they are wrong."""
    for place, question in enumerate(template.questions):
        wrong, mode = question.options.get("wrong"), question.options.get("mode")
        if question.kind != "steps" or not isinstance(wrong, int) or mode == "first_wrong":
            continue
        from hdclient.questions.steps import StepsOptions

        try:
            points = StepsOptions.of({**question.options, "steps": []}).points
        except InvalidValue:
            continue
        if all(point.value <= wrong for point in points):
            yield (
                "warning",
                ("questions", place, "options", "wrong"),
                f"Every point is at most {wrong}: whatever is said of a step, it would be wrong.",
                "Write the greatest point that still means wrong.",
            )


def _names(template: Template) -> Iterator[Found]:
    """In an expression a question goes before all else that has its name."""
    named = [("questions", at, one.id) for at, one in enumerate(template.questions)]
    named += [("computed", at, one.id) for at, one in enumerate(template.computed)]
    for kind, place, name in named:
        if name in WORDS:
            text = f"“{name}” is a word of the expressions: there it would mean this answer."
            yield "warning", (kind, place, "id"), text, "Give it another id."


def _too_few(template: Template) -> Iterator[Found]:
    """What compares responses cannot be asked where there are too few of them."""
    of_one = asked_of_one(template)
    for place, question in enumerate(template.questions):
        kind = QUESTION_KINDS.get(question.kind)
        most = 1 if question.id in of_one else LAYOUT_RANGES[template.layout][1]
        if kind is not None and kind.candidate_range[0] > most:
            yield (
                "error",
                ("questions", place, "kind"),
                f"“{question.kind}” takes at least {kind.candidate_range[0]} responses, and is asked where there "
                f"{'is' if most == 1 else 'are'} {most} at most.",
                "Choose another layout or kind, or take it out of the group.",
            )


def _unseen(template: Template) -> Iterator[Found]:
    """Nothing is judged before it is seen."""
    order = {stage.id: place for place, stage in enumerate(template.stages)}
    seen = {part: place for place, stage in enumerate(template.stages) for part in stage.reveals}
    for place, question in enumerate(template.questions):
        at = order.get(question.stage, 0)
        parts = _parts(question)
        if parts and all(seen.get(part, 0) > at for part in parts):
            later = template.stages[min(seen[part] for part in parts)].title
            yield (
                "warning",
                ("questions", place, "stage") if question.stage else ("questions", place),
                f"What it asks about is not seen before the part “{later}”.",
                "Ask it in that part, or reveal what it asks about earlier.",
            )


def _parts(question: Question) -> tuple[str, ...]:
    """The parts of the task that are needed to answer it; one of them is enough."""
    kind = QUESTION_KINDS.get(question.kind)
    if kind is not None and kind.candidate_range[0] > 1:
        return ("candidates",)
    if question.kind not in ("spans", "image_marks"):
        return ()
    where = question.options.get("where", ["responses"])
    named = [one for one in where if isinstance(one, str)] if isinstance(where, list) else []
    return tuple("candidates" if one == "responses" else one.removeprefix("slot:") for one in named)
