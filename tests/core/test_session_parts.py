"""Parts of a task, conditions and checks in the live session: what is locked stays locked, what is meant is recorded.

The platform's check says what the session says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hdclient.errors import NotSubmittable, WorkError
from hdclient.events import EventHub
from hdclient.model.submission import SubmissionBody
from hdclient.model.task import Task
from hdclient.model.template import Template
from hdclient.questions import QUESTION_KINDS
from hdclient.session.desk import Desk
from hdclient.session.sealing import carried_over
from hdclient.session.work_session import WorkSession
from hdclient.store import Store
from hdclient.templates.fields import computed_values, export_fields
from hdclient.templates.hashing import template_hash
from hdclient.templates.required import required_of
from hdclient.templates.submission import check_submission
from tests.core.test_templates_asked import asks, task, template
from tests.helpers.clock import FakeClock
from tests.helpers.stores import lease_out, make_review, make_store, send_all

YES, NO = {"selected": ["yes"]}, {"selected": ["no"]}
STAGED = template(
    layout="compare",
    stages=[
        {"id": "alone", "title": "Each alone", "reveals": []},
        {"id": "source", "title": "With the source", "reveals": ["source"]},
        {"id": "both", "title": "Side by side"},
    ],
    slots=[{"id": "source"}],
    groups=[{"id": "each", "over": "candidates"}],
    questions=[
        asks("good", stage="alone", group="each"),
        asks("true", stage="source", group="each", required=False),
        asks("sure", stage="both"),
    ],
    checks=[
        {
            "id": "agree",
            "expect": "not ('no' in good and sure == 'yes')",
            "level": "warn",
            "text": "Sure?",
            "question": "sure",
        },
    ],
)


def staged() -> Task:
    slots = [{"id": "source", "content": [{"kind": "text", "text": "The article."}]}]
    return task(STAGED, "c1", "c2", slots=slots)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = make_store(tmp_path, clock=FakeClock())
    yield store
    store.close()


def opened(store: Store, made: Task) -> WorkSession:
    clock = FakeClock()
    made = made.changed(campaign_id="c1")
    lease_out(store, [made], clock)
    return Desk(store, EventHub(), clock).open(made.id)


def again(store: Store, session: WorkSession) -> WorkSession:
    """The program was started anew: nothing but the store is there."""
    return Desk(store, EventHub(), FakeClock()).open(session.task.id)


def sent(store: Store, session: WorkSession) -> SubmissionBody:
    return SubmissionBody.of_json(store.drafts.body(session.submission_id, session.revision) or b"")


def shown(session: WorkSession) -> list[str]:
    return [one.key for one in session.progress.form(session.answers).shown()]


def test_a_later_part_is_neither_asked_nor_revealed_before_this_one_is_finished(store: Store) -> None:
    session = opened(store, staged())
    assert shown(session) == ["good@c1", "good@c2"]
    assert not session.progress.is_revealed("source") and session.progress.is_revealed("candidates")
    with pytest.raises(NotSubmittable):
        session.finish_part()
    session.set_answer("good@c1", YES)
    session.set_answer("good@c2", NO)
    session.finish_part()
    assert session.progress.is_revealed("source") and "true@c1" in shown(session)
    with pytest.raises(NotSubmittable):
        session.submit()


def test_what_a_finished_part_locks_is_neither_changed_nor_undone_nor_put_back_and_survives_a_restart(
    store: Store,
) -> None:
    session = opened(store, staged())
    session.set_answer("good@c1", YES)
    session.set_answer("good@c1", NO)
    session.set_answer("good@c2", NO)
    session.finish_part()
    session.set_answer("true@c1", YES)
    session = again(store, session)
    with pytest.raises(WorkError):
        session.set_answer("good@c1", YES)
    assert session.undo() == "true@c1" and session.undo() is None
    work = store.submissions.find(session.submission_id, 1)
    assert work is not None
    for version in store.journal.versions(work.id):
        session.put_back(version)
        assert session.answers["good@c1"] == NO, "an earlier version brings back what is locked"
    assert [one.id for one in session.progress.finished] == ["alone"]


def test_a_warning_must_be_meant_and_is_recorded_and_a_change_takes_that_back(store: Store) -> None:
    session = opened(store, staged())
    session.set_answer("good@c1", YES)
    session.set_answer("good@c2", NO)
    session.finish_part()
    session.finish_part()
    session.set_answer("sure", YES)
    (problem,) = session.problems()
    assert (problem.confirm, problem.question_id, problem.text) == ("agree", "sure", "Sure?")
    session.confirm("agree")
    session = again(store, session)
    assert session.problems() == ()
    session.set_answer("sure", NO)
    session.set_answer("sure", YES)
    assert [one.confirm for one in session.problems()] == ["agree"], "it was meant of other answers"
    session.confirm("agree")
    session.submit()
    body = sent(store, session)
    assert body.confirmed == ("agree",) and [one.id for one in body.stages] == ["alone", "source", "both"]
    assert body.template_sha256 == template_hash(STAGED)
    assert check_submission(session.task, body) == ()
    assert check_submission(session.task, body.changed(confirmed=()))[0].text == "Sure?"


def test_returned_work_can_be_changed_in_all_its_parts(store: Store) -> None:
    session = opened(store, staged())
    for key in ("good@c1", "good@c2"):
        session.set_answer(key, YES)
    session.finish_part()
    session.finish_part()
    session.set_answer("sure", YES)
    session.submit()
    store.outbox.release_all()
    send_all(store)
    row = store.drafts.get(session.submission_id, 1)
    assert row is not None
    store.feedback.put_review(make_review(row))
    desk = Desk(store, EventHub(), FakeClock())
    rework = desk.open(desk.rework(session.submission_id))
    assert rework.revision == 2 and "sure" in shown(rework)
    rework.set_answer("good@c1", NO)
    rework.confirm("agree")
    rework.submit()
    found = sent(store, rework)
    assert found.answers["good@c1"] == NO and check_submission(rework.task, found) == ()
    assert found.stages == sent(store, session).stages, "when they were finished is still known"


HIDING = template(
    questions=[
        asks("bad"),
        {"id": "why", "kind": "text", "title": "Why?", "show_if": "bad == 'yes'"},
        asks("note", required=False, required_if="bad == 'no'"),
    ],
    checks=[{"id": "long", "expect": "words(why) >= 2", "text": "Say more.", "question": "why"}],
)


def body(made: Task, answers: dict[str, Any], **more: Any) -> SubmissionBody:
    told = {
        "submission_id": "s",
        "revision": 1,
        "task_id": made.id,
        "task_rev": 1,
        "campaign_id": "c",
        "lease_id": "l",
        "template_id": made.template.id,
        "template_version": 1,
        "guideline_version": 0,
        "shown": {"display_order": [one.id for one in made.candidates]},
        "answers": answers,
        "timing": {"started": "", "submitted": "", "active_ms": 1, "idle_ms": 0},
        **more,
    }
    return SubmissionBody.of(told)


def said(made: Task, answers: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    return [(one.question_id, one.text) for one in check_submission(made, body(made, answers, **more))]


def test_what_is_hidden_is_not_sent_and_the_platform_takes_it_from_nobody(store: Store) -> None:
    made = task(HIDING)
    session = opened(store, made)
    session.set_answer("bad", YES)
    session.set_answer("why", {"text": "It is wrong"})
    session.set_answer("bad", NO)
    assert [one.question_id for one in session.problems()] == ["note"], "required because of another answer"
    session.set_answer("note", YES)
    session.submit()
    found = sent(store, session)
    assert set(found.answers) == {"bad", "note"} and found.shown.question_order == ("bad", "note")
    assert session.answers["why"] == {"text": "It is wrong"}, "what was written is kept in the draft"
    ((key, text),) = said(made, {"bad": NO, "note": YES, "why": {"text": "It is wrong"}})
    assert key == "why" and "not asked" in text


def test_a_check_that_blocks_is_said_by_both_sides_in_the_template_s_words(store: Store) -> None:
    made = task(HIDING)
    session = opened(store, made)
    session.set_answer("bad", YES)
    session.set_answer("why", {"text": "Wrong"})
    assert [(one.question_id, one.text) for one in session.problems()] == [("why", "Say more.")]
    assert said(made, {"bad": YES, "why": {"text": "Wrong"}}) == [("why", "Say more.")]
    assert said(made, {"bad": YES, "why": {"text": "Wrong"}}, confirmed=["long"]) == [("why", "Say more.")]
    assert said(made, {"bad": YES, "why": {"text": "It is wrong"}}) == []


def test_an_answer_for_an_item_that_the_task_does_not_have_is_refused() -> None:
    made = staged()
    done = [{"id": name, "finished": "", "active_ms": n} for n, name in enumerate(("alone", "source"))]
    whole = {"good@c1": YES, "good@c2": YES, "sure": YES}
    assert said(made, whole, stages=done) == []
    assert said(made, {**whole, "good@c3": YES}, stages=done) == [
        ("good@c3", "The task does not ask this question.")
    ]
    assert said(made, {**whole, "good": YES}, stages=done) == [
        ("good", "The task does not ask this question.")
    ]
    assert said(made, {**whole, "good@c1": {"selected": ["maybe"]}}, stages=done)[0][0] == "good@c1"


@pytest.mark.parametrize("stages", [[], ["alone"], ["source", "alone"], ["alone", "source", "both", "both"]])
def test_parts_that_were_skipped_are_refused(stages: list[str]) -> None:
    told = [{"id": name, "finished": "", "active_ms": n} for n, name in enumerate(stages)]
    found = said(staged(), {"good@c1": YES, "good@c2": YES, "sure": YES}, stages=told)
    assert [text for _, text in found] == ["The parts of the task were not finished in their order."]


ESCAPES = template(
    questions=[asks("q")],
    escapes=[
        {
            "id": "bad",
            "kind": "bad_problem",
            "label": "Bad problem",
            "reasons": ["Ambiguous"],
            "note": "required",
        },
        {"id": "stop", "kind": "stop", "label": "I stop here"},
    ],
)


@pytest.mark.parametrize(
    ("skip", "fault"),
    [
        ({"reason": "Ambiguous", "note": "two answers", "escape": "bad"}, ""),
        ({"reason": "I stop here", "escape": "stop"}, ""),
        ({"reason": "Not for me"}, ""),
        ({"reason": "Ambiguous", "escape": "bad"}, "needs words"),
        ({"reason": "Boring", "note": "x", "escape": "bad"}, "none of those"),
        ({"reason": "Ambiguous", "escape": "other"}, "no such way out"),
        ({"reason": "Ambiguous"}, "which of the template's ways out"),
        ({"reason": " ", "escape": "stop"}, "needs a reason"),
    ],
)
def test_ways_out_are_those_of_the_template(skip: dict[str, Any], fault: str) -> None:
    found = said(task(ESCAPES), {}, skip=skip)
    assert (not found) if not fault else (fault in found[0][1] and len(found) == 1)


def test_which_assignments_require_a_question_is_drawn_once_and_in_the_share_that_is_wished() -> None:
    made = template(
        questions=[asks("always"), asks("seldom", required_share=0.1), asks("never", required_share=0)]
    )
    drawn = [required_of(made, f"t{n}", "ada") for n in range(2_000)]
    assert drawn == [required_of(made, f"t{n}", "ada") for n in range(2_000)]
    assert all(one is not None and "always" in one and "never" not in one for one in drawn)
    assert 0.07 < sum("seldom" in (one or ()) for one in drawn) / 2_000 < 0.13
    assert required_of(template(questions=[asks("q")]), "t", "p") is None


def test_the_hash_of_a_template_is_of_what_it_says() -> None:
    plain = json.loads(STAGED.as_json())
    assert template_hash(Template.of(plain)) == template_hash(STAGED)
    short = {"id": "t", "version": 1, "title": "T", "questions": [asks("q")], "layout": "single"}
    assert template_hash(Template.of(short)) == template_hash(template(questions=[asks("q")]))
    assert template_hash(Template.of({**short, "title": "U"})) != template_hash(Template.of(short))


def test_an_answer_moves_with_a_question_that_was_called_otherwise() -> None:
    newer = task(template(questions=[asks("quality", was=["good"])]))
    draft = carried_over({"answers": {"good": YES, "gone": NO}}, 1, newer, QUESTION_KINDS)
    assert draft["answers"] == {"quality": YES}


def test_a_slip_that_is_meant_is_recorded_and_the_platform_asks_nobody(store: Store) -> None:
    made = template(
        questions=[{"id": "why", "kind": "text", "title": "Why?"}, asks("q", required=False)],
        local_checks=["syntax"],
    )
    session = opened(store, task(made))
    session.set_answer("why", {"text": "$$x"})
    (problem,) = session.problems()
    assert problem.confirm == "local.syntax@why" and problem.question_id == "why"
    session.confirm(problem.confirm)
    session.set_answer("q", YES)
    assert session.problems() == (), "another answer takes nothing back"
    session.submit()
    body = sent(store, session)
    assert body.confirmed == ("local.syntax@why",) and check_submission(session.task, body) == ()


def test_words_of_an_earlier_task_are_known_and_can_block(store: Store) -> None:
    asked = [{"id": "why", "kind": "text", "title": "Why?"}]
    said = {"text": "It answers what was asked, and nothing else."}
    warns = template(questions=asked, local_checks=["repeat"])
    blocks = template(questions=asked, local_blocks=["repeat"])
    tasks = [task(made, id=f"x{n}", campaign_id="c1") for n, made in enumerate((warns, warns, blocks))]
    lease_out(store, tasks, FakeClock())
    desk = Desk(store, EventHub(), FakeClock())
    first = desk.open("x0")
    first.set_answer("why", said)
    assert first.problems() == (), "nothing was said before"
    first.submit()
    second = desk.open("x1")
    second.set_answer("why", said)
    (problem,) = second.problems()
    assert problem.confirm == "local.repeat@why"
    second.confirm(problem.confirm)
    assert second.problems() == ()
    third = desk.open("x2")
    third.set_answer("why", said)
    (problem,) = third.problems()
    assert problem.confirm == "" and "earlier task" in problem.text
    third.confirm("local.repeat@why")
    assert third.problems() != (), "it blocks, whatever is meant"
    third.set_answer("why", {"text": "It is shorter, and says where it has its numbers from."})
    assert third.problems() == ()


def test_a_way_out_that_is_used_up_is_offered_no_more(store: Store) -> None:
    made = template(
        questions=[asks("q")],
        escapes=[
            {"id": "skip", "kind": "skip", "label": "Skip", "quota": 1},
            {"id": "bad", "kind": "bad_problem", "label": "Bad"},
        ],
    )
    tasks = [task(made, id=f"x{n}", campaign_id="c1") for n in range(2)]
    lease_out(store, tasks, FakeClock())
    desk = Desk(store, EventHub(), FakeClock())
    first = desk.open("x0")
    assert first.used_up() == frozenset()
    first.set_answer("q", YES)
    first.skip("Skip", '"skip":{"escape":"bad"', "skip")
    assert desk.open("x1").used_up() == {"skip"}
    assert sent(store, first).skip.escape == "skip"  # type: ignore[union-attr]


def test_fields_of_an_export_and_computed_values_are_computed_from_what_was_sent() -> None:
    made = template(
        layout="compare",
        groups=[{"id": "each", "over": "candidates"}],
        questions=[asks("safe", group="each")],
        computed=[{"id": "unsafe", "value": "safe == 'no'", "group": "each"}],
        exports=[
            {
                "id": "own",
                "format": "jsonl",
                "fields": {"prompt": "content('prompt')", "is_safe": "each(safe, it == 'yes')"},
            }
        ],
    )
    asked = task(made, "c1", "c2", prompt=[{"kind": "text", "text": "Hi"}])
    done = body(asked, {"safe@c1": YES, "safe@c2": NO})
    assert export_fields(made.exports[0], asked, done) == {"prompt": "Hi", "is_safe": [True, False]}
    assert computed_values(asked, done) == {"unsafe@c1": False, "unsafe@c2": True}
    skipped = body(asked, {}, skip={"reason": "Not for me"})
    assert export_fields(made.exports[0], asked, skipped) == {} == computed_values(asked, skipped)
