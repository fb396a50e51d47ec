"""Prepared content: from memory, from the encrypted store, from the worker; and when it is made anew."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from hdclient.content.contents import Contents
from hdclient.content.plain import plain_text
from hdclient.content.prepared import key_of, prepare, to_bytes
from hdclient.model.content import ContentBlock
from hdclient.store import Store
from hdclient.store.prepared import PreparedContent
from tests.helpers.stores import KEY

NO_WORKER = [sys.executable, "-c", "import time; time.sleep(60)"]
"""A command that never says it is ready: nothing can come from it."""
SECRET = "KAKADU-7351"


def markdown(text: str) -> ContentBlock:
    return ContentBlock(kind="markdown", text=text)


def arrived(contents: Contents, block: ContentBlock, seconds: float = 60.0) -> bool:
    """Orders the block and waits until it is there."""
    came = threading.Event()
    end = contents.listen(came.set)
    contents.want([block])
    while contents.of(block) is None:
        if not came.wait(seconds):
            break
        came.clear()
    end()
    return contents.of(block) is not None


def employed(store: Store, engine: str = "e/1", command: list[str] | None = None) -> Contents:
    return Contents(engine, store.prepared, worker=True, command=command or [])


@pytest.fixture
def store(tmp_path: Path):
    made = Store.create(tmp_path / "store.db", KEY)
    yield made
    made.close()


def test_without_a_worker_content_is_prepared_here_and_now() -> None:
    block = markdown("**one** two")
    prepared = Contents().of(block)
    assert prepared == prepare(block) and prepared is not None and prepared.words == 2


def test_with_a_worker_nothing_is_prepared_in_this_process(store: Store) -> None:
    contents = employed(store)
    block = markdown("**one**")
    assert contents.of(block) is None, "not before it is ordered"
    contents.want([block])
    assert contents.of(block) is None, "not before the worker is started"
    contents.start()
    assert arrived(contents, block) and contents.of(block) == prepare(block)
    contents.stop()


def test_what_is_kept_needs_no_worker_even_after_a_restart(store: Store) -> None:
    block = markdown(f"**{SECRET}** one")
    contents = employed(store)
    contents.start()
    assert arrived(contents, block)
    contents.stop()
    again = employed(store, command=NO_WORKER)
    assert again.of(block) == prepare(block)
    assert again.worker_pid is None


def test_another_engine_makes_everything_anew(store: Store) -> None:
    block = markdown("**one**")
    store.prepared.put("e/1", [(key_of(block, "e/1"), to_bytes(prepare(block)))])
    assert employed(store, "e/1").of(block) is not None
    assert employed(store, "e/2").of(block) is None
    other = markdown("two")
    store.prepared.put("e/2", [(key_of(other, "e/2"), to_bytes(prepare(other)))])
    assert store.prepared.get(key_of(block, "e/1"), "e/1") is None, "another engine's work is forgotten"


def test_the_key_is_of_everything_that_the_tree_depends_on() -> None:
    base = {"kind": "code", "text": "x", "language": "python", "alt": "a"}
    keys = {key_of(ContentBlock(**base), "e/1"), key_of(ContentBlock(**base), "e/2")}
    for name, value in (("kind", "text"), ("text", "y"), ("language", "c"), ("alt", "b")):
        keys.add(key_of(ContentBlock(**{**base, name: value}), "e/1"))
    keys.add(key_of(ContentBlock(**{**base, "text": "xpy", "language": "thon"}), "e/1"))
    assert len(keys) == 7
    assert key_of(ContentBlock(**base, title="T"), "e/1") in keys, "a title is the task's, not the content's"


def test_while_somebody_types_nothing_is_written(store: Store) -> None:
    typing = True
    contents = Contents("e/1", store.prepared, worker=True, quiet=lambda: not typing)
    contents.start()
    block = markdown("**one**")
    key = key_of(block, "e/1")
    assert arrived(contents, block)
    time.sleep(0.3)
    assert store.prepared.get(key, "e/1") is None
    typing = False
    end = time.monotonic() + 30
    while store.prepared.get(key, "e/1") is None and time.monotonic() < end:
        time.sleep(0.05)
    assert store.prepared.get(key, "e/1") is not None, "the next pause is enough"
    contents.stop()


def test_damaged_entries_are_made_anew(store: Store) -> None:
    block = markdown("**one**")
    store.prepared.put("e/1", [(key_of(block, "e/1"), b"\xc1 no msgpack")])
    contents = employed(store)
    assert contents.of(block) is None
    contents.start()
    assert arrived(contents, block)
    contents.stop()
    data = store.prepared.get(key_of(block, "e/1"), "e/1")
    assert data == to_bytes(prepare(block))


def test_what_could_not_be_prepared_is_tried_again_at_the_next_start(store: Store) -> None:
    contents = employed(store, command=[sys.executable, "-m", "tests.helpers.rough_worker"])
    contents.start()
    block = ContentBlock(kind="text", text="RAISE")
    assert arrived(contents, block)
    contents.stop()
    assert store.prepared.get(key_of(block, "e/1"), "e/1") is None


def test_nothing_is_readable_on_the_disk(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store.db", KEY)
    contents = employed(store)
    contents.start()
    assert arrived(contents, markdown(f"# {SECRET}\n\n" + f"{SECRET} again. " * 500))
    contents.stop()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    store.close()
    for path in [*written, *(path for path in tmp_path.rglob("*") if path.is_file())]:
        assert not path.exists() or SECRET.encode() not in path.read_bytes()


def test_memory_is_bounded_and_what_was_read_last_stays(store: Store) -> None:
    contents = Contents("e/1", most_bytes=20_000)
    blocks = [markdown(f"{n} " + "word " * 800) for n in range(6)]
    for block in blocks:
        contents.of(block)
    assert contents._bytes <= 20_000 and len(contents._memory) < 6
    assert blocks[-1] in contents._memory and blocks[0] not in contents._memory
    assert plain_text(contents.of(blocks[0]).blocks).startswith("0 ")  # type: ignore[union-attr]


def test_the_store_is_bounded_and_what_was_used_longest_ago_goes_first(store: Store) -> None:
    kept = PreparedContent(store._db, most_bytes=1_000)
    for number in range(5):
        kept.put("e/1", [(bytes([number]), b"x" * 300)], used=[b"\0"])
    left = [number for number in range(5) if kept.get(bytes([number]), "e/1") is not None]
    assert left == [0, 3, 4], "0 was used each time"


def test_a_disk_that_refuses_writes_costs_time_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    Store.create(path, KEY).close()
    store = Store.open(path, KEY, read_only=True)
    contents = employed(store)
    contents.start()
    assert arrived(contents, markdown("**one**"))
    contents.stop()
    store.close()
