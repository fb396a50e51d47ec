"""Every text of the real records that may hold mathematics: answers, questions, references, rubrics, solutions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """(file, text), each text once."""
    seen: set[int] = set()
    for file in sorted(data.rglob("*")):
        for value in _records(file):
            for text in _strings(value):
                if ("$" in text or "\\" in text) and hash(text) not in seen:
                    seen.add(hash(text))
                    yield file.relative_to(data).as_posix(), text


def _records(file: Path) -> Iterator[Any]:
    if file.suffix == ".jsonl":
        with file.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())
    elif file.suffix == ".json":
        yield json.loads(file.read_text(encoding="utf-8"))
    elif file.suffix in (".md", ".txt"):
        yield file.read_text(encoding="utf-8", errors="replace")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
