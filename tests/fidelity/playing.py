"""Plays trees into documents, as a reading view does but all at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from hdclient.content.markdown import parse_markdown
from hdclient.content.tree import Block, Blocks
from hdclient.content.typesetting import typeset
from ui import theme
from ui.renderers.document import PlayedDocument
from ui.renderers.playback import Play
from ui.renderers.player import Player

UNHURRIED = 60.0
"""Seconds for one text: only the clock could make a difference between two runs."""


def application() -> QApplication:
    """The application object that fonts and formats need, in the light look."""
    app = QApplication.instance() or QApplication(["hdclient", "-style", "Fusion"])
    assert isinstance(app, QApplication)
    theme.apply(app, theme.Look("light"))
    return app


def tree_of(source: str) -> Blocks:
    """The tree of a Markdown text as the worker process makes it, formulas drawn, however long it takes."""
    return typeset(parse_markdown(source, UNHURRIED), UNHURRIED)


def played(blocks: Sequence[Block]) -> PlayedDocument:
    """The document of a tree. An application must be there."""
    return written(lambda player: player.steps(blocks))


def written(play: Play) -> PlayedDocument:
    """The document of whatever `play` writes."""
    document = PlayedDocument(None)
    player = Player(document)
    player.begin()
    for _ in play(player):
        pass
    player.finish()
    player.end()
    return document
