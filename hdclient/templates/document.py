"""Writes what the models say of a template: resources/template.schema.json and docs/template-reference.md.

`python -m hdclient.templates.document --write` or `--check`. The structs are the one definition; nothing is told twice.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from hdclient.model.template import TEMPLATE_SCHEMA, Template
from hdclient.questions import QUESTION_KINDS

_ROOT = Path(__file__).resolve().parents[2]
SCHEMA = _ROOT / "resources" / "template.schema.json"
REFERENCE = _ROOT / "docs" / "template-reference.md"
_REF = "#/$defs/"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a template document. What it does not name is refused by `hdclient lint`."""
    models = [Template, *(QUESTION_KINDS[kind].option_model for kind in sorted(QUESTION_KINDS))]
    _, parts = msgspec.json.schema_components(models, ref_template=_REF + "{name}")
    for part in parts.values():
        if "properties" in part:
            part["additionalProperties"] = False
    question = parts["Question"]
    question["properties"]["kind"]["enum"] = sorted(QUESTION_KINDS)
    question["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {
                "properties": {"options": _options_of(parts, QUESTION_KINDS[kind].option_model.__name__)}
            },
        }
        for kind in sorted(QUESTION_KINDS)
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:hdclient:{TEMPLATE_SCHEMA}",
        "title": TEMPLATE_SCHEMA,
        **parts.pop("Template"),
        "$defs": dict(sorted(parts.items())),
    }


def _options_of(parts: dict[str, Any], name: str) -> dict[str, Any]:
    """A kind's options, each of which may be taken from the task's data instead."""
    part = parts[name]
    taken = {"type": "object", "properties": {"from": {"type": "string"}}, "required": ["from"]}
    part["properties"] = {
        at: told if "anyOf" in told and taken in told["anyOf"] else {"anyOf": [told, taken]}
        for at, told in part["properties"].items()
    }
    return {"$ref": _REF + name}


def reference() -> str:
    """The reference page: every field of every part, and the options of every kind of question."""
    found = schema()
    parts: dict[str, Any] = found["$defs"]
    options = {QUESTION_KINDS[kind].option_model.__name__: kind for kind in sorted(QUESTION_KINDS)}
    ours = [name for name in parts if name not in _below(parts, list(options))]
    lines = [
        "# The template document, field by field",
        "",
        "Made from the models by `make templates`. What it means is told in [templates.md](templates.md), the language",
        "of its expressions in [expressions.md](expressions.md).",
        "",
        *_section("Template", found),
    ]
    for name in ["Question", *(name for name in ours if name != "Question")]:
        lines += _section(name, parts[name])
    lines += ["# Options of each kind of question", ""]
    for name, kind in options.items():
        lines += _section(f"`{kind}`", parts[name])
        for inner in sorted(_below(parts, [name]) - {name}):
            lines += _section(inner, parts[inner], level="###")
    return "\n".join(lines).rstrip() + "\n"


def _below(parts: dict[str, Any], names: list[str]) -> set[str]:
    """These parts and all that they are made of."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _named(parts[name])
    return found


def _named(told: Any) -> list[str]:
    if isinstance(told, dict):
        here = [told["$ref"].removeprefix(_REF)] if "$ref" in told else []
        return here + [name for value in told.values() for name in _named(value)]
    return [name for value in told for name in _named(value)] if isinstance(told, list) else []


def _section(name: str, told: dict[str, Any], level: str = "##") -> Iterator[str]:
    yield f"{level} {name}"
    yield ""
    yield " ".join(str(told.get("description", "")).split())
    yield ""
    if "properties" in told:
        yield "| field | value | what it is |"
        yield "|---|---|---|"
        needed = set(told.get("required", ()))
        for field, inner in told["properties"].items():
            yield f"| `{field}` | {_type(inner, field in needed)} | {_words(inner)} |"
    elif "enum" in told:
        yield "One of " + ", ".join(f"`{one}`" for one in told["enum"]) + "."
    yield ""


def _words(told: dict[str, Any]) -> str:
    found = told.get("description") or next(
        (one["description"] for one in told.get("anyOf", ()) if "description" in one), ""
    )
    return " ".join(str(found).split()).replace("|", "\\|")


def _type(told: dict[str, Any], needed: bool) -> str:
    kinds = [one for one in told.get("anyOf", [told]) if "from" not in one.get("properties", {})]
    text = " or ".join(dict.fromkeys(_kind(one) for one in kinds))
    default = told.get("default", next((one["default"] for one in kinds if "default" in one), None))
    if needed:
        return f"{text}, **needed**"
    return (
        f"{text}, else `{json.dumps(default, ensure_ascii=False)}`"
        if default not in (None, "", [], {})
        else text
    )


def _kind(told: dict[str, Any]) -> str:
    if "$ref" in told:
        return str(told["$ref"]).removeprefix(_REF)
    if "anyOf" in told:
        return " or ".join(_kind(one) for one in told["anyOf"])
    if "enum" in told:
        return " or ".join(f"`{one}`" for one in told["enum"])
    if "const" in told:
        return f"`{told['const']}`"
    kind = told.get("type", "any JSON")
    if kind == "array":
        return f"list of {_kind(told['items'])}" if told.get("items") else "list"
    limits = [f"{sign} {told[name]}" for name, sign in _LIMITS.items() if name in told]
    return f"{_KINDS.get(kind, kind)}{' (' + ', '.join(limits) + ')' if limits else ''}"


_KINDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}
_LIMITS = {"minimum": "from", "maximum": "to", "minLength": "at least", "maxLength": "at most"}


def files() -> dict[Path, str]:
    """What the files should say."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    return {SCHEMA: text, REFERENCE: reference()}


def main(arguments: list[str]) -> int:
    """`--write` writes the files; `--check` says whether they are up to date."""
    if arguments not in (["--write"], ["--check"]):
        sys.stderr.write("Say --write or --check.\n")
        return 2
    stale = [path for path, text in files().items() if not path.is_file() or path.read_text("utf-8") != text]
    if arguments == ["--write"]:
        for path in stale:
            path.write_text(files()[path], encoding="utf-8")
        return 0
    for path in stale:
        sys.stderr.write(f"{path.relative_to(_ROOT)} is not what the models say. Run `make templates`.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
