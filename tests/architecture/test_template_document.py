"""The published schema and reference of templates say what the models say."""

from __future__ import annotations

import json

import pytest

from hdclient.model.template import Template
from hdclient.templates import document


@pytest.mark.parametrize("path", [document.SCHEMA, document.REFERENCE], ids=lambda path: path.name)
def test_the_committed_file_is_what_the_models_say(path: object) -> None:
    stale = "run `make templates` (python -m hdclient.templates.document --write) and look at the diff"
    assert document.files()[path].splitlines() == path.read_text("utf-8").splitlines(), stale  # type: ignore[index, attr-defined]


def test_every_field_has_a_sentence() -> None:
    found = json.loads(document.SCHEMA.read_text("utf-8"))
    parts = {"Template": found, **found["$defs"]}
    ours = {"Template", "Question", "Stage", "Group", "Check", "Computed", "Escape", "SlotSpec", "Hints"}
    assert ours <= set(parts) and set(found["properties"]) == set(Template.__struct_fields__)
    for name in ours:
        for field, told in parts[name]["properties"].items():
            known = json.dumps(told)
            assert "description" in known or "$ref" in known, f"{name}.{field} is not explained"
