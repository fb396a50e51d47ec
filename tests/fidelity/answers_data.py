"""Real answers that other people published. They are not part of this repository: a folder beside the checkout
(../shared/data), or the one that HD_DATA names, holds them; without it, what needs them is skipped by name."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def folder() -> Path | None:
    """Where the data is, if it is there."""
    given = os.environ.get("HD_DATA")
    for path in (Path(given) if given else None, ROOT.parent / "shared/data"):
        if path is not None and (path / "alpaca_eval").is_dir():
            return path
    return None


def answers(data: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of every answer. The id names the file, the record and the key."""
    for file in sorted((data / "alpaca_eval").glob("*.model_outputs.json")):
        for number, record in enumerate(_json(file)):
            yield f"alpaca_eval/{file.name}[{number}].output", str(record["output"])
    for file in sorted((data / "arena_hard").glob("gpt*.jsonl")):
        yield from _turns(file)
    for key, record in _json(data / "biggen_bench/sample_responses.json").items():
        for name in ("response", "reference_answer"):
            yield f"biggen_bench/sample_responses.json[{key}].{name}", str(record[name])
    for file in sorted((data / "mt_bench").glob("*reference_answer*.jsonl")):
        yield from _turns(file)
    for number, record in enumerate(_lines(data / "mt_bench/question.jsonl")):
        for turn, text in enumerate(record.get("reference") or ()):
            yield f"mt_bench/question.jsonl[{number}].reference[{turn}]", str(text)
    for number, record in enumerate(_lines(data / "oasst/en_100_message.jsonl")):
        yield f"oasst/en_100_message.jsonl[{number}].text", str(record["text"])


def _turns(file: Path) -> Iterator[tuple[str, str]]:
    for number, record in enumerate(_lines(file)):
        for choice, one in enumerate(record["choices"]):
            for turn, said in enumerate(one["turns"]):
                text = said["content"] if isinstance(said, dict) else said
                yield f"{file.parent.name}/{file.name}[{number}].choices[{choice}].turns[{turn}]", str(text)


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _lines(file: Path) -> Iterator[Any]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
