"""What can be shown: one file per content kind, each making a plain block tree, and the one registry."""

from __future__ import annotations

from hdclient.content.chat import CHAT
from hdclient.content.code import CODE, CODE_TOKENS
from hdclient.content.diff import DIFF
from hdclient.content.image import IMAGE
from hdclient.content.json import JSON
from hdclient.content.kind import ContentKind
from hdclient.content.markdown import MARKDOWN
from hdclient.content.math import MATH
from hdclient.content.table import TABLE
from hdclient.content.text import TEXT

ENGINE = "hd-content/2"
"""Name and version of what turns sources into trees; recorded with every submission."""

CONTENT_KINDS: dict[str, ContentKind] = {
    kind.name: kind for kind in (TEXT, MARKDOWN, CODE, IMAGE, CHAT, DIFF, JSON, TABLE, MATH)
}

__all__ = ["CODE_TOKENS", "CONTENT_KINDS", "ENGINE", "ContentKind"]
