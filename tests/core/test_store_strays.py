"""Drafts whose own row is lost: given back where it is certain whose they are, told where they were begun else."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdclient.store.rescue import Rescue, Rescued
from hdclient.store.salvage import Salvaged
from hdclient.store.ways_out import _told
from tests.helpers.kept_work import KeptWork
from tests.helpers.stores import CAMPAIGN, words


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    return KeptWork(tmp_path / "account")


def damage_root(work: KeptWork, *names: str) -> None:
    store = work.open()
    pages = dict(store._db.query("SELECT name, rootpage FROM sqlite_schema"))
    store.close()
    work.damage(*(int(pages[name]) for name in names))


def rescued(work: KeptWork, *, with_backup: bool = False) -> Rescued:
    rescue = Rescue(work.profile, work.keys, work.clock)
    return rescue.go(rescue.newest_backup() if with_backup else None)


def said(work: KeptWork, task: str) -> object:
    store = work.open()
    try:
        return words(store, task)
    finally:
        store.close()


def test_the_only_one_is_given_back_to_its_task(work: KeptWork) -> None:
    work.writes("t2", "words of a draft")
    damage_root(work, "submission")
    assert rescued(work).salvaged == Salvaged(drafts=1)
    assert said(work, "t2") == {"why": {"text": "words of a draft"}}
    store = work.open()
    assert store.check() == () and store.log.lines("t2")[-1].kind == "opened"
    store.drafts.save(store.drafts.open("t2").submission_id, 1, {"answers": {}})
    store.close()


def test_of_two_nothing_is_guessed_and_it_is_said_where_they_were_begun(work: KeptWork) -> None:
    work.writes("t1", "one")
    work.writes("t2", "two")
    damage_root(work, "submission")
    done = rescued(work)
    assert done.salvaged == Salvaged(lost=2, campaigns=(CAMPAIGN.title, CAMPAIGN.title))
    assert said(work, "t1") is None and said(work, "t2") is None
    told = _told(done, "")
    assert (
        f"Tasks whose draft is lost are in: {CAMPAIGN.title} (2)." in told.meaning and "aside" in told.remedy
    )


def test_a_task_without_its_log_is_not_certain(work: KeptWork) -> None:
    work.writes("t1", "one")
    damage_root(work, "submission", "event_log")
    done = rescued(work)
    assert done.salvaged == Salvaged(lost=1) and said(work, "t1") is None


def test_a_backup_knows_it_by_the_number_of_the_row_and_the_newer_words_count(work: KeptWork) -> None:
    work.writes("t1", "old")
    work.writes("t2", "old too")
    work.backs_up()
    work.writes("t1", "new")
    work.writes("t2", "new too")
    damage_root(work, "submission")
    assert rescued(work, with_backup=True).salvaged == Salvaged(drafts=2)
    assert said(work, "t1") == {"why": {"text": "new"}} and said(work, "t2") == {"why": {"text": "new too"}}


def test_a_log_whose_index_is_lost_is_read_without_it(work: KeptWork) -> None:
    work.writes("t1", "words")
    damage_root(work, "event_log_line")
    rescued(work)
    store = work.open()
    assert [line.kind for line in store.log.lines("t1")] == ["leased", "opened"] and store.check() == ()
    store.close()
