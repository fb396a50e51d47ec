"""Builds running text out of pieces: joins neighbours of one look, finds web addresses, names pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from hdclient.content.autolinks import addresses
from hdclient.content.tree import Inline, Picture, Run

_ASSET = re.compile(r"hd-att:([0-9a-f]{64})")
_MAX_SOURCE_CHARS = 500


def picture(source: str, alt: str) -> Picture:
    """A picture by its source: a file of the store (hd-att:<sha256>), or else the source as text."""
    found = _ASSET.fullmatch(source)
    if found:
        return Picture(found[1], alt=alt)
    if len(source) > _MAX_SOURCE_CHARS:  # data: addresses; the raw text has the rest
        source = f"{source[:_MAX_SOURCE_CHARS]}… ({len(source):,} characters)"
    return Picture("", alt=alt, source=source)


def joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring runs of the same look as one, empty runs left out, bare web addresses as links."""
    whole: list[Inline] = []
    for is_run, group in groupby(inlines, key=lambda one: isinstance(one, Run)):
        if not is_run:
            whole.extend(group)
            continue
        runs = [one for one in group if isinstance(one, Run) and one.text]
        for _, same in groupby(runs, key=Run.look):
            alike = list(same)
            run = alike[0] if len(alike) == 1 else replace(alike[0], text="".join(one.text for one in alike))
            whole.extend(_with_links(run))
    return tuple(whole)


def _with_links(run: Run) -> Iterator[Run]:
    if run.code or run.href:
        yield run
        return
    at = 0
    for start, end, target in addresses(run.text):
        if start > at:
            yield replace(run, text=run.text[at:start])
        yield replace(run, text=run.text[start:end], href=target)
        at = end
    if at < len(run.text):
        yield replace(run, text=run.text[at:])
