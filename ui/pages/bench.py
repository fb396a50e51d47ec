"""How a person has set up the bench for each template: kept in their store, and given to every view of it.

Views that are built ahead are set up too, so that "next" shows them as they are. Must not know sessions or answers.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedLayout

from hdclient.errors import StoreError
from hdclient.model.base import JsonValue
from ui.pages.arrangement import Arrangement, hinted
from ui.pages.page import Page
from ui.pages.task_view import TaskView

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.pages.tearing import TearOff

LATER_MS = 200
"""A handle that is dragged is no reason to write to the disk at every step."""
_ARRANGEMENTS = {one.value: one for one in Arrangement}


class Remembers(Protocol):
    """What keeps settings: the desk."""

    def setting(self, key: str, default: JsonValue = None) -> JsonValue: ...

    def set_setting(self, key: str, value: JsonValue) -> None: ...


class Bench(QObject):
    """`furnish` sets a new view up; from then on, what is changed in one is changed in all of its template."""

    def __init__(self, desk: Remembers, page: Page, stack: QStackedLayout) -> None:
        super().__init__(page)
        self._desk = desk
        self._page, self._stack = page, stack
        self._tearing: TearOff | None = None
        self._views: list[TaskView] = []
        self._known: dict[str, dict[str, JsonValue]] = {}
        self._shares_later: dict[str, dict[str, JsonValue]] = {}
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self._note_shares)

    def furnish(self, view: TaskView) -> None:
        """A view that has just been built stands as its template was left."""
        self._views.append(view)
        self._apply(view)
        view.stage.arranged.connect(lambda: self._keep(view))
        view.stage.parted.connect(lambda: self._keep_shares(view))
        if self._tearing is not None:
            self._tearing.furnish(view)
        elif self.fact(view.template.id, "windows"):
            self.tearing()

    def release(self, view: TaskView) -> None:
        """Nobody wants this view again."""
        if self._tearing is not None:
            self._tearing.release(view)
        if view in self._views:
            self._views.remove(view)

    def tearing(self) -> TearOff:
        """The windows of parts; made when there is to be one."""
        if self._tearing is None:
            from ui.pages.tearing import TearOff  # start-up

            self._tearing = TearOff(self._page, self._stack, self)
            self._tearing.window_made.connect(self._page.window_opened)
            for view in self._views:
                self._tearing.furnish(view)
        return self._tearing

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Tearing off what has the keyboard, or putting it back; putting all back."""
        found: dict[str, Callable[[], None]] = {"tear.off": lambda: self.tearing().toggle()}
        if self._tearing is not None and self._tearing.windows():
            found["tear.back"] = self._tearing.put_all_back
        return found

    def fact(self, template_id: str, name: str) -> JsonValue:
        """What is kept for a template under this name; None when nothing is."""
        return self._facts(template_id).get(name)

    def _facts(self, template_id: str) -> dict[str, JsonValue]:
        if template_id not in self._known:
            found = self._desk.setting(f"bench.{template_id}", {})
            self._known[template_id] = dict(found) if isinstance(found, dict) else {}
        return self._known[template_id]

    def note(self, template_id: str, name: str, value: JsonValue) -> None:
        """Keeps one fact of a template; a disk that refuses writes costs no more than that."""
        facts = self._facts(template_id)
        if facts.get(name) != value:
            facts[name] = value
            with suppress(StoreError):
                self._desk.set_setting(f"bench.{template_id}", dict(facts))

    def _apply(self, view: TaskView) -> None:
        wanted = self._facts(view.template.id).get("arrangement")
        view.stage.set_arrangement(_ARRANGEMENTS.get(str(wanted), hinted(view.template)))
        if shares := self._facts(view.template.id).get("shares"):
            view.stage.set_shares(shares)

    def _keep_shares(self, view: TaskView) -> None:
        template, shares = view.template.id, view.stage.parting.plain()
        self._shares_later[template] = shares
        self._later.start()
        for other in self._views:
            if other is not view and other.template.id == template:
                other.stage.set_shares(shares)

    def _note_shares(self) -> None:
        for template, shares in self._shares_later.items():
            self.note(template, "shares", shares)
        self._shares_later.clear()

    def _keep(self, view: TaskView) -> None:
        wanted = view.stage.arrangement()
        template = view.template.id
        if self._facts(template).get("arrangement", hinted(view.template).value) == wanted.value:
            return
        self.note(template, "arrangement", wanted.value)
        for other in self._views:
            if other is not view and other.template.id == template:
                other.stage.set_arrangement(wanted)
