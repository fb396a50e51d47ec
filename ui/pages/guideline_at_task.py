"""What a guideline has to do with the open task: read before it, cited in it, and the rule that a question asks by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hdclient.errors import StoreError
from ui.pages.page import Notice
from ui.questions.text import TextQuestion
from ui.renderers.expectation import PREPARING

if TYPE_CHECKING:
    from hdclient.session.desk import Desk
    from ui.pages.cover import Cover
    from ui.pages.guideline_gate import GuidelineGate
    from ui.pages.guideline_versions import GuidelineVersions
    from ui.pages.open_task import OpenTask
    from ui.pages.page import Page
    from ui.renderers.trees import Trees


class CoverHolder(Protocol):
    """The workspace: it can stand behind a cover, with no time counted, and come out again."""

    def hold(self, cover: Cover) -> None: ...

    def go_on(self) -> None: ...


class GuidelineAtTask(QObject):
    """Asked for at the boundary of a task, never within one that was begun."""

    agreed = Signal()
    """A version was read: from now on it is worked under."""

    def __init__(self, page: Page, holder: CoverHolder, desk: Desk, trees: Trees) -> None:
        super().__init__(page)
        self._page, self._holder, self._desk, self._trees = page, holder, desk, trees
        self._task: OpenTask | None = None
        self._versions: GuidelineVersions | None = None
        self.gate: GuidelineGate | None = None

    def open(self, task: OpenTask) -> None:
        """Another task is open. If a version is to be read before it, that stands in its place."""
        self._task, self.gate = task, None
        session = task.session
        if not session.guideline_due or session.read_only or session.recorded().changes:
            return
        due = self._desk.guidelines.due(session.task.campaign_id)
        if due is None:
            return
        from ui.pages.guideline_gate import GuidelineGate  # start-up

        gate = self.gate = GuidelineGate(due)
        gate.agreed.connect(self._agreed)
        gate.later.connect(self._page.queue_requested)
        gate.whole.connect(lambda: self._page.action_requested.emit("guideline"))
        gate.link_asked.connect(lambda address, _words: self._page.inside_requested.emit(address))
        self._trees.ready.connect(self._fill)
        self._holder.hold(gate)
        self._fill()

    def handlers(self) -> dict[str, Callable[[], None]]:
        """While it asks: its own keys, and no others of the task. Else: citing a rule where something is written."""
        if self.gate is not None:
            return {"submit": self._agreed}
        field = self._field()
        task = self._task
        if field is None or task is None or not task.can_change():
            return {}
        if self._desk.guideline(task.session.task.campaign_id) is None:
            return {}
        return {"rule.cite": self._cite}

    def rule(self) -> str:
        """The rule that explains the question at hand; "" when it names none."""
        question = self._task.view.current_question() if self._task is not None else None
        return question.question.rule if question is not None else ""

    def _compared(self) -> GuidelineVersions:
        if self._versions is None:
            from ui.pages.guideline_versions import GuidelineVersions  # start-up

            self._versions = GuidelineVersions(self._trees)
        return self._versions

    def _fill(self) -> None:
        """What is to be read, once it is prepared."""
        gate = self.gate
        if gate is None or gate.text_view is not None:
            return
        before, newest = gate.due.before, gate.due.newest
        if before is not None:
            changes = self._compared().changes(before, newest)
            if changes is not None:
                gate.show_changes(changes)
        elif (blocks := self._compared().tree(newest.text)) is not None:
            gate.show_whole(blocks)

    def _agreed(self) -> None:
        gate = self.gate
        if gate is None or gate.text_view is None:
            return
        try:
            self._desk.guidelines.read(gate.due.newest.campaign_id, gate.due.newest.version)
        except StoreError as error:
            self._page.notice_requested.emit(Notice(str(error), "err"))
            return
        self._trees.ready.disconnect(self._fill)
        self.gate = None
        self._holder.go_on()
        self.agreed.emit()

    def _field(self) -> TextQuestion | None:
        """Where a rule would be cited: the text that is written in, else the one at hand."""
        if self._task is None:
            return None
        view = self._task.view
        texts = [one for _, one in view.questions.made() if isinstance(one, TextQuestion)]
        written = next((one for one in texts if one.field.hasFocus()), None)
        current = view.current_question()
        return written or (current if isinstance(current, TextQuestion) else view.reason)

    def _cite(self) -> None:
        """A rule is chosen from a list, and its link is written where the cursor is."""
        field, task = self._field(), self._task
        guideline = self._desk.guideline(task.session.task.campaign_id) if task is not None else None
        blocks = self._compared().tree(guideline.text) if guideline is not None else None
        if field is not None and guideline is not None and blocks is None:
            self._page.notice_requested.emit(Notice(PREPARING))
        if field is None or blocks is None:
            return
        from ui.pages.rule_picker import pick_rule  # start-up

        def insert(link: str) -> None:
            field.field.insertPlainText(link)
            field.field.setFocus()

        pick_rule(_window(self._page), blocks, insert, first=self.rule())


def _window(page: QWidget) -> QWidget:
    return page.window()
