"""The form in which a protocol was published, as its template declares it: a name and an expression for each value.

`exports` of the template (docs/templates.md): `format: protocol`, `fields` with the published names, and `group` where
what was published has a row for each response, segment or turn. A dot in a name makes an object: "category.violence";
"answers[].rank" a list of objects, one for each entry of the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from hdclient.formats.messages import numbered
from hdclient.formats.preferences import standing
from hdclient.formats.record import Exporter, LossReport, Record, Row, one_by_one
from hdclient.formats.sound import is_sound
from hdclient.model.address import question_of
from hdclient.model.base import JsonValue
from hdclient.model.task import Task
from hdclient.model.template import Template
from hdclient.model.template_parts import Export
from hdclient.templates.expressions import ExpressionError, parse
from hdclient.templates.form import Form
from hdclient.templates.rule import Rule
from hdclient.templates.rules import names_in

NAME = "protocol"


def declared(template: Template) -> tuple[Export, ...]:
    """The published forms that a template declares: of several, each has its rows (MT-bench: one for each turn)."""
    return tuple(one for one in template.exports if one.format == NAME)


def _rows(record: Record, report: LossReport) -> Iterable[Row]:
    exports = declared(record.task.template)
    reason = standing(record) or ("" if exports else "no published form")
    if reason:
        report.dropped[reason] += 1
    if reason or not is_sound(record, report):
        return ()
    spoken_of = frozenset(name for export in exports for name in _spoken_of(export))
    if any(question_of(key) not in spoken_of for key in record.answers):
        report.reduced["other answers left out"] += 1
    rows = [row for export in exports for row in _of(record, export)]
    if not rows:
        report.dropped["not in the published form"] += 1
    return rows


def _of(record: Record, export: Export) -> Iterator[Row]:
    form = Form(record.task, record.answers)
    rules = {name: Rule(form, text) for name, text in export.fields.items()}
    shown = Rule(form, export.show_if) if export.show_if else None
    tokens = _names_responses(record.task.template)
    for items in form.places(export.group):
        if shown is not None and shown.holds(export.group, items) is not True:
            continue
        row: Row = {}
        for name, rule in rules.items():
            value = rule.value(export.group, items)
            _put(row, name, _numbered(value, record.task) if tokens else value)
        yield row


def _names_responses(template: Template) -> bool:
    """Whether a text of it may name responses by their ids, which nobody can read in what is published."""
    return any(
        one.kind == "text" and one.options.get("response_tokens") is True for one in template.questions
    )


def _numbered(value: JsonValue, task: Task) -> JsonValue:
    if isinstance(value, list):
        return [_numbered(one, task) for one in value]
    if isinstance(value, dict):
        return {name: _numbered(one, task) for name, one in value.items()}
    return numbered(value, task) if isinstance(value, str) else value


def _put(row: Row, name: str, value: JsonValue) -> None:
    """The value under its name; what stands before a dot is an object, or with "[]" a list of objects."""
    outer, dot, inner = name.partition(".")
    if not dot:
        row[name] = value
        return
    if outer.endswith("[]"):
        listed = row.setdefault(outer[:-2], [])
        assert isinstance(listed, list)
        for at, one in enumerate(value if isinstance(value, list) else ()):
            listed += [{}] if at == len(listed) else []
            entry = listed[at]
            assert isinstance(entry, dict)
            _put(entry, inner, one)
        return
    found = row.setdefault(outer, {})
    assert isinstance(found, dict)
    _put(found, inner, value)


@lru_cache(maxsize=512)
def _names(text: str) -> frozenset[str]:
    try:
        return frozenset(one.name for one, _ in names_in(parse(text)))
    except ExpressionError:
        return frozenset()


def _spoken_of(export: Export) -> frozenset[str]:
    """The questions whose answers go into the rows."""
    return frozenset(name for text in export.fields.values() for name in _names(text))


PROTOCOL = Exporter(
    NAME, "The form in which the campaign's protocol was published, as its template says", one_by_one(_rows)
)
