"""What is shown: content blocks. A block is a kind and its source; the kinds live in hdclient/content."""

from typing import Annotated

from msgspec import Meta

from hdclient.model.base import Value


class Asset(Value, frozen=True, kw_only=True):
    """A file that a block shows, known by the SHA-256 of its bytes. `name` is for display only, never a path."""

    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    media_type: str
    size: Annotated[int, Meta(ge=0, description="bytes")]
    name: str = ""


class ContentBlock(Value, frozen=True, kw_only=True):
    """One piece of content of one kind. Kinds that this program does not know are kept, and block the task."""

    kind: str
    text: str = ""
    language: str = ""
    asset: Asset | None = None
    alt: str = ""
    title: str = ""
