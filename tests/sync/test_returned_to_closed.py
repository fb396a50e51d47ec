"""Work returned to a closed account: who reviews and who runs the campaign hear of it, and somebody else gets it."""

from __future__ import annotations

from hdclient.events import FiguresArrived
from hdclient.model.person import Role
from hdclient.model.review import Decision, Severity
from tests.helpers.review_office import Desktop, Office
from tests.sync.test_reviewing import WHY


def give_back(office: Office, rita: Desktop) -> None:
    session = rita.desk.reviewing.open(rita.desk.reviewing.queue()[0].item_id)
    session.add_comment("Say more.", severity=Severity.BLOCKING)
    session.set_summary("Not enough.")
    session.set_decision(Decision.RETURN)
    session.submit()
    office.wait()
    rita.sync()


def test_a_return_to_a_closed_account_is_told_and_the_task_goes_to_somebody_else(office: Office) -> None:
    campaign = office.campaign(1, first_n=5)
    ann, rita = office.trainer("ann"), office.reviewer("rita")
    olga = office.person("olga", Role.OPS)
    submission_id = ann.answer(ann.ready()[0], why=WHY)
    ann.sync()
    care = olga.desk.known_care
    care.ask(campaign)
    olga.sync()
    assert care.view(campaign).stranded == ()
    rita.sync()
    assert not rita.desk.reviewing.open(rita.desk.reviewing.queue()[0].item_id).item.author_gone
    office.world.ops.ok("POST", f"/v1/people/{ann.person_id}:close", {"unsent": "seal"})
    rita.sync()
    assert rita.desk.reviewing.open(rita.desk.reviewing.queue()[0].item_id).item.author_gone
    give_back(office, rita)
    olga.events.clear()
    olga.sync()
    olga.sync()
    assert any(isinstance(event, FiguresArrived) for event in olga.events), "it is asked for anew by itself"
    (one,) = care.view(campaign).stranded
    assert (one.id, one.revision, one.name, one.summary) == (submission_id, 1, "ann", "Not enough.")
    bob = office.trainer("bob")
    assert bob.ready() == []
    care.hand_over(one)
    assert care.view(campaign).deciding == {submission_id}
    office.wait()
    for desktop in (olga, olga, bob):
        desktop.sync()
    assert care.view(campaign).stranded == () and care.view(campaign).refused == ()
    assert bob.ready() == [one.task_id]
    bob.answer(one.task_id)
    bob.sync()
    rows = office.world.ops.ok("GET", f"/v1/campaigns/{campaign}/tasks")["items"]
    assert [(row["answers"], row["answers_wanted"]) for row in rows] == [(1, 1)]
    again = office.world.ops.ok("POST", f"/v1/submissions/{submission_id}:hand-over", {"revision": 1})
    assert again["task_id"] == one.task_id
    assert bob.ready() == [], "the same again gives nothing away"


def test_an_account_that_is_closed_after_the_return_is_found_too_and_an_open_one_is_not(
    office: Office,
) -> None:
    campaign = office.campaign(2, tasks_kept=1, first_n=5)
    ann, bob, rita = office.trainer("ann"), office.trainer("bob"), office.reviewer("rita")
    mine, theirs = ann.answer(ann.ready()[0], why=WHY), bob.answer(bob.ready()[0], why=WHY)
    for desktop in (ann, bob, rita):
        desktop.sync()
    give_back(office, rita)
    give_back(office, rita)
    ops = office.world.ops
    assert ops.ok("GET", f"/v1/campaigns/{campaign}/stranded")["items"] == []
    ops.ok("POST", f"/v1/people/{ann.person_id}:close", {"unsent": "seal"})
    assert [one["id"] for one in ops.ok("GET", f"/v1/campaigns/{campaign}/stranded")["items"]] == [mine]
    refused = ops.send("POST", f"/v1/submissions/{theirs}:hand-over", {"revision": 1})
    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (409, "not-stranded")
    late = ops.send("POST", f"/v1/submissions/{mine}:hand-over", {"revision": 2})
    assert (late.status_code, late.json["type"].rpartition("/")[2]) == (409, "superseded")
