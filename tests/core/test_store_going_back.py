"""Going back to a backup while the present store is whole: drafts as then, what was submitted stays, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdclient.errors import StoreInUse
from hdclient.store.backups import found
from hdclient.store.migrating import newest_version
from hdclient.store.rescue import Rescue, Rescued
from hdclient.store.salvage import _PLAIN
from tests.helpers.kept_work import KeptWork
from tests.helpers.stores import outbox_agrees, seal, send_all, words


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    return KeptWork(tmp_path / "account", tasks=5)


def goes_back(work: KeptWork) -> Rescued:
    rescue = Rescue(work.profile, work.keys, work.clock)
    return rescue.go(found(work.profile.folder)[-1], drafts_as_then=True)


def test_a_backup_says_what_it_holds(work: KeptWork) -> None:
    work.writes("t1", "then")
    work.seals("t2", "t3")
    work.backs_up()
    store = work.open()
    store.drafts.open("t4")  # only looked at
    assert store.back_up(now=True)
    assert [held for _, held in store.backups()] == [(1, 2), (1, 2)]
    folder = work.profile.folder / "backups"
    names = {path.name for path in folder.iterdir()} - {"store.json"}
    assert all(name.endswith(".db") for name in names), "looking leaves nothing beside them"
    (folder / sorted(names)[0]).write_bytes(b"noise")
    assert [held for _, held in store.backups()] == [(1, 2), None]
    store.close()


def test_drafts_are_as_then_and_what_was_submitted_since_stays(work: KeptWork) -> None:
    store = work.open()
    store.settings.set("look", "older")
    store.close()
    work.writes("t1", "then")
    work.writes("t2", "then, submitted later")
    work.backs_up()
    work.writes("t1", "now")
    store = work.open()
    store.settings.set("look", "newer")
    seal(store, "t2", b'{"of":"t2"}')  # submitted since, not sent
    seal(store, "t3", b'{"of":"t3"}')
    sent = seal(store, "t4", b'{"of":"t4"}')
    store.outbox.recover()
    rows = [row for row in store.outbox.due(9, 10**6) if row.submission_id == sent.submission_id]
    store.outbox.take(rows)
    store.close()
    work.writes("t5", "begun since")
    before = work.path.read_bytes()
    result = goes_back(work)
    assert (result.aside / "store.db").read_bytes() == before, "the present store is kept as it was"
    store = work.open()
    assert words(store) == {"why": {"text": "then"}} and store.settings.get("look") == "newer"
    here = store.submissions.of_task("t1")
    assert here is not None
    (version, *_) = store.journal.versions(here.id)
    assert version.answers == {"why": {"text": "now"}}, "what it said is one of its earlier states"
    row = store.drafts.current("t5")
    assert row is not None and row.draft["answers"] == {"why": {"text": "begun since"}}
    store.outbox.recover()
    assert {out.body for out in store.outbox.due(9, 10**6)} == {
        b'{"of":"t2"}',
        b'{"of":"t3"}',
        b'{"of":"t4"}',
    }
    assert outbox_agrees(store) and store.check() == ()
    send_all(store)
    store.close()
    work.open().close()


def test_while_it_is_open_nobody_goes_back(work: KeptWork) -> None:
    work.backs_up()
    store = work.open()
    with pytest.raises(StoreInUse):
        goes_back(work)
    store.close()


def test_no_table_is_forgotten_when_rows_are_taken_over(work: KeptWork) -> None:
    """A new table must be among those that a rescue takes over, or be named here with the reason why not."""
    elsewhere = {
        "submission": "with its words, row by row",
        "words": "with their submission",
        "event_log": "task by task, each chain whole or not at all",
        "outbox": "made anew from what is queued",
        "prepared": "can be made again",
        "figures": "come again from the platform",
        "high_water": "set at the end",
    }
    store = work.open()
    tables = {name for (name,) in store._db.query("SELECT name FROM sqlite_schema WHERE type='table'")}
    store.close()
    assert tables - set(_PLAIN) == set(elsewhere) and newest_version() >= 5
