"""HelpSteer3's edits, both ways: what is published reads as a rewrite, and goes out again as it was."""

from __future__ import annotations

from typing import Any

import pytest

from hdclient.formats.mapping import Unfit
from tests.core.test_formats_published import back, rows
from tests.helpers.judged import question, record, task


def test_an_edit_of_helpsteer3_goes_out_and_comes_back() -> None:
    published = {
        "domain": "general",
        "language": "english",
        "context": [{"role": "user", "content": "How long does tea keep?"}],
        "original_response": "Tea keeps for ever.",
        "edited_response": "Tea keeps for two years.",
        "change_summary": "How long it keeps.",
        "feedback": ["The response is slightly helpful. It is wrong.", "The response is not helpful."],
    }
    (found,) = back("helpsteer3-edit", published)
    said = {"text": published["edited_response"], "base": "r1", "note": "How long it keeps."}
    assert found.answers["edited"] == said
    made, report = rows("helpsteer3-edit", found)
    assert made == [published] and not report.lost


@pytest.mark.parametrize(
    ("answer", "lost"),
    [
        (
            {"text": "one", "base": "a", "pasted": {"times": 1, "characters": 3}},
            "left out: rewrite.pasted",
        ),
        ({"text": "one"}, "written from nothing"),
    ],
)
def test_what_an_edit_of_helpsteer3_cannot_say_is_counted(answer: Any, lost: str) -> None:
    _, report = rows("helpsteer3-edit", record(task(question("rewrite")), {"rewrite": answer}))
    assert lost in report.lost


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"context": []}, "context"),
        ({"edited_response": True}, "edited_response"),
        ({"feedback": "x"}, "feedback"),
    ],
)
def test_an_edit_that_is_not_one_is_refused(changed: Any, column: str) -> None:
    row = {
        "context": [{"role": "user", "content": "x"}],
        "original_response": "a",
        "edited_response": "b",
        "change_summary": "",
        **changed,
    }
    with pytest.raises(Unfit) as caught:
        back("helpsteer3-edit", row)
    assert caught.value.column == column
