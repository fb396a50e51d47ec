"""Where screens get prepared content from: memory, the encrypted store, or the worker process.

Screens ask `of`, which never waits for a parser, and `want` what is missing; listeners are told when something has
come. Without a worker process `of` prepares here and now, within the engine's own deadlines.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

import msgspec

from hdclient.content.prepared import Prepared, as_written, from_bytes, key_of, prepare
from hdclient.content.tree import Note
from hdclient.errors import StoreError
from hdclient.model.content import ContentBlock
from hdclient.words import tr

if TYPE_CHECKING:
    from hdclient.content.workshop import Workshop

MOST_BYTES = 24_000_000
"""Prepared content kept in memory, by its size as msgpack: some tens of tasks."""
MOST_UNSAVED = 64
SAVED_AT_ONCE = 4


class Kept(Protocol):
    """Where prepared content outlives the program (store.prepared)."""

    def get(self, key: bytes, engine: str) -> bytes | None:
        """The bytes of this engine's work."""
        ...

    def put(self, engine: str, entries: Sequence[tuple[bytes, bytes]], used: Sequence[bytes] = ()) -> None:
        """Keeps bytes by key; `used` are keys that were read."""
        ...


class Contents:
    """`of` and `want` are for the main thread; listeners are called in any thread."""

    def __init__(
        self,
        engine: str = "",
        kept: Kept | None = None,
        *,
        worker: bool = False,
        quiet: Callable[[], bool] = lambda: True,
        command: Sequence[str] = (),
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """`kept` None: nothing outlives the program. With `worker`, nothing is prepared in this process, and what is
        wanted comes after `start`. `quiet` says whether the store may be written to. `command` starts another worker
        than ours, for tests.
        """
        self._engine, self._kept, self._command, self._most_bytes = engine, kept, command, most_bytes
        self._has_worker, self._quiet = worker, quiet
        self._early: list[tuple[tuple[ContentBlock, ...], bool]] = []
        self._memory: OrderedDict[ContentBlock, tuple[Prepared, int]] = OrderedDict()
        self._bytes = 0
        self._asked: set[ContentBlock] = set()
        self._given_up: set[ContentBlock] = set()
        self._unsaved: list[tuple[bytes, bytes]] = []
        self._used: set[bytes] = set()
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._workshop: Workshop | None = None

    # What screens ask

    def of(self, block: ContentBlock) -> Prepared | None:
        """The block, if it is prepared. Raises KeyError for an unknown kind when there is no worker."""
        with self._lock:
            found = self._memory.get(block)
            if found is not None:
                self._memory.move_to_end(block)
                return found[0]
            asked = block in self._asked
        if asked:
            return None
        prepared = self._from_store(block)
        if prepared is None and not self._has_worker:
            prepared = prepare(block)
            self._remember(block, prepared, 2 * len(block.text))
        return prepared

    def want(self, blocks: Iterable[ContentBlock], *, near: bool = True) -> None:
        """Orders what is not in memory. `near`: somebody waits for it; else for some time later."""
        if not self._has_worker:
            return
        with self._lock:
            missing = tuple(block for block in blocks if block not in self._memory)
            self._asked.update(missing)
        if self._workshop is None:
            self._early.append((missing, near))
        elif missing:
            self._workshop.want(missing, near=near)

    def may_be_tried_again(self, block: ContentBlock) -> bool:
        """Whether it is shown as it was written because the worker was ended over it or died of it, or because the
        engine's own time ran out.

        The former is never kept: the next start, and with it another engine, tries anew.
        """
        if block in self._given_up or not self._has_worker:
            return block in self._given_up
        found = self.of(block)
        first = found.blocks[0] if found is not None and found.blocks else None
        return isinstance(first, Note) and first.again

    def try_again(self, block: ContentBlock) -> None:
        """Orders such a block with more time than it had; meanwhile it is not there."""
        with self._lock:
            self._forget(block)
            self._asked.add(block)
        if self._workshop is not None:
            self._workshop.want_again(block)
        else:
            self._early.append(((block,), True))

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """`listener` is called, in any thread, when a block has been prepared. Returns what ends that."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    # What the program does

    def start(self) -> None:
        """Starts the worker process, in the background. After the first paint: what is kept needs none."""
        from hdclient.content.workshop import Workshop  # start-up

        if self._has_worker and self._workshop is None:
            workshop = Workshop(
                self._done,
                first=self._known,
                idle=lambda: self._save(self._quiet),
                command=self._command,
            )
            for blocks, near in self._early:
                workshop.want(blocks, near=near)
            self._early.clear()
            self._workshop = workshop
            workshop.start()

    def stop(self) -> None:
        """Ends the worker, and keeps what it has made."""
        if self._workshop is not None:
            self._workshop.stop()
            self._save(lambda: True)

    @property
    def worker_pid(self) -> int | None:
        """The worker process, None when there is none. For tests and measurements."""
        return None if self._workshop is None else self._workshop.worker_pid

    # Within; `_done` and `_save` run in the workshop's thread

    def _known(self, block: ContentBlock) -> Prepared | None:
        with self._lock:
            found = self._memory.get(block)
        return found[0] if found is not None else self._from_store(block)

    def _from_store(self, block: ContentBlock) -> Prepared | None:
        if self._kept is None:
            return None
        key = key_of(block, self._engine)
        with suppress(StoreError, msgspec.DecodeError):
            data = self._kept.get(key, self._engine)
            if data is not None:
                prepared = from_bytes(data)
                with self._lock:
                    self._used.add(key)
                self._remember(block, prepared, len(data))
                return prepared
        return None

    def _done(self, block: ContentBlock, data: bytes, whole: bool) -> None:
        try:
            prepared = from_bytes(data)
        except msgspec.DecodeError:  # a worker of another version: a bundle that was replaced while it ran
            prepared, whole = (
                as_written(block, tr("This is shown as it was written: it could not be read.")),
                False,
            )
        if not whole:
            with self._lock:
                self._given_up.add(block)
        self._remember(block, prepared, len(data))
        if whole and self._kept is not None:
            self._unsaved.append((key_of(block, self._engine), data))
            del self._unsaved[:-MOST_UNSAVED]

    def _forget(self, block: ContentBlock) -> None:
        """Needs the lock."""
        _, size = self._memory.pop(block, (None, 0))
        self._bytes -= size
        self._given_up.discard(block)

    def _remember(self, block: ContentBlock, prepared: Prepared, size: int) -> None:
        with self._lock:
            before = self._memory.pop(block, None)
            self._bytes += size - (before[1] if before is not None else 0)
            self._memory[block] = (prepared, size)
            self._asked.discard(block)
            while self._bytes > self._most_bytes and len(self._memory) > 1:
                self._forget(next(iter(self._memory)))
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()

    def _save(self, quiet: Callable[[], bool]) -> bool:
        """What is new goes to the store, a little at a time: meanwhile the screens would have to wait for the store.

        Returns whether all of it is there. What is lost with the program is only made again, and so is what a disk
        refuses.
        """
        while (self._unsaved or self._used) and self._kept is not None:
            if not quiet():
                return False
            with self._lock:
                entries, self._unsaved = self._unsaved[:SAVED_AT_ONCE], self._unsaved[SAVED_AT_ONCE:]
                used, self._used = self._used, set()
            with suppress(StoreError):
                self._kept.put(self._engine, entries, tuple(used))
        return True
