"""The picture of the next task: it shows what the widgets show, or it is not shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hdclient.errors import WorkError
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.template import Template
from tests.helpers.picture_files import png
from tests.helpers.qt import settle
from tests.helpers.workbench import COMPARE, RANK, RATE, Workbench, make_task
from ui import keymap, theme
from ui.keymap import Keymap
from ui.pages.arrangement import Arrangement
from ui.pages.comparing import Marking
from ui.pages.find_keys import find_handlers
from ui.pages.task_view import TaskView

LONG = "\n\n".join(
    f"## Part {number}\n\nIt has **many** words, `code`, a soft\u00adhyphen.\n\n- one\n- two\n\n"
    "```python\nprint(1)\n```\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    for number in range(12)
)


def next_view(bench: Workbench, qtbot: QtBot) -> TaskView:
    """The next task's view, when its picture is drawn."""
    ahead = bench.page.ahead
    qtbot.waitUntil(lambda: ahead._view is not None and ahead.picture.fits(ahead._view))
    assert ahead._view is not None
    return ahead._view


def of_picture(bench: Workbench) -> QImage:
    pixels = bench.page.ahead.picture._pixels
    assert pixels is not None
    return pixels.toImage().convertToFormat(QImage.Format.Format_RGB32)


def of_widgets(view: TaskView) -> QImage:
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def without(image: QImage, rect: QRect) -> QImage:
    """With one rectangle made black."""
    painter = QPainter(image)
    painter.fillRect(rect, QColor("black"))
    painter.end()
    return image


def rect_in(view: TaskView, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(view, widget.rect().topLeft()), widget.size())


class PaintOrder(QObject):
    """Which of some widgets is painted, in order."""

    def __init__(self, names: dict[QObject, str]) -> None:
        super().__init__()
        self._names = names
        self.painted: list[str] = []
        for one in names:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted.append(self._names[watched])
        return False


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize(
    ("template", "texts", "keys"),
    [
        (COMPARE, [LONG, "short"], "1"),
        (RANK, ["one", LONG, "three"], "A 1 B 2 C 3"),
        (RATE, [LONG], "2"),
    ],
    ids=["compare", "rank", "rate"],
)
def test_the_picture_is_what_the_widgets_paint_then(
    bench: Workbench,
    qtbot: QtBot,
    qapp: QApplication,
    template: Template,
    texts: Sequence[str],
    keys: str,
    choice: str,
) -> None:
    theme.apply(qapp, theme.Look(choice, scale=1.15))
    bench.lease(*(make_task(f"t{n}", template, texts) for n in range(3)))
    bench.open("t0")
    view = next_view(bench, qtbot)
    picture = of_picture(bench)
    assert picture == of_widgets(view)
    bench.press(*keys.split(), "Ctrl+Return")
    assert bench.view is view
    # What opening adds: the sentence beside Submit.
    sentence = rect_in(view, view.footer._message)
    assert without(picture, sentence) == without(of_widgets(view), sentence)


def look(**changes: object) -> Callable[[TaskView], None]:
    def change(_view: TaskView) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, theme.Look(**{"choice": "light", **changes}))  # type: ignore[arg-type]

    return change


def resize(view: TaskView) -> None:
    view.window().resize(view.window().width() - 200, view.window().height() - 60)
    settle()


def select(view: TaskView) -> None:
    cursor = QTextCursor(view.stage.panes[1].content.reading.document())
    cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor, 3)
    view.stage.panes[1].content.reading.setTextCursor(cursor)


CHANGES: dict[str, Callable[[TaskView], object]] = {
    "theme": look(choice="dark"),
    "content size": look(content_px=18),
    "zoom": look(scale=1.3),
    "code numbers": look(code_numbers=True),
    "keys": lambda _: keymap.apply(Keymap(single="off")),
    "size": resize,
    "hidden characters": lambda view: view.set_reveals(True),
    "raw": lambda view: view.set_raw(True),
    "scrolled": lambda view: view.stage.panes[0].content.reading.verticalScrollBar().setValue(50),
    "selection": select,
    "difference marks": lambda view: view.stage.comparing.set_mode(Marking.MARKED),
    "arrangement": lambda view: view.stage.set_arrangement(Arrangement.ROWS),
    "find": lambda view: find_handlers(view)["find"](),
    "folded prompt": lambda view: view.prompt.set_folded(True),
    "answer": lambda view: view.show_answer("better", {"verdict": "tie"}),
    "words": lambda view: view.footer.say("Something else"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_picture_of_what_was_is_not_shown(
    bench: Workbench, qtbot: QtBot, change: Callable[[TaskView], object]
) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [LONG, LONG + " end"]) for n in range(3)))
    bench.open("t0")
    bench.press("1")
    view = next_view(bench, qtbot)
    change(view)
    order = PaintOrder({bench.page.ahead.picture: "picture"})
    bench.press("Ctrl+Return")
    assert bench.view is view and order.painted == []


