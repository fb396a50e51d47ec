"""Who says what in the scripted campaign: plain tables. script.py works from them, expected.py foretells the export.

Tasks are known by their numbers, 0 to 29. Each is answered by two of the three trainers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from hdclient.model.base import sha256_hex
from tests.helpers.picture_files import png

WIDE, HIGH = 300, 200
PICTURE = png(WIDE, HIGH)
"""Stands below the words of every response."""
ASSET = {"sha256": sha256_hex(PICTURE), "media_type": "image/png", "size": len(PICTURE), "name": "sky.png"}
TASKS = 30
TRAINERS = ("ann", "ben", "cho")
REVIEWERS = ("rita", "rolf")
JUDGE = "judge"
CATEGORIES = ("judgement", "reason", "language")

FIRST_N = 4
"""First submissions of each trainer that are reviewed."""
PER_TRAINER = 20
"""Tasks that a trainer is given at once."""
PER_REVIEWER = 6
"""Reviews that a reviewer is given at once: half of the first round, so that both have some."""


def winner(trainer: str, task: int) -> str:
    """Which response a trainer prefers. They differ on every sixth task."""
    if task % 6 == 0:
        return "x" if TRAINERS.index(trainer) == task % 3 else "y"
    return own_winner(task)


def own_winner(task: int) -> str:
    """Which response a reviewer prefers who has not seen what was answered."""
    return "x" if task % 2 else "y"


def candidates() -> list[dict[str, Any]]:
    """Both responses, as tasks are made of them."""
    image = {"kind": "image", "asset": ASSET, "alt": "A sky"}
    return [{"id": one, "content": [{"kind": "text", "text": f"Answer {one}"}, image]} for one in "xy"]


def preference(chosen: str) -> dict[str, Any]:
    """A preference for "x" or "y", as an answer."""
    strength = -2 if chosen == "x" else 2
    return {"verdict": "preferred", "winner": chosen, "strength": strength, "pair": ["x", "y"]}


def reason(trainer: str, task: int) -> str:
    """Why, with a typing error in it on some tasks."""
    word = "becuase" if has_error(task) else "because"
    return f"I chose it {word} of task {task}, says {trainer}."


def has_error(task: int) -> bool:
    """Whether the reason is written with a typing error."""
    return task % 4 == 2


class Change(NamedTuple):
    """A change of the reason: a word (from 0) is to be another one; `word` -1: something is put behind all of it."""

    word: int
    before: str
    after: str


MENDED = (Change(3, "becuase", "because"),)
"""What a reviewer mends by themselves."""
TAKEN, DECLINED = Change(1, "chose", "prefer"), Change(-1, "", " (rule 1.2)")
ASKED = (TAKEN, DECLINED)
"""What a reviewer suggests with a return; the trainer takes the first over and declines the second."""


def changed(text: str, *changes: Change) -> str:
    """The text with changes."""
    for change in changes:
        text = text + change.after if change.word < 0 else text.replace(change.before, change.after)
    return text


SAID_AGAIN = " Said again."


def reworked(text: str) -> str:
    """The reason after the rework."""
    return changed(text, TAKEN) + SAID_AGAIN


class Said(NamedTuple):
    """A comment of a reviewer. `quote`: the words that it is about, of the reason or of a `response`.

    `place`: the keys that draw a box upon the response's picture, and its corners.
    """

    text: str
    severity: str
    category: str
    rule: str
    quote: str
    response: str = ""
    place: tuple[tuple[str, ...], tuple[tuple[int, int], tuple[int, int]]] | None = None


DOWN = ("Ctrl+Down", "Return", "Ctrl+Right", "Ctrl+Down", "Return")
BOX = ((WIDE // 2, HIGH // 2 + 1), (WIDE // 2 + 1, HIGH // 2 + 2))
"""From the middle of the picture one pixel down, and from there one to the right and one down."""


def comments(trainer: str, task: int, decision: str) -> tuple[Said, ...]:
    """What a reviewer says of a submission, in this order."""
    if decision == "return":
        return (
            Said("This has no words.", "issue", "missed", "", "Answer", winner(trainer, task)),
            Said("Here is no sky.", "issue", "language", "", "", winner(trainer, task), (DOWN, BOX)),
            Said("Say which rule you follow.", "blocking", CATEGORIES[task % 3], "1.2", "chose"),
        )
    if decision == "accept_with_edits":
        return (Said("A typing error.", "nit", "language", "", "becuase"),)
    return ()


def changes(decision: str) -> tuple[Change, ...]:
    """What a reviewer changes in the reason."""
    return {"return": ASKED, "accept_with_edits": MENDED}.get(decision, ())


PROPOSED = 3
"""How well it fits, says the reviewer who accepts with edits."""
REPLY, CONTESTED = "Done as you say.", "The rule says otherwise."
UNCLEAR = "Two people read it in two ways."
RULE = "1.2"


def decision(trainer: str, task: int, nth: int) -> str:
    """What becomes of the first revision of a trainer's `nth` submission (from 0), if it is reviewed."""
    if nth == 0:
        return "return"
    if has_error(task):
        return "accept_with_edits"
    return "escalate" if (trainer, nth) == ("cho", 3) else "accept"


def appeals(trainer: str) -> bool:
    """Whether a trainer contests the return, instead of revising the work."""
    return trainer == "cho"


OUTCOMES = ("final", "both_defensible", "guideline_gap", "bad_item")
"""Of adjudications, in the order of the tasks; all later ones are final too."""


def outcome(nth: int) -> str:
    """What the adjudicator finds of the nth disputed task, in the order of their numbers."""
    return OUTCOMES[nth] if nth < len(OUTCOMES) else "final"


def takes_parts(task: int) -> bool:
    """Whether the final answer is put together of parts of two people, instead of being all of one."""
    return task % 4 == 0
