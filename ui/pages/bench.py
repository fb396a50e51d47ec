"""How a person has set up the bench for each template: kept in their store, and given to every view of it.

Views that are built ahead are set up too, so that "next" shows them as they are. Must not know sessions or answers.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from PySide6.QtCore import QObject

from hdclient.errors import StoreError
from hdclient.model.base import JsonValue
from ui.pages.arrangement import Arrangement
from ui.pages.task_view import TaskView

_ARRANGEMENTS = {one.value: one for one in Arrangement}


class Remembers(Protocol):
    """What keeps settings: the desk."""

    def setting(self, key: str, default: JsonValue = None) -> JsonValue: ...

    def set_setting(self, key: str, value: JsonValue) -> None: ...


class Bench(QObject):
    """`furnish` sets a new view up; from then on, what is changed in one is changed in all of its template."""

    def __init__(self, desk: Remembers, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._views: list[TaskView] = []
        self._known: dict[str, dict[str, JsonValue]] = {}

    def furnish(self, view: TaskView) -> None:
        """A view that has just been built stands as its template was left."""
        self._views.append(view)
        view.destroyed.connect(lambda: self._views.remove(view))
        self._apply(view)
        view.stage.arranged.connect(lambda: self._keep(view))

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
        view.stage.set_arrangement(_ARRANGEMENTS.get(str(wanted), Arrangement.AUTO))

    def _keep(self, view: TaskView) -> None:
        wanted = view.stage.arrangement()
        template = view.template.id
        if self._facts(template).get("arrangement", Arrangement.AUTO.value) == wanted.value:
            return
        self.note(template, "arrangement", wanted.value)
        for other in self._views:
            if other is not view and other.template.id == template:
                other.stage.set_arrangement(wanted)
