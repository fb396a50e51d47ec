"""Published records as tasks of their protocol: each is shown whole, or refused with its place and the reason.

Nothing is changed on the way, and nothing copied into the repository. Labels that came with them are read as answers
and written back: what does not come back the same is counted and named.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct

from hdclient.model.items import items_from
from tests.protocols.library import protocols

Row = dict[str, Any]
Answer = dict[str, Any]


class Refused(Exception):
    """This record cannot be a task of its protocol; the words say why."""


class Label(Struct, frozen=True):
    """One published label: the answers that say it, and the fields of a published row that must come back."""

    answers: Row
    published: Row
    read: Callable[[Row], Row] | None = None
    """Where these fields are in an exported row; None: they are its own."""


class Record(Struct, frozen=True):
    """One record: where it stands, the task that it becomes, and the labels that came with it."""

    place: str
    sample: Row
    labels: tuple[Label, ...] = ()


Make = Callable[[Row, str], Record]


class Source(Struct, frozen=True):
    """A set of records with its protocol. `read` yields (place, raw record)."""

    name: str
    protocol: str
    read: Callable[[Path], Iterator[tuple[str, Row]]]
    make: Make


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise Refused(f"{name} is {json.dumps(value)[:40]}, and no text")
    return value


def _blocks(text: str, kind: str = "markdown") -> list[Row]:
    return [{"kind": kind, "text": text}]


def _pair(place: str, prompt: str, first: str, second: str, **more: Any) -> Row:
    found = [{"id": "first", "content": _blocks(first)}, {"id": "second", "content": _blocks(second)}]
    return {"id": place, "prompt": _blocks(prompt, "text"), "candidates": found, **more}


def _one(place: str, prompt: list[Row], response: str, **more: Any) -> Row:
    return {
        "id": place,
        "prompt": prompt,
        "candidates": [{"id": "one", "content": _blocks(response)}],
        **more,
    }


def _json(name: str) -> Callable[[Path], Iterator[tuple[str, Row]]]:
    def read(folder: Path) -> Iterator[tuple[str, Row]]:
        for path in sorted(folder.glob(name)):
            text = path.read_text(encoding="utf-8")
            lines = path.suffix == ".jsonl"
            told = [json.loads(line) for line in text.splitlines() if line] if lines else json.loads(text)
            for number, record in enumerate(told.values() if isinstance(told, dict) else told):
                yield f"{path.stem}:{number}", record

    return read


def _csv(name: str) -> Callable[[Path], Iterator[tuple[str, Row]]]:
    def read(folder: Path) -> Iterator[tuple[str, Row]]:
        csv.field_size_limit(10_000_000)
        for path in sorted(folder.glob(name)):
            with path.open(encoding="utf-8", newline="") as file:
                for number, row in enumerate(csv.DictReader(file)):
                    yield f"{path.stem}:{number}", row

    return read


# Pairs


def _verdict(winner: str | None) -> Answer:
    if winner is None:
        return {"verdict": "tie"}
    strength = -1 if winner == "first" else 1
    return {"verdict": "preferred", "winner": winner, "strength": strength, "pair": ["first", "second"]}


def pandalm(record: Row, place: str) -> Record:
    """Three annotators, each 1, 2 or 0."""
    prompt = "\n\n".join(part for part in (_text(record, "instruction"), _text(record, "input")) if part)
    sample = _pair(place, prompt, _text(record, "response1"), _text(record, "response2"))
    labels = []
    for name in ("annotator1", "annotator2", "annotator3"):
        said = record[name]
        answer = _verdict({1: "first", 2: "second", 0: None}[said])
        labels.append(Label({"winner": answer}, {"annotator": said}))
    return Record(place, sample, tuple(labels))


def llmbar(record: Row, place: str) -> Record:
    """One output does what was asked."""
    sample = _pair(place, _text(record, "input"), _text(record, "output_1"), _text(record, "output_2"))
    said = record.get("label")
    if said not in (1, 2):
        return Record(place, sample)
    answer = _verdict("first" if said == 1 else "second")
    return Record(place, sample, (Label({"better": answer}, {"label": said}),))


# One response

_COMPLIANCE = {"1_full_compliance": "full_compliance", "2_full_refusal": "full_refusal"}
_COMPLIANCE["3_partial_refusal"] = "partial_refusal"


def xstest(record: Row, place: str) -> Record:
    """Two people and what they agreed on."""
    if "completion" not in record:
        raise Refused("there is a prompt and no completion")
    sample = _one(place, _blocks(_text(record, "prompt"), "text"), _text(record, "completion"))
    labels = []
    for name in ("annotation_1", "annotation_2", "final_label"):
        if said := record.get(name):
            answer = {"selected": [_COMPLIANCE[said]]}
            labels.append(Label({"compliance": answer}, {"annotation": said}))
    return Record(place, sample, tuple(labels))


def biggen(record: Row, place: str) -> Record:
    """A rubric of its own."""
    rubric = record["score_rubric"]
    points = [
        {"value": n, "label": str(n), "description": _text(rubric, f"score{n}_description")}
        for n in range(1, 6)
    ]
    slots = [
        {"id": "reference", "content": _blocks(_text(record, "reference_answer"))},
        {"id": "criterion", "content": _blocks(_text(rubric, "criteria"))},
    ]
    more: Row = {"slots": slots, "data": {"rubric": {"points": points}}}
    if system := _text(record, "system_prompt"):
        more["system_prompt"] = _blocks(system, "text")
    return Record(
        place, _one(place, _blocks(_text(record, "input"), "text"), _text(record, "response"), **more)
    )


_SAID = {
    "description quality": "description",
    "solution in description": "solution",
    "line location": "line",
    "function location": "function",
    "file location": "file",
}


def swe_patches(record: Row, place: str) -> Record:
    """Five single choices of people about an issue."""
    patch = record.get("patch")
    if not patch:
        raise Refused("there is no patch")
    sample = {
        "id": place,
        "prompt": _blocks(_text(record, "problem_statement")),
        "slots": [{"id": "patch", "content": [{"kind": "diff", "text": patch}]}],
    }
    label = _swe_label(record)
    return Record(place, sample, (label,) if label is not None else ())


def _swe_label(record: Row) -> Label | None:
    """What people said of an issue, by the words of the template's options; None where nothing was said."""
    options = _options("agentless-issues")
    answers, published = {}, {}
    for column, question_id in _SAID.items():
        said = record.get(column) or ""
        found = [one for one in options[question_id] if _plain(one["label"]) == _plain(said)]
        if found:
            answers[question_id] = {"selected": [found[0]["id"]]}
            published[column] = said
    return Label(answers, published) if answers else None


