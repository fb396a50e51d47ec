"""Leases: topping up is safe to repeat, nobody gets a task twice, and no task goes to more people than it wants."""

from __future__ import annotations

import threading
from collections import Counter

from sqlalchemy import func, select

from hdclient.model.person import Role
from hdclient.platform.schema import leases, slots
from hdclient.platform.state import platform_of
from tests.helpers.clock import FakeClock
from tests.helpers.worlds import World, body_for, item_for, submit, task_in

HOUR_MS = 3_600_000


def ids(found: list[dict[str, object]]) -> list[object]:
    return [lease["task_id"] for lease in found]


def test_asking_twice_gives_the_same_leases_and_no_more(world: World) -> None:
    campaign = world.campaign(5)
    first = world.trainer.ok("POST", "/v1/leases", {"campaign_id": campaign, "want": 3})
    again = world.trainer.ok("POST", "/v1/leases", {"campaign_id": campaign, "want": 3})
    assert first["items"] == again["items"]
    assert ids(first["items"]) == [f"{campaign}-t{n}" for n in range(3)]
    assert first["remaining"] == again["remaining"] == 2


def test_asking_for_fewer_takes_nothing_away_and_for_more_adds_what_is_missing(world: World) -> None:
    campaign = world.campaign(5)
    held = world.lease(world.trainer, campaign, 3)
    assert world.lease(world.trainer, campaign, 1) == held
    assert world.lease(world.trainer, campaign, 4)[:3] == held
    assert len(world.lease(world.trainer, campaign, 100)) == 5


def test_a_task_with_one_wanted_answer_goes_to_one_person(world: World) -> None:
    campaign = world.campaign(3)
    mine = ids(world.lease(world.trainer, campaign, 2))
    yours = ids(world.lease(world.second, campaign, 3))
    assert len(mine) == 2
    assert len(yours) == 1
    assert not set(mine) & set(yours)


def test_two_wanted_answers_go_to_two_people_never_twice_to_one(world: World) -> None:
    campaign = world.campaign(2, overlap=2)
    assert len(world.lease(world.trainer, campaign, 10)) == 2
    assert len(world.lease(world.second, campaign, 10)) == 2
    third = world.person("third", Role.ANNOTATOR)
    assert world.lease(third, campaign, 10) == []


def test_the_ttl_is_relative_and_renewing_starts_it_anew(world: World, clock: FakeClock) -> None:
    campaign = world.campaign(1, lease_hours=2)
    lease = world.lease(world.trainer, campaign)[0]
    assert lease["ttl_s"] == 2 * 3600
    clock.advance(HOUR_MS)
    assert world.lease(world.trainer, campaign)[0]["ttl_s"] == 3600
    renewed = world.trainer.ok("POST", "/v1/leases:renew", {"lease_ids": [lease["lease_id"], "unknown"]})
    assert {result["lease_id"]: (result["status"], result["ttl_s"]) for result in renewed["results"]} == {
        lease["lease_id"]: ("renewed", 7200),
        "unknown": ("gone", 0),
    }
    assert world.lease(world.trainer, campaign)[0]["ttl_s"] == 7200


def test_a_released_lease_goes_to_others_and_cannot_be_released_again(world: World) -> None:
    campaign = world.campaign(1)
    lease = world.lease(world.trainer, campaign)[0]
    body = {"lease_ids": [lease["lease_id"]]}
    assert world.second.ok("POST", "/v1/leases:release", body)["results"][0]["status"] == "gone"
    assert world.trainer.ok("POST", "/v1/leases:release", body)["results"][0]["status"] == "released"
    assert world.trainer.ok("POST", "/v1/leases:release", body)["results"][0]["status"] == "gone"
    assert ids(world.lease(world.second, campaign)) == [lease["task_id"]]


def test_an_expired_lease_goes_to_others_and_its_holder_is_told(world: World, clock: FakeClock) -> None:
    campaign = world.campaign(1, lease_hours=1)
    lease = world.lease(world.trainer, campaign)[0]
    assert world.lease(world.second, campaign) == []
    clock.advance(HOUR_MS + 1)
    assert ids(world.lease(world.second, campaign)) == [lease["task_id"]]
    assert world.lease(world.trainer, campaign) == []
    told = [item for item in world.trainer.ok("GET", "/v1/changes")["items"] if item["kind"] == "lease"]
    assert [item["data"] for item in told] == [
        {"lease_id": lease["lease_id"], "task_id": lease["task_id"], "status": "expired"}
    ]
    renewed = world.trainer.ok("POST", "/v1/leases:renew", {"lease_ids": [lease["lease_id"]]})
    assert renewed["results"][0]["status"] == "gone"


