"""Reviewing: a submission with 200 comments, from the key press to the painted page, and scrolling through it.

Processor time of the main thread, which other work on the computer makes no longer.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import thread_time

from PySide6.QtWidgets import QApplication

from hdclient.model.anchor import Anchor
from hdclient.model.review import Comment, Severity
from tests.bench.compare import prose
from tests.bench.report import Result, at_most, shown
from tests.helpers.qt import settle
from tests.helpers.review_office import candidates_of
from tests.helpers.review_room import ReviewRoom
from ui import main as screens
from ui.components.steps import is_building

COMMENTS = 200
SIZE = 20_000
OPEN_MS, TURN_MS = 300.0, 50.0
STEPS = 120


def measure() -> list[Result]:
    """Opening, and the slowest turn of scrolling from top to bottom."""
    app = screens.application()
    texts = candidates_of(*(prose(at * SIZE, SIZE) for at in range(2)))
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        room = ReviewRoom(Path(name), tasks=1, candidates=texts)
        try:
            return _measure(app, room)
        finally:
            room.close()


def _measure(app: QApplication, room: ReviewRoom) -> list[Result]:
    room.work()
    _comment(room)
    room.open()
    opened = [_open(app, room) for _ in range(3)]
    cards = len(room.review.commented.notes())
    assert cards == COMMENTS, cards
    slowest = _scroll(app, room)
    return [
        at_most(f"a submission with {COMMENTS} comments is open", min(map(sum, opened)), "ms", OPEN_MS),
        at_most("longest turn meanwhile", min(map(max, opened)), "ms", TURN_MS),
        at_most("slowest turn while it is scrolled", slowest, "ms", TURN_MS),
        shown(
            "comments that have a place", sum(n.anchor is not None for n in room.review.commented.notes()), ""
        ),
    ]


def _comment(room: ReviewRoom) -> None:
    """Comments on random words of both responses, as if they had been there before."""
    reviews = room.desk.reviewing
    (row,) = reviews.queue()
    reviews_open = reviews.open(row.item_id)
    room.open()
    room.page.open_item(row.item_id)
    settle(200)
    texts, chance = room.review.commented.places.texts, random.Random(5)
    anchors: list[Anchor] = []
    while len(anchors) < COMMENTS:
        text = texts[chance.choice([part for part in texts if part.startswith("candidate")])]
        start = chance.randrange(SIZE - 100)
        found = text.words(0, start, start + chance.randrange(8, 60))
        if found is not None:
            anchors.append(found)
    room.page.show_list()
    comments = tuple(
        Comment(
            id=f"comment-{number}",
            submission_id=row.submission_id,
            revision=1,
            text="This is not so: see the rule, and say what the words rest on." * (1 + number % 3),
            severity=list(Severity)[number % 3],
            anchor=anchor,
        )
        for number, anchor in enumerate(anchors)
    )
    room.rita.store.review_items.put_item(reviews_open.item.changed(comments=comments))


def _open(app: QApplication, room: ReviewRoom) -> list[float]:
    """The turns from Enter in the list until the page is painted and all cards have their place."""
    room.page.show_list()
    room.window.grab()

    def turn(act: Callable[[], object]) -> float:
        begin = thread_time()
        act()
        return (thread_time() - begin) * 1_000

    def pressed() -> None:
        room.page.list.press()
        app.processEvents()

    turns = [turn(pressed)]
    while is_building():
        turns.append(turn(app.processEvents))
    return [*turns, turn(app.processEvents), turn(room.window.grab)]


def _scroll(app: QApplication, room: ReviewRoom) -> float:
    for _ in range(50):
        app.processEvents()
    bar = room.review.view.stage.panes[0].content.reader().verticalScrollBar()
    slowest = 0.0
    for step in range(STEPS):
        begin = thread_time()
        bar.setValue(bar.maximum() * step // STEPS)
        app.processEvents()
        slowest = max(slowest, (thread_time() - begin) * 1_000)
    return slowest
