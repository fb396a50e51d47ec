"""Templates of the protocol library, for formats whose labels are those of one protocol."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from hdclient.model.template import Template
from hdclient.templates.reading import read_document


@cache
def protocol_template(name: str) -> Template:
    """The template `resources/protocols/<name>.yaml`."""
    text = (files("resources") / "protocols" / f"{name}.yaml").read_text(encoding="utf-8")
    return Template.of(read_document(text).plain)
