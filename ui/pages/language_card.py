"""The language of the program, in settings. It counts from the next start: words are taken when the program begins."""

from __future__ import annotations

from pathlib import Path

from hdclient.language import SYSTEM, read_choice, write_choice
from hdclient.words import LANGUAGES, tr
from ui.components.card import Card
from ui.components.labels import Label
from ui.components.segmented import Segment, SegmentedControl


class LanguageCard(Card):
    """Each language by its own name. `demanded`: the organisation has chosen, and the card only says so."""

    def __init__(self, data_dir: Path, *, demanded: bool = False) -> None:
        super().__init__(padding=20, spacing=8)
        self._data_dir = data_dir
        title = tr("Language of the program")
        self.body.addWidget(Label(title, strong=True))
        self.said = Label(
            tr("The language of prompts and responses stays as it is."), tone="text2", wrap=True
        )
        self.body.addWidget(self.said)
        own = [Segment(code, name) for code, name in LANGUAGES.items()]
        self.choice = SegmentedControl(
            title, [Segment(SYSTEM, tr("As on this computer")), *own], wrap=True, small=True
        )
        self.choice.value_changed.connect(self._choose)
        self.body.addWidget(self.choice)
        if demanded:
            self.choice.hide()
            self.said.setText(tr("Your organisation has chosen it for this computer."))

    def look(self) -> None:
        """Shows what is chosen now."""
        self.choice.set_value(read_choice(self._data_dir) or SYSTEM)

    def _choose(self, code: str) -> None:
        kept = write_choice(self._data_dir, code)
        self.said.setText(
            tr("It counts after the next start of hdclient.")
            if kept
            else tr("The choice could not be saved: the disk refuses it.")
        )
        if not kept:
            self.look()
