"""The report of a problem: markers are planted wherever a person or a platform can write, and none is in it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from hdclient.app import App
from hdclient.cli.doctor import bundle
from hdclient.config import Config
from hdclient.diary import Diary
from hdclient.errors import ConfigError
from hdclient.events import StoreTroubled
from hdclient.model.campaign import Guideline
from hdclient.model.person import Person, Role
from hdclient.model.review import Comment, Decision, Review, Severity
from hdclient.model.submission import SubmissionState
from hdclient.session.support import report
from hdclient.store import Store
from hdclient.store.facts import AUDIT_NOTICE, DEVICE_ID, PERSON, PLATFORM_NAME, SERVER_UUID, TOKEN
from tests.helpers.disks import small_disk
from tests.helpers.kept_work import KeptWork
from tests.helpers.stores import CAMPAIGN, make_lease, make_task, seal, send_all

MARK = "KAKADU"


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    return planted(tmp_path / MARK)


def planted(folder: Path) -> KeptWork:
    """Markers in every place where text is kept."""
    kept = KeptWork(folder)
    store = kept.open()
    task = make_task(f"{MARK}-task", prompt=f"{MARK} prompt", campaign_id=f"{MARK}-c")
    with store.transaction():
        store.tasks.put_campaigns([CAMPAIGN.changed(id=f"{MARK}-c", title=f"{MARK} title", summary=MARK)])
        store.tasks.put_guideline(Guideline(campaign_id=f"{MARK}-c", version=1, title=MARK, text=MARK))
        store.tasks.put_leases(f"{MARK}-c", [make_lease(task, lease_id=f"{MARK}-l")], kept.clock.now())
        store.tasks.put_task(task, blocked_reason="")
        store.stream.set(MARK, MARK, MARK)
        store.stream.quarantine(MARK, 1, MARK.encode(), MARK)
        person = Person(id=f"{MARK}-p", name=f"{MARK} person", role=Role.ANNOTATOR)
        for name in (TOKEN, PLATFORM_NAME, SERVER_UUID, DEVICE_ID, AUDIT_NOTICE):
            store.meta.set(name, f"{MARK}-{name}")
        store.meta.set(PERSON, person.as_json())
    for name in ("look.theme", "look.scale", "open_task", f"look.{MARK}", "keys.own", MARK):
        store.settings.set(name, f"{MARK} value")
    store.settings.set("look.content_px", 18)
    write(store)
    store.close()
    return kept


def write(store: Store) -> None:
    """What a person and a reviewer write."""
    row = store.drafts.open(f"{MARK}-task")
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": MARK}}, "flag": {"reason": MARK}})
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": MARK}}}, left=True)
    sealed = seal(store, "t1", MARK.encode())
    send_all(store, SubmissionState.REFUSED, MARK)
    seal(store, "t2", MARK.encode())
    (taken,) = store.outbox.take(store.outbox.due(9, 10_000))
    store.outbox.back_off([taken], f"{MARK} trouble", 1)
    store.feedback.put_review(
        Review(
            id=MARK, submission_id=sealed.submission_id, revision=1, decision=Decision.RETURN, summary=MARK
        )
    )
    store.feedback.put_comment(
        Comment(
            id=f"{MARK}-comment",
            submission_id=sealed.submission_id,
            revision=1,
            text=MARK,
            severity=Severity.NIT,
            author=MARK,
            created_at=MARK,
        )
    )


def config(work: KeptWork) -> Config:
    return Config(data_dir=work.profile.folder.parent, server=f"https://{MARK.lower()}.example.org")


def clean(text: str) -> None:
    assert MARK.casefold() not in text.casefold()
    for never in ("example.org", str(Path.home()), "/tmp", "Bearer"):
        assert never not in text


def test_no_marker_is_in_the_file_and_what_helps_is(work: KeptWork, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    said: list[str] = []
    assert bundle(config(work), work.keys, work.clock, path, say=said.append) == 0
    text = path.read_text()
    clean(text)
    assert text in said, "what is written is shown"
    for helpful in (
        *(
            "submissions refused",
            "outbox most tries",
            "look.content_px  18",
            "entries kept aside",
            "cryptography",
        ),
        *("server", "refused revision=1", "reviewed", "commented", "task 1", "versions of drafts"),
    ):
        assert helpful in text, helpful
    with pytest.raises(ConfigError, match="already"):
        bundle(config(work), work.keys, work.clock, path, say=said.append)


def test_a_store_that_does_not_open_is_reported_by_the_kind_of_its_trouble(
    work: KeptWork, tmp_path: Path
) -> None:
    work.path.write_bytes(MARK.encode() * 1000)
    path = tmp_path / "report.txt"
    bundle(config(work), work.keys, work.clock, path, say=lambda _text: None)
    clean(path.read_text())
    assert "StoreDamaged" in path.read_text()


def test_what_is_on_a_disk_that_refuses_writes_is_reported_all_the_same(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        work = planted(disk.path / MARK)
        disk.make_read_only()
        path = tmp_path / "report.txt"
        said: list[str] = []
        assert bundle(config(work), work.keys, work.clock, path, say=said.append) == 0
        text = path.read_text()
        clean(text)
        for helpful in ("StoreUnwritable", "submissions refused", "refused revision=1"):
            assert helpful in text, helpful
        with pytest.raises(ConfigError, match="cannot be written"):
            bundle(config(work), work.keys, work.clock, disk.path / "report.txt", say=said.append)


def test_without_any_work_there_is_still_a_report(tmp_path: Path) -> None:
    assert "Program and computer" in report(Config(data_dir=tmp_path))


@pytest.mark.logs
def test_nothing_that_is_said_in_a_log_gets_into_the_diary() -> None:
    diary = Diary()
    log = logging.getLogger("hdclient.tests")
    log.addHandler(diary)
    try:
        log.error("sync stumbled over %s at %s", "ValueError", f"{MARK}:12")
        log.warning(f"{MARK} %s", MARK)
        log.error("%(a)s", {"a": MARK})
        try:
            raise ValueError(MARK)
        except ValueError:
            log.exception(MARK)
    finally:
        log.removeHandler(diary)
    diary.note(MARK)
    diary.note(f"{MARK.lower()} with spaces", 3)
    text = "\n".join(diary.lines())
    assert MARK not in text and "with spaces" not in text
    assert "error hdclient.tests:" in text and text.split("\n")[0].endswith(" ValueError")
    for number in range(1000):
        diary.note("round", number)
    assert len(diary.lines()) == 300


@pytest.mark.logs
def test_the_running_program_reports_what_went_on(tmp_path: Path) -> None:
    app = App(Config(data_dir=tmp_path))
    app.start_sync()
    try:
        app.hub.publish(StoreTroubled("full"))
        logging.getLogger("hdclient.sync").error("%s", "KeyError")
        text = app.support([("Qt", "6.11")])
    finally:
        app.stop()
    assert "store_full" in text and "error hdclient.sync:" in text and "KeyError" in text and "Qt" in text
    assert not any(isinstance(one, Diary) for one in logging.getLogger("hdclient").handlers)
