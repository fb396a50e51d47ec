"""The export with its ids and times taken out: everything else is compared byte for byte."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

Row = dict[str, Any]
_PARTS = (
    ("reviews", "review"),
    ("thread", "comment"),
    ("marks", "mark"),
    ("appeals", "appeal"),
    ("judgements", "judgement"),
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")


def observed(export: bytes, names: Mapping[str, str], reviewers: tuple[str, ...]) -> list[Row]:
    """Rows of the canonical export. `names`: alias → name; reviewers are called "R1" and "R2" in each row, as they
    come: who gets what is the platform's to choose, but not that one of them decides twice.
    """
    rows: list[Row] = [json.loads(line) for line in export.splitlines()]
    labels = {alias: name for alias, name in names.items() if name not in reviewers}
    counts: Counter[str] = Counter()
    for row in rows:
        task = int(row["task"]["id"].rsplit("-t", 1)[1])
        owner = f"{names[row['who']['annotator']]}/{task}"
        _name(row, owner, task, labels, counts)
    told = [_told(row, labels | _reviewers(row, labels)) for row in rows]
    return sorted(told, key=lambda row: (row["task"]["id"], row["who"]["annotator"], row["revision"]))


def _reviewers(row: Row, labels: Mapping[str, str]) -> dict[str, str]:
    """Whoever decided first in this row is "R1"."""
    people = dict.fromkeys(review["reviewer"] for review in row["reviews"])
    return {one: f"R{n}" for n, one in enumerate((p for p in people if p not in labels), 1)}


def _name(row: Row, owner: str, task: int, labels: dict[str, str], counts: Counter[str]) -> None:
    """What each id stands for. Ids of a submission are counted over all of its revisions."""

    def count(found: str, word: str) -> None:
        if found not in labels:
            counts[f"{owner}/{word}"] += 1
            labels[found] = f"{owner}/{word} {counts[f'{owner}/{word}']}"

    labels[row["answer_id"]] = f"{owner}/answer"
    labels[row["lease"]] = f"{owner}/lease"
    for part, word in _PARTS:
        for one in row[part]:
            count(one["id"], word)
    for judged in row["judgements"]:
        count(judged["item_id"], "item")
    for review in row["reviews"]:
        for edit in review["edits"]:
            count(edit["id"], "edit")
        for proposed in review["proposed"]:
            count(proposed["id"], "proposal")
    if row["adjudication"]:
        labels[row["adjudication"]["id"]] = f"{task}/verdict"


def _told(row: Row, labels: Mapping[str, str]) -> Row:
    """The row without ids and times. Which label an answer has is chance as well, and so is the order shown."""
    row["when"] = "T"
    row["log_head"] = "H" if row["log_head"] else ""  # a hash of the log, with its times
    row["shown"]["display_order"] = ["X" for _ in row["shown"]["display_order"]]
    if row["adjudication"]:
        row["adjudication"]["adopted"] = _whose(row["adjudication"]["adopted"])

    def replace(text: str) -> str:
        return labels.get(text, "T" if _TIME.fullmatch(text) else text)

    told: Row = _walk(row, replace)
    return told


def _whose(adopted: Mapping[str, str]) -> dict[str, str]:
    """Question → whose answer was taken: the same person's as the first, or the other's."""
    first = next(iter(adopted.values()), "")
    return {question: "one" if label == first else "the other" for question, label in adopted.items()}


def _walk(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _walk(inner, replace) for name, inner in value.items()}
    if isinstance(value, list):
        return [_walk(inner, replace) for inner in value]
    return replace(value) if isinstance(value, str) else value
