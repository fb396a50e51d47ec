"""The database: versions, settings, identity, threads, and what a failed write leaves (nothing)."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from hdclient.errors import ConfigError
from hdclient.platform.app import close_app, create_app
from hdclient.platform.migrations import STEPS, _with_anchors, migrate
from hdclient.platform.schema import comments, events, metadata, people, schema_version
from hdclient.platform.state import platform_of
from tests.helpers.worlds import World, close_world, make_world
from tests.platform.test_judging import submitted


def test_a_new_database_gets_every_table_and_the_version(url: str) -> None:
    app = create_app(url)
    with platform_of(app).read() as connection:
        assert set(inspect(connection).get_table_names()) == set(metadata.tables)
        assert connection.execute(select(schema_version.c.version)).scalar_one() == len(STEPS)
    close_app(app)


def test_who_the_platform_is_survives_a_restart(url: str) -> None:
    first = create_app(url)
    known = (platform_of(first).server_uuid, platform_of(first).epoch, platform_of(first).naming_key)
    close_app(first)
    second = create_app(url)
    assert (
        platform_of(second).server_uuid,
        platform_of(second).epoch,
        platform_of(second).naming_key,
    ) == known
    assert all(known)
    close_app(second)


def test_a_newer_database_is_refused_and_left_alone(url: str) -> None:
    app = create_app(url)
    with platform_of(app).write() as write:
        write.execute(update(schema_version).values(version=len(STEPS) + 1))
    close_app(app)
    with pytest.raises(ConfigError, match=f"version {len(STEPS) + 1}.*newer hdclient"):
        create_app(url)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version FROM schema_version")).scalar_one() == len(STEPS) + 1
    engine.dispose()


def test_a_step_that_fails_leaves_the_old_version(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(url)
    database = platform_of(app).database

    def failing(connection: object) -> None:
        connection.execute(text("CREATE TABLE half_done (x INTEGER)"))  # type: ignore[attr-defined]
        raise RuntimeError("no")

    monkeypatch.setattr("hdclient.platform.migrations.STEPS", (*STEPS, failing))
    with pytest.raises(RuntimeError):
        migrate(database)
    with database.read() as connection:
        assert connection.execute(select(schema_version.c.version)).scalar_one() == len(STEPS)
        assert not inspect(connection).has_table("half_done")
    close_app(app)


def test_what_comments_speak_about_becomes_an_anchor(world: World) -> None:
    submission = submitted(world)
    platform = platform_of(world.app)
    path = f"/v1/submissions/{submission}/comments"
    for number, anchor in enumerate(("preference", "")):
        world.reviewer.ok("POST", path, {"id": f"c{number}", "revision": 1, "text": "Why?"})
        with platform.write() as write:
            old = {"text": "Why?", "severity": "issue", "rule": "", "anchor": anchor}
            write.execute(update(comments).where(comments.c.id == f"c{number}").values(body=old))
            for seq, data in write.execute(
                select(events.c.seq, events.c.data).where(events.c.kind == "comment")
            ).all():
                if data["id"] == f"c{number}":
                    told = {**data, "anchor": anchor}
                    write.execute(update(events).where(events.c.seq == seq).values(data=told))
    with platform.write() as write:
        write.execute(update(schema_version).values(version=STEPS.index(_with_anchors)))
    migrate(platform.database)
    about = {"part": "question:preference", "block": 0, "at": None}
    assert [item["anchor"] for item in world.trainer.ok("GET", path)["items"]] == [about, None]
    told = world.trainer.ok("GET", "/v1/changes")["items"]
    said = {item["data"]["id"]: item["data"]["anchor"] for item in told if item["kind"] == "comment"}
    assert said == {"c0": about, "c1": None}


def test_sqlite_syncs_every_commit(tmp_path: Path) -> None:
    app = create_app(f"sqlite:///{tmp_path / 'p.db'}")
    for opened in (platform_of(app).read, lambda: platform_of(app).database.engine.connect()):
        with opened() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    close_app(app)


def test_a_write_that_fails_leaves_nothing_and_tells_nobody(world: World) -> None:
    platform = platform_of(world.app)
    before = platform.commits
    with pytest.raises(RuntimeError), platform.write() as write:
        write.execute(insert(people).values(id="x", name="X", role="ops", created_ms=0))
        write.event("campaign", {}, campaign_id="c", audience="members")
        raise RuntimeError("no")
    assert platform.commits == before
    with platform.read() as connection:
        assert connection.execute(select(people).where(people.c.id == "x")).all() == []
        assert connection.execute(select(func.count()).select_from(events)).scalar_one() == 0


def test_rules_hold_in_the_tables_themselves(world: World) -> None:
    world.campaign(1)
    for statement in (
        "UPDATE slot SET state = 'done'",  # done by nobody
        "UPDATE slot SET state = 'stolen'",
        "UPDATE person SET role = 'king'",
        "UPDATE task SET state = 'lost'",
    ):
        with pytest.raises(IntegrityError), platform_of(world.app).write() as write:
            write.execute(text(statement))


def test_a_database_in_memory_serves_threads_in_turn() -> None:
    world = make_world("sqlite://")
    campaign = world.campaign(20)
    sizes: list[int] = []
    threads = [
        threading.Thread(target=lambda: sizes.append(len(world.lease(world.trainer, campaign, 5))))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sizes == [5] * 6
    close_world(world)


def test_two_programs_may_have_one_database_open(url: str) -> None:
    first, second = make_world(url), create_app(url)
    campaign = first.campaign(2)
    assert platform_of(second).server_uuid == platform_of(first.app).server_uuid
    here = first.trainer.ok("POST", "/v1/leases", {"campaign_id": campaign, "want": 1})["items"]
    there = type(first.trainer)(second, first.second.id, first.second.token)
    other = there.ok("POST", "/v1/leases", {"campaign_id": campaign, "want": 2})["items"]
    assert len(here) == len(other) == 1
    assert here[0]["task_id"] != other[0]["task_id"]
    close_app(second)
    close_world(first)