def test_whoever_asks_again_after_expiry_gets_the_same_lease_and_order(
    world: World, clock: FakeClock
) -> None:
    campaign = world.campaign(1, lease_hours=1)
    before = world.lease(world.trainer, campaign)[0]
    clock.advance(HOUR_MS + 1)
    after = world.lease(world.trainer, campaign)[0]
    assert (after["lease_id"], after["display_order"]) == (before["lease_id"], before["display_order"])


def test_an_expired_lease_that_nobody_took_can_be_renewed(world: World, clock: FakeClock) -> None:
    campaign = world.campaign(1, lease_hours=1)
    lease = world.lease(world.trainer, campaign)[0]
    clock.advance(2 * HOUR_MS)
    renewed = world.trainer.ok("POST", "/v1/leases:renew", {"lease_ids": [lease["lease_id"]]})
    assert renewed["results"][0]["status"] == "renewed"
    assert world.lease(world.second, campaign) == []


def test_done_and_skipped_tasks_are_not_offered_again(world: World) -> None:
    campaign = world.campaign(2, overlap=3)
    done, skipped = world.lease(world.trainer, campaign, 2)
    skip = body_for(skipped, answers={}, skip={"reason": "Not in my field", "note": ""})
    results = submit(world.trainer, item_for(body_for(done)), item_for(skip))
    assert [result["status"] for result in results] == ["accepted", "accepted"]
    assert world.lease(world.trainer, campaign, 10) == []


def test_candidates_are_shuffled_per_person_and_the_order_stays(world: World) -> None:
    campaign = world.campaign(40, overlap=2)
    mine = {lease["task_id"]: lease["display_order"] for lease in world.lease(world.trainer, campaign, 40)}
    yours = {lease["task_id"]: lease["display_order"] for lease in world.lease(world.second, campaign, 40)}
    counts = Counter(tuple(order) for order in [*mine.values(), *yours.values()])
    assert set(counts) == {("x9", "k2"), ("k2", "x9")}
    assert min(counts.values()) > 20  # of 80; far outside chance if one order were preferred
    assert mine != yours
    again = {lease["task_id"]: lease["display_order"] for lease in world.lease(world.trainer, campaign, 40)}
    assert again == mine


def test_more_urgent_tasks_come_first(world: World) -> None:
    campaign = world.campaign(2)
    urgent = {"items": [task_in("urgent", priority=5.5)]}
    world.ops.ok("POST", f"/v1/campaigns/{campaign}/tasks:batch", urgent)
    assert ids(world.lease(world.trainer, campaign)) == ["urgent"]


def test_only_members_get_leases_and_only_trainers_may_ask(world: World) -> None:
    campaign = world.campaign(1)
    outsider = world.person("outsider", Role.ANNOTATOR, ())
    body = {"campaign_id": campaign, "want": 1}
    assert outsider.post("/v1/leases", body).status_code == 404
    assert world.reviewer.post("/v1/leases", body).status_code == 403
    world.ops.ok("POST", f"/v1/campaigns/{campaign}/members", {"person_ids": [outsider.id]})
    assert len(world.lease(outsider, campaign)) == 1


def test_eight_people_at_once_never_exceed_what_a_task_wants(world: World) -> None:
    tasks, overlap, people = 60, 3, 8
    campaign = world.campaign(tasks, overlap=overlap)
    callers = [world.person(f"racer{n}", Role.ANNOTATOR) for n in range(people)]
    got: list[tuple[str, str]] = []
    failures: list[BaseException] = []
    start = threading.Barrier(people)

    def race(caller: object) -> None:
        try:
            start.wait()
            held = 0
            for _ in range(200):
                found = world.lease(caller, campaign, held + 5)  # type: ignore[arg-type]
                if len(found) == held:
                    break
                held = len(found)
            got.extend((lease["task_id"], caller.id) for lease in found)  # type: ignore[attr-defined]
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=race, args=(caller,)) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(got) == len(set(got)), "a person got a task twice"
    per_task = Counter(task_id for task_id, _ in got)
    assert max(per_task.values()) <= overlap
    with platform_of(world.app).read() as connection:
        taken = connection.execute(select(func.count()).where(slots.c.state == "leased")).scalar_one()
        written = connection.execute(select(func.count()).select_from(leases)).scalar_one()
    assert taken == written == len(got)
    # A racer may give up while others hold rows; what they left is given to whoever asks next.
    for caller in callers:
        world.lease(caller, campaign, tasks)
    with platform_of(world.app).read() as connection:
        free = connection.execute(select(func.count()).where(slots.c.state == "open")).scalar_one()
    assert free == 0


def test_one_person_on_two_threads_never_holds_more_than_wanted(world: World) -> None:
    campaign = world.campaign(30)
    start = threading.Barrier(4)
    sizes: list[int] = []

    def ask() -> None:
        start.wait()
        sizes.append(len(world.lease(world.trainer, campaign, 10)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sizes == [10] * 4
