"""What the export must say, row by row, worked out from the plan alone: not from what the program did.

Ids stand here as what they name: "ann/7/answer", "ann/7/comment 1". People are called by their names, reviewers "R1"
and "R2" in each row, times are "T".
"""

from __future__ import annotations

from typing import Any

from hdclient import __version__
from hdclient.model.base import sha256_hex
from hdclient.templates.hashing import template_hash
from tests.helpers.stores import TEMPLATE
from tests.review_check import plan

Row = dict[str, Any]


def expected(order: dict[str, list[int]]) -> list[Row]:
    """One row per revision. `order`: the tasks of each trainer in the order in which they were answered."""
    disputed = disputed_tasks(order)
    rows = []
    for trainer, tasks in order.items():
        for nth, task in enumerate(tasks):
            decision = plan.decision(trainer, task, nth) if nth < plan.FIRST_N else ""
            rows += _rows(trainer, task, decision, disputed, order)
    return sorted(rows, key=lambda row: (row["task"]["id"], row["who"]["annotator"], row["revision"]))


def people_of(order: dict[str, list[int]], task: int) -> list[str]:
    """Who answered a task, in the order in which the platform got it: one trainer took what was left at the end."""
    found = [trainer for trainer in plan.TRAINERS if task in order[trainer]]
    return sorted(found, key=lambda trainer: order[trainer].index(task) >= plan.PER_TRAINER)


def disputed_tasks(order: dict[str, list[int]]) -> dict[int, str]:
    """Tasks that are adjudicated, and what is found: answers that differ, and what a reviewer has passed on."""
    found = {
        task
        for task in range(plan.TASKS)
        if len({plan.winner(trainer, task) for trainer in people_of(order, task)}) > 1
    }
    for trainer, mine in order.items():
        for nth, task in enumerate(mine[: plan.FIRST_N]):
            if plan.decision(trainer, task, nth) == "escalate":
                found.add(task)
    return {task: plan.outcome(nth) for nth, task in enumerate(sorted(found))}


def _rows(
    trainer: str, task: int, decision: str, disputed: dict[int, str], order: dict[str, list[int]]
) -> list[Row]:
    text = plan.reason(trainer, task)
    one = _row(trainer, task, 1, text, decision)
    rows = [one]
    if decision == "return" and plan.appeals(trainer):
        one["reviews"].append(_review(trainer, task, 1, 2, "accept") | {"reviewer": "R2"})
        one["judgements"].append(_judgement(trainer, task, 2))
        one["appeals"] = [_appeal(trainer, task)]
    if decision == "return" and not plan.appeals(trainer):
        one["thread"].append(_reply(trainer, task))
        again = _row(trainer, task, 2, plan.reworked(text), "accept")
        again["judgements"] = []  # what was reworked is not judged blind again
        again["marks"] = _marks(trainer, task)
        rows.append(again)
    for row in rows:
        row["comments"] = len(row["thread"])
        last = row["reviews"][-1] if row["reviews"] else None
        row["review"] = last and {
            "decision": last["decision"],
            "by": last["reviewer"],
            "comments": row["comments"],
        }
    _settle(rows, trainer, task, disputed.get(task), order)
    return rows


def _settle(
    rows: list[Row], trainer: str, task: int, outcome: str | None, order: dict[str, list[int]]
) -> None:
    """Status, provenance and what counts, of the newest revision; all before it are superseded."""
    for row in rows[:-1]:
        row["status"] = "superseded"
    newest = rows[-1]
    if outcome is None:
        newest["provenance"] = "unreviewed" if not newest["reviews"] else "reviewed"
        if newest["appeals"]:
            newest["provenance"] = "appealed"
        if newest["reviews"] and newest["reviews"][-1]["decision"] == "accept_with_edits":
            newest["provenance"] = "edited"
            why = {"text": plan.changed(newest["answers"]["why"]["text"], *plan.MENDED)}
            newest["final"] = {**newest["answers"], "why": why, "fit": {"value": plan.PROPOSED}}
        return
    first = people_of(order, task)[0] == trainer
    states = {"final": "settled", "guideline_gap": "unresolved", "bad_item": "bad item"}
    newest["status"] = states.get(outcome, "accepted")
    newest["provenance"] = "both defensible" if outcome == "both_defensible" else "adjudicated"
    newest["adjudication"] = _verdict(task, outcome, order)
    if outcome == "final" and first:
        newest["status"], newest["final"] = "accepted", newest["adjudication"]["answers"]


