"""Which kinds of text this computer has fonts for: on the settings page, looked through when the page is opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from hdclient.words import tr
from ui import theme
from ui.components.badges import Chip
from ui.components.card import Card
from ui.components.labels import ElidedLabel, Label
from ui.pages import font_words
from ui.renderers import optional_fonts
from ui.renderers.glyphs import SAMPLES, Glyphs, Sample, missing_in

TITLE_MOST = 288
"""Pixels: where letters are large, the title breaks, so that what is said beside it has room."""


class FontsCard(Card):
    """One row for each kind of text; one letter is looked at per turn of the event loop, for it may load a font."""

    def __init__(self) -> None:
        super().__init__(padding=20, spacing=8)
        self._left: list[tuple[Sample, str]] = []
        self._lacking: dict[str, str] = {}
        self._asked = False
        self.chips: dict[str, Chip] = {}
        self._letters: dict[str, ElidedLabel] = {}
        for sample in SAMPLES:
            chip = self.chips[sample.title] = Chip(tr("Not looked at yet"))
            row = QHBoxLayout()
            row.setSpacing(theme.px(16))
            title = Label(sample.title, wrap=True)
            title.setFixedWidth(min(theme.px(210), TITLE_MOST))
            row.addWidget(title)
            letters = self._letters[sample.title] = ElidedLabel("", "content", "text2", mono=sample.mono)
            row.addWidget(letters, 1)
            row.addWidget(chip)
            self.body.addLayout(row)
        self.more = Label("", "caption", "text3", wrap=True)
        self.body.addWidget(self.more)
        self._glyphs = Glyphs(self)
        self._glyphs.found.connect(self._again)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)

    def look(self) -> None:
        """Begins to look, from the first row."""
        self._asked = False
        self.more.setText("")
        self._begin(SAMPLES)

    def _begin(self, samples: Sequence[Sample]) -> None:
        self._lacking = {sample.title: "" for sample in samples}
        self._left = [(sample, letter) for sample in samples for letter in sample.letters]
        self._timer.start()

    def _look(self) -> None:
        if self._left:
            sample, letter = self._left.pop(0)
            self._lacking[sample.title] += missing_in(sample, letter)
            if letter == sample.letters[-1]:
                self._tell(sample)
            return
        self._timer.stop()
        missing = "".join(self._lacking.values())
        if missing and not self._asked:
            self._asked = True
            self._glyphs.look_through(missing)  # optional fonts come now, and it is judged once more
        else:
            self.more.setText("\n".join(self._ways()))

    def _again(self) -> None:
        self._begin([sample for sample in SAMPLES if self._lacking.get(sample.title)])

    def _tell(self, sample: Sample) -> None:
        lacking, chip = self._lacking[sample.title], self.chips[sample.title]
        self._letters[sample.title].setText(sample.letters)  # only now: their fonts are loaded
        if not lacking:
            chip.set_state(tr("Can be shown"), "ok", "check")
            chip.setToolTip("")
            return
        whole = len(lacking) == len(sample.letters)
        chip.set_state(tr("No font") if whole else tr("In part"), "warn", "warn")
        chip.setToolTip(
            tr("No font has {letters}", letters=", ".join(f"U+{ord(letter):04X}" for letter in lacking))
        )

    def _ways(self) -> list[str]:
        """What can be done about fonts that are missing, and where fonts come from."""
        lacking = [sample for sample in SAMPLES if self._lacking.get(sample.title)]
        extra, folder = optional_fonts.is_installed(), optional_fonts.folder()
        said = font_words.remedies(lacking, extra=extra)
        if extra:
            said.append(
                tr("The optional fonts of hdclient are installed; they are used where a font is missing.")
            )
        if folder is not None:
            said.append(tr("Fonts are also taken from {folder}.", folder=folder))
        return said
