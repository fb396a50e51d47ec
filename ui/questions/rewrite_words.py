"""What is said below a rewrite: how much there is, how much changed, how much was pasted. Numbers, and no praise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hdclient.model.words import count_words
from hdclient.questions.rewrite import Pasted, RewriteOptions
from hdclient.words import tr, trn
from ui.questions.base import Lineup

if TYPE_CHECKING:
    from hdclient.content.rewritten import Rewritten


def amount_words(text: str, options: RewriteOptions) -> str:
    """Words and, where they have a limit, characters: "12 of at most 60 words"."""
    words, chars = count_words(text), len(text)
    said = trn("{count:,} word", "{count:,} words", words)
    if options.max_words is not None:
        said = trn(
            "{words:,} of at most {count:,} word",
            "{words:,} of at most {count:,} words",
            options.max_words,
            words=words,
        )
    elif options.min_words:
        said = trn(
            "{words:,} of at least {count:,} word",
            "{words:,} of at least {count:,} words",
            options.min_words,
            words=words,
        )
    limit = ""
    if options.max_chars is not None:
        limit = trn(
            "{chars:,} of at most {count:,} character",
            "{chars:,} of at most {count:,} characters",
            options.max_chars,
            chars=chars,
        )
    elif options.min_chars:
        limit = trn(
            "{chars:,} of at least {count:,} character",
            "{chars:,} of at least {count:,} characters",
            options.min_chars,
            chars=chars,
        )
    return " · ".join(one for one in (said, limit) if one)


def is_too_much(text: str, options: RewriteOptions) -> bool:
    """Whether it is longer than it may be."""
    words, chars = options.max_words, options.max_chars
    return (words is not None and count_words(text) > words) or (chars is not None and len(text) > chars)


def change_words(found: Rewritten, part: str) -> str:
    """ "against Response A: 4 words in, 2 words out"."""
    if found.is_same:
        return tr("against {response}: no difference", response=part)
    words_in = trn("{count:,} word in", "{count:,} words in", found.words_in)
    words_out = trn("{count:,} word out", "{count:,} words out", found.words_out)
    return tr(
        "against {response}: {words_in}, {words_out}", response=part, words_in=words_in, words_out=words_out
    )


def pasted_words(counted: Pasted | None) -> str:
    """How much came from elsewhere; "" where none did, or nobody counts."""
    if counted is None:
        return ""
    return trn(
        "{count:,} character pasted from elsewhere",
        "{count:,} characters pasted from elsewhere",
        counted.characters,
    )


def part_of(base: str, lineup: Lineup) -> str:
    """What the content calls that which a text began with."""
    return f"candidate:{base}" if base in lineup.stored else base


def short_name(base: str, lineup: Lineup) -> str:
    """Its letter, or the name of its part."""
    if base in lineup.stored:
        return lineup.letter(base) or "A"
    return tr("Prompt") if base == "prompt" else base.removeprefix("slot:")


def base_words(base: str, lineup: Lineup) -> str:
    """ "Response A", "the response", "Prompt"."""
    if base not in lineup.stored:
        return short_name(base, lineup)
    if len(lineup.letters) < 2:
        return tr("the response")
    return tr("Response {letter}", letter=lineup.letter(base))