def _verdict(task: int, outcome: str, order: dict[str, list[int]]) -> Row:
    answers, adopted = None, {}
    if outcome == "final":
        reasons = {one: _newest_reason(one, task, order) for one in people_of(order, task)}
        first, second = sorted(reasons, key=reasons.__getitem__)
        parts = plan.takes_parts(task)
        answers = _answers(first, task, reasons[second if parts else first])
        adopted = {"better": "one", "why": "the other" if parts else "one"}
    final = outcome == "final"
    return {
        "id": f"{task}/verdict",
        "outcome": outcome,
        "submission_id": None,
        "revision": None,
        "answers": answers,
        "adopted": adopted,
        "rule": "" if final else plan.RULE,
        "reason": "" if final else plan.UNCLEAR,
        "by": plan.JUDGE,
        "created_at": "T",
    }


def _newest_reason(trainer: str, task: int, order: dict[str, list[int]]) -> str:
    nth = order[trainer].index(task)
    text = plan.reason(trainer, task)
    returned = nth < plan.FIRST_N and plan.decision(trainer, task, nth) == "return"
    return plan.reworked(text) if returned and not plan.appeals(trainer) else text


def _answers(trainer: str, task: int, why: str) -> Row:
    return {"better": plan.preference(plan.winner(trainer, task)), "why": {"text": why}}


def _row(trainer: str, task: int, revision: int, why: str, decision: str) -> Row:
    """One revision, with what was decided of it first; "" for one that nobody has reviewed."""
    answers = _answers(trainer, task, why)
    thread = _comments(trainer, task, decision) if revision == 1 else []
    reviews = [_review(trainer, task, revision, revision, decision)] if decision else []
    summary = {**answers["better"], "kind": "comparison", "question": "better", "all_bad": False}
    return {
        "schema": "hd.answer/1",
        "answer_id": f"{trainer}/{task}/answer",
        "revision": revision,
        "task": _task(task),
        "shown": {
            "display_order": ["X", "X"],
            "question_order": ["better", "why", "fit"],
            "content_engine": "",
        },
        "answer": {**summary, "criteria": {}, "reason": why},
        "answers": answers,
        "skip": None,
        "flag": None,
        "stages": [],
        "confirmed": [],
        "template_sha256": template_hash(TEMPLATE),
        "suggestions": [],
        "who": {"annotator": trainer, "role": "annotator", "device": ""},
        "when": "T",
        "log_head": "H",
        "suggestions_held_back": False,
        "status": "accepted",
        "reviews": reviews,
        "provenance": "",
        "final": None,
        "adjudication": None,
        "thread": thread,
        "marks": [],
        "appeals": [],
        "judgements": [_judgement(trainer, task, 1)] if decision else [],
        "client": {"version": f"hdclient/{__version__}"},
        "lease": f"{trainer}/{task}/lease",
    }


def _task(task: int) -> Row:
    def message(role: str, text: str) -> Row:
        block = {"kind": "text", "text": text, "language": "", "asset": None, "alt": "", "title": ""}
        return {"role": role, "content": text, "blocks": [block]}

    image = {"kind": "image", "text": "", "language": "", "asset": plan.ASSET, "alt": "A sky", "title": ""}

    def response(name: str) -> Row:
        told = message("assistant", f"Answer {name}")
        return {**told, "blocks": [*told["blocks"], image]}

    models = {"x": "model-marker-one", "y": "model-marker-two"}
    return {
        "id": f"campaign-1-t{task:02}",
        "rev": 1,
        "campaign": "campaign-1",
        "type": "comparison",
        "slots": [],
        "data": {},
        "prompt": [message("user", "Why is the sky blue?")],
        "candidates": [
            {"id": name, "content": [response(name)], "meta": {"model": models[name]}} for name in ("x", "y")
        ],
        "template": TEMPLATE.plain(),
        "guideline_version": 0,
        "content_warning": "",
        "sensitive": [],
        "source": {"origin": "source-marker"},
    }


def _review(trainer: str, task: int, revision: int, number: int, decision: str) -> Row:
    text, changes = plan.reason(trainer, task), plan.changes(decision)
    edit = {
        "id": f"{trainer}/{task}/edit 1",
        "question": "why",
        "path": "/text",
        "sha256": sha256_hex(text.encode()),
        "hunks": [_hunk(text, change) for change in changes],
    }
    fit = {"id": f"{trainer}/{task}/proposal 1", "question": "fit", "answer": {"value": plan.PROPOSED}}
    return {
        "id": f"{trainer}/{task}/review {number}",
        "submission_id": f"{trainer}/{task}/answer",
        "revision": revision,
        "decision": decision,
        "summary": f"Task {task}.",
        "edits": [edit] if changes else [],
        "proposed": [fit] if decision == "accept_with_edits" else [],
        "reviewer": "R1",
        "created_at": "T",
    }


