"""Reads an address of content for a person: which site it leads to, and what about it could deceive.

Must not open or resolve anything. The table of look-alikes holds the letters that pass for a–z in common fonts; it is
ours and short on purpose: a sentence too many teaches people to skip sentences.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from hdclient.content.hidden import find_hidden
from hdclient.words import tr

_LOOKS_LIKE = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u04cf\u0475\u044c\u0442\u043a\u043c"
        "\u03bf\u03b1\u03bd\u03c1\u03b9\u03ba\u03c5\u03c4\u03b3\u0131\u0251\u0261\u0269\u028f\u0578\u057d\u0585\u0566\u0570",
        "aeopcyxijshdqwlvbtkmoavpikutyiagiynuoqh",
        strict=True,
    )
)
"""Letters of Cyrillic, Greek, Armenian and of rare Latin → the one of a–z that they pass for."""

_TOGETHER = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""Scripts that East Asian names mix as a matter of course."""


_NAMES_A_SITE = re.compile(
    r"\s*(?:https?://|(?=www\.)|(?=[\w.-]+\.(?:com|org|net|edu|gov|io)(?:[/?#:\s]|$)))([\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
"""Words that a person takes for an address. Others have a point too: Node.js, report.pdf."""


class Reading(Struct, frozen=True):
    """What an address says. `site` is the host in ASCII, `reads` the same as letters when that is something else."""

    site: str
    reads: str
    warnings: tuple[str, ...]
    """Sentences, the gravest first; none for an ordinary address."""


def read_address(address: str) -> Reading:
    """Reads any string; one that has no host gives an empty site."""
    try:
        parts = urlsplit(address)
        host, user = parts.hostname or "", parts.username
    except ValueError:  # brackets that do not match, a port that is no number
        return Reading("", "", (tr("This address is malformed: programs may read it in different ways."),))
    site, reads = _ascii(host), _letters(host)
    warnings = []
    if user is not None and parts.scheme.lower() != "mailto":
        name = unquote(user)[:60]
        warnings.append(
            tr(
                "“{name}” before the @ is a user name, not the site. The site is {site}.",
                name=name,
                site=site,
            )
            if site
            else tr("“{name}” before the @ is a user name, not the site. There is no site.", name=name)
        )
    warnings += _deceptions(reads)
    if next(find_hidden(unquote(address, errors="replace")), None) is not None:
        warnings.append(tr("There are hidden characters in this address."))
    return Reading(site, reads if reads != site else "", tuple(warnings))


def words_against(words: str, address: str) -> str:
    """A sentence if the words of a link name another site than the one it leads to; else an empty text."""
    named = _NAMES_A_SITE.match(words)
    site = read_address(address).site.lower()
    if named is None or not site:
        return ""
    told = _ascii(named[1].lower())
    if site == told or site.endswith("." + told) or told.endswith("." + site):
        return ""
    return tr("The words of this link name {named}, but it leads to {site}.", named=named[1], site=site)


def _deceptions(host: str) -> list[str]:
    """Sentences about the letters of a host."""
    found = []
    for label in host.split("."):
        if label.isascii():
            continue
        plain = "".join(_plain(letter) for letter in label)
        scripts = {_script(letter) for letter in label if letter.isalpha()}
        names = " and ".join(sorted(script.capitalize() for script in scripts))
        if plain.isascii():
            found.append(
                tr(
                    "{encoded} looks like “{plain}”, but is written in {names} letters.",
                    encoded=_encoded(label),
                    plain=plain,
                    names=names,
                )
            )
        elif len(scripts - _TOGETHER) + bool(scripts & _TOGETHER) > 1:
            found.append(
                tr("“{label}” mixes letters of {names}: one may pass for another.", label=label, names=names)
            )
    return found


def _plain(letter: str) -> str:
    """What the letter passes for, without its accents when it is one of a look-alike."""
    return _LOOKS_LIKE.get(letter) or unicodedata.normalize("NFKC", letter)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]


def _ascii(host: str) -> str:
    """The host as it goes over the wire."""
    return ".".join(label if label.isascii() else _encoded(label) for label in host.split("."))


def _encoded(label: str) -> str:
    return "xn--" + unicodedata.normalize("NFKC", label).lower().encode("punycode").decode("ascii")


def _letters(host: str) -> str:
    """The host as a person reads it."""
    return ".".join(_decoded(label) for label in host.split("."))


def _decoded(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
