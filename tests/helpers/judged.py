"""Tasks, submissions and records made by hand, and any JSON value, for the tests of questions and formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from hdclient.formats import Record
from hdclient.model.content import ContentBlock
from hdclient.model.submission import Flag, Shown, Skip, SubmissionBody, Timing
from hdclient.model.task import Candidate, Task
from hdclient.model.template import Layout, Question, Template

VALID_OPTIONS: dict[str, dict[str, Any]] = {
    "comparison": {"points": 7},
    "ranking": {},
    "best_worst": {"allow_none": True, "allow_cannot_judge": True},
    "pairs": {},
    "rating": {"points": [{"value": 1}, {"value": 2, "label": "Good"}], "allow_na": True},
    "choice": {
        "options": [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}, {"id": "none", "label": "None"}],
        "multiple": True,
        "exclusive": "none",
    },
    "text": {"min_words": 1, "max_words": 5, "multiline": False},
    "rewrite": {"min_words": 1, "max_words": 5, "note": "optional", "paste": "record"},
    "slider": {"low": "Terrible", "high": "Perfect", "allow_na": True},
    "checklist": {
        "items": [{"id": "x", "text": "It is polite"}, {"id": "y", "text": "It is true"}],
        "none": "None of these",
    },
    "number": {"minimum": 0, "maximum": 10, "decimals": 1, "unit": "hours"},
    "date": {"earliest": "2000-01-01", "latest": "2029-12-31"},
    "tags": {"proposals": ["law", "medicine"], "max_tags": 3, "min_tags": 2, "max_chars": 20},
    "confidence": {"about": "comparison"},
    "rubric": {
        "criteria": [
            {"id": "x", "text": "It names the dose", "points": 5},
            {"id": "y", "text": "It is rude", "points": -3},
        ],
        "score": "share",
        "cites": True,
    },
    "spans": {"types": [{"id": "wrong", "label": "Wrong"}]},
    "image_marks": {
        "types": [{"id": "wrong", "label": "Wrong"}, {"id": "words", "label": "Missing", "words": True}],
        "words_in": ["prompt"],
    },
    "steps": {"steps": [{"id": "x", "text": "One"}, {"id": "y", "text": "Two"}]},
    "rubric_tree": {
        "tree": {
            "id": "root",
            "text": "Reproduce it",
            "children": [
                {"id": "x", "text": "The code runs", "weight": 3},
                {"id": "y", "text": "The numbers agree"},
            ],
        }
    },
}

# Computers that build and test at once are slow at times; that is no finding.
UNHURRIED = settings(deadline=None)

# Lone surrogates are text that real records hold.
ANY_TEXT = st.text(st.characters(codec=None), max_size=30)
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(ANY_TEXT, inner, max_size=5),
    max_leaves=15,
)


def question(kind: str, **options: Any) -> Question:
    """A question with its kind as its id."""
    return Question(id=kind, kind=kind, title="What do you think?", options=options or VALID_OPTIONS[kind])


def template(*questions: Question, layout: Layout = Layout.COMPARE) -> Template:
    return Template(id="t", version=3, title="Template", layout=layout, questions=questions)


def task(
    *questions: Question, texts: Sequence[str] = ("one", "two"), layout: Layout = Layout.COMPARE, **more: Any
) -> Task:
    """A task with one candidate per text, named a, b, c…"""
    candidates = tuple(
        Candidate(id=chr(ord("a") + number), content=(ContentBlock(kind="text", text=text),))
        for number, text in enumerate(texts)
    )
    prompt = (ContentBlock(kind="text", text="Why?"),)
    made = {"prompt": prompt, "candidates": candidates, **more}
    return Task(id="t1", rev=1, campaign_id="c1", template=template(*questions, layout=layout), **made)


def body(of: Task, answers: dict[str, Any], *, skip: str | None = None, **more: Any) -> SubmissionBody:
    """A submission for a task, shown in the reverse of the task's order."""
    order = tuple(candidate.id for candidate in reversed(of.candidates))
    made: dict[str, Any] = {
        "schema": "hd.submission/1",
        "submission_id": "s1",
        "revision": 1,
        "task_id": of.id,
        "task_rev": of.rev,
        "campaign_id": of.campaign_id,
        "lease_id": "l1",
        "template_id": of.template.id,
        "template_version": of.template.version,
        "guideline_version": 2,
        "shown": Shown(display_order=order, content_engine="hd-content/1"),
        "answers": answers,
        "skip": Skip(reason=skip) if skip else None,
        "timing": Timing(
            started="2026-01-01T00:00:00Z", submitted="2026-01-01T00:01:00Z", active_ms=50_000, idle_ms=10_000
        ),
        **more,
    }
    return SubmissionBody.of(made)


def record(
    of: Task, answers: dict[str, Any], *, skip: str | None = None, flag: Flag | None = None, **more: Any
) -> Record:
    return Record(task=of, body=body(of, answers, skip=skip, flag=flag), person_id="p1", **more)
