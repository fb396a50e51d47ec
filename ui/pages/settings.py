"""Settings: the look, the keys, reading; what is recorded; where the data is. Every change counts at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from hdclient.words import tr, trn
from ui import theme
from ui.commands import BY_ID
from ui.components.buttons import Button
from ui.components.card import Card, Divider
from ui.components.empty import IconMark
from ui.components.flow import FlowLayout
from ui.components.labels import ElidedLabel, Label
from ui.components.scrolling import scroll_area
from ui.components.segmented import Segment, SegmentedControl
from ui.components.switch import Switch
from ui.pages import font_words, own_keys, preferences
from ui.pages.copies_card import CopiesCard
from ui.pages.fonts_card import FontsCard
from ui.pages.language_card import LanguageCard
from ui.pages.page import Heading, Page
from ui.pages.preferences import (
    AUTO_ADVANCE,
    BREAK_AFTER,
    CARE_GREY,
    CODE_NUMBERS,
    CODE_WRAPS,
    CONTENT_PX,
    DENSITY,
    LOCK_AFTER,
    LOCK_WITH_SESSION,
    NOTES,
    PER_DAY,
    PER_SITTING,
    QUIET_HOURS,
    REDUCED_MOTION,
    SCALE,
    SCROLL_SYNC,
    SHOW_CLOCK,
    SINGLE_ALT,
    SINGLE_KEYS,
    THEME,
    TYPEFACE,
    Preference,
    Remembers,
)
from ui.pages.welcome import centred
from ui.renderers.typeface_files import family_of
from ui.typefaces import TYPEFACES

_THEMES = {
    "system": tr("System"),
    "light": tr("Light"),
    "dark": tr("Dark"),
    "contrast_light": tr("High contrast"),
    "contrast_dark": tr("High contrast, dark"),
}
RECORDED = (
    tr("When you opened the task, and when you submitted it"),
    tr(
        "How long you were active, how long you read, paused, and were idle, and what of it came after the work came"
        " back; idle time is never held against you"
    ),
    tr("Your own correction of these times and its reason, if you give one"),
    tr("In which order responses and questions were shown to you"),
    tr("Your answers, reasons, flags and skips, and which guideline version you worked under"),
    tr("Which suggestions you saw and took over, and what you had answered before"),
    tr("The version of this program, and a number for this installation"),
    tr("A fingerprint of this computer's log of the task, so that what happened when can be proved later"),
)
NOT_RECORDED = (tr("Keystrokes, mouse movements, other windows, your camera, your microphone, your screen"),)


class SettingsPage(Page):
    """Rows of a title, a help sentence and a control. `lock_demanded`: the organisation's idle minutes, or 0."""

    scope = "settings"
    look_chosen = Signal()
    """Theme, sizes or motion: the look must be put on anew."""

    def __init__(
        self,
        desk: Remembers,
        version: str,
        data_dir: Path,
        *,
        copies: CopiesCard | None = None,
        lock_demanded: int = 0,
        language_demanded: bool = False,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._lock_demanded = lock_demanded
        self.controls: dict[str, QWidget] = {}
        inner, column = _column()
        self.copies, self.fonts = copies, FontsCard()
        self.language = LanguageCard(data_dir, demanded=language_demanded)
        for title, card in (
            (tr("Look"), self._look_card()),
            (tr("Language"), self.language),
            (tr("Keys and reading"), self._keys_card()),
            (tr("On the desktop"), self._notes_card()),
            (tr("Well-being"), self._care_card()),
            (tr("Account"), self._account_card()),
            (tr("Backups"), copies),
            (tr("Fonts"), self.fonts),
            (tr("What is recorded with each task"), self._recorded_card()),
            (tr("About"), self._about_card(version, data_dir)),
        ):
            if card is not None:
                column.addWidget(_title(title))
                column.addWidget(card)
        column.addStretch(1)
        self._area = scroll_area(centred(inner, 760), tr("Settings"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def entered(self) -> None:
        self.heading_changed.emit(Heading(title=tr("Settings")))
        self.theme_changed()
        self.fonts.look()
        self.language.look()
        if self.copies is not None:
            self.copies.look()
        self.focus_home()

    def theme_changed(self) -> None:
        """What is chosen now: keys and the palette change it too, while the page is open."""
        for preference in preferences.PREFERENCES:
            self._show(preference)
        face = TYPEFACES[theme.look().typeface]
        self.typeface.setText(font_words.typeface_line(face, family_of(face)))
        self.typeface.setVisible(bool(self.typeface.text()))

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {"back": self.back_requested.emit}

    def regions(self) -> tuple[QWidget, ...]:
        return (self.controls[THEME.name],)

    def focus_home(self) -> None:
        control = self.controls[THEME.name]
        if isinstance(control, SegmentedControl):
            control.focus_first()

    # Cards

    def _look_card(self) -> Card:
        themes = [Segment(choice, _THEMES[choice]) for choice in theme.CHOICES]
        sizes = [Segment(size, str(size)) for size in theme.CONTENT_SIZES]
        scales = [Segment(scale, f"{scale:.0%}") for scale in theme.SCALES]
        sample = Label(tr("The quick brown fox jumps over the lazy dog: 0123456789."), "content", wrap=True)
        sample.setAccessibleDescription(tr("Sample of the size in which you read"))
        card = Card(padding=20, spacing=14)
        card.body.addLayout(self._row(THEME, self._segments(THEME, themes), below=True))
        card.body.addWidget(Divider())
        card.body.addLayout(self._row(CONTENT_PX, self._segments(CONTENT_PX, sizes), below=True))
        card.body.addWidget(sample)
        card.body.addWidget(Divider())
        card.body.addLayout(self._row(SCALE, self._segments(SCALE, scales), below=True))
        card.body.addWidget(Divider())
        rooms = [Segment(density, _ROOMS[density]) for density in theme.DENSITIES]
        card.body.addLayout(self._row(DENSITY, self._segments(DENSITY, rooms), below=True))
        card.body.addWidget(Divider())
        faces = [Segment(face.id, face.title) for face in TYPEFACES.values()]
        card.body.addLayout(self._row(TYPEFACE, self._segments(TYPEFACE, faces), below=True))
        self.typeface = Label("", "caption", "text2", wrap=True)
        card.body.addWidget(self.typeface)
        card.body.addWidget(Divider())
        card.body.addLayout(self._row(REDUCED_MOTION, self._switch(REDUCED_MOTION)))
        return card

    def _keys_card(self) -> Card:
        card = Card(padding=20, spacing=14)
        self.keys_button = Button(tr("Change keys"), key="@go.keys", icon="keyboard")
        self.keys_button.clicked.connect(lambda: self.action_requested.emit("go.keys"))
        card.body.addLayout(_choice_row(tr("Keyboard shortcuts"), _KEYS_HELP, self.keys_button))
        card.body.addWidget(Divider())
        card.body.addLayout(self._row(SINGLE_KEYS, self._switch(SINGLE_KEYS)))
        card.body.addWidget(Divider())
        for preference in (SINGLE_ALT, AUTO_ADVANCE, SCROLL_SYNC, CODE_NUMBERS, CODE_WRAPS):
            card.body.addLayout(self._row(preference, self._switch(preference)))
            if preference is not CODE_WRAPS:
                card.body.addWidget(Divider())
        return card

    def _notes_card(self) -> Card:
        card = Card(padding=20, spacing=14)
        card.body.addLayout(self._row(NOTES, self._switch(NOTES)))
        card.body.addWidget(Divider())
        hours = [Segment(value, words) for value, words in QUIET.items()]
        card.body.addLayout(self._row(QUIET_HOURS, self._segments(QUIET_HOURS, hours), below=True))
        return card

    def _care_card(self) -> Card:
        """Limits that a person sets for themselves; nobody else hears of them."""
        card = Card(padding=20, spacing=14)
        for preference, none in ((PER_DAY, tr("No limit")), (PER_SITTING, tr("Any number"))):
            numbers = [Segment(most, str(most) if most else none) for most in OWN_LIMITS]
            card.body.addLayout(self._row(preference, self._segments(preference, numbers), below=True))
            card.body.addWidget(Divider())
        card.body.addLayout(self._row(CARE_GREY, self._switch(CARE_GREY)))
        card.body.addWidget(Divider())
        breaks = [
            Segment(number, tr("{count} min", count=number) if number else tr("Never"))
            for number in BREAK_MINUTES
        ]
        card.body.addLayout(self._row(BREAK_AFTER, self._segments(BREAK_AFTER, breaks), below=True))
        card.body.addWidget(Divider())
        card.body.addLayout(self._row(SHOW_CLOCK, self._switch(SHOW_CLOCK)))
        return card

    def _about_card(self, version: str, data_dir: Path) -> Card:
        card = Card(padding=20, spacing=10)
        person, platform = getattr(self._desk, "person", None), getattr(self._desk, "platform_name", "")
        facts = [(tr("Version"), version or "unknown")]
        if platform:
            facts.append((tr("Platform"), platform))
        if person is not None:
            facts.insert(0, (tr("Signed in as"), person.name))
        for name, value in facts:
            card.body.addLayout(_fact(name, Label(value, wrap=True)))
        copy = Button(tr("Copy"), icon="copy", small=True)
        copy.setAccessibleName(tr("Copy the path of the data folder"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(data_dir)))
        card.body.addLayout(_fact(tr("Data folder"), ElidedLabel(str(data_dir)), copy))
        tasks, size = getattr(self._desk, "cleared", tuple)() or (0, 0)
        if tasks:
            removed = trn(
                "The content of {count} finished task ({size:.1f} MB); your words are all kept.",
                "The content of {count} finished tasks ({size:.1f} MB); your words are all kept.",
                tasks,
                size=size / 1_000_000,
            )
            card.body.addLayout(_fact(tr("Cleared away"), Label(removed, wrap=True)))
        card.body.addWidget(
            Label(
                tr("Everything in this folder is encrypted, and its key is kept elsewhere."),
                "caption",
                "text3",
                wrap=True,
            )
        )
        return card

    def _account_card(self) -> Card:
        """The ways out of this account, for those who look for them here, and when it locks by itself."""
        card = Card(padding=20, spacing=14)
        ways = FlowLayout(spacing=8)
        for action in ("lock", "go.accounts", "sign_out"):
            button = Button(BY_ID[action].title, key=f"@{action}")
            button.clicked.connect(partial(self.action_requested.emit, action))
            ways.addWidget(button)
        card.body.addLayout(ways)
        card.body.addWidget(Divider())
        minutes = [
            Segment(number, tr("{number} min", number=number) if number else tr("Never"))
            for number in LOCK_MINUTES
        ]
        card.body.addLayout(self._row(LOCK_AFTER, self._segments(LOCK_AFTER, minutes), below=True))
        if self._lock_demanded:
            words = tr(
                "Your organisation has it locked after {lock_demanded} minutes at the latest.",
                lock_demanded=self._lock_demanded,
            )
            card.body.addWidget(Label(words, "caption", "text3", wrap=True))
        card.body.addWidget(Divider())
        card.body.addLayout(self._row(LOCK_WITH_SESSION, self._switch(LOCK_WITH_SESSION)))
        return card

    def _recorded_card(self) -> Card:
        card = Card(padding=20, spacing=6)
        for text in RECORDED:
            card.body.addLayout(_point("check", text))
        card.body.addSpacing(6)
        card.body.addWidget(Label(tr("Never recorded"), "caption", "text3", strong=True))
        for text in NOT_RECORDED:
            card.body.addLayout(_point("close", text))
        see = Button(tr("See what was sent, field by field"), icon="eye")
        see.clicked.connect(partial(self.action_requested.emit, "go.recorded"))
        card.body.addSpacing(6)
        card.body.addWidget(see, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # Rows

    def _row(self, preference: Preference, control: QWidget, *, below: bool = False) -> QBoxLayout:
        self.controls[preference.name] = control
        return _choice_row(preference.title, preference.words(), control, below=below)

    def _segments(self, preference: Preference, segments: Sequence[Segment]) -> SegmentedControl:
        control = SegmentedControl(preference.title, segments, wrap=True, small=True)
        control.value_changed.connect(lambda value: self._choose(preference, value))
        return control

    def _switch(self, preference: Preference) -> Switch:
        control = Switch(preference.title)
        control.setAccessibleDescription(preference.help)
        control.clicked.connect(lambda checked: self._choose(preference, checked))
        return control

    def _show(self, preference: Preference) -> None:
        control, value = self.controls[preference.name], preferences.read(self._desk, preference)
        if preference is THEME:  # until somebody has chosen one, it is that of the settings file
            value = self._desk.setting(THEME.name, theme.look().choice)
        if isinstance(control, SegmentedControl):
            control.set_value(value)
        elif isinstance(control, Switch):
            control.setChecked(bool(value))

    def _choose(self, preference: Preference, value: Any) -> None:
        preferences.write(self._desk, preference, value)
        if preference.name.startswith("look."):
            self.look_chosen.emit()
        if preference.name.startswith("keys."):
            own_keys.apply_chosen(self._desk)


_ROOMS = {"comfortable": tr("Comfortable"), "compact": tr("Compact")}
QUIET = {
    "": tr("None"),
    "18-8": tr("{first} to {last}", first="18:00", last="8:00"),
    "20-8": tr("{first} to {last}", first="20:00", last="8:00"),
    "22-7": tr("{first} to {last}", first="22:00", last="7:00"),
}
OWN_LIMITS = (0, 5, 10, 20, 40, 80)
BREAK_MINUTES = (0, 25, 50, 90)
LOCK_MINUTES = (0, 5, 10, 15, 30, 60)
_KEYS_HELP = tr(
    "Every action can have other keys, or several; sets of keys for the left hand and like vi are here too."
)


def _choice_row(title: str, help_text: str, control: QWidget, *, below: bool = False) -> QBoxLayout:
    """A title, a sentence, and beside them or below the control."""
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Label(title, strong=True))
    words.addWidget(Label(help_text, tone="text2", wrap=True))
    row: QBoxLayout = QVBoxLayout() if below else QHBoxLayout()
    row.setSpacing(8 if below else 24)
    row.addLayout(words, 0 if below else 1)
    if below:  # as wide as the row: it breaks where large letters leave no room
        row.addWidget(control)
    else:
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    return row


def _column() -> tuple[QWidget, QVBoxLayout]:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(8)
    return inner, column


def _title(text: str) -> Label:
    label = Label(text, "section", strong=True)
    label.setContentsMargins(4, 12, 4, 0)
    return label


def _point(icon: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(IconMark(icon, 16, "text3"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, wrap=True), 1)
    return row


def _fact(name: str, value: QWidget, *more: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    label = Label(name, tone="text3")
    label.setFixedWidth(theme.px(110))
    row.addWidget(label)
    row.addWidget(value, 1)
    for widget in more:
        row.addWidget(widget)
    return row
