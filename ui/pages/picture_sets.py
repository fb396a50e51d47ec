"""Which pictures are looked at together: the one that was asked for, and its counterparts in the other responses."""

from __future__ import annotations

from collections.abc import Sequence

from ui.pages.panes import ResponsePane
from ui.renderers.picture_viewer import ShownPicture


def counterparts(panes: Sequence[ResponsePane], sha256: str, alt: str) -> tuple[list[ShownPicture], int]:
    """The pictures in reading order, and which of them was asked for. A picture of the prompt stands alone."""
    hashes = {pane.candidate_id: _pictures(pane) for pane in panes}
    home = next((pane for pane in panes if sha256 in [one for one, _ in hashes[pane.candidate_id]]), None)
    if home is None or len(panes) == 1:
        return [ShownPicture(sha256, alt)], 0
    number = [one for one, _ in hashes[home.candidate_id]].index(sha256)
    beside = [pane for pane in panes if number < len(hashes[pane.candidate_id])]
    found = [ShownPicture(*hashes[pane.candidate_id][number], pane.letter) for pane in beside]
    return found, beside.index(home)


def _pictures(pane: ResponsePane) -> list[tuple[str, str]]:
    """(hash, description) of every picture that is part of the task."""
    document = pane.content.document()
    return [(one.sha256, one.alt) for one in document.pictures] if document is not None else []
