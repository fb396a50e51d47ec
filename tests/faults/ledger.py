"""What the person was told, read from the logs of all lives, and what has become of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

Key = tuple[str, int]


@dataclass
class Promise:
    """Of one revision: what was said last, and what was about to be done when the process died."""

    sealed: bool = False
    number: int = 0
    """The newest edit that was saved."""
    pending: str = ""
    """"writing", "sealing" or "undoing", when it was begun and its end was not said."""


@dataclass
class Ledger:
    """Promises by identity. `lost_drafts` names those that a life did not find as they were promised."""

    promises: dict[Key, Promise] = field(default_factory=dict)
    lost_drafts: list[str] = field(default_factory=list)
    restarts: int = 0
    drafts: int = 0
    """Edits that were acknowledged."""
    ended: dict[str, int] = field(default_factory=dict)
    """What the last life said of its end."""

    def read(self, log: Path) -> None:
        """The log of one life, whole lines only."""
        if not log.exists():
            return
        found: dict[Key, int] = {}
        for line in log.read_text().splitlines():
            kind, submission_id, revision, number = json.loads(line)
            key = (submission_id, revision)
            match kind:
                case "begun":
                    self.restarts += 1
                case "found":
                    found[key] = number
                case "looked":
                    self._compare(found)
                case "drained":
                    self.ended[kind] = number
                case _ if kind.startswith("state:"):
                    self.ended[kind] = number
                case _:
                    self._note(kind, self.promises.setdefault(key, Promise()), number)

    def _note(self, kind: str, promise: Promise, number: int) -> None:
        match kind:
            case "writing" | "sealing" | "undoing":
                promise.pending = kind
                # The first edit of a later revision goes on from the words of the one before.
                promise.number = max(promise.number, number - 1)
                return
            case "wrote":
                promise.number = number
                self.drafts += 1
            case "sealed":
                promise.sealed = True
            case "undone":
                promise.sealed = False
        promise.pending = ""

    def _compare(self, found: dict[Key, int]) -> None:
        """At the start of a life: every draft is as promised; what was half done may have been done or not."""
        for key, promise in self.promises.items():
            is_draft = key in found
            if promise.pending in ("sealing", "undoing"):
                promise.sealed = not is_draft
            elif is_draft == promise.sealed:
                self.lost_drafts.append(f"{key}: {'a draft again' if is_draft else 'no draft any more'}")
            if is_draft:
                newest = promise.number + (promise.pending == "writing")
                if not promise.number <= found[key] <= newest:
                    self.lost_drafts.append(f"{key}: edit {found[key]} instead of {promise.number}")
                promise.number = found[key]
            promise.pending = ""

    def acknowledged(self) -> set[Key]:
        """What the screen has called submitted, and nobody has undone."""
        return {key for key, promise in self.promises.items() if promise.sealed}
