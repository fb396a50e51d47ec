"""Templates, tasks and submissions: what is wrong is found and said, what is right passes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content import CONTENT_KINDS
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.submission import Shown
from hdclient.model.task import Candidate
from hdclient.model.template import Layout, Question
from hdclient.questions import QUESTION_KINDS
from hdclient.templates.blocking import blocked_reason
from hdclient.templates.defaults import DEFAULT_TEMPLATES
from hdclient.templates.submission import check_submission
from hdclient.templates.validation import LAYOUT_RANGES, validate
from tests.helpers.judged import ANY_JSON, ANY_TEXT, UNHURRIED, body, question, task, template

GOOD = {"verdict": "preferred", "winner": "a", "strength": -2, "pair": ["a", "b"]}
UNKNOWN = Question(id="hologram", kind="hologram", title="Mark it")


def test_the_default_templates_are_valid_for_every_number_their_layout_shows() -> None:
    for layout, made in DEFAULT_TEMPLATES.items():
        least, most = LAYOUT_RANGES[layout]
        assert made.layout is layout
        for count in range(max(1, least), most + 1):
            assert validate(made, count) == ()


TEMPLATES: list[tuple[Any, int | None, str]] = [
    (template(), None, "asks nothing"),
    (template(question("text"), question("text")), None, '2 questions have the id "text"'),
    (template(UNKNOWN), None, 'Question 1 ("hologram"): the kind "hologram" is not known'),
    (template(question("comparison", points=99)), None, 'option "points" must be at most 11, not 99'),
    (
        template(question("text").changed(title=" ")),
        None,
        'Question 1 ("text"): it has no title',
    ),
    (template(question("comparison")), 1, "a comparison takes 2 to 9 responses; there is 1."),
    (template(question("ranking"), layout=Layout.RANK), 2, "a ranking takes 3 to 9 responses; there are 2."),
    (template(question("text"), layout=Layout.SINGLE), 2, 'The layout "single" shows at most 1 responses'),
    (template(question("text")).changed(skip_reasons=("a", "a")), None, "the same"),
    (template(question("text")).changed(flag_reasons=("",)), None, "is empty"),
]


@pytest.mark.parametrize(("made", "count", "says"), TEMPLATES)
def test_what_is_wrong_with_a_template_is_said_with_its_place(
    made: Any, count: int | None, says: str
) -> None:
    assert says in " ".join(validate(made, count))


def test_a_good_task_is_not_blocked() -> None:
    pairs = [
        name
        for name, kind in QUESTION_KINDS.items()
        if kind.candidate_range[0] <= 2 <= kind.candidate_range[1]
    ]
    every = [question(kind) for kind in pairs if kind != "image_marks"]
    assert blocked_reason(task(*every)) == ""
    picture = ContentBlock(kind="image", asset=PICTURE)
    seen = task(question("image_marks")).changed(
        candidates=(Candidate(id="a", content=(picture,)), Candidate(id="b", content=(picture,)))
    )
    assert blocked_reason(seen) == ""
    assert blocked_reason(task(question("ranking"), texts="xyz", layout=Layout.RANK)) == ""


PICTURE = Asset(sha256="a" * 64, media_type="image/png", size=3)
BLOCKED: list[tuple[Any, str]] = [
    (task(question("image_marks")), "marks pictures, and there is none in responses"),
    (task(UNKNOWN), "of the kind “hologram”"),
    (task(question("rating", points=[])), 'option "points" needs at least 2'),
    (task(question("comparison"), texts=()), "2 to 9 responses; there are 0"),
    (task(question("comparison"), texts=("one", "two", "three", "four", "five")), "there are 5"),
    (task(question("text"), prompt=(ContentBlock(kind="audio"),)), "kind “audio”"),
    (task(question("text"), prompt=(ContentBlock(kind="image"),)), "an image without a file"),
    (
        task(
            question("text"),
            system_prompt=(ContentBlock(kind="image", asset=PICTURE.changed(size=0)),),
        ),
        "empty file",
    ),
    (
        task(
            question("text"),
            prompt=(ContentBlock(kind="image", asset=PICTURE.changed(media_type="image/svg+xml")),),
        ),
        "“image/svg+xml”",
    ),
    (
        task(question("text"), candidates=(Candidate(id="a", content=()), Candidate(id="b", content=()))),
        "no content at all",
    ),
    (
        task(question("text"), candidates=(Candidate(id="a", content=(ContentBlock(kind="text"),)),) * 2),
        "the same id",
    ),
]


@pytest.mark.parametrize(("made", "says"), BLOCKED)
def test_a_task_that_cannot_be_shown_is_blocked_with_what_to_do(made: Any, says: str) -> None:
    reason = blocked_reason(made)
    assert says in reason
    assert "operations team" in reason


def test_every_content_kind_can_be_in_a_task() -> None:
    for kind in CONTENT_KINDS:
        block = ContentBlock(kind=kind, text="x", asset=PICTURE if kind == "image" else None)
        assert blocked_reason(task(question("text"), prompt=(block,))) == ""


def test_a_whole_submission_passes() -> None:
    asked = task(question("comparison"), question("text"))
    made = body(asked, {"comparison": GOOD, "text": {"text": "because"}})
    assert check_submission(asked, made, {"comparison", "text"}) == ()


def problems(answers: dict[str, Any], required: set[str], **more: Any) -> list[tuple[str, str, bool]]:
    asked = task(question("comparison"), question("text"))
    found = check_submission(asked, body(asked, answers, **more), required)
    return [(problem.question_id, problem.text, problem.incomplete) for problem in found]


def test_a_missing_answer_counts_only_where_one_is_required() -> None:
    assert problems({"comparison": GOOD}, {"comparison"}) == []
    assert problems({"comparison": GOOD}, {"comparison", "text"}) == [("text", "Write something here.", True)]


SUBMISSIONS: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"other": 1}, {}, "other", "does not ask this question"),
    ({"comparison": None}, {}, "comparison", "must be left out"),
    ({"comparison": {**GOOD, "strength": -9}}, {}, "comparison", "at most 3"),
    ({"text": {"text": " "}}, {}, "text", "Write something"),
    ({"comparison": GOOD}, {"skip": "Not mine"}, "", "cannot have answers"),
    ({"comparison": GOOD}, {"task_rev": 2}, "", "another revision"),
    ({"comparison": GOOD}, {"template_version": 4}, "", "another template"),
    ({"comparison": GOOD}, {"shown": Shown(display_order=("a",))}, "", "exactly once"),
    ({"comparison": GOOD}, {"shown": Shown(display_order=("a", "b", "b"))}, "", "exactly once"),
]


@pytest.mark.parametrize(("answers", "more", "where", "says"), SUBMISSIONS)
def test_what_forbids_a_submission_is_said(
    answers: dict[str, Any], more: dict[str, Any], where: str, says: str
) -> None:
    ((place, text, _),) = problems(answers, set(), **more)
    assert place == where
    assert says in text


def test_a_skip_needs_a_reason_and_no_answer() -> None:
    assert problems({}, {"comparison", "text"}, skip="Not in my field") == []
    assert problems({}, set(), skip="  ") == [("", "A skip needs a reason.", False)]


def test_a_template_that_is_not_valid_refuses_every_answer() -> None:
    asked = task(question("rating", points=[]))
    (problem,) = check_submission(asked, body(asked, {"rating": {"value": 1}}), ())
    assert "not valid" in problem.text


@UNHURRIED
@given(answers=st.dictionaries(st.sampled_from(["comparison", "text", "x"]) | ANY_TEXT, ANY_JSON, max_size=4))
def test_any_answers_get_a_verdict(answers: dict[str, Any]) -> None:
    assert all(isinstance(text, str) for _, text, _ in problems(answers, {"comparison"}))