@pytest.mark.parametrize("name", ["theme", "zoom", "keys", "size"])
def test_after_another_look_there_is_another_picture(bench: Workbench, qtbot: QtBot, name: str) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [LONG, LONG]) for n in range(3)))
    bench.open("t0")
    view = next_view(bench, qtbot)
    before = of_picture(bench)
    CHANGES[name](view)
    qtbot.waitUntil(lambda: bench.page.ahead._steps is None and bench.page.ahead.picture.fits(view))
    assert of_picture(bench) == of_widgets(view) and of_picture(bench) != before
    assert view.size() == bench.page.ahead._stack.currentWidget().size()


def test_pixels_that_come_late_are_in_the_picture(bench: Workbench, qtbot: QtBot) -> None:
    asset: Asset = bench.work.keep_file(png(300, 200), "image/png", "sky.png")
    shown = ContentBlock(kind="image", asset=asset, alt="A blue sky")
    bench.lease(*(make_task(f"t{n}", COMPARE, ["words" if n == 0 else shown, "second"]) for n in range(2)))
    bench.open("t0")
    view = next_view(bench, qtbot)
    shelf = bench.page.shelf
    qtbot.waitUntil(lambda: bool(shelf._images))
    shelf.ready.emit(asset.sha256)
    assert not bench.page.ahead.picture.fits(view)
    qtbot.waitUntil(lambda: bench.page.ahead.picture.fits(view))
    assert of_picture(bench) == of_widgets(view)


def test_the_picture_comes_first_and_goes_within_the_same_turn(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [LONG, LONG]) for n in range(3)))
    bench.open("t0")
    bench.press("1")
    view, picture = next_view(bench, qtbot), bench.page.ahead.picture
    order = PaintOrder({picture: "picture", view.stage.panes[0].content.reading.viewport(): "pane"})
    gone: list[bool] = []
    focused: list[QWidget | None] = []
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.focusChanged.connect(lambda _, now: focused.append(now))
    bench.page.notice_requested.connect(lambda _: gone.append(picture.isHidden()))
    bench.press("Ctrl+Return")
    assert bench.view is view and order.painted == ["picture", "pane"]
    assert gone == [True], "before anything is said of it"
    assert focused == [None, view.stage.panes[0].content.reading], "nothing else had the keyboard meanwhile"
    qtbot.wait(100)  # views that are no longer wanted are deleted
    assert order.painted == ["picture", "pane"]


def test_no_picture_stays_when_the_next_task_cannot_be_opened(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.lease(*(make_task(f"t{n}", COMPARE, [LONG, LONG]) for n in range(3)))
    bench.open("t0")
    bench.press("1")
    next_view(bench, qtbot)

    def refuse(_task_id: str) -> None:
        raise WorkError("It cannot be opened.", "For a test.", "")

    monkeypatch.setattr(bench.desk, "open", refuse)
    bench.press("Ctrl+Return")
    cover = bench.page.cover()
    assert cover is not None and not cover.isHidden() and bench.page.ahead.picture.isHidden()
    assert bench.sent("t0")["answers"], "what was submitted is submitted"


def test_what_is_built_ahead_never_takes_the_keyboard(bench: Workbench, qtbot: QtBot) -> None:
    """The content has hidden characters, of which its pane says something: a widget shown too early is a window."""
    bench.lease(*(make_task(f"t{n}", COMPARE, [LONG, LONG]) for n in range(3)))
    bench.open("t0")
    reading = bench.view.stage.panes[0].content.reading
    lost: list[object] = []
    bench.window.windowHandle().activeChanged.connect(lambda: lost.append("the window"))
    assert next_view(bench, qtbot).stage.panes[0].facts.says_something()
    assert QApplication.focusWidget() is reading and not lost
