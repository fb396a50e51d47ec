"""The feed of changes: ordered, only what concerns one, held open while nothing happens."""

from __future__ import annotations

import threading
import time
from typing import Any

from sqlalchemy import update

from hdclient.model.ids import new_id
from hdclient.model.person import Role
from hdclient.platform.schema import facts
from hdclient.platform.state import platform_of
from tests.helpers.worlds import Caller, World, body_for, close_world, item_for, make_world, submit


def changes(caller: Caller, cursor: str = "", **more: Any) -> dict[str, Any]:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    found: dict[str, Any] = caller.ok("GET", f"/v1/changes?cursor={cursor}{query}")
    return found


def kinds(found: dict[str, Any]) -> list[str]:
    return [item["kind"] for item in found["items"]]


def comment(world: World, submission_id: str, caller: Caller | None = None) -> None:
    body = {"id": new_id(), "revision": 1, "text": "Look again."}
    (caller or world.reviewer).ok("POST", f"/v1/submissions/{submission_id}/comments", body)


def submitted(world: World, campaign: str, caller: Caller | None = None) -> str:
    caller = caller or world.trainer
    body = body_for(world.lease(caller, campaign, 1)[0])
    submit(caller, item_for(body))
    return str(body["submission_id"])


def test_what_happened_comes_in_order_and_once(world: World) -> None:
    campaign = world.campaign(2)
    first = changes(world.trainer)
    assert kinds(first) == ["campaign"]
    assert changes(world.trainer, first["next_cursor"])["items"] == []
    submission = submitted(world, campaign)
    comment(world, submission)
    review = {"id": "r", "submission_id": submission, "revision": 1, "decision": "accept"}
    world.reviewer.ok("POST", "/v1/reviews", review)
    later = changes(world.trainer, first["next_cursor"])
    assert kinds(later) == ["comment", "review"]
    numbers = [item["seq"] for item in later["items"]]
    assert numbers == sorted(numbers)
    assert later["items"][1]["data"]["decision"] == "accept"
    assert changes(world.trainer, later["next_cursor"])["items"] == []


def test_pages_walk_all_of_it(world: World) -> None:
    for _ in range(7):
        world.campaign(0)
    cursor, seen, more = "", [], True
    while more:
        page = changes(world.trainer, cursor, limit=2)
        assert len(page["items"]) <= 2
        seen += [item["data"]["campaign_id"] for item in page["items"]]
        cursor, more = page["next_cursor"], page["has_more"]
    assert seen == [f"campaign-{n}" for n in range(1, 8)]


def test_a_cursor_passes_by_what_concerns_others(world: World) -> None:
    campaign = world.campaign(3, overlap=2)
    cursor = changes(world.second)["next_cursor"]
    comment(world, submitted(world, campaign))
    later = changes(world.second, cursor)
    assert later["items"] == []
    assert later["next_cursor"] != cursor


def test_trainers_hear_of_their_own_work_reviewers_of_their_campaigns(world: World) -> None:
    campaign = world.campaign(3)
    elsewhere = world.person("elsewhere", Role.REVIEWER, ())
    submission = submitted(world, campaign)
    comment(world, submission)
    comment(world, submission, world.trainer)
    assert kinds(changes(world.trainer)) == ["campaign", "comment"]
    assert kinds(changes(world.second)) == ["campaign"]
    assert kinds(changes(world.reviewer)) == ["campaign", "submission", "comment", "comment"]
    assert kinds(changes(elsewhere)) == []


def test_people_in_the_feed_are_opaque(world: World) -> None:
    comment(world, submitted(world, world.campaign(1)))
    author = changes(world.trainer)["items"][-1]["data"]["author"]
    assert author.startswith("p_")
    assert world.reviewer.id not in str(changes(world.trainer))


def test_withdrawals_and_guidelines_are_told(world: World) -> None:
    campaign = world.campaign(2)
    lease = world.lease(world.trainer, campaign)[0]
    cursor = changes(world.trainer)["next_cursor"]
    world.ops.ok("POST", f"/v1/tasks/{lease['task_id']}:withdraw", {"reason": "broken"})
    world.ops.ok("POST", f"/v1/campaigns/{campaign}/guidelines", {"version": 1, "title": "G", "text": "T"})
    told = changes(world.trainer, cursor)["items"]
    assert [(item["kind"], item["data"]) for item in told] == [
        ("withdrawn", {"task_id": lease["task_id"], "reason": "broken"}),
        ("guideline", {"campaign_id": campaign, "version": 1}),
    ]
    assert kinds(changes(world.second, cursor)) == ["guideline"]


def test_strange_cursors_start_from_the_beginning(world: World) -> None:
    world.campaign(0)
    for cursor in ("abc", "----", "YzU", "A" * 200):
        assert kinds(changes(world.trainer, cursor)) == ["campaign"]


def test_after_a_restore_an_old_cursor_starts_from_the_beginning(world: World) -> None:
    world.campaign(0)
    before = changes(world.trainer)
    platform = platform_of(world.app)
    with platform.write() as write:
        write.execute(update(facts).where(facts.c.key == "epoch").values(value="another"))
    platform.identify()
    after = changes(world.trainer, before["next_cursor"])
    assert (after["epoch"], kinds(after)) == ("another", ["campaign"])


def test_a_held_line_answers_as_soon_as_something_happens(world: World) -> None:
    campaign = world.campaign(1)
    submission = submitted(world, campaign)
    cursor = changes(world.trainer)["next_cursor"]
    answers: list[tuple[list[str], float]] = []

    def wait() -> None:
        begin = time.monotonic()
        answers.append((kinds(changes(world.trainer, cursor, wait=20)), time.monotonic() - begin))

    thread = threading.Thread(target=wait)
    thread.start()
    comment(world, submission)
    thread.join(60)
    assert not thread.is_alive()
    assert answers[0][0] == ["comment"]
    assert answers[0][1] < 5


def test_closing_answers_every_held_line(url: str) -> None:
    world = make_world(url)
    cursor = changes(world.trainer)["next_cursor"]
    done = threading.Event()

    def wait() -> None:
        changes(world.trainer, cursor, wait=25)
        done.set()

    thread = threading.Thread(target=wait)
    thread.start()
    platform_of(world.app).stop_waiting()
    assert done.wait(60)
    thread.join()
    close_world(world)


def test_more_held_lines_than_allowed_are_answered_at_once(url: str) -> None:
    world = make_world(url, long_polls=1)
    platform = platform_of(world.app)
    assert platform.polls.acquire(blocking=False)
    begin = time.monotonic()
    assert changes(world.trainer, wait=20)["items"] == []
    assert time.monotonic() - begin < 5
    platform.polls.release()
    close_world(world)


def test_writers_on_many_threads_leave_no_gap_for_a_reader(world: World) -> None:
    """Numbers become visible in their order: a reader that follows the cursor misses nothing."""
    writers, each = 4, 15
    finished = threading.Event()
    seen: list[int] = []

    def read() -> None:
        cursor = ""
        while True:
            last = finished.is_set()
            found = changes(world.trainer, cursor)
            seen.extend(item["seq"] for item in found["items"])
            cursor = found["next_cursor"]
            if last and not found["items"]:
                return

    def write(number: int) -> None:
        for n in range(each):
            with platform_of(world.app).write() as transaction:
                transaction.event(
                    "campaign", {"campaign_id": f"{number}-{n}"}, campaign_id="c", audience="members"
                )

    reader = threading.Thread(target=read)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in (reader, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    finished.set()
    reader.join()
    assert len(seen) == writers * each
    assert seen == sorted(set(seen))
