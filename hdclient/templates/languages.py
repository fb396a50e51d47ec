"""Which language a text is in, by its smallest words. Of what is short or mixed it says nothing; it knows few."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

LEAST_WORDS = 12
"""Fewer words tell too little."""
_SHARE, _LEAD = 0.2, 2.0
"""A language needs this share of the words, and so many times as many as the next one."""
_MOST_CHARS = 5_000
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {
    "en": "the of and to in is that it for was with are this be not as have but they which you from or an by",
    "de": "der die das und ist nicht ein eine zu den mit auf für von sich dem auch es wird sind als aber wie ich",
    "fr": "le la les et est une des un que dans pour pas qui sur avec plus ce il elle sont mais nous vous au du",
    "es": "el la los las y es una un que en para no por con más se su lo como pero del al está son muy",
    "it": "il la gli e è una un che di per non con più si su lo come ma del al sono della questo nel anche",
    "pt": "o os as e é uma um que de para não por com mais se seu como mas do da ao são muito em isso",
    "nl": "de het een en is niet van te dat in op voor met zijn die aan er maar ook als bij naar wordt deze",
}
_OF = {
    word: frozenset(name for name, words in _SMALL.items() if word in words.split())
    for words in _SMALL.values()
    for word in words.split()
}


def language_of(text: str) -> str:
    """The language ("en"), where most letters are Latin; else their script ("CYRILLIC"). "" where it is not certain."""
    script = script_of(text)
    if script != "LATIN":
        return script
    words = [word.casefold() for word in _WORD.findall(text[:_MOST_CHARS])]
    if len(words) < LEAST_WORDS:
        return ""
    counts = Counter(name for word in words for name in _OF.get(word, ()))
    (first, most), (_, second) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return first if most >= _SHARE * len(words) and most >= _LEAD * second else ""


def script_of(text: str) -> str:
    """The script that most letters are of ("LATIN"); "" for few letters, or a mixture."""
    counts: Counter[str] = Counter()
    for letter in text[:_MOST_CHARS]:
        if letter.isalpha():
            counts[unicodedata.name(letter, "?").split(" ", 1)[0]] += 1
    total = sum(counts.values())
    if total < 20:
        return ""
    script, most = counts.most_common(1)[0]
    return script if most > 0.8 * total else ""
