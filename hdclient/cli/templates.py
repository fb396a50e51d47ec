"""`hdclient lint` and `hdclient preview`: for those who write templates."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hdclient.words import tr, trn

if TYPE_CHECKING:
    from hdclient.model.task import Task
    from hdclient.model.template import Template


def add_commands(commands: Any) -> None:
    """`lint`, `preview`."""
    lint = commands.add_parser(
        "lint", help=tr("say what is wrong with a template, where, and how to mend it")
    )
    lint.add_argument("template", metavar="TEMPLATE", type=Path, help=tr("a template, in YAML or JSON"))
    lint.add_argument(
        "--data", metavar="FILE", type=Path, help=tr("records to try it on (JSON, JSON Lines, YAML)")
    )
    lint.set_defaults(do=run_lint)
    preview = commands.add_parser(
        "preview", help=tr("work on records with a template; answers are written nowhere")
    )
    preview.add_argument("template", metavar="TEMPLATE", type=Path, help=tr("a template, in YAML or JSON"))
    preview.add_argument("--data", metavar="FILE", type=Path, required=True, help=tr("records to show"))
    preview.set_defaults(do=run_preview)


def run_lint(arguments: argparse.Namespace) -> int:
    """0: nothing is wrong, warnings apart; 1: there are errors; 2: a file cannot be read."""
    found = linted(arguments.template)
    if found is None:
        return 2
    errors, template = found
    if template is not None and arguments.data is not None:
        records = _records(arguments.data, template)
        if records is None:
            return 2
        tasks, refused = records
        errors += refused
        print(trn("{count} record can be shown.", "{count} records can be shown.", len(tasks)))
    if errors:
        print(trn("{count} error.", "{count} errors.", errors))
    return 1 if errors else 0


def run_preview(arguments: argparse.Namespace) -> int:
    """Opens the workspace on the records that can be shown."""
    found = linted(arguments.template)
    if found is None:
        return 2
    _, template = found
    if template is None:
        print(tr("A template with an error opens no workspace."), file=sys.stderr)
        return 1
    records = _records(arguments.data, template)
    if records is None:
        return 2
    tasks, _ = records
    if not tasks:
        print(tr("There is no record that can be shown."), file=sys.stderr)
        return 1
    import importlib

    # Not imported by name: hdclient knows nothing of the screens.
    return int(importlib.import_module("ui.demo.preview").preview(template, tasks, arguments.data.parent))


def linted(path: Path) -> tuple[int, Template | None] | None:
    """(number of errors, template without one); None when it cannot be read. Says what is found."""
    from hdclient.formats import EXPORTERS
    from hdclient.templates.lint import lint_text

    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        print(
            tr("{path} cannot be read: {error}", path=path, error=f"line {line} is no UTF-8"), file=sys.stderr
        )
        return None
    except OSError as error:
        print(tr("{path} cannot be read: {error}", path=path, error=error), file=sys.stderr)
        return None
    findings, template = lint_text(text, frozenset(EXPORTERS))
    for finding in findings:
        print(finding.line(path.name))
    return sum(one.level == "error" for one in findings), template


def _records(path: Path, template: Template) -> tuple[list[Task], int] | None:
    from hdclient.templates.records import read_records

    tasks, refused = [], 0
    try:
        for record in read_records(path, template):
            if record.task is not None:
                tasks.append(record.task)
            else:
                refused += 1
                print(f"{path.name}:{record.line}:1: error: {record.fault}")
    except OSError as error:
        print(tr("{path} cannot be read: {error}", path=path, error=error), file=sys.stderr)
        return None
    return tasks, refused
