"""Formulas without MathJax: by ziamath, where there is no QuickJS for this Python.

It draws some things wrong without saying so. Whatever is known to be among them is refused here: its source is shown.
"""

from __future__ import annotations

import re
import warnings
from html import unescape

from hdclient.content.mathjax import FormulaFailed, check
from hdclient.words import tr

_BADLY_DRAWN = re.compile(
    r"\\(?:ce|pu|hline|hdashline|label|tag|substack|cancel|bcancel|xcancel|colorbox|bbox|enclose|operatorname\*|begin\{CD)"
    r"|\\begin\{array\}\s*(?:\[\w\])?\s*\{[^}]*[|:]"
    r"|\\begin\{(?:align|gather|equation|multline)"
)
_LEFT_OVER = re.compile(r">\s*\\[A-Za-z]")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)

NOT_HERE = tr("It cannot be drawn on this computer.")
UNBALANCED = tr("Its braces do not match.")


class PlainTypesetter:
    """TeX to SVG without JavaScript."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ziamath 0.13 finds its font in a deprecated way
            from ziafont.config import config as font_config
            from ziamath.config import config
            from ziamath.zmath import Latex

        font_config.svg2 = config.svg2 = False
        self._latex = Latex

    def svg(self, tex: str, display: bool, limit_s: float = 0.0) -> str:  # noqa: ARG002
        """The formula as SVG. Raises FormulaFailed with a sentence. Pure Python, it cannot be stopped in between."""
        check(tex)
        if not _is_balanced(tex):
            raise FormulaFailed(UNBALANCED)
        if _BADLY_DRAWN.search(tex) or not tex.isascii():
            raise FormulaFailed(NOT_HERE)
        from latex2mathml.converter import convert

        try:
            left_over = _LEFT_OVER.search(unescape(convert(tex)))
            if left_over:
                raise FormulaFailed(NOT_HERE)
            svg = str(self._latex(tex, size=1000, inline=not display).svg())
        except (Exception, RecursionError) as error:  # foreign code on foreign input
            raise error if isinstance(error, FormulaFailed) else FormulaFailed(NOT_HERE) from error
        return svg.replace('fill="black"', 'fill="currentColor"')


def _is_balanced(tex: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0