@cache
def _options(name: str) -> dict[str, list[Row]]:
    (protocol,) = (one for one in protocols() if one.id == name)
    return {one["id"]: one["options"]["options"] for one in protocol.template["questions"]}


def _plain(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


def paperbench(record: Row, place: str) -> Record:
    """A tree of thousands of leaves."""
    return Record(
        place,
        {"id": place, "prompt": _blocks(place, "text"), "data": {"rubric": {"tree": record}}},
    )


# Several


def oasst(record: Row, place: str) -> Record:
    """Sibling replies of one message, from `siblings`."""
    replies = record["replies"]
    if len(replies) < 3:
        raise Refused(f"{len(replies)} replies: an order needs three")
    found = [{"id": one["message_id"], "content": _blocks(_text(one, "text"))} for one in replies]
    turns = [
        {"role": {"prompter": "user"}.get(one["role"], one["role"]), "content": one["text"]}
        for one in record["thread"]
    ]
    prompt = [{"kind": "chat", "text": json.dumps(turns, ensure_ascii=False)}]
    sample = {"id": place, "prompt": prompt, "candidates": found}
    ranks = {one["message_id"]: one.get("rank") for one in replies}
    if any(rank is None for rank in ranks.values()):
        return Record(place, sample)
    answer = {"tiers": [[one] for one in sorted(ranks, key=lambda at: ranks[at])]}
    return Record(place, sample, (Label({"order": answer}, ranks, _ranks),))


def _ranks(row: Row) -> Row:
    """The ranks in an exported tree, by message."""
    found, stack = {}, [row["prompt"]]
    while stack:
        node = stack.pop()
        stack += node.get("replies") or []
        if node.get("rank") is not None:
            found[node["message_id"].rpartition(":")[2]] = node["rank"]
    return found


def siblings(folder: Path) -> Iterator[tuple[str, Row]]:
    """Every message of the trees that has replies of the assistant."""
    for number, line in enumerate((folder / "en_100_tree.jsonl").read_text(encoding="utf-8").splitlines()):
        stack: list[tuple[Row, list[Row]]] = [(json.loads(line)["prompt"], [])]
        while stack:
            node, before = stack.pop()
            thread = [*before, node]
            replies = node.get("replies") or []
            if replies and replies[0]["role"] == "assistant":
                yield (
                    f"en_100_tree:{number}:{node['message_id'][:8]}",
                    {"thread": thread, "replies": replies},
                )
            stack += [(one, thread) for one in replies]


def image_reward(_record: Row, _place: str) -> Record:
    """The pictures themselves were not published with the rankings."""
    raise Refused("its pictures are not here")


def image_rankings(record: Row, place: str) -> Record:
    """The same with the names of the pictures in their place: what is left of a record is its label.

    Ranks are slots, in which two may stand and some may be left free: between two pictures that is a gap.
    """
    names, ranks = record["generations"], record["ranking"]
    found = [{"id": f"p{at}", "content": _blocks(name, "text")} for at, name in enumerate(names, 1)]
    slots = sorted(set(ranks))
    tiers = [[f"p{at}" for at, rank in enumerate(ranks, 1) if rank == slot] for slot in slots]
    gaps = [below - above for above, below in pairwise(slots)]
    label = Label({"ranking": {"tiers": tiers, "unacceptable": [], "gaps": gaps}}, {"ranking": ranks})
    sample = {"id": place, "prompt": _blocks(_text(record, "prompt"), "text"), "candidates": found}
    return Record(place, sample, (label,))


def pairs(record: Row, place: str) -> Record:
    """Four predictions in six pairs: 1, 2, or 0 for no preference."""
    texts = [_text(record, f"prediction {at}") for at in range(1, 5)]
    found = [{"id": f"p{at}", "content": _blocks(text)} for at, text in enumerate(texts, 1)]
    both = [(f"p{a}", f"p{b}") for a in range(1, 5) for b in range(a + 1, 5)]
    said = [
        {"pair": list(pair), "winner": None if not better else pair[better - 1]}
        for pair, better in zip(both, record["preference"], strict=True)
    ]
    label = Label({"preference": {"pairs": said}}, {"preference": record["preference"]})
    sample = {"id": place, "prompt": _blocks(_text(record, "question"), "text"), "candidates": found}
    return Record(place, sample, (label,))


def mistake(record: Row, place: str) -> Record:
    """A chain of reasoning; the first wrong step from 0, null where none is."""
    steps, at = record["steps"], record["mistake_index"]
    answer = {"no_error": True} if at is None else {"first_wrong": items_from(steps)[at].id}
    sample = {
        "id": place,
        "prompt": _blocks(_text(record, "input"), "text"),
        "data": {"steps": steps, "target": record["target"], "answer": record["answer"]},
    }
    published = {name: record[name] for name in ("mistake_index", "steps", "target", "answer")}
    return Record(place, sample, (Label({"mistake": answer}, published),))


def mt_bench(record: Row, place: str) -> Record:
    """Questions of two turns, to be answered."""
    turns = record["turns"]
    return Record(place, {"id": place, "prompt": _blocks("\n\n".join(turns), "text")})


SOURCES = (
    Source("bigbench_mistake", "bigbench-mistake", _json("*.jsonl"), mistake),
    Source("biggen_bench", "biggen-rubric", _json("sample_responses.json"), biggen),
    Source("fine_grained_rlhf", "fine-grained-rlhf-pairs", _json("dev_feedback.json"), pairs),
    Source("image_reward", "image-reward", _json("test.json"), image_reward),
    Source("llmbar", "llmbar", _json("LLMBar__*.json"), llmbar),
    Source("mt_bench", "instructgpt-demonstration", _json("question.jsonl"), mt_bench),
    Source("oasst", "oasst-rank", siblings, oasst),
    Source("pandalm", "pandalm", _json("*.json"), pandalm),
    Source("swe_patches", "agentless-issues", _csv("*.csv"), swe_patches),
    Source("xstest", "xstest", _csv("*.csv"), xstest),
)
"""Sets whose records are read here. Those of `IMPORTED` in test_real.py are read by hdclient itself."""
RANKINGS = Source("image_reward", "image-reward", _json("test.json"), image_rankings)
