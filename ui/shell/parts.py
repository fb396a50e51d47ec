"""How the window gets the pages and renderers that others write: functions, called when first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hdclient.content.contents import Contents
    from hdclient.content.tree import Block
    from hdclient.session.desk import Desk
    from ui.pages.guideline import BlocksView
    from ui.pages.page import Page, TaskPage
    from ui.shell.keys import KeyRouter

OnMain: TypeAlias = Callable[[Callable[..., None]], Callable[..., None]]
"""Makes of a function one that may be called from any thread (ui/bridge.py)."""


def _workspace(desk: Desk, contents: Contents | None, on_main: OnMain, may_open_outside: bool) -> TaskPage:
    from ui.pages.workspace import WorkspacePage  # start-up

    return WorkspacePage(desk, contents, on_main, may_open_outside)


def _render(blocks: tuple[Block, ...], name: str) -> BlocksView:
    from ui.renderers import render_blocks  # start-up

    return render_blocks(blocks, name=name)


class Parts(Struct, frozen=True):
    """What tests replace."""

    workspace: Callable[[Desk, Contents | None, OnMain, bool], TaskPage] = _workspace
    render_blocks: Callable[[tuple[Block, ...], str], BlocksView] = _render


def pages_beside(desk: Callable[[], Desk]) -> dict[str, Callable[[], Page]]:
    """The pages that need a desk and no more, by name."""

    def queue() -> Page:
        from ui.pages.queue import QueuePage  # start-up: a window that resumes a task needs no queue

        return QueuePage(desk())

    def receipts() -> Page:
        from ui.pages.receipts import ReceiptsPage  # start-up

        return ReceiptsPage(desk())

    def keys() -> Page:
        from ui.pages.keys import KeysPage  # start-up

        return KeysPage(desk())

    def recorded() -> Page:
        from ui.pages.recorded import RecordedPage  # start-up

        return RecordedPage(desk())

    return {"queue": queue, "receipts": receipts, "keys": keys, "recorded": recorded}


def join_window(window: QWidget, keys: KeyRouter) -> None:
    """Keys work in a second window of the program as in the first."""
    from ui.shell.more_windows import join  # start-up

    join(window, keys)
