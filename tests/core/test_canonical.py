"""The canonical bytes of a submission: the quick way to them gives the same as the plain one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hdclient.model.base import canonical, canonical_of, is_whole, joined, quick
from hdclient.model.submission import Flag, Shown, SubmissionBody, Timing

SCALARS: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters())  # lone surrogates too
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def body(answers: dict[str, Any], note: str = "") -> SubmissionBody:
    return SubmissionBody(
        submission_id="s",
        revision=1,
        task_id="t",
        task_rev=1,
        campaign_id="c",
        lease_id="l",
        template_id="p",
        template_version=1,
        guideline_version=0,
        shown=Shown(display_order=("y", "x")),
        answers=answers,
        flag=Flag(reason="odd", note=note),
        timing=Timing(started="", submitted="", active_ms=1, idle_ms=0),
    )


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=4), JSON, max_size=4), st.text(st.characters(), max_size=5))
def test_the_quick_way_gives_the_same_bytes(answers: dict[str, Any], note: str) -> None:
    made = body(answers, note)
    assert canonical_of(made) == canonical(made.plain()) == canonical_of(made, whole=is_whole(made))


@pytest.mark.parametrize(
    "odd", [1e22, 1e-7, 0.1, -0.0, 2.0, 2**70, "\ud800", "\x7f\u2028\x00/\\", True, 10**400]
)
def test_what_the_two_ways_write_differently_is_written_the_plain_way(odd: Any) -> None:
    made = body({"b": odd, "a": [odd, {"z": 1, "ä": odd}]}, note="ä")
    assert canonical_of(made) == canonical(made.plain()) == canonical_of(made, whole=is_whole(made))


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_a_draft_says_the_same_when_it_is_read_again(data: Any) -> None:
    assert json.loads(joined({"a": quick(data), "ä": quick(None)})) == {"a": data, "ä": None}
    beside = {"b": None, "c": {"d": [1, "\ud800"]}}
    assert json.loads(joined({"a": quick(data)}, **beside)) == {"a": data, **beside}
