"""An order being made: places with one or more candidates, those that wait, and those that are not acceptable.

No widgets in here. Places may be empty while candidates wait ("this one is third"); once all are placed, they close up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeGuard

from msgspec import Struct

from hdclient.words import isolated, listed, tr

Where = Literal["place", "between", "waiting", "refused"]

_FREE_MOST = 40
"""Orders with empty places that are remembered; they are saved with every change of the ranking."""


class Target(Struct, frozen=True):
    """Where a candidate goes: into place `number` (from 0), into a new place before it, or into a tray."""

    where: Where
    number: int = 0


class RankOrder:
    """`letters` gives every candidate its letter, in the order shown: ties are listed in that order."""

    def __init__(self, letters: dict[str, str], *, ties: bool = True, refusing: bool = True) -> None:
        self._letters = letters
        self._ties, self._refusing = ties, refusing
        self.places: list[list[str]] = []
        self.waiting: list[str] = list(letters)
        self.refused: list[str] = []
        self._free: dict[str, list[list[str]]] = {}
        """The places, with empty ones, that each order had last: who undoes finds "this one is third" again.
        Only orders that had empty places, the one used last at the end."""

    # Reading

    def answer(self) -> object:
        """The ranking as JSON; None when nothing is placed."""
        tiers = [list(place) for place in self.places if place]
        if not tiers and not self.refused:
            return None
        return {"tiers": tiers, "unacceptable": list(self.refused)}

    def text(self) -> str:
        """ "B > A = D > C"; "" when nothing is placed."""
        order = " > ".join(" = ".join(self._letters[one] for one in place) for place in self.places if place)
        refused = ", ".join(self._letters[one] for one in self.refused)
        return "   ".join(
            part
            for part in (isolated(order), tr("not acceptable: {refused}", refused=refused) if refused else "")
            if part
        )

    def sequence(self) -> list[str]:
        """All candidates from top to bottom."""
        return [*(one for place in self.places for one in place), *self.waiting, *self.refused]

    def place_of(self, one: str) -> int:
        """Number of the place (from 0), -1 when it is in a tray."""
        return next((number for number, place in enumerate(self.places) if one in place), -1)

    def is_tied(self, one: str) -> bool:
        """Whether it shares its place."""
        number = self.place_of(one)
        return number >= 0 and len(self.places[number]) > 1

    def said(self, one: str) -> str:
        """Where a candidate stands, in words."""
        number = self.place_of(one)
        if number < 0:
            return tr("not acceptable") if one in self.refused else tr("not ranked yet")
        others = [self._letters[other] for other in self.places[number] if other != one]
        place, places = number + 1, len(self.places)
        if not others:
            return tr("rank {place} of {places}", place=place, places=places)
        return tr(
            "rank {place} of {places}, tied with {others}", place=place, places=places, others=listed(others)
        )

    def state(self) -> object:
        """All of it as JSON, with the empty places of now and of the orders that undo leads back to, for `restore`."""
        places = [list(place) for place in self.places]
        before = {text: free for text, free in self._free.items() if text != self.text()}
        return {"places": places, "free": before} if before else places

    # Changing; every function returns whether anything changed

    def load(self, value: object) -> None:
        """Takes an answer; what it does not name waits. Unknown and doubled candidates are passed over."""
        given = value if isinstance(value, dict) else {}
        if self.answer() == (value if given.get("tiers") or given.get("unacceptable") else None):
            return
        left = list(self._letters)

        def take(names: object) -> list[str]:
            found = [one for one in names if one in left] if isinstance(names, list | tuple) else []
            found = list(dict.fromkeys(found))
            for one in found:
                left.remove(one)
            return found

        tiers = given.get("tiers")
        self.places = [
            place for place in map(take, tiers if isinstance(tiers, list | tuple) else ()) if place
        ]
        self.refused = take(given.get("unacceptable"))
        self.waiting = left
        self._sort()
        self.restore(self._free.get(self.text()))

    def restore(self, state: object) -> None:
        """Takes back empty places of a `state`, if it is about the same order."""
        if isinstance(state, dict):
            free = state.get("free")
            known = (
                {text: places for text, places in free.items() if _is_places(places)} if _is_map(free) else {}
            )
            self._free = {**known, **self._free}
            state = state.get("places")
        if not _is_places(state):
            return
        if [place for place in state if place] == [place for place in self.places if place] and self.waiting:
            self.places = [list(place) for place in state]
            self._note()

    def move(self, one: str, target: Target) -> bool:
        """Puts a candidate where `target` says."""
        return self._change(lambda: self._put(one, target))

    def give_rank(self, one: str, rank: int) -> bool:
        """Puts a candidate into the place of this rank (from 1); without ties, others make room."""
        at = rank - 1
        if at < len(self.places) and self.places[at] not in ([], [one]) and not self._ties:
            return self.move(one, Target("between", at))
        return self.move(one, Target("place", at))

    def up(self, one: str) -> bool:
        """One step better: out of a tie, above the place before, or from a tray to the end of the ranking."""
        number = self.place_of(one)
        if number < 0:
            return self.move(one, Target("between", len(self.places)))
        if len(self.places[number]) > 1:
            return self.move(one, Target("between", number))
        return number > 0 and self._change(lambda: self._swap(number, number - 1))

    def down(self, one: str) -> bool:
        """One step worse: out of a tie, or below the place after."""
        number = self.place_of(one)
        if number < 0:
            return False
        if len(self.places[number]) > 1:
            return self.move(one, Target("between", number + 1))
        return number + 1 < len(self.places) and self._change(lambda: self._swap(number, number + 1))

    def tie(self, one: str) -> bool:
        """Into the place above it; from a tray into the last place."""
        number = self.place_of(one)
        end = number if number >= 0 else len(self.places)
        above = [at for at in range(end) if self.places[at]]
        return bool(above) and self._ties and self.move(one, Target("place", above[-1]))

    def split(self, one: str) -> bool:
        """Out of a tie, into a place of its own below it."""
        return self.is_tied(one) and self.move(one, Target("between", self.place_of(one) + 1))

    def refuse(self, one: str) -> bool:
        """Into the tray of those not acceptable; from there, back to those that wait."""
        if not self._refusing:
            return False
        return self.move(one, Target("waiting" if one in self.refused else "refused"))

    # Within

    def _change(self, act: Callable[[], None]) -> bool:
        before = self._all()
        self._note()
        act()
        self._sort()
        self._note()
        return self._all() != before

    def _note(self) -> None:
        """The empty places that the order of now has."""
        text = self.text()
        self._free.pop(text, None)
        if not all(self.places):
            self._free[text] = self._all()[0]
            while len(self._free) > _FREE_MOST:
                del self._free[next(iter(self._free))]

    def _all(self) -> tuple[list[list[str]], list[str], list[str]]:
        return [list(place) for place in self.places], list(self.waiting), list(self.refused)

    def _put(self, one: str, target: Target) -> None:
        fresh: list[str] = []
        if target.where == "between":
            self.places.insert(min(target.number, len(self.places)), fresh)
        elif target.where == "place":
            while len(self.places) <= target.number:
                self.places.append([])
            fresh = self.places[target.number]
            if not self._ties and fresh not in ([], [one]):
                return
        elif target.where == "waiting":
            fresh = self.waiting
        elif self._refusing:
            fresh = self.refused
        else:
            return
        left = self.place_of(one)
        for group in (*self.places, self.waiting, self.refused):
            if one in group and group is not fresh:
                group.remove(one)
        if one not in fresh:
            fresh.append(one)
        if target.where == "between" and left >= 0:
            self._drop_emptied(fresh)

    def _drop_emptied(self, fresh: list[str]) -> None:
        """A move inside the ranking leaves no hole behind."""
        self.places = [place for place in self.places if place or place is fresh]

    def _swap(self, a: int, b: int) -> None:
        self.places[a], self.places[b] = self.places[b], self.places[a]

    def _sort(self) -> None:
        order: Sequence[str] = list(self._letters)
        for group in (*self.places, self.waiting, self.refused):
            group.sort(key=order.index)
        if not self.waiting:
            self.places = [place for place in self.places if place]
        while self.places and not self.places[-1]:
            self.places.pop()


def _is_places(value: object) -> TypeGuard[list[list[str]]]:
    return isinstance(value, list) and all(
        isinstance(place, list) and all(isinstance(one, str) for one in place) for place in value
    )


def _is_map(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)
