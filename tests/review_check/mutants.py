"""Do the tests of review, known answers and numbers see what they are for? Each feature is broken once, in one place,
and the test that is about it must fail. A part of `make review-check`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.bench.report import Result

ENV = "HD_MUTANT"


class Mutant(NamedTuple):
    """`place` ("module:name.name") becomes `instead`; `test` must see it."""

    place: str
    instead: Any
    test: str


def _nothing(*_args: Any, **_more: Any) -> None:
    return None


def _no_fault(*_args: Any) -> str:
    return ""


def _true(*_args: Any, **_more: Any) -> bool:
    return True


def _false(*_args: Any, **_more: Any) -> bool:
    return False


def _empty(*_args: Any, **_more: Any) -> dict[str, str]:
    return {}


def _same(key: str) -> str:
    return key


def _first_ready(desk: Any, after: str = "", **more: Any) -> str:
    """The next item, whether or not one's own judgement of it is on its way."""
    rows = [row.item_id for row in desk._store.review_items.rows(**more) if row.ready]
    return next((one for one in rows if one != after), "")


def _bare_title(asked: Any, _letters: Any) -> str:
    return str(asked.question.title)


CARE, PARTS = "tests/ui/test_known_care.py::", "tests/ui/test_review_parts.py::"
ROWS, EXAM = "tests/quality/test_repeated_and_rows.py::", "tests/platform/test_qualification.py::"
MUTANTS: Mapping[str, Mutant] = {
    "a changed known answer needs no reason": Mutant(
        "hdclient.session.known_care:fault_of",
        _no_fault,
        CARE + "test_a_changed_known_answer_needs_its_reason_and_counts_for_the_trainer",
    ),
    "what operations write is kept in memory only": Mutant(
        "hdclient.session.known_care:KnownCareDesk.keep_draft",
        _nothing,
        CARE + "test_what_is_being_written_survives_the_window_and_news",
    ),
    "what is taken back goes out all the same": Mutant(
        "hdclient.store.said:SaidStore.undo",
        _true,
        CARE + "test_without_a_network_it_waits_and_can_be_taken_back",
    ),
    "nobody asks again after a decision": Mutant(
        "hdclient.sync.reviewing:ReviewSync._ask_again",
        _nothing,
        CARE + "test_people_are_let_in_and_given_attempts",
    ),
    "whoever signs in sees the disagreements": Mutant(
        "hdclient.model.person:Person.runs", property(_true), CARE + "test_it_is_for_operations_alone"
    ),
    "a judged item is offered while its judgement is on its way": Mutant(
        "hdclient.session.reviewing:ReviewDesk.next_item",
        _first_ready,
        "tests/ui/test_review.py::test_after_a_blind_judgement_the_next_review_is_one_key_away",
    ),
    "a gap of a ranking is always found": Mutant(
        "ui.questions.ranking:RankingQuestion.knows",
        _true,
        PARTS + "test_a_gap_that_is_gone_after_the_rework_is_lost_and_stands_at_the_top",
    ),
    "a comment on a rubric is on all of it": Mutant(
        "ui.questions.grade_view:GradingQuestion.spoken",
        _nothing,
        PARTS + "test_a_part_of_an_answer_is_commented_on[rubric]",
    ),
    "a comment on a step is on all of them": Mutant(
        "ui.questions.steps:StepsQuestion.spoken",
        _nothing,
        PARTS + "test_a_part_of_an_answer_is_commented_on[steps]",
    ),
    "a card does not say of which response": Mutant(
        "hdclient.templates.named:titled",
        _bare_title,
        PARTS + "test_what_is_asked_of_each_response_is_commented_on_and_answered_otherwise",
    ),
    "criteria of a comparison have no numbers": Mutant(
        "hdclient.quality.labels:criteria_of",
        _empty,
        ROWS + "test_the_rows_of_a_comparison_have_numbers_as_if_they_were_asked_alone",
    ),
    "items of a repeated question are not known by it": Mutant(
        "hdclient.model.address:question_of",
        _same,
        ROWS + "test_each_item_of_a_repeated_question_is_counted_as_an_item",
    ),
    "a known answer of one item is not graded": Mutant(
        "hdclient.model.address:question_of",
        _same,
        ROWS + "test_known_answers_of_a_repeated_question_are_of_one_item",
    ),
    "a changed known answer judges nobody anew": Mutant(
        "hdclient.platform.explaining:judge_again",
        _nothing,
        EXAM + "test_a_changed_known_answer_counts_for_those_who_were_asked_and_against_nobody",
    ),
    "a blind reviewer may decide before judging": Mutant(
        "hdclient.platform.deciding:_must_have_judged",
        _nothing,
        "tests/platform/test_blind_reviewers.py::test_whoever_judges_blind_gets_no_answer_before_judging",
    ),
    "what is judged blind is shown at once": Mutant(
        "hdclient.platform.giving:_is_blind", _false, "tests/platform/test_blind_reviewers.py"
    ),
}
"""What is broken → how, and the test that sees it."""


def apply(name: str) -> None:
    """Breaks it in this process. Before anything else has imported the name from its module."""
    module, _, path = MUTANTS[name].place.partition(":")
    owner: Any = __import__(module, fromlist=["_"])
    *outer, last = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    setattr(owner, last, MUTANTS[name].instead)


def sees(name: str) -> bool:
    """Whether its test fails when it is broken."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:randomly",
        "-p",
        "tests.review_check.mutated",
    ]
    done = subprocess.run(
        [*command, MUTANTS[name].test],
        env={**os.environ, ENV: name},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = done.returncode == 1 and " failed" in done.stdout  # anything else is no proof
    if not failed:
        print(f"{name}: nothing failed\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed


def measure() -> list[Result]:
    """The part of `make review-check`."""
    seen = sum(map(sees, MUTANTS))
    return [Result("broken features that a test sees", seen, "", len(MUTANTS), seen == len(MUTANTS))]
