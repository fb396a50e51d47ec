"""The footer is as high as its words need, also where the reasons for a flag take more than one line."""

from __future__ import annotations

import pytest

from tests import rare_pages
from tests.helpers.qt import settle
from tests.helpers.workbench import Workbench
from ui import theme


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(1024, 640, 1.0), (824, 640, 1.0), (1280, 800, 1.5), (1280, 800, 2.0), (1920, 1080, 2.0)],
)
def test_reasons_never_lie_over_the_note(
    bench: Workbench, qapp, width: int, height: int, scale: float
) -> None:
    theme.apply(qapp, theme.Look(choice="light", scale=scale))
    bench.lease(rare_pages.task("t1", 3))
    bench.window.resize(width, height)
    bench.window.show()
    bench.open("t1", bench.window.size())
    bench.press("F", "1")
    settle()
    chooser = bench.page.task().view.footer.chooser
    lowest = max(button.geometry().bottom() for button in chooser._buttons)
    assert lowest < chooser.note.geometry().top()
    assert chooser.note.geometry().bottom() <= chooser.height()
