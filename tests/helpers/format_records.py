"""Records by hand and by chance for the tests of formats, and what two records of one judgement have in common."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from hdclient.formats import EXPORTERS, Record
from hdclient.formats.messages import prompt_messages
from hdclient.formats.record import text_of
from hdclient.model.content import ContentBlock
from hdclient.model.template import Layout
from tests.helpers.judged import question, record, task

GOLDEN = Path(__file__).parents[1] / "core" / "formats.golden.json"
TALK = json.dumps(
    [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hi. What is it?"},
        {"role": "user", "content": "Why is the sky blue?"},
    ]
)
RATING = question("rating", range=[1, 5], allow_na=True)


def preferred(winner: str, strength: int) -> dict[str, Any]:
    return {"verdict": "preferred", "winner": winner, "strength": strength, "pair": ["a", "b"]}


def fixed() -> list[Record]:
    """One record for each thing that formats treat in their own way."""
    pair = task(question("comparison"), question("text", min_words=0), texts=("Scattering.", "It is not."))
    talk = pair.changed(prompt=(ContentBlock(kind="chat", text=TALK),), id="t2")
    system = pair.changed(system_prompt=(ContentBlock(kind="text", text="Be brief."),), id="t3")
    many = task(question("ranking"), texts=("one", "two", "three"), layout=Layout.RANK).changed(id="t4")
    rated = task(RATING, texts=("only",), layout=Layout.SINGLE).changed(id="t5")
    return [
        record(
            pair, {"comparison": preferred("a", -2), "text": {"text": "A explains it."}}, models={"a": "m1"}
        ),
        record(talk, {"comparison": preferred("b", 1)}),
        record(system, {"comparison": {"verdict": "tie"}}),
        record(pair, {"comparison": {"verdict": "all_bad"}}),
        record(many, {"ranking": {"tiers": [["c"], ["a"]], "unacceptable": ["b"]}}),
        record(many, {"ranking": {"tiers": [["a", "b"], ["c"]]}}),
        record(rated, {"rating": {"value": 4}}),
        record(rated, {"rating": {"value": None, "na": True}}),
        record(pair, {}, skip="Not in my field"),
    ]


def rows_of(name: str, records: list[Record]) -> dict[str, Any]:
    """The rows and the losses that a format makes of records, as plain JSON."""
    made, report = EXPORTERS[name].rows(records)
    rows = json.loads(json.dumps(list(made)))
    losses = {name: dict(getattr(report, name)) for name in ("dropped", "reduced", "left_out")}
    return {"rows": rows, **losses}


def said(one: Record) -> tuple[Any, ...]:
    """What was judged, and how: for two records of the same judgement this is the same."""
    texts = {candidate.id: text_of(candidate.content) for candidate in one.task.candidates}
    skip = one.body.skip.reason if one.body.skip is not None else ""
    return prompt_messages(one.task), texts, one.body.answers, skip


def by_text(one: Record) -> tuple[Any, ...]:
    """The same, where candidates have lost their ids: by what they say. For comparisons of two and for rankings."""
    texts = {candidate.id: text_of(candidate.content) for candidate in one.task.candidates}
    (value,) = (
        answer for key, answer in one.body.answers.items() if isinstance(answer, dict) and key != "text"
    )
    assert isinstance(value, dict)
    if "tiers" in value:
        tiers = [sorted(texts[name] for name in tier) for tier in value["tiers"]]
        return (
            prompt_messages(one.task),
            tiers,
            sorted(texts[name] for name in value.get("unacceptable") or ()),
        )
    return (
        prompt_messages(one.task),
        value["verdict"],
        texts.get(value.get("winner", "")),
        sorted(texts.values()),
    )


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20)


@st.composite
def prompts(draw: st.DrawFn) -> tuple[ContentBlock, ...]:
    """One message, or a conversation whose last turn is the person's."""
    turns = draw(st.lists(WORDS, min_size=1, max_size=3).filter(lambda turns: len(turns) % 2 == 1))
    if len(turns) == 1:
        return (ContentBlock(kind="text", text=turns[0]),)
    roles = ("user", "assistant", "user")
    said_so = [{"role": role, "content": text} for role, text in zip(roles, turns, strict=True)]
    return (ContentBlock(kind="chat", text=json.dumps(said_so)),)


@st.composite
def judgements(
    draw: st.DrawFn, kinds: tuple[str, ...] = ("comparison", "ranking", "rating", "skip")
) -> Record:
    """A comparison of two, a ranking of three, a rating, or a skipped task; its texts differ."""
    kind = draw(st.sampled_from(kinds))
    count = {"ranking": 3, "rating": 1}.get(kind, 2)
    texts = draw(st.lists(WORDS.filter(str.strip), min_size=count, max_size=count, unique_by=str.strip))
    prompt = draw(prompts())
    if kind == "ranking":
        order = draw(st.permutations("abc"))
        cut = draw(st.integers(1, 3))
        together = draw(st.booleans())
        tiers = [[*order[:cut]]] if together else [[one] for one in order[:cut]]
        of = task(question("ranking"), texts=texts, layout=Layout.RANK, prompt=prompt)
        return record(of, {"ranking": {"tiers": tiers, "unacceptable": [*order[cut:]]}})
    if kind == "rating":
        of = task(RATING, texts=texts, layout=Layout.SINGLE, prompt=prompt)
        return record(
            of, {"rating": draw(st.sampled_from([{"value": 2}, {"value": 5}, {"value": None, "na": True}]))}
        )
    of = task(question("comparison"), question("text"), texts=texts, prompt=prompt)
    if kind == "skip":
        return record(of, {}, skip="Not in my field")
    strength = draw(st.integers(1, 3))
    verdicts = [
        preferred("a", -strength),
        preferred("b", strength),
        {"verdict": "tie"},
        {"verdict": "all_bad"},
    ]
    return record(of, {"comparison": draw(st.sampled_from(verdicts))})


if __name__ == "__main__":
    made = {name: rows_of(name, fixed()) for name in sorted(EXPORTERS) if name != "canonical"}
    GOLDEN.write_text(json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
