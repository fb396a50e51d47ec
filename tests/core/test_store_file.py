"""The encrypted file: what opens, what is refused and in which words, and that nothing is ever overwritten."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from hdclient.errors import (
    StoreDamaged,
    StoreError,
    StoreInUse,
    StoreMissing,
    StoreNewer,
    WrongKey,
)
from hdclient.model.anchor import Anchor
from hdclient.model.base import canonical
from hdclient.model.review import Comment
from hdclient.store import Store
from hdclient.store.database import Database
from hdclient.store.faults import as_store_error
from hdclient.store.migrating import Migration, migrate, migrations, newest_version
from tests.helpers.clock import FakeClock
from tests.helpers.stores import KEY, SAVED, begin, lease_out, make_store, make_task, send_all, words

MARKER = "KAKADU-7351"


def test_a_store_keeps_what_it_was_given(tmp_path: Path) -> None:
    path = begin(tmp_path)
    store = Store.open(path, KEY)
    assert words(store) == SAVED
    assert store.check() == ()
    store.close()
    store.close()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["store.db"]


def test_the_settings_that_the_promises_rest_on_are_in_force(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "store.db", KEY)
    read = {
        name: database.query(f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "locking_mode", "foreign_keys", "trusted_schema")
    }
    read |= {
        name: database.query(f"PRAGMA {name}")[0][0] for name in ("secure_delete", "temp_store", "cipher")
    }
    database.close()
    assert read == {
        "journal_mode": "wal",
        "synchronous": 2,
        "locking_mode": "exclusive",
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "temp_store": 2,
        "cipher": "chacha20",
    }


def test_create_never_overwrites(tmp_path: Path) -> None:
    path = begin(tmp_path)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        Store.create(path, KEY)
    assert path.read_bytes() == before


def test_a_wrong_key_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = begin(tmp_path)
    before = path.read_bytes()
    with pytest.raises(WrongKey) as caught:
        Store.open(path, bytes(32))
    assert path.read_bytes() == before
    assert caught.value.meaning and caught.value.remedy


def test_a_zero_byte_file_is_a_missing_store_not_a_fresh_one(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.touch()
    with pytest.raises(StoreMissing):
        Store.open(path, KEY)
    assert path.stat().st_size == 0


def test_a_file_that_is_not_there_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Store.open(tmp_path / "store.db", KEY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_a_flipped_bit_is_seen(tmp_path: Path, place: float) -> None:
    path = begin(tmp_path)
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 1
    path.write_bytes(data)
    with pytest.raises((StoreDamaged, WrongKey)):
        store = Store.open(path, KEY)
        try:
            if store.check():
                raise StoreDamaged("the check has found it")
        finally:
            store.close()
    assert len(path.read_bytes()) == len(data)


def test_a_file_cut_in_half_is_damaged(tmp_path: Path) -> None:
    path = begin(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 // 4096 * 4096])
    with pytest.raises(StoreDamaged):
        store = Store.open(path, KEY)
        try:
            assert store.check() == ()
        finally:
            store.close()


def test_a_second_opener_is_told_that_it_is_in_use(tmp_path: Path) -> None:
    store = make_store(tmp_path, tasks=1)
    script = (
        "import sys; from pathlib import Path; from hdclient.store import Store; from hdclient.errors"
        " import StoreInUse\n"
        "try: Store.open(Path(sys.argv[1]), bytes(range(32)))\n"
        "except StoreInUse: print('in use')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(store.path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "in use"
    with pytest.raises(StoreInUse):
        Store.open(store.path, KEY)
    store.drafts.open("t1")
    store.close()


def test_a_newer_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = begin(tmp_path)
    database = Database.open(path, KEY)
    with database.transaction():
        database.execute(f"PRAGMA user_version={newest_version() + 1}")
    database.close()
    before = path.read_bytes()
    with pytest.raises(StoreNewer, match="newer hdclient"):
        Store.open(path, KEY)
    assert path.read_bytes() == before


def test_every_library_error_becomes_a_sentence_with_a_remedy() -> None:
    for name in dir(apsw):
        kind = getattr(apsw, name)
        if isinstance(kind, type) and issubclass(kind, apsw.Error):
            error = as_store_error(kind("SECRET WORDS"))
            assert isinstance(error, StoreError)
            assert error.what and error.meaning and error.remedy
            assert "SECRET" not in str(error)


def test_no_word_is_readable_in_any_file_of_the_folder(tmp_path: Path) -> None:
    clock = FakeClock()
    store = make_store(tmp_path, clock=clock)
    seen = []
    image = MARKER.encode() * 20
    lease_out(store, [make_task("t1", prompt=f"prompt {MARKER}", image=image), make_task("t2")], clock)
    store.blobs.put(store.blobs.missing()[0][0], image)
    store.meta.set("token", f"token-{MARKER}")
    store.settings.set("note", MARKER)
    row = store.drafts.open("t1")
    for n in range(30):
        store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": MARKER * n}}})
    store.drafts.seal(row.submission_id, 1, MARKER.encode())
    store.feedback.put_comment(Comment(id="k", submission_id=row.submission_id, revision=1, text=MARKER))
    store.tasks.withdraw("t2", MARKER)
    # A sort that would go to a temporary file if it were allowed to.
    store._db.query("SELECT a.value || b.draft AS w FROM meta a, words b ORDER BY w")
    seen.append(_bytes_of(tmp_path))
    store.outbox.release_all()
    send_all(store)
    seen.append(_bytes_of(tmp_path))
    store.close()
    seen.append(_bytes_of(tmp_path))
    for data in seen:
        assert len(data) > 10_000
        assert MARKER.encode() not in data
        assert b"CREATE TABLE" not in data and b"SQLite format" not in data


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_migrations_are_numbered_without_gaps_and_found_as_package_data() -> None:
    assert [step.version for step in migrations()] == list(range(1, newest_version() + 1))


def test_a_migration_that_fails_leaves_the_version_before(tmp_path: Path) -> None:
    path = begin(tmp_path)
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", "raw:" + KEY.hex())
    known = newest_version()
    good = Migration(known + 1, "good", "CREATE TABLE extra(x) STRICT;".replace("x)", "x TEXT)"))
    bad = Migration(known + 2, "bad", "CREATE TABLE more(x TEXT) STRICT; INSERT INTO nowhere VALUES(1);")
    with pytest.raises(apsw.SQLError):
        migrate(connection, (*migrations(), good, bad))
    assert connection.pragma("user_version") == known + 1
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    assert "extra" in tables and "more" not in tables
    connection.close()


def test_what_comments_speak_about_becomes_an_anchor(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    said = [Comment(id=f"c{n}", submission_id="s", revision=1, text="Why? \udcff") for n in range(3)]
    with store.transaction():
        for number, (comment, old) in enumerate(zip(said, ("preference", "", None), strict=True)):
            store.feedback.put_comment(comment)
            if old is not None:
                body = canonical({**comment.plain(), "anchor": old})
                store._db.execute("UPDATE comment SET body=? WHERE comment_id=?", (body, f"c{number}"))
    step = next(step for step in migrations() if step.name == "0010_anchors.sql")
    with store.transaction():
        store._db.execute(step.sql)
    about = Anchor(part="question:preference")
    found = store.feedback.for_submission("s").comments
    assert found == (said[0].changed(anchor=about), said[1], said[2])
    store.close()


def test_writes_outside_a_transaction_are_a_fault_of_the_program(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "store.db", KEY)
    with pytest.raises(RuntimeError):
        database.execute("INSERT INTO meta VALUES('a','b')")
    database.close()


def test_an_inner_transaction_is_undone_alone_when_its_failure_is_caught(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    with store.transaction():
        store.meta.set("kept", "1")
        with pytest.raises(ValueError), store.transaction():
            store.meta.set("dropped", "1")
            raise ValueError
    assert (store.meta.get("kept"), store.meta.get("dropped")) == ("1", "")
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.meta.set("kept", "2")
        raise KeyboardInterrupt
    assert store.meta.get("kept") == "1"
    store.close()
