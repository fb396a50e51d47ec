"""What a person may choose, as data.

It lives in their encrypted store; a value of the wrong type counts as unset.
"""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct

from hdclient.words import tr
from ui import keymap, theme
from ui.components.badges import key_text
from ui.typefaces import SYSTEM, TYPEFACES


class Preference(Struct, frozen=True):
    """One choice: its name in the store, its default, which also tells its type, and its words in settings."""

    name: str
    default: str | int | float | bool
    title: str
    help: str
    action: str = ""
    """The action that changes it while one works; its key is said behind the help."""

    def words(self) -> str:
        """The help, with the key in force."""
        key = keymap.cap(f"@{self.action}") if self.action else ""
        said = tr("{key} changes it while you read.", key=key_text(key)) if key else ""
        return f"{self.help} {said}".rstrip()


THEME = Preference(
    "look.theme", "system", tr("Theme"), tr("System follows what the desktop asks for, also in contrast.")
)
CONTENT_PX = Preference(
    "look.content_px",
    theme.TYPE["reading"],
    tr("Text of prompts and responses"),
    tr("The size in which you read, in pixels."),
)
SCALE = Preference("look.scale", 1.0, tr("Size of the program"), tr("Menus, buttons and all other text."))
DENSITY = Preference(
    "look.density",
    "comfortable",
    tr("Room"),
    tr("Compact has more on the screen at once. Text keeps its size."),
)
TYPEFACE = Preference(
    "look.typeface", SYSTEM.id, tr("Letters"), tr("For the program, and for what you read in it.")
)
REDUCED_MOTION = Preference(
    "look.reduced_motion", False, tr("No motion"), tr("Nothing slides, and the text cursor does not blink.")
)
CODE_NUMBERS = Preference(
    "look.code_numbers",
    False,
    tr("Line numbers of code"),
    tr("Beside code in answers too."),
    "code.numbers",
)
CODE_WRAPS = Preference(
    "look.code_wraps",
    True,
    tr("Wrap long lines of code"),
    tr("Else they go on to the right."),
    "code.wrap",
)
AUTO_ADVANCE = Preference(
    "work.auto_advance",
    False,
    tr("Submit when complete"),
    tr(
        "A moment after the last answer that is needed, the task is submitted and the next one opens."
        " Any key or click stops it, and Undo brings the task back."
    ),
)
SINGLE_KEYS = Preference(
    "keys.single",
    True,
    tr("Single keys"),
    tr(
        "Letters and digits without Ctrl do things (A reads Response A, 1 to 7 judge). "
        "Switch them off if you dictate, or press keys by accident."
    ),
)
SINGLE_ALT = Preference(
    "keys.alt",
    False,
    tr("Single keys only with Alt"),
    tr("A is Alt+A then, and 1 is Alt+1. Nothing happens by a bare letter or digit."),
)
SCROLL_SYNC = Preference(
    "read.scroll_sync", False, tr("Scroll responses together"), tr("How a task begins."), "scroll.sync"
)

LOCK_AFTER = Preference(
    "lock.after_min",
    15,
    tr("Lock when idle"),
    tr(
        "Minutes without a key or the mouse. Locked, nothing of your work is on the screen, and "
        "the key is out of memory. Unlocking takes it from this computer's keyring."
    ),
)
LOCK_WITH_SESSION = Preference(
    "lock.with_session",
    True,
    tr("Lock with the computer"),
    tr("When the desktop is locked, given to somebody else, or put to sleep."),
)

NOTES = Preference(
    "notes.on",
    True,
    tr("Tell of feedback on the desktop"),
    tr("Only while hdclient is not in front. The note says that there is news, and nothing of it."),
)
QUIET_HOURS = Preference(
    "notes.quiet", "20-8", tr("Quiet hours"), tr("No note comes in these hours; the queue shows all of it.")
)

CARE_GREY = Preference(
    "care.grey",
    True,
    tr("Pictures of sensitive tasks in grey"),
    tr("How they are shown when you ask for them."),
    "pictures.grey",
)
PER_DAY = Preference(
    "care.per_day",
    0,
    tr("Sensitive tasks in 24 hours, at most"),
    tr(
        "Your own limit, over all campaigns. A campaign may have a lower one. What is beyond it stays covered."
    ),
)
PER_SITTING = Preference(
    "care.per_sitting",
    0,
    tr("Sensitive tasks in one sitting, at most"),
    tr("A sitting is over when you have looked at nothing sensitive for half an hour."),
)
BREAK_AFTER = Preference(
    "care.break_after_min",
    50,
    tr("Suggest a break"),
    tr("After so many minutes of work, between two tasks, in one quiet sentence. It can be put off."),
)
SHOW_CLOCK = Preference(
    "work.show_clock",
    True,
    tr("Show the clock"),
    tr("The time of the task at hand, small and grey. Hidden, it still counts; Time on this task shows it."),
    "clock.show",
)

PREFERENCES = (
    NOTES,
    QUIET_HOURS,
    CARE_GREY,
    PER_DAY,
    PER_SITTING,
    BREAK_AFTER,
    SHOW_CLOCK,
    LOCK_AFTER,
    LOCK_WITH_SESSION,
    THEME,
    CONTENT_PX,
    SCALE,
    DENSITY,
    TYPEFACE,
    REDUCED_MOTION,
    CODE_NUMBERS,
    CODE_WRAPS,
    SINGLE_KEYS,
    SINGLE_ALT,
    SCROLL_SYNC,
    AUTO_ADVANCE,
)


class Remembers(Protocol):
    """The part of the desk that remembers what screens want to know again."""

    def setting(self, key: str, default: Any) -> Any: ...

    def set_setting(self, key: str, value: Any) -> None: ...


def read(desk: Remembers | None, preference: Preference) -> Any:
    """The person's choice, or the default."""
    if desk is None:
        return preference.default
    value = desk.setting(preference.name, preference.default)
    wanted = type(preference.default)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if type(value) is wanted else preference.default


def write(desk: Remembers | None, preference: Preference, value: Any) -> None:
    """Keeps a choice. Before sign-in there is nowhere to keep it."""
    if desk is not None:
        desk.set_setting(preference.name, value)


def look(desk: Remembers | None, default_theme: str = "system") -> theme.Look:
    """The look that this person has chosen. `default_theme` counts until they have chosen one."""
    choice = desk.setting(THEME.name, default_theme) if desk is not None else default_theme
    content_px = read(desk, CONTENT_PX)
    scale = read(desk, SCALE)
    density, typeface = read(desk, DENSITY), read(desk, TYPEFACE)
    return theme.Look(
        choice=choice if choice in theme.CHOICES else "system",
        scale=scale if scale in theme.SCALES else 1.0,
        content_px=content_px if content_px in theme.CONTENT_SIZES else theme.TYPE["reading"],
        density=density if density in theme.DENSITIES else DENSITY.default,
        typeface=typeface if typeface in TYPEFACES else SYSTEM.id,
        reduced_motion=read(desk, REDUCED_MOTION),
        code_numbers=read(desk, CODE_NUMBERS),
        code_wraps=read(desk, CODE_WRAPS),
    )
