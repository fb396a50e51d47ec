"""The one door to MathJax: TeX in, SVG out. MathJax runs inside QuickJS, with a limit on its time and its memory.

For the worker process: loading takes a quarter of a second and 20 MB. QuickJS has no network and no files, and MathJax
as bundled loads nothing. Must not know the block tree. Every formula begins with the same commands: what one defines,
the next does not see.

The bundle (quickjax 0.1.0) is MathJax 4 beta with the Latin Modern fonts, and keeps its objects to itself. Its own
`render` is not used: it loads the physics package for everything, in which `6 \\div 2` is drawn as a divergence, and
draws what it does not know in red instead of failing. So a line that hands its objects out is put at its end. When it
does not look as expected any more, `load` raises and the formulas are drawn without MathJax.
"""

from __future__ import annotations

import re
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from hdclient.words import tr

MOST_TEX = 10_000
TIME_LIMIT_S = 1.0
MEMORY_LIMIT = 64 * 1024 * 1024
STACK_LIMIT = 3 * 1024 * 1024

TOO_LONG = tr("It is longer than 10,000 characters.")
TOO_SLOW = tr("Drawing it takes too long.")
TOO_LARGE = tr("Drawing it takes too much memory.")
TOO_DEEP = tr("It nests too deep.")
STRANGE = tr("It holds characters that are no text.")
NOT_READABLE = tr("MathJax could not read it.")


class FormulaFailed(Exception):
    """The formula cannot be drawn; the message is a sentence that says why."""


class Typesetter(Protocol):
    """What turns TeX into SVG."""

    def svg(self, tex: str, display: bool, limit_s: float = TIME_LIMIT_S) -> str:
        """SVG with the baseline at y = 0. Raises FormulaFailed."""
        ...


_TAIL = re.compile(
    r"""var (\w+)=\["base",[^\]]*\],(?P<jax>\w+)=new (?P<TeX>\w+)\(\{packages:\1\}\).*?"""
    r"""(?P<document>\w+)=\w+\.document\("",\{InputJax:(?P=jax),.*?"""
    r"""function \w+\(\w+\)\{let \w+=(?P<adaptor>\w+)\.childNodes\(""",
    re.DOTALL,
)

_GLUE = r"""
(() => {
  const { TeX, document, adaptor, serialise } = globalThis.bundle;
  const plain = ["base", "ams", "newcommand", "boldsymbol", "braket", "cancel", "color", "enclose", "extpfeil", "html",
    "mhchem", "mathtools", "amscd", "action", "bbox", "unicode", "verb", "textmacros", "textcomp", "cases"];
  const macros = "\\def\\bm#1{\\boldsymbol{#1}}\\def\\require#1{}\\def\\argmax{\\operatorname*{arg\\,max}}"
    + "\\def\\argmin{\\operatorname*{arg\\,min}}\\def\\mathbbm#1{\\mathbb{#1}}\\def\\mathds#1{\\mathbb{#1}}"
    + "\\def\\degree{{^\\circ}}\\def\\ensuremath#1{#1}\\def\\tfrac#1#2{{\\textstyle\\frac{#1}{#2}}}";
  const made = {};
  const use = (physics) => {
    if (!made[physics]) {
      const jax = new TeX({ packages: physics ? [...plain, "physics"] : plain });
      jax.setAdaptor(adaptor);
      jax.setMmlFactory(document.mmlFactory);
      jax.initialize();
      document.inputJax[0] = made[physics] = jax;
      document.convert(macros + (physics ? "\\def\\div{\\mathbin{\u00f7}}" : ""), { display: true });
    }
    return document.inputJax[0] = made[physics];
  };
  globalThis.forget = () => { delete made[false]; delete made[true]; };
  globalThis.typeset = (tex, display, physics) => {
    use(physics).reset();
    return serialise(document.convert(tex, { display, containerWidth: 560 }));
  };
})();
"""

_DEFINES = re.compile(
    r"\\(?:[egx]?def|let|futurelet|newif|(?:re|provide)?newcommand|renew|new|provide|Declare|[A-Za-z]*tagform"
    r"|mathtoolsset|setcounter)"
)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ERROR = re.compile(r'data-mjx-error="([^"]*)"')


def check(tex: str) -> None:
    """Raises FormulaFailed for what is not even tried.

    QuickJS ends a string at a NUL, and the process with a lone surrogate (quickjs 1.19.4, found by a test).
    """
    if len(tex) > MOST_TEX:
        raise FormulaFailed(TOO_LONG)
    if _NO_TEXT.search(tex):
        raise FormulaFailed(STRANGE)


