"""`hdclient convert`: published labels of one format as another, here alone; and what `export` shares with it."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hdclient.errors import ConfigError, ImportFailed
from hdclient.model.words import counted

if TYPE_CHECKING:
    from hdclient.formats import Exporter, LossReport, Record
    from hdclient.formats.row import BadRow

FORM_OPTIONS: dict[str, dict[str, Any]] = {
    "--format": {
        "default": "canonical",
        "metavar": "NAME",
        "help": "how it is written; `list` shows all formats",
    },
    "--columns": {
        "default": "",
        "metavar": "NAME=PATH,…",
        "help": "with jsonl and csv: other columns, as winner=answer.winner",
    },
    "--parquet": {"action": "store_true", "help": "the rows as a Parquet file (needs the extra “parquet”)"},
}
OUT: dict[str, Any] = {
    "type": Path,
    "required": True,
    "metavar": "DIR",
    "help": "folder for the data and its manifest",
}


def add_commands(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("convert", help="turn a file of published labels into another format")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--from", required=True, dest="source", metavar="NAME", help="the format of the file")
    for flag, facts in FORM_OPTIONS.items():
        parser.add_argument(flag, **facts)
    parser.add_argument(
        "--template",
        type=Path,
        metavar="FILE",
        help="read labels of earlier versions of this template as labels of this one",
    )
    parser.add_argument("--out", **OUT)
    parser.add_argument(
        "--skip-bad", type=Path, metavar="FILE", help="convert the good records; write the bad ones to FILE"
    )
    parser.set_defaults(do=_convert)


def exporter_named(name: str, columns: str) -> Exporter:
    """The format that a person names, with their columns. Raises ConfigError, which lists what there is."""
    from hdclient.formats import EXPORTERS

    if name not in EXPORTERS:
        there = "; ".join(f"{one} ({EXPORTERS[one].description})" for one in EXPORTERS)
        what = "These are the formats." if name == "list" else f"There is no format {name}."
        raise ConfigError(what, remedy=f"The formats are {there}.")
    if not columns:
        return EXPORTERS[name]
    if name not in ("jsonl", "csv"):
        raise ConfigError(
            "Only jsonl and csv take columns.", remedy="Leave --columns out, or name one of those."
        )
    from hdclient.formats.flat import exporter_of, parse_columns

    return exporter_of(name, parse_columns(columns))


def tell(report: LossReport, out: Path) -> None:
    """What was written, and what was lost on the way, with the reasons."""
    from hdclient.formats.losses import LEFT_OUT, sentence

    print(f"{counted(report.rows, 'row')} of {counted(report.records, 'submission')} are in {out}.")
    for title, counts in (("not in it", report.dropped), ("says less", report.reduced)):
        for reason, count in sorted(counts.items()):
            print(f"  {title}: {count} {reason}. {sentence(reason)}", file=sys.stderr)
    for name, count in sorted(report.left_out.items()):
        print(f"  leaves out: {count} {name}. {LEFT_OUT}", file=sys.stderr)


def _convert(arguments: argparse.Namespace) -> int:
    from hdclient.clock import SystemClock
    from hdclient.formats import IMPORTERS, write_export
    from hdclient.formats.importing import write_bad
    from hdclient.formats.row import BadRow

    if arguments.source not in IMPORTERS:
        there = ", ".join(sorted(IMPORTERS))
        raise ConfigError(f"The format {arguments.source} cannot be read.", remedy=f"These can: {there}.")
    exporter = exporter_named(arguments.format, arguments.columns)
    if arguments.skip_bad is not None and arguments.skip_bad.exists():
        raise ConfigError(
            f"{arguments.skip_bad} is there already.", remedy="Name a new file after --skip-bad."
        )
    unread: Counter[str] = Counter()
    found = list(_read(arguments, unread))
    bad = [one for one in found if isinstance(one, BadRow)]
    if bad and arguments.skip_bad is None:
        raise _failed(bad)
    report = write_export(
        arguments.out,
        exporter,
        _good(found),
        created=SystemClock().now().isoformat(timespec="seconds"),
        filters={"file": arguments.file.name, "from": arguments.source},
        parquet=arguments.parquet,
        unread=unread,
    )
    if bad:
        write_bad(bad, arguments.skip_bad)
        print(f"{counted(len(bad), 'record')} cannot be used; see {arguments.skip_bad}.")
    tell(report, arguments.out)
    for column, count in sorted(unread.items()):
        print(
            f"  not read: “{column[:60]}” of {counted(count, 'row')}. There is no place for it.",
            file=sys.stderr,
        )
    return 0


def _read(arguments: argparse.Namespace, unread: Counter[str]) -> Iterator[Record | BadRow]:
    from hdclient.formats import IMPORTERS
    from hdclient.formats.foreign import records_from

    found = records_from(IMPORTERS[arguments.source], arguments.file, unread)
    if arguments.template is None:
        return found
    from hdclient.cli.templates import linted
    from hdclient.formats.moved import moved_records

    told = linted(arguments.template)
    if told is None or told[1] is None:
        raise ConfigError(f"{arguments.template} is no template without an error.", "Nothing was written.")
    return moved_records(found, told[1], unread)


def _good(found: list[Record | BadRow]) -> Iterator[Record]:
    from hdclient.formats.row import BadRow

    return (one for one in found if not isinstance(one, BadRow))


def _failed(bad: list[BadRow]) -> ImportFailed:
    first, more = bad[0], len(bad) - 1
    column = f", column “{first.column[:60]}”" if first.column else ""
    others = f" {counted(more, 'other record')} cannot be used either." if more else ""
    return ImportFailed(
        f"{first.file}, line {first.line}{column}: {first.reason.removesuffix('.')}.{others}",
        "Nothing was written.",
        "Mend the record, or convert the others with --skip-bad FILE.",
        line=first.line,
        column=first.column or None,
    )
