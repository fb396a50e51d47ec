"""What is probably a slip in what was written: for whom it speaks, what was said before, what does not parse, language.

Pure functions of a form; each yields (address of the question, sentence). What they cannot be sure of they do not say.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping

from hdclient.model.base import JsonValue
from hdclient.model.template import WRITTEN
from hdclient.questions.rewrite import source_of
from hdclient.questions.text import shown_tokens
from hdclient.templates.asked import Asked
from hdclient.templates.form import Form
from hdclient.templates.languages import language_of, script_of
from hdclient.words import tr

Found = Iterator[tuple[str, str]]
Letters = Mapping[str, str]

_FENCE = re.compile(r"^(`{3,}|~{3,})[ \t]*(\w*)[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_SENTENCE = re.compile(r"[^.!?\n]+")
_NAMED = r"(?:@?response[ \t]+)?([A-I])"
_BETTER = (
    re.compile(
        rf"\b{_NAMED}[ \t]+is[ \t]+(?:much[ \t]+|far[ \t]+|slightly[ \t]+|clearly[ \t]+)?better\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bresponse[ \t]+([A-I])\b(?!['’]s)[^.!?\n]{0,40}?\b(?:is|was)\b[^.!?\n]{0,15}?\b(?:better|best)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:[Pp]refer(?:red)?|[Cc]hose|[Cc]hoose)[ \t]+(?:@?[Rr]esponse[ \t]+)?([A-I])\b"),
)
_DENIED = re.compile(r"\b(?:not|never|hardly|neither|nor|cannot|unlike)\b|n['’]t\b", re.IGNORECASE)
_LEAST_WORDS = 5
"""A shorter reason ("Both are fine") is said twice without being a copy."""
MOST_CHARS = 200_000
_MOST_CODE = 20_000
_DISPLAY = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\\\((.+?)\\\)", re.DOTALL)
_OPEN_DOLLAR = re.compile(r"\$(?=[^\s\d$])[^$\n]*[=^_\\{}<>][^$\n]*$", re.MULTILINE)
_PARTS = re.compile(r"\\(begin|end)\{([^{}]*)\}")


def of_kind(form: Form, *kinds: str) -> Iterator[tuple[Asked, JsonValue]]:
    """The questions of these kinds that are answered, with what expressions see of their answers."""
    for asked in form.asked:
        if asked.question.kind in kinds and form.is_answered(asked.key):
            yield asked, form.fact(asked.key)


def text_of(fact: JsonValue) -> str:
    """The words of an answer; "" for what has none."""
    if isinstance(fact, dict):
        fact = fact.get("text")
    return fact if isinstance(fact, str) else ""


def normal(text: str) -> str:
    """The text by its words alone; "" for few words, which say the same without being a copy."""
    words = re.findall(r"\w+", text.casefold())
    return " ".join(words) if len(words) >= _LEAST_WORDS else ""


# For whom it speaks


def other_is_praised(form: Form, winner: str, letters: Letters) -> Found:
    """The reason says "B is better" where the answer says A."""
    letter = letters.get(winner, "")
    for asked, fact in of_kind(form, "text"):
        named = _praised(shown_tokens(text_of(fact), letters)) if letter else set()
        if named and letter not in named and named <= set(letters.values()):
            text = tr(
                "The reason calls {other} better; the answer says {letter}. Is it meant?",
                other=min(named),
                letter=letter,
            )
            yield asked.key, text


def _praised(text: str) -> set[str]:
    """Letters of the responses that a text calls better, sentence by sentence; what is denied is left out."""
    return {
        found[1].upper()
        for sentence in _SENTENCE.findall(text[:MOST_CHARS])
        if not _DENIED.search(sentence)
        for pattern in _BETTER
        for found in pattern.finditer(sentence)
    }


# What was said before


def repeated(form: Form, earlier: Collection[str]) -> Found:
    """Word for word what was said of another task, or in this one beside another question."""
    seen: set[str] = set()
    for asked, fact in of_kind(form, "text"):
        words = normal(text_of(fact)[:MOST_CHARS])
        if words and words in earlier:
            yield asked.key, tr("The same words were given for an earlier task. Is it meant?")
        elif words and words in seen:
            yield asked.key, tr("The same words stand in another answer of this task. Is it meant?")
        seen.add(words)


def unchanged(form: Form) -> Found:
    """A rewrite that reads as what it was begun with, or as a response."""
    task = form.task
    parts = [task.prompt, *(one.content for one in task.candidates), *(one.content for one in task.slots)]
    texts = {source_of(content).strip() for content in parts}
    for asked, fact in of_kind(form, "rewrite"):
        if text_of(fact).strip() in texts:
            yield asked.key, tr("Nothing is changed: it reads as what it was begun with. Is it meant?")


# What does not parse


def unparsed(form: Form) -> Found:
    """JSON, Python or a formula that is none."""
    for asked, fact in of_kind(form, *WRITTEN):
        text = text_of(fact)
        if len(text) <= MOST_CHARS:
            fault = _syntax_fault(text) or _json_fault(form, asked, text)
            if fault:
                yield asked.key, fault


def _syntax_fault(text: str) -> str:
    for _, language, code in _FENCE.findall(text):
        if language.lower() == "json" and not _parses(json.loads, code):
            return tr("A block of JSON does not parse. Is it meant?")
        if language.lower() in ("python", "py") and ">>>" not in code and not _parses(ast.parse, code):
            return tr("A block of Python does not parse. Is it meant?")
    plain = _FENCE.sub("", text).replace("\\$", "")
    bare = _DISPLAY.sub("", plain)
    if (
        "$$" in bare
        or any(sign in bare for sign in ("\\[", "\\]", "\\(", "\\)"))
        or _OPEN_DOLLAR.search(_closed(bare))
    ):
        return tr("A formula is opened and never closed. Is it meant?")
    formulas = ["".join(parts) for parts in _DISPLAY.findall(plain)]
    return "" if all(map(_is_balanced, formulas)) else tr("A formula does not parse. Is it meant?")


def _closed(text: str) -> str:
    """Without the formulas of one line that are closed: "$x = 1$"."""
    return re.sub(r"\$(?=\S)[^$\n]*?\S?\$(?!\d)", "", text)


def _is_balanced(formula: str) -> bool:
    """Whether braces and environments are closed in their order."""
    depth = 0
    for sign in formula.replace("\\\\", "").replace("\\{", "").replace("\\}", ""):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    opened: list[str] = []
    for what, name in _PARTS.findall(formula):
        if what == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return depth == 0 and not opened


def _json_fault(form: Form, asked: Asked, text: str) -> str:
    """A rewrite of what was JSON as a whole has to be JSON too."""
    if asked.question.kind != "rewrite":
        return ""
    originals = [source_of(one.content) for one in form.task.candidates if one.id in asked.candidate_ids]
    was_json = any(one.lstrip()[:1] in ("{", "[") and _parses(json.loads, one) for one in originals if one)
    if was_json and not _parses(json.loads, text):
        return tr("The response was JSON, and this does not parse as such. Is it meant?")
    return ""


def _parses(parse: Callable[[str], object], text: str) -> bool:
    """Whether it parses; very long code is believed."""
    if len(text) > _MOST_CODE:
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a string of Python is no fault
            parse(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


# Its language


def foreign(form: Form) -> Found:
    """Written in a language, or a script, that neither the task has nor the questions."""
    parts = [" ".join(block.text for block in one.content) for one in form.task.candidates]
    parts += [" ".join(block.text for block in one.content) for one in form.task.slots]
    parts.append(" ".join(block.text for block in form.task.prompt))
    template = form.task.template
    parts.append(" ".join((template.title, *(f"{one.title} {one.help}" for one in template.questions))))
    texts = [part[:MOST_CHARS] for part in (*parts, " ".join(parts))]
    scripts = {script_of(one) for one in texts} - {""}
    languages = {language_of(one) for one in texts} - {""}
    for asked, fact in of_kind(form, *WRITTEN):
        text = _FENCE.sub("", text_of(fact)[:MOST_CHARS])
        script, language = script_of(text), language_of(text)
        if scripts and script and script not in scripts:
            yield asked.key, tr("This is written in another script than the task. Is it meant?")
        elif languages and language and language not in languages:
            yield asked.key, tr("This is written in another language than the task. Is it meant?")
