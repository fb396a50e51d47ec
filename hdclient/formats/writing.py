"""Writes an export as a folder: data.jsonl, manifest.json (what it is, counted and hashed), README.md (the card)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hdclient.errors import ConfigError, os_words
from hdclient.formats.record import Exporter, LossReport, Record
from hdclient.model.base import JsonValue, canonical

MANIFEST_SCHEMA = "hd.export/1"
DATA_NAME = "data.jsonl"


def write_export(
    folder: Path,
    exporter: Exporter,
    records: Iterable[Record],
    *,
    created: str,
    filters: dict[str, JsonValue],
) -> LossReport:
    """Writes all three files and returns the account of what the format could not say.

    `created`: ISO 8601 UTC. `filters`: what the records were chosen by, as {"campaign": id, …}. An export that fails
    half-way leaves no data file behind. Raises ConfigError when the folder cannot be written.
    """
    rows, report = exporter.rows(records)
    part = folder / f"{DATA_NAME}.part"
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                for row in rows:
                    line = canonical(row) + b"\n"
                    digest.update(line)
                    size += len(line)
                    file.write(line)
            part.replace(folder / DATA_NAME)
        finally:
            part.unlink(missing_ok=True)
        told = manifest(
            exporter.name, report, sha256=digest.hexdigest(), size=size, created=created, filters=filters
        )
        (folder / "manifest.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        (folder / "README.md").write_text(card(told, exporter.description), encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"The export cannot be written to {folder.name}: {os_words(error)}.",
            "There is no whole export there.",
        ) from None
    return report


def manifest(
    format_name: str,
    report: LossReport,
    *,
    sha256: str,
    size: int,
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
        "guideline_versions": sorted(report.guideline_versions),
        "template_versions": sorted(report.template_versions),
        "files": [{"name": DATA_NAME, "sha256": sha256, "bytes": size, "rows": report.rows}],
    }


def card(told: dict[str, Any], description: str) -> str:
    """A short dataset card; its head makes the folder loadable as a data set as it is."""
    lost = [f"| {name} | {count} |" for part in ("dropped", "reduced") for name, count in told[part].items()]
    table = (
        ["| what the format could not say | count |", "|---|---:|", *lost] if lost else ["Nothing was lost."]
    )
    versions = ", ".join(str(version) for version in told["guideline_versions"]) or "none"
    chosen = ", ".join(f"{name} = {value}" for name, value in told["filters"].items()) or "everything"
    return "\n".join(
        [
            "---",
            "configs:",
            "- config_name: default",
            f"  data_files: {DATA_NAME}",
            "---",
            f"# {description}",
            "",
            f"Made by hdclient on {told['created']} from {told['counts']['records']} submissions:"
            f" {told['counts']['rows']} rows. Chosen by: {chosen}. Guideline versions: {versions}.",
            "",
            *table,
            "",
            "`manifest.json` has the counts, the filters and the SHA-256 of the data.",
            "",
        ]
    )
