"""HelpSteer3's preference read as labels: a record for each person of a row, all about the same task.

"@Response 1" in what people wrote names a response: it is stored by its id, as it is when somebody writes it here.
The overall preference was made from the scores in a way of its own, and stays beside the task for these scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hdclient.formats.foreign import (
    Importer,
    comparing,
    foreign_record,
    list_in,
    messages_in,
    preferred,
    text_in,
)
from hdclient.formats.helpsteer3 import OVERALL, SCALE
from hdclient.formats.mapping import Unfit
from hdclient.formats.messages import chat_block
from hdclient.formats.record import Record
from hdclient.formats.row import said
from hdclient.model.base import JsonValue
from hdclient.model.template import Question, Template
from hdclient.model.template_parts import Group, Over
from hdclient.questions.text import stored_tokens

_ABOUT = ("domain", "language")
_SAID = ("score", "reasoning", "feedback1", "feedback2")
_PLACES = {"r1": "1", "r2": "2"}
TEMPLATE = Template(
    id="helpsteer3",
    version=1,
    title="Which response is better?",
    protocol="HelpSteer3, preference",
    groups=(Group(id="each", title="Each response", over=Over.CANDIDATES),),
    questions=(
        comparing("preference", "Which response is better?", 2 * SCALE + 1),
        Question(id="reason", kind="text", title="Why?", required=False, options={"response_tokens": True}),
        Question(
            id="feedback",
            kind="text",
            title="What is good, what is wrong?",
            group="each",
            required=False,
            options={"response_tokens": True},
        ),
    ),
)


def _read(values: Mapping[str, Any]) -> Iterator[Record]:
    prompt = [chat_block(messages_in(values, "context"))]
    responses = [text_in(values, name, may_be_empty=True) for name in ("response1", "response2")]
    people = list_in(values, "individual_preference")
    if not people:
        raise Unfit("individual_preference", "nobody said anything")
    answers = [_answers(one, f"individual_preference.{at}") for at, one in enumerate(people)]
    scores = sorted(one["score"] for one in people)
    beside: dict[str, JsonValue] = {name: text_in(values, name) for name in _ABOUT if values.get(name)}
    beside[OVERALL] = {"of": [*scores], "is": _score(values, "overall_preference")}
    for number, given in enumerate(answers, 1):
        yield foreign_record(TEMPLATE, prompt, responses, given, person=f"{number}", data=beside)


def _answers(told: Any, place: str) -> dict[str, JsonValue]:
    """What one person said."""
    if not isinstance(told, dict):
        raise Unfit(place, f"expected an object, found {said(told)}")
    if more := sorted(map(str, set(told) - set(_SAID))):
        raise Unfit(place, f"it has “{more[0][:40]}”, which this format does not know")
    score = _score(told, "score", place)
    answers: dict[str, JsonValue] = {
        "preference": preferred(1 if score < 0 else 2, abs(score)) if score else {"verdict": "tie"}
    }
    named = {"reasoning": "reason", "feedback1": "feedback@r1", "feedback2": "feedback@r2"}
    for name, key in named.items():
        text = told.get(name)
        if text is not None and not isinstance(text, str):
            raise Unfit(f"{place}.{name}", f"expected text or null, found {said(text)}")
        if text and text.strip():
            answers[key] = {"text": stored_tokens(text, _PLACES)}
    return answers


def _score(values: Mapping[str, Any], column: str, place: str = "") -> int:
    score = values.get(column)
    if not isinstance(score, int) or isinstance(score, bool) or abs(score) > SCALE:
        raise Unfit(
            f"{place}.{column}".strip("."), f"expected a whole number from -3 to 3, found {said(score)}"
        )
    return score


HELPSTEER3_IMPORT = Importer(
    "helpsteer3",
    "HelpSteer3 preference: -3 to 3, with every person's score and reason",
    _read,
    columns=(*_ABOUT, "context", "response1", "response2", "overall_preference", "individual_preference"),
)
