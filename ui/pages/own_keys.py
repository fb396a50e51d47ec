"""The keys that a person chose, in their encrypted store: which set counts, and the sets of their own.

What is stored is trusted as little as a file: it may come from another version of the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ui import keymap
from ui.key_profiles import PROFILES, STANDARD
from ui.keymap import Keymap, Single
from ui.pages import preferences
from ui.pages.preferences import SINGLE_ALT, SINGLE_KEYS, Remembers

if TYPE_CHECKING:
    from ui.keymap_file import KeySet

CHOSEN = "keys.profile"
SETS = "keys.own"
MOST_SETS = 20


class OwnKeys:
    """The choices of one desk. Every change is kept, and in force, when the function returns."""

    def __init__(self, desk: Remembers | None) -> None:
        self._desk = desk
        self.left_aside: tuple[str, ...] = ()
        """What of the stored keys cannot be used, each as a sentence."""
        self._sets: dict[str, KeySet] = {}
        self._chosen = STANDARD
        self._load()

    def _load(self) -> None:
        stored = self._desk.setting(SETS, []) if self._desk is not None else []
        entries = [one for one in stored if isinstance(one, dict)] if isinstance(stored, list) else []
        if entries:
            from ui.keymap_file import read_plain  # start-up: most people have no keys of their own

            for entry in entries:
                found = read_plain(entry)
                self._sets.setdefault(found.keys.name, found.keys)
                self.left_aside += found.left_aside
        chosen = self._desk.setting(CHOSEN, STANDARD) if self._desk is not None else STANDARD
        self._chosen = chosen if isinstance(chosen, str) and self.has(chosen) else STANDARD

    # What there is

    def has(self, name: str) -> bool:
        """Whether there is a set of this name; the program's own go by the name of their profile."""
        return name in PROFILES or name in self._sets

    def names(self) -> tuple[str, ...]:
        """All sets: those of the program first."""
        return (*PROFILES, *self._sets)

    def title(self, name: str) -> str:
        """What the set is called."""
        return PROFILES[name].title if name in PROFILES else name

    def chosen(self) -> str:
        """The name of the set that counts."""
        return self._chosen

    def is_own(self) -> bool:
        """Whether the set that counts is one of the person's own."""
        return self._chosen in self._sets

    def key_set(self) -> KeySet:
        """The set that counts."""
        from ui.keymap_file import KeySet  # start-up

        own = self._sets.get(self._chosen)
        return own or KeySet(PROFILES[self._chosen].title, self._chosen)

    def keymap(self) -> Keymap:
        """What is to be in force."""
        own = self._sets.get(self._chosen)
        return Keymap(own.base, own.keys, self._single()) if own else Keymap(self._chosen, {}, self._single())

    def _single(self) -> Single:
        if not preferences.read(self._desk, SINGLE_KEYS):
            return "off"
        return "alt" if preferences.read(self._desk, SINGLE_ALT) else "on"

    def apply(self) -> None:
        """Puts it in force."""
        keymap.apply(self.keymap())

    # Changing

    def choose(self, name: str) -> None:
        """This set counts from now on."""
        if self.has(name):
            self._chosen = name
            self._keep()

    def add(self, keys: KeySet) -> str:
        """A new set, which counts from now on. Returns its name: another one where that name is taken."""
        from ui.keymap_file import NAME_LENGTH  # start-up

        name, number = keys.name, 2
        while self.has(name) or name in {profile.title for profile in PROFILES.values()}:
            name, number = f"{keys.name[: NAME_LENGTH - 4]} {number}", number + 1
        self._sets[name] = replace(keys, name=name)
        self._chosen = name
        self._keep()
        return name

    def give(self, changes: Mapping[str, tuple[str, ...] | None]) -> None:
        """Gives actions these keys; None: those of the profile again. A set of the program becomes an own one."""
        from ui.keymap_file import OWN_NAME, KeySet  # start-up

        keys = self.key_set()
        wanted = dict(keys.keys)
        for action_id, given in changes.items():
            if given is None or given == Keymap(keys.base).proposed(action_id):
                wanted.pop(action_id, None)
            else:
                wanted[action_id] = given
        if self.is_own():
            self._sets[self._chosen] = replace(keys, keys=wanted)
            self._keep()
        elif wanted != keys.keys:
            self.add(KeySet(OWN_NAME, keys.base, wanted))

    def remove(self) -> None:
        """Forgets the set that counts, if it is one of the person's own; its profile counts again."""
        own = self._sets.pop(self._chosen, None)
        if own is not None:
            self._chosen = own.base
            self._keep()

    def _keep(self) -> None:
        from ui.keymap_file import plain  # start-up

        if self._desk is not None:
            self._desk.set_setting(SETS, [plain(keys) for keys in self._sets.values()])
            self._desk.set_setting(CHOSEN, self._chosen)
        self.apply()


def apply_chosen(desk: Remembers | None) -> tuple[str, ...]:
    """Puts the keys in force that this person has chosen. Returns what of them was left aside."""
    own = OwnKeys(desk)
    own.apply()
    return own.left_aside
