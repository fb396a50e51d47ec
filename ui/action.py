"""What an action of the program is: one line of the registry (ui/commands.py)."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Effect: TypeAlias = Literal["looks", "changes", "asks", "ends"]
"""What is different afterwards. "looks": nothing but what is in sight. "changes": answers or notes, and one key takes
it back. "asks": nothing yet, there is a question first. "ends": something is sent, closed or given up."""


class Action(Struct, frozen=True):
    """One thing a person can do. `scope` is the page it belongs to, several with spaces between, or "global"."""

    id: str
    title: str
    keys: tuple[str, ...]
    scope: str
    group: str
    effect: Effect

    @property
    def repeats(self) -> bool:
        """Whether holding the key down goes on doing it.

        What gives an answer or sends something never repeats.
        """
        return self.id in REPEATING

    def meets(self, other: Action) -> bool:
        """Whether both can be done on one page: then they cannot share a key."""
        return "global" in (self.scope, other.scope) or bool(
            set(self.scope.split()) & set(other.scope.split())
        )


REPEATING = frozenset(
    {
        "queue.next",
        "queue.previous",
        "receipts.next",
        "receipts.previous",
        "question.next",
        "question.previous",
        "page.down",
        "page.up",
        "line.down",
        "line.up",
        "pane.next",
        "pane.previous",
        "pane.wider",
        "pane.narrower",
        "outline.next",
        "outline.previous",
        "find.next",
        "find.previous",
        "compare.next",
        "compare.previous",
        "comment.next",
        "comment.previous",
        "reviews.next",
        "reviews.previous",
        "rank.up",
        "rank.down",
        "mark.end.later",
        "mark.end.earlier",
        "mark.start.later",
        "mark.start.earlier",
        "rank.previous",
        "rank.next",
        "undo",
        "redo",
    }
)


def action(id_: str, title: str, keys: str, scope: str, group: str, effect: Effect) -> Action:
    return Action(id_, title, tuple(keys.split()), scope, group, effect)
