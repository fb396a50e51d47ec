"""Loads campaigns from folders: campaign.json, guideline.md, tasks.jsonl, pictures. Loading twice changes nothing.

A content block of tasks.jsonl may say `"file": "images/x.png"` in place of `asset`; the file is stored as an asset. The
folder is operations' own: nothing is fetched from elsewhere, and no path may lead out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from flask import Flask
from pydantic import ValidationError
from sqlalchemy import select

from hdclient.errors import ImportFailed
from hdclient.platform import assets, campaigns, guidelines, schema, tasks
from hdclient.platform.database import Write
from hdclient.platform.problems import Refusal
from hdclient.platform.state import platform_of
from hdclient.wire.admin import CampaignIn, GuidelineIn, TaskIn
from hdclient.wire.strict_json import BadJson, parse

_SUFFIXES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


@dataclass(frozen=True)
class Loaded:
    """What became of one folder. `tasks` counts those that were not there before."""

    campaign_id: str
    tasks: int
    known: int


def load_samples(app: Flask) -> tuple[Loaded, ...]:
    """Loads the practice campaigns that the program carries with it."""
    with as_file(files("resources") / "samples") as folder:
        found = sorted(path.parent for path in folder.glob("*/campaign.json"))
        return tuple(load_folder(app, path) for path in found)


def load_folder(app: Flask, folder: Path) -> Loaded:
    """Loads one campaign in one transaction: all of it or nothing. Raises ImportFailed with file and line."""
    campaign = _campaign(folder / "campaign.json")
    try:
        with platform_of(app).write() as write:
            campaigns.create(write, campaign)
            _load_guideline(write, campaign, folder / "guideline.md")
            row = write.execute(select(schema.campaigns).where(schema.campaigns.c.id == campaign.id)).one()
            created = known = 0
            for number, item in _tasks(write, folder / "tasks.jsonl"):
                (result,) = tasks.add(write, row, (item,))
                if result.status in ("conflict", "rejected"):
                    raise ImportFailed(
                        f"{folder.name}/tasks.jsonl, line {number}: {result.problem}", line=number
                    )
                created += result.status == "created"
                known += result.status == "duplicate"
    except Refusal as refusal:
        raise ImportFailed(f"The campaign in {folder.name} cannot be loaded. {refusal.detail}") from None
    return Loaded(campaign.id, created, known)


def _campaign(path: Path) -> CampaignIn:
    try:
        return CampaignIn.model_validate(parse(path.read_bytes()))
    except OSError:
        raise ImportFailed(f"{path.parent.name}: there is no readable campaign.json.") from None
    except (BadJson, ValidationError) as error:
        raise ImportFailed(f"{path.parent.name}/campaign.json cannot be used. {_why(error)}") from None


def _load_guideline(write: Write, campaign: CampaignIn, path: Path) -> None:
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    newest = write.execute(
        select(schema.guidelines.c.version, schema.guidelines.c.body)
        .where(schema.guidelines.c.campaign_id == campaign.id)
        .order_by(schema.guidelines.c.version.desc())
        .limit(1)
    ).one_or_none()
    if newest is None or newest.body["text"] != text:
        version = 1 if newest is None else newest.version + 1
        title = next(
            (line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("# ")), campaign.title
        )
        guidelines.publish(write, campaign.id, GuidelineIn(version=version, title=title[:500], text=text))


def _tasks(write: Write, path: Path) -> list[tuple[int, TaskIn]]:
    found = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        raise ImportFailed(f"{path.parent.name}: there is no readable tasks.jsonl.") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = parse(line)
            _store_files(write, path.parent, record)
            found.append((number, TaskIn.model_validate(record)))
        except (BadJson, ValidationError, Refusal, OSError) as error:
            raise ImportFailed(
                f"{path.parent.name}/tasks.jsonl, line {number}: {_why(error)}", line=number
            ) from None
    return found


def _store_files(write: Write, folder: Path, value: Any) -> None:
    """Replaces every `file` of a content block by the asset that it was stored as."""
    if isinstance(value, list):
        for inner in value:
            _store_files(write, folder, inner)
    elif isinstance(value, dict):
        if "kind" in value and isinstance(value.get("file"), str):
            path = (folder / value.pop("file")).resolve()
            if not path.is_relative_to(folder.resolve()):
                raise BadJson("A file lies outside the folder.")
            asset = assets.store(write, path.read_bytes(), _SUFFIXES.get(path.suffix.lower(), ""))
            value["asset"] = {**asset.plain(), "name": path.name}
        for inner in value.values():
            _store_files(write, folder, inner)


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'/'.join(str(part) for part in entry['loc'])}: {entry['msg']}" for entry in error.errors()[:3]
        )
    if isinstance(error, OSError):
        return f"The file {Path(str(error.filename)).name} cannot be read."
    return str(error)
