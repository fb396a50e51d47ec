"""What can be shown: one file per content kind, each making a plain block tree, and the one registry."""

from __future__ import annotations

from importlib.util import find_spec

from hdclient.content.kind import ContentKind
from hdclient.registry import Registry

ENGINE = "hd-content/12" if find_spec("quickjs") else "hd-content/12-plain-formulas"
"""Name and version of what turns sources into trees; recorded with every submission."""

CONTENT_KINDS: Registry[ContentKind] = Registry(
    __name__,
    text="text:TEXT",
    markdown="markdown:MARKDOWN",
    code="code:CODE",
    image="image:IMAGE",
    chat="chat:CHAT",
    diff="diff:DIFF",
    json="json:JSON",
    table="table:TABLE",
    math="math:MATH",
)

__all__ = ["CONTENT_KINDS", "ENGINE", "ContentKind"]
