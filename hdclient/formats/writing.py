"""Writes an export as a folder: the data, manifest.json (what it is, counted and hashed), README.md (the card)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from hdclient.errors import ConfigError, os_words
from hdclient.formats.encoding import FORMS, encoded
from hdclient.formats.losses import sentence
from hdclient.formats.record import Exporter, LossReport, Record, left_out
from hdclient.model.base import JsonValue

MANIFEST_SCHEMA = "hd.export/1"
DATA_NAME = "data.jsonl"
PROVENANCE = "provenance.jsonl"
"""Beside rows whose published form has no place for it: of each row, its submissions and how what counts came about."""


def write_export(
    folder: Path,
    exporter: Exporter,
    records: Iterable[Record],
    *,
    created: str,
    filters: dict[str, JsonValue],
    parquet: bool = False,
    unread: Mapping[str, int] | None = None,
) -> LossReport:
    """Writes all files and returns the account of what the format could not say.

    `created`: ISO 8601 UTC. `filters`: what the records were chosen by, as {"campaign": id, …}. `parquet`: the rows
    as a Parquet file in place of their own form. `unread`: of records that were read from a file, the columns that
    nothing was made of, and in how many rows they stood. An export that fails half-way leaves no data file behind.
    Raises ConfigError when the folder cannot be written, and where Parquet needs a package that is not here.
    """
    rows, report = exporter.rows(records)
    if parquet:
        from hdclient.formats.parquet import parquet_bytes  # an extra

        name, pieces = "data.parquet", parquet_bytes(rows)
    else:
        name, pieces = f"data.{FORMS[exporter.form][0]}", encoded(exporter.form, rows)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = [_write(folder, name, pieces)]
        files += [_write(folder, *one) for one in beside(exporter, report)]
        files[0]["rows"] = report.rows
        told = manifest(exporter.name, report, files=files, created=created, filters=filters)
        if unread is not None:
            told["unread"] = dict(sorted(unread.items()))
        (folder / "manifest.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        (folder / "README.md").write_text(card(told, exporter.description), encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"The export cannot be written to {folder.name}: {os_words(error)}.",
            "There is no whole export there.",
        ) from None
    return report


def beside(exporter: Exporter, report: LossReport) -> Iterator[tuple[str, Iterable[bytes]]]:
    """What stands beside the data, by the name of its file."""
    for name, text in sorted(report.files.items()):
        yield name, [text.encode()]
    if report.provenance and not exporter.says_provenance:
        yield PROVENANCE, (f"{line}\n".encode() for line in report.sources)


def entry(name: str, data: bytes) -> dict[str, Any]:
    """What the manifest says of a file."""
    return {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> dict[str, Any]:
    """One file, whole or not at all; what the manifest says of it."""
    part = folder / f"{name}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
    return {"name": name, "sha256": digest.hexdigest(), "bytes": size}


def manifest(
    format_name: str,
    report: LossReport,
    *,
    files: list[dict[str, Any]],
    created: str,
    filters: dict[str, JsonValue],
) -> dict[str, Any]:
    """What a data file is: schema, counts, filters, hash, guideline and template versions. Plain JSON."""
    return {
        "schema": MANIFEST_SCHEMA,
        "format": format_name,
        "created": created,
        "filters": dict(filters),
        "counts": {"records": report.records, "rows": report.rows},
        "dropped": dict(sorted(report.dropped.items())),
        "reduced": dict(sorted(report.reduced.items())),
        "left_out": dict(sorted(report.left_out.items())),
        "provenance": dict(sorted(report.provenance.items())),
        "reasons": {reason: sentence(reason) for reason in report.lost},
        "guideline_versions": sorted(report.guideline_versions),
        "template_versions": sorted(report.template_versions),
        "files": files,
    }


def card(told: dict[str, Any], description: str) -> str:
    """A short dataset card; its head makes the folder loadable as a data set as it is."""
    data = told["files"][0]["name"]
    versions = ", ".join(str(version) for version in told["guideline_versions"]) or "none"
    chosen = ", ".join(f"{name} = {value}" for name, value in told["filters"].items()) or "everything"
    return "\n".join(
        [
            "---",
            "configs:",
            "- config_name: default",
            f"  data_files: {data}",
            "---",
            f"# {description}",
            "",
            f"Made by hdclient on {told['created']} from {told['counts']['records']} submissions:"
            f" {told['counts']['rows']} rows. Chosen by: {chosen}. Guideline versions: {versions}.",
            "",
            *_losses(told),
            "",
            "`manifest.json` has the counts, the filters and the SHA-256 of the data.",
            "",
        ]
    )


def _losses(told: dict[str, Any]) -> list[str]:
    """What the format could not say, and why."""
    unread = told.get("unread") or {}
    left = (
        ["What the file says beside that, and nothing was made of: " + ", ".join(unread) + ".", ""]
        if unread
        else []
    )
    titles = {
        "dropped": "what is not in it",
        "reduced": "what it says less of",
        "left_out": "what it leaves out of answers",
    }
    if not any(told[part] for part in titles):
        return left[:1] or ["Nothing was lost."]
    lines: list[str] = left
    for part, title in titles.items():
        if told[part]:
            lines += [*([""] if lines and lines[-1] else []), f"| {title} | count | why |", "|---|---:|---|"]
            why = told["reasons"]
            of = left_out if part == "left_out" else str
            lines += [f"| {name} | {count} | {why[of(name)]} |" for name, count in told[part].items()]
    return lines
