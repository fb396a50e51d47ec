"""What the answer to a spans question must be: any JSON is judged, nothing raises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.model.anchor import Anchor, Words
from hdclient.model.base import InvalidValue
from hdclient.model.content import ContentBlock
from hdclient.model.template import Question
from hdclient.questions.base import TaskFacts
from hdclient.questions.spans import SPANS, SpansOptions

TYPES: Any = [
    {"id": "a", "label": "A"},
    {"id": "b", "label": "B", "note": "required", "link": "required"},
    {"id": "w", "label": "Whole", "whole": True, "alone": True, "severities": False},
]


def question(**options: Any) -> Question:
    base = {"types": TYPES, "severities": [{"id": "major", "label": "Major"}], "max_marks": 3}
    return Question(id="q", kind="spans", title="Q", options={**base, **options})


def at(start: int, end: int, part: str = "candidate:x") -> dict[str, Any]:
    words = Words(start=start, end=end, sha256="0" * 64, quote="q" * (end - start))
    return Anchor(part=part, at=words).plain()


def mark(
    start: int = 0, end: int = 4, kind: str = "a", part: str = "candidate:x", **more: Any
) -> dict[str, Any]:
    return {"type": kind, "anchor": at(start, end, part), "severity": "major", **more}


def problems(value: Any, **options: Any) -> list[tuple[str, bool]]:
    found = SPANS.check(question(**options), value, ("x", "y"))
    return [(one.text, one.incomplete) for one in found]


@pytest.mark.parametrize(
    ("value", "options"),
    [
        ({"marks": [mark()]}, {}),
        ({"marks": [mark(), mark(2, 8)]}, {}),
        ({"marks": [mark(), mark(4, 8)]}, {"allow_overlap": False}),
        ({"marks": [], "nothing": True}, {}),
        ({"marks": [{"type": "w", "anchor": {"part": "candidate:y"}}, mark()]}, {}),
        ({"marks": [mark(kind="b", note="why", link=at(1, 2, "prompt"))]}, {}),
        ({"marks": [mark(part="slot:passage")]}, {"where": ["slot:passage"]}),
    ],
)
def test_valid_answers(value: Any, options: dict[str, Any]) -> None:
    assert problems(value, **options) == []


@pytest.mark.parametrize(
    ("value", "options", "words", "incomplete"),
    [
        (None, {}, "nothing", True),
        ({"marks": []}, {}, "Mark the words", True),
        ({"marks": [mark(severity=None)]}, {}, "how severe", True),
        ({"marks": [mark(kind="b")]}, {}, "explanation", True),
        ({"marks": [mark(kind="b", note="x")]}, {}, "link", True),
        ({"marks": [mark(kind="z")]}, {}, "type", False),
        ({"marks": [mark(part="candidate:nobody")]}, {}, "not about", False),
        ({"marks": [mark(part="prompt")]}, {}, "not about", False),
        ({"marks": [mark(5, 5)]}, {}, "which words", False),
        ({"marks": [mark(kind="w")]}, {}, "whole text", False),
        ({"marks": [{"type": "a", "anchor": {"part": "candidate:x"}}]}, {}, "needs words", False),
        ({"marks": [mark(severity="dire")]}, {}, "severity", False),
        ({"marks": [mark(n, n + 1) for n in range(4)]}, {}, "At most 3 marks", False),
        ({"marks": [mark(), mark(3, 8)]}, {"allow_overlap": False}, "upon each other", False),
        ({"marks": [{"type": "w", "anchor": {"part": "candidate:x"}}, mark()]}, {}, "stands alone", False),
        ({"marks": [mark()], "nothing": True}, {}, "cannot be said", False),
        ({"marks": [], "nothing": True}, {"allow_nothing": False}, "does not take", False),
        ({"marks": [mark(note="x")]}, {"note": "none"}, "no explanation", False),
        ({"marks": [mark(link=at(1, 2))]}, {}, "no link", False),
        ({"marks": [], "left": 1}, {}, "not valid", False),
    ],
)
def test_what_is_missing_and_what_is_wrong_is_told_apart(
    value: Any, options: dict[str, Any], words: str, incomplete: bool
) -> None:
    found = problems(value, **options)
    assert len(found) == 1 and words in found[0][0] and found[0][1] is incomplete


@pytest.mark.parametrize(
    "options",
    [
        {"types": []},
        {"types": [TYPES[0], TYPES[0]]},
        {"where": ["title"]},
        {"max_marks": 0},
        {"note": "maybe"},
    ],
)
def test_options_that_mean_nothing_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        SpansOptions.of({"types": TYPES, **options})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["marks", "nothing", "type", "anchor", "at", "start", "end", "kind", "part", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_judged_and_described(value: Any) -> None:
    one = question()
    problems_of = SPANS.check(one, value, ("x",))
    assert all(problem.text and problem.question_id == "q" for problem in problems_of)
    assert isinstance(SPANS.describe(one, value, {"x": "A"}), str)
    if SPANS.is_blank(value):
        assert problems_of and problems_of[0].incomplete


def test_a_mark_beyond_the_end_of_its_text_is_wrong_where_the_task_is_known() -> None:
    about = TaskFacts(candidates={"x": (ContentBlock(kind="text", text="four"),)})
    assert SPANS.check(question(), {"marks": [mark(0, 4)]}, ("x",), about) == ()
    for wrong in (mark(0, 5), {**mark(), "anchor": {**at(0, 4), "block": 1}}):
        found = SPANS.check(question(), {"marks": [wrong]}, ("x",), about)
        assert [one.text for one in found] == ["A mark stands on words that are not in this task."]


def test_it_is_described_by_counts() -> None:
    value = {"marks": [mark(), mark(5, 6), mark(8, 9, "b")]}
    assert SPANS.describe(question(), value, {}) == "3 marks: A 2, B 1"
    assert SPANS.describe(question(), {"marks": [], "nothing": True}, {}) == "Nothing to mark"
