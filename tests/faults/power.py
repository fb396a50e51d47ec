"""Power cuts, replayed: what a disk may hold at a random moment, opened with the real store (reliability research, B4).

A writer's system calls are recorded once. A trial takes a moment, keeps what had been synced by then, and of the rest
nothing, all, a beginning, a random part, or pieces torn at 512 bytes. Then everything that was acknowledged by that
moment must be there. The model is of a file system like ext4: a file exists for certain once it was synced.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hdclient.errors import StoreError
from hdclient.model.submission import SubmissionState
from hdclient.store import Store
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile
from tests.faults.power_writer import body_of
from tests.helpers.stores import lease_out, make_task

ROOT = Path(__file__).parents[2]
TASKS = 40
CALLS = "openat,open,close,pwrite64,write,lseek,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat"
MANNERS = ("nothing", "all", "beginning", "part", "torn")
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def has_strace() -> bool:
    """Whether system calls can be recorded here."""
    return shutil.which("strace") is not None


@dataclass(frozen=True)
class Act:
    """One thing that happened: write, cut, make, remove, sync of `file`; or `said`, with what as `data`."""

    kind: str
    file: str = ""
    place: int = 0
    data: bytes = b""


@dataclass(frozen=True)
class Recording:
    """The files at the start, and all that happened to them."""

    folder: Path
    keys: SessionKeys
    files: dict[str, bytes]
    acts: tuple[Act, ...]

    @property
    def ready(self) -> int:
        """The first act after which something was promised."""
        return next(n for n, act in enumerate(self.acts) if act.data.startswith(b"READY"))


def record(folder: Path, safety: str = "") -> Recording:
    """Makes a profile, has a writer work on it under strace, and reads what it did."""
    profile, keys = Profile(folder / "account"), SessionKeys()
    store = profile.create(keys, "https://platform.example.org")
    lease_out(store, [make_task(f"t{n}") for n in range(TASKS)])
    store.close()
    card = profile.card()
    assert card is not None
    files = {path.name: path.read_bytes() for path in profile.folder.iterdir() if path.is_file()}
    log = folder / "strace.txt"
    tracer = ["strace", "-qq", "-xx", "-s", "1000000", "-o", str(log), "-e", f"trace={CALLS}"]
    facts = (str(profile.folder), card.store_uuid, keys.load(card.store_uuid).hex(), safety)
    command = [*tracer, sys.executable, "-m", "tests.faults.power_writer", *facts]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with log.open() as lines:
        acts = tuple(_Reader(profile.folder).read(lines))
    log.unlink()
    return Recording(profile.folder, keys, files, acts)


class _Reader:
    """Turns lines of strace into acts on the files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._prefix = f"{folder}/"
        self._open: dict[int, str] = {}
        self._at: dict[int, int] = {}

    def read(self, lines: Iterator[str]) -> Iterator[Act]:
        for line in lines:
            match = _CALL.match(line)
            if match and int(match[3]) >= 0:
                yield from self._act(match[1], match[2], int(match[3]))

    def _act(self, call: str, given: str, result: int) -> Iterator[Act]:
        if call in ("open", "openat"):
            name = self._name(given)
            self._open[result], self._at[result] = name, 0
            if name and "O_CREAT" in given:
                yield Act("make", name)
            return
        if call in ("unlink", "unlinkat"):
            yield Act("remove", self._name(given))
            return
        assert call not in ("rename", "renameat") or not self._name(given), "renames are not modelled"
        handle = int(given.split(",")[0].rstrip(")") or 0) if given[:1].isdigit() else -1
        if call in ("write", "pwrite64") and handle == 1:
            yield Act("said", data=_bytes(given))
        elif name := self._open.get(handle, ""):
            yield from self._on_file(call, given, handle, name, result)
        if call == "close":
            self._open.pop(handle, None)

    def _on_file(self, call: str, given: str, handle: int, name: str, result: int) -> Iterator[Act]:
        last = given.rsplit(",", 1)[-1].strip()
        match call:
            case "pwrite64":
                yield Act("write", name, int(last), _bytes(given)[:result])
            case "write":
                yield Act("write", name, self._at[handle], _bytes(given)[:result])
                self._at[handle] += result
            case "lseek":
                self._at[handle] = result
            case "ftruncate":
                yield Act("cut", name, int(last, 0))
            case "fsync" | "fdatasync":
                yield Act("sync", name)

    def _name(self, given: str) -> str:
        """The file's name in the folder; empty for files elsewhere."""
        path = _bytes(given).decode(errors="replace")
        return path.removeprefix(self._prefix) if path.startswith(self._prefix) else ""


