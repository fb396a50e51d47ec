"""The hands of a trainer: answering, reading what came back, rework three ways, contesting a decision. Keys only."""

from __future__ import annotations

from tests.review_check import plan
from tests.review_check.room import OfficeRoom
from ui.components.badges import Chip
from ui.pages.contest_sheet import ContestSheet
from ui.pages.feedback import FeedbackPage
from ui.pages.open_task import OpenTask
from ui.pages.queue import QueuePage
from ui.pages.task_view import TaskView
from ui.pages.three_way import ThreeWaySheet
from ui.pages.workspace import WorkspacePage

A_BETTER, B_BETTER = "2", "6"


def number(task_id: str) -> int:
    """The number of a task."""
    return int(task_id.rsplit("-t", 1)[1])


def texts(room: OfficeRoom, view: TaskView) -> list[str]:
    """What the responses say, as they stand on the screen above their pictures."""
    readers = [pane.content.reader() for pane in view.stage.panes]
    room.wait("the responses", lambda: all(reader.toPlainText() for reader in readers))
    return [reader.toPlainText().partition("\n")[0] for reader in readers]


def prefer(room: OfficeRoom, view: TaskView, chosen: str) -> None:
    """Presses the digit of the scale that says the chosen one is better, wherever it stands."""
    room.press(A_BETTER if texts(room, view)[0] == f"Answer {chosen}" else B_BETTER)


class Trainer:
    """One trainer in their room. `said`: what they submitted, as (submission, task number), is added to it."""

    def __init__(self, room: OfficeRoom, said: list[tuple[str, int]]) -> None:
        self.room, self._said = room, said

    # Answering

    def answer(self, count: int) -> None:
        """So many tasks, one after the other as the program opens them."""
        room = self.room
        if not count:
            return
        room.press("Alt+Q", "Return")
        for _ in range(count):
            task = self._task()
            at = number(task.session.task.id)
            self._said.append((task.session.submission_id, at))
            prefer(room, task.view, plan.winner(room.name, at))
            room.press("N")
            room.type(plan.reason(room.name, at))
            self._submit(task)

    def _task(self) -> OpenTask:
        task = self.room.page(WorkspacePage).task()
        if task is None:
            raise self.room.stuck("has no task")
        return task

    def _submit(self, before: OpenTask) -> None:
        room = self.room
        room.press("Ctrl+Return")

        def gone() -> bool:
            page = room.window.navigator.page()
            return not isinstance(page, WorkspacePage) or page.task() is not before

        room.wait("the next task", gone)

    # What came back

    def read(self, submission_id: str) -> FeedbackPage:
        """From the queue to what a reviewer says of a submission, in place."""
        room = self.room
        room.press("Alt+Q")
        queue = room.page(QueuePage)
        wanted = f"feedback {submission_id} Read in place"
        room.walk("the feedback", "J", lambda: queue._focused() == wanted)
        room.press("Return")
        return room.page(FeedbackPage)

    def _to(self, page: FeedbackPage, text: str) -> None:
        """Has a comment at hand."""
        assert page.commented is not None
        margin = page.commented.margin

        def there() -> bool:
            note = margin.current()
            return note is not None and note.text == text

        self.room.press(*["K"] * 6)
        self.room.walk(f"“{text}”", "J", there, 8)

    def rework(self, submission_id: str, task: int) -> None:
        """Answers the blocking comment, ticks off both, takes one change over and declines the other, adds a word."""
        room, page = self.room, self.read(submission_id)
        remarks = plan.comments(room.name, task, "return")
        for remark in remarks:
            self._to(page, remark.text)
            room.press("D")
            if remark.severity == "blocking":
                room.press("Shift+C")
                room.type(plan.REPLY)
                room.press("Ctrl+Return")
        room.press("Ctrl+Return")
        open_task = self._task()
        room.press("F8")
        sheet = room.sheet()
        assert isinstance(sheet, ThreeWaySheet)
        self._press_button(f"Take over: “{plan.TAKEN.before}” becomes “{plan.TAKEN.after}”")
        self._press_button(f"Decline: “{plan.DECLINED.after.strip()}” is put in")
        if "Nothing is open any more" not in sheet.left.text():
            raise room.stuck(f"has things open: {sheet.left.text()}")
        room.press("Esc", "N")
        room.type(plan.SAID_AGAIN)
        self._submit(open_task)

    def _press_button(self, name: str) -> None:
        self.room.walk(name, "Tab", lambda: self.room.focused() == name)
        self.room.press("Space")

    def contest(self, submission_id: str, task: int) -> None:
        """Contests the decision, for a reason that is about what the blocking comment is about."""
        room, page = self.room, self.read(submission_id)
        blocking = plan.comments(room.name, task, "return")[-1]
        room.press("F9")
        sheet = room.sheet()
        assert isinstance(sheet, ContestSheet)
        room.type(plan.CONTESTED)
        room.press("Shift+Tab")
        about, wanted = sheet._rows[0][0], f"The comment “{blocking.text}”"
        room.walk(wanted, "Down", lambda: about.currentText() == wanted, 6)
        room.press("Ctrl+Return")
        assert room.sheet() is None and page.card is not None
        assert page.card.waits.text().startswith("1 thing that you said is saved here")

    def sees(self, submission_id: str, words: str) -> None:
        """Reads these words beside the feedback on a submission."""
        card = self.read(submission_id).card
        assert card is not None
        said = [chip.text() for chip in card.findChildren(Chip)]
        if words not in said:
            raise self.room.stuck(f"reads {said}, not “{words}”")
