"""Reads records to look at with a template: sample tasks as people write them, each with its line.

A record is a task as the API takes it (`TaskIn`), with two liberties: wherever content stands, a text is Markdown, and
candidates may be a plain list. A block may name a file beside the data (`file: picture.png`), which is never fetched.
"""

from __future__ import annotations

import difflib
import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from hdclient.model.base import InvalidValue, JsonValue, canonical, sha256_hex
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.task import Task
from hdclient.model.template import Template
from hdclient.templates.blocking import blocked_reason
from hdclient.templates.reading import BadDocument, read_document
from hdclient.templates.task_faults import task_faults
from hdclient.wire.strict_json import BadJson, parse

_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
CAMPAIGN = "preview"
_MEND = "Mend the record."
_CHECK = "Look at how the kind is written; a newer version of hdclient may know it."
FIELDS = (
    *("id", "system_prompt", "prompt", "candidates", "slots", "data"),
    *("content_warning", "sensitive", "suggestions"),
    *("models", "source", "priority", "gold", "qualification", "answers"),
)
"""Of a task as operations add it; the last line says nothing of how it is shown."""
_CANDIDATE = ("id", "content")
_BLOCK = (*ContentBlock.__struct_fields__, "file")


class Read(Struct, frozen=True):
    """One record: a task, or the reason why it is none."""

    line: int
    task: Task | None
    fault: str = ""


def read_records(path: Path, template: Template) -> Iterator[Read]:
    """The records of a file: a list in JSON or YAML, or one record a line, whatever the file is called."""
    seen: dict[str, int] = {}
    for line, plain, fault in _entries(path.read_bytes().removeprefix(BOM_UTF8)):
        found = Read(line, None, fault) if fault else _read(plain, line, template, path.parent)
        if found.task is not None:
            first = seen.setdefault(found.task.id, line)
            if first != line:
                found = Read(line, None, f'The record of line {first} has the id "{found.task.id}" too.')
        yield found


def _entries(data: bytes) -> Iterator[tuple[int, JsonValue, str]]:
    lines = data.split(b"\n")  # and at nothing else: a text may hold what Unicode calls the end of a line
    first = next((line.strip() for line in lines if line.strip()), b"")
    if first.startswith(b"{") and first.endswith(b"}"):
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield number, parse(line.strip()), ""
                except BadJson as error:
                    where = str(error).removeprefix("It is not JSON: line 1, ")
                    yield number, None, f"It is no JSON: {where}"
        return
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        yield data.count(b"\n", 0, error.start) + 1, None, "The text is not UTF-8."
        return
    try:
        document = read_document(text)
    except BadDocument as error:
        yield error.place.line, None, f"{error.text} {error.mend}"
        return
    if not isinstance(document.plain, list):
        yield document.place(()).line, document.plain, ""
        return
    for at, one in enumerate(document.plain):
        yield document.place((at,)).line, one, ""


def _read(plain: JsonValue, line: int, template: Template, folder: Path) -> Read:
    if not isinstance(plain, dict):
        return Read(line, None, "A record must be an object.")
    if strange := next(_strange(plain), ""):
        return Read(line, None, strange)
    try:
        told = _task(plain, folder)
        task = Task.of({**told, "rev": 1, "campaign_id": CAMPAIGN, "template": template.plain()})
    except (InvalidValue, _Missing) as error:
        return Read(line, None, str(error))
    fault = next(iter(task_faults(task)), "") or blocked_reason(task, mend=_MEND, update=_CHECK)
    return Read(line, None if fault else task, fault)


def _strange(plain: dict[str, JsonValue]) -> Iterator[str]:
    """Names that nothing is made of, in the record and in its parts: most are misspelt."""
    yield from _unknown(plain, FIELDS, "A task", " What belongs to nothing else goes into `data`.")
    slots = plain.get("slots")
    named = slots.values() if isinstance(slots, dict) else ()
    for one in _list(plain.get("candidates")):
        if isinstance(one, dict):
            yield from _unknown(one, _CANDIDATE, "A response")
            yield from _strange_blocks(one.get("content"))
    for one in () if isinstance(slots, dict) else _list(slots):
        if isinstance(one, dict):
            yield from _unknown(one, _CANDIDATE, "A slot")
            yield from _strange_blocks(one.get("content"))
    for content in (plain.get("system_prompt"), plain.get("prompt"), *named):
        yield from _strange_blocks(content)


def _strange_blocks(content: JsonValue) -> Iterator[str]:
    for block in _list(content):
        if isinstance(block, dict):
            yield from _unknown(block, _BLOCK, "A piece of content")
            asset = block.get("asset")
            if isinstance(asset, dict):
                yield from _unknown(asset, Asset.__struct_fields__, "A file")


def _unknown(
    told: dict[str, JsonValue], known: Sequence[str], what: str, otherwise: str = ""
) -> Iterator[str]:
    for name in told:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f' Did you mean "{near[0]}"?' if near else otherwise or f" It has: {', '.join(known)}."
            yield f'{what} has no field "{name[:60]}".{meant}'


class _Missing(ValueError):
    """A file that a record names is not there."""


def _task(plain: dict[str, JsonValue], folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: plain[name]
        for name in ("content_warning", "sensitive", "suggestions", "data")
        if plain.get(name) is not None
    }
    told["id"] = _id(plain, "r" + sha256_hex(canonical(plain))[:12])
    for name in ("system_prompt", "prompt"):
        told[name] = _blocks(plain.get(name), folder)
    told["candidates"] = [
        {"id": _id(one, f"r{at}"), "content": _blocks(one.get("content"), folder)}
        if isinstance(one, dict)
        else {"id": f"r{at}", "content": _blocks(one, folder)}
        for at, one in enumerate(_list(plain.get("candidates")), 1)
    ]
    slots = plain.get("slots")
    if isinstance(slots, dict):  # {source: "…"} is as good as a list of slots
        slots = [{"id": name, "content": content} for name, content in slots.items()]
    told["slots"] = [
        {**one, "content": _blocks(one.get("content"), folder)} if isinstance(one, dict) else one
        for one in _list(slots)
    ]
    return told


def _id(plain: dict[str, JsonValue], otherwise: str) -> str:
    """An id as it is written; null and nothing are none."""
    found = plain.get("id")
    return otherwise if found is None or found == "" else _said(found)


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _blocks(value: JsonValue, folder: Path) -> list[Any]:
    return [
        _block(one, folder) if isinstance(one, dict) else {"kind": "markdown", "text": _said(one)}
        for one in _list(value)
    ]


def _said(value: JsonValue) -> str:
    """What is no text is shown as it is written: `true` in place of an answer is no answer to be guessed."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _block(block: dict[str, JsonValue], folder: Path) -> dict[str, Any]:
    name = block.get("file")
    if not isinstance(name, str):
        return block
    path = folder / name
    if not path.is_file():
        raise _Missing(f"The file “{name}” is not there: it should stand beside the records.")
    data = path.read_bytes()
    media = _TYPES.get(path.suffix.lower(), "application/octet-stream")
    asset = Asset(sha256=sha256_hex(data), media_type=media, size=len(data), name=path.name)
    rest = {key: one for key, one in block.items() if key != "file"}
    return {"kind": "image", **rest, "asset": asset.plain()}
