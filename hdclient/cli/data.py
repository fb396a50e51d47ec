"""`hdclient import` and `hdclient export`: records in, results out, on a platform by address or by its data folder."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hdclient.cli.converting import FORM_OPTIONS, OUT, exporter_named, tell
from hdclient.errors import ConfigError, HdError, ImportFailed, os_words
from hdclient.model.template import Layout
from hdclient.model.words import counted

if TYPE_CHECKING:
    from hdclient.backends.operations import Operations
    from hdclient.formats.importing import ImportResult
    from hdclient.formats.mapping import Mapping
    from hdclient.wire.admin import TaskIn

TOKEN_VARIABLE = "HDCLIENT_TOKEN"
SCRIPT_PERSON = "hdclient-scripts"
CHANGED_SHOWN = 20
ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}"


# The options of `hdclient import` and `hdclient export`: flag → what argparse needs to know.
IMPORT_OPTIONS: dict[str, dict[str, Any]] = {
    "--campaign": {"required": True, "metavar": "ID", "help": "the campaign; made if there is none yet"},
    "--title": {"default": "", "help": "title of a campaign that is made (default: its id)"},
    "--summary": {"default": "", "help": "a sentence about a campaign that is made"},
    "--template": {
        "type": Path,
        "metavar": "FILE",
        "help": "template of a campaign that is made (YAML or JSON)",
    },
    "--guideline": {"type": Path, "metavar": "FILE", "help": "Markdown file: the next guideline version"},
    "--layout": {"choices": [layout.value for layout in Layout], "default": Layout.COMPARE.value},
    "--prompt": {"default": "prompt", "metavar": "COLUMN", "help": "column of the prompt"},
    "--responses": {"default": "", "metavar": "COLUMNS", "help": "columns with commas between, or one list"},
    "--system": {"default": "", "metavar": "COLUMN", "help": "column of the system prompt"},
    "--id": {"default": "", "metavar": "COLUMN", "help": "column of the record's id"},
    "--models": {
        "default": "",
        "metavar": "COLUMNS",
        "help": "columns that name the models (for the export only)",
    },
    "--prompt-kind": {
        "default": "markdown",
        "metavar": "KIND",
        "help": "markdown (the default), text, code, chat, diff, json, table or math",
    },
    "--response-kind": {"default": "markdown", "metavar": "KIND", "help": "the same, or image"},
    "--language": {"default": "", "help": "programming language of code"},
    "--images": {"type": Path, "metavar": "DIR", "help": "folder that image columns are relative to"},
    "--prompt-images": {
        "default": "",
        "metavar": "COLUMNS",
        "help": "columns of images shown with the prompt",
    },
    "--suggestions": {
        "default": "",
        "metavar": "COLUMN",
        "help": "proposed answers, shown as far as the campaign's policy lets people see any",
    },
    "--join": {"default": "", "metavar": "COLUMN", "help": "column that records of several files share"},
    "--records": {"default": "", "metavar": "COLUMN", "help": "the list with the records, in a JSON object"},
    "--limit": {"type": int, "default": 0, "metavar": "N", "help": "load the first N records only"},
    "--skip-bad": {
        "type": Path,
        "metavar": "FILE",
        "help": "load the good records; write the bad ones to FILE",
    },
    "--dry-run": {"action": "store_true", "help": "read and check everything, load nothing"},
}
EXPORT_OPTIONS: dict[str, dict[str, Any]] = {
    "--campaign": {"required": True, "metavar": "ID"},
    **FORM_OPTIONS,
    "--out": OUT,
}


def add_commands(commands: Any) -> None:
    """Adds the two commands to the parser."""
    reading = commands.add_parser("import", help="load a JSONL, JSON or CSV file of records into a campaign")
    reading.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="record files; several are joined"
    )
    writing = commands.add_parser("export", help="write the results of a campaign as a folder")
    for parser, options, do in ((reading, IMPORT_OPTIONS, _import), (writing, EXPORT_OPTIONS, _export)):
        for flag, facts in options.items():
            parser.add_argument(flag, **facts)
        _where(parser)
        parser.set_defaults(do=do)


def _where(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--data", type=Path, metavar="DIR", help="a platform's data folder (its server may be running)"
    )
    where.add_argument(
        "--server",
        metavar="URL",
        help=f"a platform's address; the token comes from {TOKEN_VARIABLE} or is asked",
    )
    parser.add_argument("--database", default="", metavar="URL", help="with --data: a database of its own")


@contextmanager
def _platform(arguments: argparse.Namespace, *, may_make: bool = False) -> Iterator[Operations]:
    """A client for the platform that was named. `may_make`: a data folder without one gets a new platform."""
    from hdclient.backends.operations import Operations
    from hdclient.backends.platform import in_process
    from hdclient.model.person import Role
    from hdclient.platform.accounts import create_person, issue_token, revoke_token
    from hdclient.platform.serve import must_exist, open_platform

    if arguments.server:
        token = os.environ.get(TOKEN_VARIABLE) or getpass.getpass("Token of an operations account: ")
        with Operations(arguments.server, lambda: token) as operations:
            operations.meta()
            yield operations
    elif arguments.data:
        if not may_make:
            must_exist(arguments.data, arguments.database)
        with open_platform(arguments.data, arguments.database, rate_per_s=0, rate_burst=0) as app:
            create_person(app, "Scripts on this computer", Role.ADMIN, person_id=SCRIPT_PERSON)
            token = issue_token(app, SCRIPT_PERSON)
            try:
                with Operations("http://localhost", lambda: token, transport=in_process(app)) as operations:
                    yield operations
            finally:
                revoke_token(app, token)
    else:
        raise ConfigError("Which platform? Name its data folder with --data, or its address with --server.")


# -- import --


def _import(arguments: argparse.Namespace) -> int:
    from hdclient.formats.importing import read_records, write_bad

    _check_options(arguments)
    found = read_records(arguments.files, _mapping(arguments), skip_bad=arguments.skip_bad is not None)
    if found.bad:
        write_bad(found.bad, arguments.skip_bad)
        told = "it is in {}, with the reason" if len(found.bad) == 1 else "they are in {}, with the reasons"
        print(f"{counted(len(found.bad), 'record')} cannot be used; {told.format(arguments.skip_bad)}.")
    if arguments.dry_run:
        tasks, files = counted(len(found.tasks), "task"), counted(len(found.assets), "file")
        print(f"{tasks} and {files} could be loaded. Nothing was loaded.")
        return 0
    if not found.tasks:
        print("Nothing was loaded: no record can be used.", file=sys.stderr)
        return 1
    try:
        with _platform(arguments, may_make=True) as operations:
            _prepare_campaign(operations, arguments)
            counts, changed = _load(operations, arguments.campaign, found)
    except HdError:
        if found.bad:
            arguments.skip_bad.unlink(
                missing_ok=True
            )  # the same command works when the platform is there again
        raise
    print(
        f"{counted(counts['created'], 'task')} loaded into {arguments.campaign}; "
        f"{counts['duplicate']} {'was' if counts['duplicate'] == 1 else 'were'} there before; "
        f"{counted(len(found.assets), 'file')}."
    )
    if changed:
        _tell_changed(changed)
    return 1 if changed else 0


def _check_options(arguments: argparse.Namespace) -> None:
    """What can be said before any file is read. Above all: no file of the person is ever written over."""
    what, remedy = "", ""
    if arguments.skip_bad is not None and arguments.skip_bad.exists():
        what, remedy = f"{arguments.skip_bad} is there already.", "Name a new file after --skip-bad."
    elif not re.fullmatch(ID_PATTERN, arguments.campaign):
        what = f"“{arguments.campaign}” cannot be the id of a campaign."
        remedy = (
            "Ids have up to 64 letters, digits, dots, colons, hyphens and underscores. Use --title for words."
        )
    elif arguments.limit < 0:
        what, remedy = "--limit is a number of records.", "Give 1 or more, or leave it out."
    elif len(set(_columns(arguments.responses))) < len(_columns(arguments.responses)):
        what, remedy = (
            "A column stands twice after --responses.",
            "A response cannot be compared with itself.",
        )
    if what:
        raise ImportFailed(what, "Nothing was loaded.", remedy)


def _mapping(arguments: argparse.Namespace) -> Mapping:
    from hdclient.formats.mapping import Mapping

    return Mapping(
        campaign_id=arguments.campaign,
        layout=Layout(arguments.layout),
        prompt=arguments.prompt,
        responses=_columns(arguments.responses),
        system=arguments.system,
        id=arguments.id,
        models=_columns(arguments.models),
        prompt_kind=arguments.prompt_kind,
        response_kind=arguments.response_kind,
        language=arguments.language,
        images=arguments.images,
        prompt_images=_columns(arguments.prompt_images),
        join=arguments.join,
        suggestions=arguments.suggestions,
        records=arguments.records,
        limit=arguments.limit,
    )


def _columns(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _prepare_campaign(operations: Operations, arguments: argparse.Namespace) -> None:
    """Makes the campaign if there is none, and publishes the guideline that was given."""
    from hdclient.wire.admin import CampaignIn

    known = {campaign.id: campaign for campaign in operations.campaigns()}
    if arguments.campaign not in known:
        title = arguments.title or arguments.campaign
        template = _template(arguments)
        operations.create_campaign(
            CampaignIn(id=arguments.campaign, title=title, summary=arguments.summary, template=template)
        )
    elif known[arguments.campaign].layout != arguments.layout:
        raise ConfigError(
            f"{arguments.campaign} is a campaign of the layout {known[arguments.campaign].layout}.",
            "Nothing was loaded.",
            f"Give --layout {known[arguments.campaign].layout}, or load into another campaign.",
        )
    elif arguments.template is not None:
        raise ConfigError(
            f"The campaign {arguments.campaign} is there already and has its template.",
            "Nothing was loaded.",
            "Leave --template out, or load into another campaign.",
        )
    if arguments.guideline is not None:
        _publish(operations, arguments, known)


def _template(arguments: argparse.Namespace) -> Any:
    """As `hdclient lint` reads it: one with an error makes no campaign."""
    from hdclient.formats import EXPORTERS
    from hdclient.templates.defaults import DEFAULT_TEMPLATES
    from hdclient.templates.lint import lint_text

    path = arguments.template
    if path is None:
        return DEFAULT_TEMPLATES[Layout(arguments.layout)]
    try:
        findings, template = lint_text(path.read_text(encoding="utf-8"), frozenset(EXPORTERS))
    except OSError as error:
        why = os_words(error)
    except UnicodeDecodeError:
        why = "it is no UTF-8"
    else:
        if template is not None:
            return template
        why = next(one for one in findings if one.level == "error").line(path.name)
    raise ConfigError(f"The template {path} cannot be used: {why.rstrip('.')}.", "Nothing was loaded.")


def _publish(operations: Operations, arguments: argparse.Namespace, known: dict[str, Any]) -> None:
    from hdclient.wire.admin import GuidelineIn

    try:
        text = arguments.guideline.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ConfigError(
            f"The guideline {arguments.guideline} cannot be read.", "Nothing was loaded."
        ) from None
    before = known[arguments.campaign].guideline_version if arguments.campaign in known else 0
    heading = next(
        (line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("# ")), "Guideline"
    )
    operations.add_guideline(
        arguments.campaign, GuidelineIn(version=before + 1, title=heading[:500], text=text)
    )


def _load(operations: Operations, campaign_id: str, found: ImportResult) -> tuple[Counter[str], list[TaskIn]]:
    """Loads what is new. Returns counts by status, and the tasks that are there already with other content."""
    for sha256, (data, media_type) in found.assets.items():
        operations.put_asset(sha256, data, media_type)
    counts: Counter[str] = Counter()
    changed: list[TaskIn] = []
    for task, result in zip(found.tasks, operations.add_tasks(campaign_id, found.tasks), strict=True):
        counts[result.status] += 1
        if result.status == "conflict":
            changed.append(task)
        elif result.status == "rejected":
            raise ImportFailed(
                f"{_place(task)}: the platform does not take this task: {result.problem}",
                f"{counts['created']} tasks before it were loaded.",
                "Correct the record and import the file again: what is there already is recognised.",
            )
    return counts, changed


def _place(task: TaskIn) -> str:
    """Where a task stands in its file, in words."""
    where = f"{task.source.get('dataset', '')}, line {task.source.get('row', '?')}"
    return f"{where} (id {task.source['id']})" if "id" in task.source else where


def _tell_changed(changed: list[TaskIn]) -> None:
    one = len(changed) == 1
    print(
        f"{len(changed)} {'record has' if one else 'records have'} changed since {'it was' if one else 'they were'}"
        " loaded. The platform keeps the task as it was, because somebody may have judged it already:",
        file=sys.stderr,
    )
    for task in changed[:CHANGED_SHOWN]:
        print(f"  {_place(task)}", file=sys.stderr)
    if len(changed) > CHANGED_SHOWN:
        print(f"  and {len(changed) - CHANGED_SHOWN} more", file=sys.stderr)
    print(
        "To have the new content judged, give the record another id and import the file again.",
        file=sys.stderr,
    )


# -- export --


def _export(arguments: argparse.Namespace) -> int:
    from hdclient.clock import SystemClock
    from hdclient.formats.canonical import record_of
    from hdclient.formats.writing import write_export

    exporter = exporter_named(arguments.format, arguments.columns)
    with _platform(arguments) as operations:
        known = sorted(campaign.id for campaign in operations.campaigns())
        if arguments.campaign not in known:
            there = f"The campaigns are {', '.join(known)}." if known else "There is no campaign yet."
            raise ConfigError(f"There is no campaign {arguments.campaign}.", remedy=there)
        _, data = operations.export(arguments.campaign, "canonical")
    records = (record_of(json.loads(line)) for line in data.splitlines())
    report = write_export(
        arguments.out,
        exporter,
        records,
        created=SystemClock().now().isoformat(timespec="seconds"),
        filters={"campaign": arguments.campaign},
        parquet=arguments.parquet,
    )
    tell(report, arguments.out)
    return 0
