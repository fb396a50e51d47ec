"""Reviewers' and trainers' pages of review work, for `make screenshots`: what waits, a review, what came back, rework.

As in tests/screenshots.py, what is on the pictures was done by key events in the real window.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from hdclient.model.review_policy import QuickComment
from tests.helpers.care_room import CareRoom
from tests.helpers.feedback_room import FeedbackRoom
from tests.helpers.qt import settle, show
from tests.helpers.review_office import candidates_of
from tests.helpers.review_room import ReviewRoom
from tests.helpers.settle_room import SettleRoom
from tests.helpers.shots import room_in
from ui import theme

Keep = Callable[[QWidget, str], None]
TEXTS = candidates_of(
    "Sunlight is a mix of all colours. **Air scatters blue light most**: by the fourth power of its frequency, so blue"
    " some five times as much as red.\n\n1. Light comes from the sun.\n2. Molecules of air send it on in all"
    " directions.\n3. From all sides of the sky, blue reaches the eye.\n\nViolet is scattered even more, but there is"
    " less of it, and our eyes see it less well.",
    "The sky is blue because it reflects the sea. Where there is no sea, the blue comes from the air itself, which is a"
    " little blue, as water is.\n\nAt sunset the air is warmer, and warm air is red.",
)
QUICK = (QuickComment(text="Name the rule that you used."), QuickComment(text="Say which words are wrong."))


def draw(keep: Keep, look: theme.Look, size: QSize) -> None:
    """Draws the pages in this look and size."""
    with room_in(
        lambda folder: ReviewRoom(folder, look=look.choice, candidates=TEXTS, quick=QUICK), look
    ) as room:
        _reviews(room, size, keep)
    with room_in(lambda folder: FeedbackRoom(folder, look.choice, candidates=TEXTS), look) as home:
        _came_back(home, size, keep)
    with room_in(lambda folder: CareRoom(folder, look=look.choice), look) as care:
        _disagreements(care, size, keep)
    with room_in(lambda folder: SettleRoom(folder, look=look.choice), look) as bench:
        bench.open(size)
        bench.press("1")
        keep(bench.window, "8-settle")


def _reviews(room: ReviewRoom, size: QSize, keep: Keep) -> None:
    room.work()
    room.work()
    room.open(size)
    keep(room.window, "8-reviews")
    room.press("Return")
    _comment(room, "by the fourth power of its frequency", "Right, and the source is not named.", 0)
    _comment(room, "reflects the sea", "This is wrong; the trainer must say so.", 1)
    room.select("warm air is red", pane=1)
    room.press("C")
    room.type("Nor is this")
    keep(room.window, "8-review-comment")
    room.press("Ctrl+Return", "3")
    keep(room.window, "8-review")
    room.press("Shift+J", "T")
    keep(room.window, "8-review-edit")
    room.press("Ctrl+Return")


def _disagreements(room: CareRoom, size: QSize, keep: Keep) -> None:
    room.disagree("The second is **as good**: nothing in rule 2.1 asks for the *reason*.")
    room.open(size)
    room.press("3", "W")
    room.type("You are right, and thank you. It is the other way round now.")
    keep(room.window, "8-known-care")
    room.press("Esc", "J", "J", "J")
    keep(room.window, "8-known-care-person")


def _comment(room: ReviewRoom, words: str, text: str, pane: int) -> None:
    room.select(words, pane=pane)
    room.press("C")
    room.type(text)
    room.press("Ctrl+Return")


def _came_back(room: FeedbackRoom, size: QSize, keep: Keep) -> None:
    assert room.window.navigator.open_feedback(room.submission)
    show(room.window, size)
    settle(10)
    room.press("J")
    keep(room.window, "8-feedback")
    room.press("Shift+C")
    room.type("Both are mended now.")
    keep(room.window, "8-feedback-reply")
    room.press("Ctrl+Return", "F9")
    room.type("Both spellings are accepted.")
    keep(room.window, "8-contest")
    room.press("Esc", "W")
    keep(room.window, "8-came-back")
    room.press("Esc", "Ctrl+Return")
    settle(8)
    room.press("F8")
    keep(room.window, "8-three-ways")
