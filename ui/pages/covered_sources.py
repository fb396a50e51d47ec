"""Where a task's views get their content from: the same sources for all, with what of this task must be covered."""

from __future__ import annotations

from PySide6.QtCore import QObject

from hdclient.model.task import Task
from ui.renderers.content_view import ContentSources


def with_covers(sources: ContentSources, task: Task, parent: QObject) -> ContentSources:
    """The sources for views of this task; nothing is covered where nothing is sensitive."""
    parts = task.sensitive_parts()
    if not parts:
        return ContentSources(sources.trees, sources.shelf)
    from ui.renderers.covering import Covering  # start-up: few tasks are sensitive

    return ContentSources(sources.trees, sources.shelf, Covering(parts, parent))
