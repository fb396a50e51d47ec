"""Finds bare addresses in running text: the extended autolinks of GitHub's dialect (www., http, https, ftp, mail).

Says where they stand and where they lead; must not know runs or looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CANDIDATE = re.compile(
    r"""
    (?P<web> (?<![a-z]) (?:https?|ftp):// (?=[^\W_]) [^\s<]+ )
  | (?P<www> (?: ^ | (?<=[\s*_~(]) ) www\. (?=[^\W_]) [^\s<]+ )
  | (?P<mail> (?<![\w.+-])
        (?P<scheme> mailto: | xmpp: )?
        [a-z0-9._+-]+ @ [a-z0-9_-]+ (?: \. [a-z0-9_-]+ )* \. [a-z0-9_-]* [a-z] (?![\w@-]) (?! \.[\w-] )
        (?P<rest> / [a-z0-9@.]+ )? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HOST = re.compile(r"[\w.-]+")
_ENTITY = re.compile(r"&[a-zA-Z]+;\Z")
_LONGEST_ENTITY = 40
_HINTS = ("://", "www.", "@")


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, target) of every bare address in the text, in order and apart from each other."""
    if not any(hint in text for hint in _HINTS) and "www." not in text.lower():
        return
    for found in _CANDIDATE.finditer(text):
        words = found[0]
        if found["mail"]:
            if found["rest"] and found["scheme"] != "xmpp:":
                words = words.removesuffix(found["rest"])
            words = words.rstrip(".")
            target = words if found["scheme"] else f"mailto:{words}"
        else:
            words = _without_closing(words)
            if not _is_domain(words.partition("://")[2] or words):
                continue
            target = words if found["web"] else f"http://{words}"
        yield found.start(), found.start() + len(words), target


def _is_domain(address: str) -> bool:
    """No underscore in the last two parts of the host: what has one is a name in a program."""
    found = _HOST.match(address)
    return found is not None and "_" not in ".".join(found[0].split(".")[-2:])


def _without_closing(address: str) -> str:
    """The address without the punctuation of the sentence around it."""
    surplus = address.count(")") - address.count("(")
    closing = "?!.,:*_~'\"" + ("" if "[" in address else "]")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last == ";":
            entity = _ENTITY.search(address, max(0, end - _LONGEST_ENTITY), end)
            end = entity.start() + 1 if entity else end
        elif last not in closing:
            break
        end -= 1
    return address[:end]