def _hunk(text: str, change: plan.Change) -> Row:
    start = len(text) if change.word < 0 else text.index(change.before)
    return {"start": start, "end": start + len(change.before), "text": change.after}


def _judgement(trainer: str, task: int, number: int) -> Row:
    """What a reviewer answered who had not seen the submission."""
    return {
        "id": f"{trainer}/{task}/judgement {number}",
        "item_id": f"{trainer}/{task}/item {number}",
        "answers": {"better": plan.preference(plan.own_winner(task))},
        "created_at": "T",
    }


def _words(part: str, text: str, quote: str) -> Row:
    """The anchor of words of a plain text: what they are, what stands around them, where they stand in which text."""
    start, shown = text.index(quote), text + "\n"
    end = start + len(quote)
    at = {
        "kind": "words",
        "start": start,
        "end": end,
        "sha256": sha256_hex(text.encode()),
        "quote": quote,
        "prefix": shown[max(0, start - 32) : start],
        "suffix": shown[end : end + 32],
        "nth": 0,
        "total": 1,
    }
    return {"part": part, "block": 0, "at": at}


def _anchor(trainer: str, task: int, said: plan.Said) -> Row:
    if said.place is not None:
        corners = [list(corner) for corner in said.place[1]]
        facts = {"width": plan.WIDE, "height": plan.HIGH, "sha256": plan.ASSET["sha256"]}
        at = {"kind": "region", "shape": "box", "points": corners, **facts}
        return {"part": f"candidate:{said.response}", "block": 1, "at": at}
    if said.response:
        return _words(f"candidate:{said.response}", f"Answer {said.response}", said.quote)
    return _words("question:why", plan.reason(trainer, task), said.quote)


def _comments(trainer: str, task: int, decision: str) -> list[Row]:
    return [
        {
            "id": f"{trainer}/{task}/comment {number}",
            "submission_id": f"{trainer}/{task}/answer",
            "revision": 1,
            "author": "R1",
            "text": said.text,
            "severity": said.severity,
            "category": said.category,
            "rule": said.rule,
            "anchor": _anchor(trainer, task, said),
            "reply_to": "",
            "created_at": "T",
        }
        for number, said in enumerate(plan.comments(trainer, task, decision), 1)
    ]


def _reply(trainer: str, task: int) -> Row:
    """The answer to the last comment, which is the blocking one."""
    comments = _comments(trainer, task, "return")
    fields = {"author": trainer, "text": plan.REPLY, "severity": "nit", "category": "", "rule": ""}
    names = {
        "id": f"{trainer}/{task}/comment {len(comments) + 1}",
        "reply_to": comments[-1]["id"],
        "anchor": None,
    }
    return {**comments[-1], **fields, **names}


def _marks(trainer: str, task: int) -> list[Row]:
    """All comments are done; of the changes the first is taken over, the second declined."""
    owner = f"{trainer}/{task}"
    comments = range(1, len(plan.comments(trainer, task, "return")) + 1)
    marked = [
        *((f"{owner}/comment {number}", -1, "done") for number in comments),
        (f"{owner}/edit 1", 0, "taken"),
        (f"{owner}/edit 1", 1, "declined"),
    ]
    return [
        {
            "id": f"{owner}/mark {number}",
            "submission_id": f"{owner}/answer",
            "target": target,
            "hunk": hunk,
            "state": state,
            "author": trainer,
            "created_at": "T",
        }
        for number, (target, hunk, state) in enumerate(marked, 1)
    ]


def _appeal(trainer: str, task: int) -> Row:
    blocking = plan.comments(trainer, task, "return")[-1]
    return {
        "id": f"{trainer}/{task}/appeal 1",
        "submission_id": f"{trainer}/{task}/answer",
        "revision": 1,
        "review_id": f"{trainer}/{task}/review 1",
        "reasons": [{"text": plan.CONTESTED, "anchor": _anchor(trainer, task, blocking)}],
        "state": "overturned",
        "created_at": "T",
        "due_at": "T",
    }