def load() -> Typesetter:
    """MathJax, ready to draw. Raises ImportError where there is no QuickJS, RuntimeError for a strange bundle."""
    return MathJax()


class MathJax:
    """One JavaScript engine with MathJax in it. Belongs to one thread."""

    def __init__(self) -> None:
        self._context: Any = None
        self._start()

    def svg(self, tex: str, display: bool, limit_s: float = TIME_LIMIT_S) -> str:
        """The formula as SVG. Raises FormulaFailed with a sentence."""
        check(tex)
        if self._context is None:
            self._start()
        self._context.set_time_limit(limit_s)
        try:
            svg = self._typeset(tex, display, physics=False)
            error = _ERROR.search(svg)
            if error and error[1].startswith("Undefined control sequence"):
                svg = self._typeset(tex, display, physics=True)
                error = _ERROR.search(svg) and error
            if error:
                raise FormulaFailed(_sentence(error[1]))
        finally:
            if self._context is not None and _DEFINES.search(tex):
                self._context.eval("forget()")
        return svg

    def _typeset(self, tex: str, display: bool, *, physics: bool) -> str:
        import quickjs  # only the worker draws formulas

        try:
            return str(self._context.get("typeset")(tex, display, physics))
        except quickjs.JSException as error:
            reason = _reason(str(error))
            if reason != NOT_READABLE:
                self._context = (
                    None  # who was stopped in the middle is not to be trusted with the next formula
                )
            raise FormulaFailed(reason) from None
        except UnicodeDecodeError:  # half a character, asked for by its number
            raise FormulaFailed(STRANGE) from None

    def _start(self) -> None:
        import quickjs  # only the worker draws formulas

        context = quickjs.Context()
        context.set_memory_limit(MEMORY_LIMIT)
        context.set_max_stack_size(STACK_LIMIT)
        context.eval(_bundle())
        context.eval(_GLUE)
        self._context = context


def _bundle() -> str:
    """The bundle's text with one line more, which hands out what it holds."""
    found = find_spec("quickjax")
    if found is None or found.origin is None or find_spec("quickjs") is None:
        raise ImportError("quickjax is not installed")
    text = (Path(found.origin).parent / "js" / "mathjax_bundle.js").read_text("utf-8")
    tail = _TAIL.search(text)
    end = text.rfind("})();")
    if tail is None or end < tail.end():
        raise RuntimeError("the MathJax bundle of quickjax does not look as expected")
    adaptor = tail["adaptor"]
    serialise = (
        f"serialise:n=>{{for(const c of {adaptor}.childNodes(n))"
        f'if({adaptor}.kind(c)==="svg")return {adaptor}.serializeXML(c);return ""}}'
    )
    handed = (
        f"globalThis.bundle={{TeX:{tail['TeX']},document:{tail['document']},adaptor:{adaptor},{serialise}}};"
    )
    return text[:end] + handed + text[end:]


def _reason(message: str) -> str:
    if "interrupted" in message:
        return TOO_SLOW
    if (
        "out of memory" in message or message.strip() == "null"
    ):  # no memory was left even for the error's own words
        return TOO_LARGE
    return TOO_DEEP if "stack" in message else NOT_READABLE


_IN_PLAIN_WORDS = {
    "Missing close brace": tr("A closing brace is missing."),
    "Missing open brace for subscript": tr("A subscript has no opening brace."),
    "Missing open brace for superscript": tr("A superscript has no opening brace."),
    "Extra close brace or missing open brace": tr("There is a closing brace without an opening one."),
    "Double subscript: use braces to clarify": tr("It has two subscripts in one place."),
    "Double exponent: use braces to clarify": tr("It has two superscripts in one place."),
    "Misplaced &": tr("There is a & outside a table."),
    "Missing \\\\right": tr("A \\left has no \\right."),
}


def _sentence(error: str) -> str:
    """MathJax's complaint in plain words, or in its own."""
    words = unescape(error)[:200]
    unknown = re.fullmatch(r"Undefined control sequence (\\.*)|Unknown environment '(.*)'", words)
    if unknown:
        return tr("It uses {value}, which is not known here.", value=unknown[1] or unknown[2])
    if "substitution count" in words:
        return tr("It defines a command by itself without end.")
    return _IN_PLAIN_WORDS.get(words, words.rstrip(".") + ".")
