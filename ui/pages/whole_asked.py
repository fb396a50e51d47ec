"""All of a table or of code that is shown in part has been asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from hdclient.content.finding import Wanted
    from ui.renderers.large import Again, Large


def show_whole(asking: QWidget, large: Large | Again, wanted: Wanted | None = None) -> None:
    """Opens its viewer over the window; what may be tried again has none. `wanted`: what is looked for."""
    from ui.renderers.large import Again  # start-up

    if isinstance(large, Again):
        return
    from ui.pages.whole_sheet import WholeSheet  # start-up

    WholeSheet(asking.window(), large, wanted)
