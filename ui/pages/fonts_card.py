"""Which kinds of text this computer has fonts for: on the settings page, looked through when the page is opened."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from ui import theme
from ui.components.badges import Chip
from ui.components.card import Card
from ui.components.labels import Label
from ui.renderers import optional_fonts
from ui.renderers.glyphs import SAMPLES, Sample, missing_in


class FontsCard(Card):
    """One row for each kind of text; one is looked at per turn of the event loop, for it may load a font."""

    def __init__(self) -> None:
        super().__init__(padding=20, spacing=8)
        self._left: list[Sample] = []
        self.chips: dict[str, Chip] = {}
        for sample in SAMPLES:
            chip = self.chips[sample.title] = Chip("Not looked at yet")
            row = QHBoxLayout()
            row.setSpacing(theme.px(16))
            title = Label(sample.title)
            title.setFixedWidth(theme.px(210))
            row.addWidget(title)
            row.addWidget(Label(sample.letters, "content", "text2", mono=sample.mono), 1)
            row.addWidget(chip)
            self.body.addLayout(row)
        self._more = Label("", "caption", "text3", wrap=True)
        self.body.addWidget(self._more)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)

    def look(self) -> None:
        """Begins to look, from the first row."""
        self._left = list(SAMPLES)
        self._more.setText(
            "The optional fonts of hdclient are installed; they are used where a font is missing."
            if optional_fonts.is_installed()
            else "hdclient's optional fonts (the extra “fonts”) are not installed; they have more scripts and signs."
        )
        self._timer.start()

    def _look(self) -> None:
        if not self._left:
            self._timer.stop()
            return
        sample = self._left.pop(0)
        lacking = missing_in(sample)
        chip = self.chips[sample.title]
        if not lacking:
            chip.set_state("Can be shown", "ok", "check")
        elif len(lacking) == len(sample.letters):
            chip.set_state("No font", "warn", "warn")
        else:
            chip.set_state("In part", "warn", "warn")