def _bytes(given: str) -> bytes:
    match = _TEXT.search(given)
    return bytes.fromhex(match[1].replace("\\x", "")) if match else b""


@dataclass
class Findings:
    """What the trials found. All but `trials` should be zero."""

    trials: int = 0
    lost: int = 0
    """Trials in which something that was acknowledged was not there."""
    damaged: int = 0
    refused: list[str] = field(default_factory=list)
    """Why a store could not be opened."""

    @property
    def ok(self) -> bool:
        """Whether every power cut was survived."""
        return not (self.lost or self.damaged or self.refused)


def replay(recording: Recording, folder: Path, trials: int, seed: int) -> Findings:
    """So many power cuts at random moments."""
    chance, findings = random.Random(seed), Findings()
    for _ in range(trials):
        moment = chance.randrange(recording.ready + 1, len(recording.acts) + 1)
        files = _after_cut(recording, moment, chance)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        _judge(recording, folder, recording.acts[:moment], findings)
        findings.trials += 1
    return findings


def _after_cut(recording: Recording, moment: int, chance: random.Random) -> dict[str, bytes]:
    """What is on the disk when the power comes back."""
    files = {name: bytearray(data) for name, data in recording.files.items()}
    pending: list[Act] = []
    for act in recording.acts[:moment]:
        if act.kind == "sync":
            for waiting in pending:
                if waiting.file == act.file:
                    _apply(files, waiting)
            pending = [waiting for waiting in pending if waiting.file != act.file]
        elif act.file:
            pending.append(act)
    for act in _survivors(pending, chance):
        _apply(files, act)
    return {name: bytes(data) for name, data in files.items()}


def _survivors(pending: Sequence[Act], chance: random.Random) -> list[Act]:
    """Which of the unsynced acts reached the disk all the same."""
    match chance.choice(MANNERS):
        case "nothing":
            return []
        case "all":
            return list(pending)
        case "beginning":
            return list(pending[: chance.randrange(len(pending) + 1)])
        case "part":
            return [act for act in pending if chance.random() < 0.5]
    return [_torn(act, chance) for act in pending if chance.random() < 0.7]


def _torn(act: Act, chance: random.Random) -> Act:
    """Of a write, perhaps only the first sectors."""
    if act.kind != "write" or chance.random() < 0.5:
        return act
    return Act(act.kind, act.file, act.place, act.data[: 512 * chance.randrange(len(act.data) // 512 + 1)])


def _apply(files: dict[str, bytearray], act: Act) -> None:
    if act.kind == "remove":
        files.pop(act.file, None)
        return
    data = files.setdefault(act.file, bytearray())
    end = act.place + len(act.data)
    if act.kind == "write":
        data.extend(bytes(max(0, end - len(data))))
        data[act.place : end] = act.data
    elif act.kind == "cut":
        del data[act.place :]
        data.extend(bytes(act.place - len(data)))


def _judge(recording: Recording, folder: Path, acts: Sequence[Act], findings: Findings) -> None:
    """Opens what is left, as the program does at its next start."""
    try:
        store = Profile(folder).open(recording.keys)
    except StoreError as error:
        findings.refused.append(f"{type(error).__name__}: {error}")
        return
    try:
        findings.damaged += bool(store.check())
        findings.lost += any(not _is_there(store, act) for act in acts if act.kind == "said")
    finally:
        store.close()


def _is_there(store: Store, said: Act) -> bool:
    """Whether one acknowledgement still holds."""
    kind, submission_id, *more = [*said.data.decode().split(), ""]
    if kind == "READY":
        return True
    row = store.drafts.get(submission_id, 1)
    if row is None:
        return False
    if kind == "DRAFT":
        edit = row.draft.get("edit")
        return isinstance(edit, int) and edit >= int(more[0])
    if store.drafts.body(submission_id, 1) != body_of(submission_id):
        return False
    return kind != "ACCEPTED" or row.state is SubmissionState.ACCEPTED
