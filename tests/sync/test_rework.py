"""Work that came back, three ways; changes taken into the draft; and what comes back most. On a real platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content.hunks import hunks_between
from hdclient.content.three_way import place_now, taken, with_change
from hdclient.model.edits import apply_hunks
from hdclient.model.review import Decision, MarkState, Severity
from hdclient.session.rework import Rework
from hdclient.session.work_session import WorkSession
from tests.helpers.review_office import Desktop, Office, open_office

WHY = {"text": "Because scattering is the resaon, mostly. It is blue."}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.close()


def reworking(office: Office) -> tuple[Desktop, Desktop, WorkSession, Rework]:
    """(trainer, reviewer, the open revision 2, its three ways)."""
    office.campaign(2, first_n=10)
    ann, rita = office.trainer("ann"), office.reviewer("rita")
    submission_id = ann.answer(ann.ready()[0], why=WHY)
    ann.sync()
    rita.sync()
    desk = rita.desk.reviewing
    session = desk.open(desk.queue()[0].item_id)
    session.add_comment("Typing error.", severity=Severity.BLOCKING, category="language", rule="2.3")
    session.add_comment("Which blue?", category="reason")
    session.suggest_text("why", "Because scattering is the reason, mostly. It is light blue.")
    session.propose("fit", {"value": 4})
    session.set_decision(Decision.RETURN)
    session.submit()
    office.wait()
    rita.sync()
    ann.sync()
    trainer = ann.desk
    work = trainer.open(trainer.rework(submission_id))
    return ann, rita, work, trainer.rework_of(work)


def test_three_ways_say_mine_theirs_and_now(office: Office) -> None:
    _, _, work, rework = reworking(office)
    ways = {way.question: way for way in rework.ways()}
    assert ways["why"].mine == WHY["text"] == ways["why"].stands
    assert ways["why"].theirs == "Because scattering is the reason, mostly. It is light blue."
    assert ways["fit"].mine == "" and ways["fit"].theirs and ways["fit"].differs()
    assert not ways["better"].differs()
    work.set_answer("why", {"text": "Other."})
    assert {way.question: way for way in rework.ways()}["why"].stands == "Other."


def test_changes_are_taken_one_by_one_into_a_text_that_goes_on_changing(office: Office) -> None:
    ann, rita, work, rework = reworking(office)
    first, second, fit = rework.suggestions()
    assert (first.before, first.after, first.state) == ("resaon", "reason", MarkState.OPEN)
    work.set_answer("why", {"text": "Now: " + WHY["text"]})
    assert rework.take(second)
    assert work.answers["why"] == {"text": "Now: Because scattering is the resaon, mostly. It is light blue."}
    assert rework.take(fit) and work.answers["fit"] == {"value": 4}
    rework.decline(first)
    assert [one.state for one in rework.suggestions()] == [
        MarkState.DECLINED,
        MarkState.TAKEN,
        MarkState.TAKEN,
    ]
    assert rework.suggestions()[0].can_take, "a declined one may still be taken"
    work.undo()
    assert rework.suggestions()[2].state is MarkState.OPEN, "what was undone is open again"
    ann.sync()
    rita.sync()
    assert not ann.desk.answering.unsent(work.submission_id)


def test_words_that_were_changed_meanwhile_are_not_overwritten(office: Office) -> None:
    _, _, work, rework = reworking(office)
    work.set_answer("why", {"text": WHY["text"].replace("resaon", "cause")})
    first = rework.suggestions()[0]
    assert not first.can_take and first.state is MarkState.OPEN
    assert not rework.take(first)
    assert "cause" in str(work.answers["why"])
    work.set_answer("why", {"text": WHY["text"].replace("resaon", "reason")})
    assert rework.suggestions()[0].state is MarkState.TAKEN, "it is there, whoever wrote it"


def test_comments_are_ticked_off_without_a_network(office: Office) -> None:
    ann, _, work, rework = reworking(office)
    (first, done), _ = rework.comments()
    assert not done
    with ann.offline():
        rework.mark_done(first.id, True)
        assert rework.comments()[0][1]
        assert len(ann.desk.answering.unsent(work.submission_id)) == 1
    ann.sync()
    assert ann.desk.answering.unsent(work.submission_id) == ()


def test_what_comes_back_most_is_listed_with_its_cases(office: Office) -> None:
    ann, _, work, rework = reworking(office)
    ann.desk.answering.reply(rework.comments()[0][0].id, work.submission_id, 1, "I see.")
    rework.mark_done(rework.comments()[0][0].id, True)
    found = {(one.kind, one.id): one for one in ann.desk.came_back()}
    assert set(found) == {("category", "language"), ("category", "reason"), ("rule", "2.3")}
    language = found["category", "language"]
    assert language.title == "Language or form" and language.campaign_title == "Sky"
    (case,) = language.cases
    assert (case.text, case.severity, case.done) == ("Typing error.", Severity.BLOCKING, True)
    assert (case.submission_id, case.revision) == (work.submission_id, 1) and case.excerpt


WORDS = st.lists(st.sampled_from(["a", "bee", "sea", "day", "eel", ".", ","]), max_size=12).map(" ".join)


@given(WORDS, WORDS, st.randoms())
def test_hunks_taken_one_by_one_in_any_order_give_the_whole_edit(old: str, new: str, chance: Random) -> None:
    hunks = hunks_between(old, new)
    numbers = list(range(len(hunks)))
    chance.shuffle(numbers)
    now, done = old, set[int]()
    for number in numbers:
        step = with_change(old, now, hunks, number, done)
        assert step is not None
        now = step
        done.add(number)
        assert now == apply_hunks(old, hunks, done)
        assert taken(old, now, hunks, done) == done
        assert with_change(old, now, hunks, number, done) is None
    assert now == new


@given(WORDS, WORDS, WORDS)
def test_a_change_is_done_at_its_words_or_not_at_all(old: str, new: str, mine: str) -> None:
    for hunk in hunks_between(old, new):
        place = place_now(old, mine, hunk)
        if place is not None:
            assert mine[slice(*place)] == old[hunk.start : hunk.end]
