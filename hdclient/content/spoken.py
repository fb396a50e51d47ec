"""Formulas in words, for those who listen: the commonest commands of TeX in English, the rest by their names.

It is no translation that could be judged: the TeX itself stays at hand. Takes time in proportion to the formula.
"""

from __future__ import annotations

import re

MOST_CHARS = 600

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_SAID = {
    "+": "plus", "-": "minus", "=": "equals", "<": "is less than", ">": "is greater than", "/": "over",
    "*": "times", "!": "factorial", "|": "bar", "&": ",", "\\\\": ", next line,", "'": "prime", "~": "",
    "\\times": "times", "\\cdot": "times", "\\div": "divided by", "\\pm": "plus or minus",
    "\\mp": "minus or plus", "\\le": "is at most", "\\leq": "is at most", "\\ge": "is at least",
    "\\geq": "is at least", "\\ne": "is not equal to", "\\neq": "is not equal to", "\\approx": "is about",
    "\\equiv": "is equivalent to", "\\sim": "is similar to", "\\in": "in", "\\notin": "not in",
    "\\subset": "is a subset of", "\\subseteq": "is a subset of", "\\cup": "union", "\\cap": "intersection",
    "\\to": "to", "\\rightarrow": "to", "\\mapsto": "maps to", "\\implies": "implies",
    "\\Rightarrow": "implies", "\\iff": "if and only if", "\\infty": "infinity", "\\sum": "the sum",
    "\\prod": "the product", "\\int": "the integral", "\\iint": "the double integral",
    "\\oint": "the contour integral", "\\lim": "the limit", "\\partial": "partial", "\\nabla": "nabla",
    "\\forall": "for all", "\\exists": "there is", "\\neg": "not", "\\land": "and", "\\lor": "or",
    "\\ldots": "and so on", "\\dots": "and so on", "\\cdots": "and so on", "\\vdots": "and so on",
    "\\ddots": "and so on", "\\circ": "degrees", "\\%": "percent", "\\$": "dollar", "\\{": "brace",
    "\\}": "brace", "\\|": "norm", "\\#": "number", "\\&": "and", "\\_": "underscore",
    "\\emptyset": "the empty set", "\\mid": "given", "\\perp": "is perpendicular to",
    "\\parallel": "is parallel to", "\\therefore": "therefore", "\\because": "because", "\\angle": "angle",
    "\\triangle": "triangle", "\\mod": "modulo", "\\bmod": "modulo", "\\hat": "hat", "\\bar": "bar",
    "\\vec": "vector", "\\overline": "overlined", "\\underline": "underlined", "\\binom": "binomial",
}  # fmt: skip
_WITHOUT_WORDS = """
    left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle limits nolimits quad qquad text textbf
    textit textrm mathrm mathbf mathit mathsf mathcal mathbb mathfrak boldsymbol bm operatorname operatorname* boxed
    hline nonumber notag color textcolor label mathop mathbin mathrel , ; : ! >
"""
_SILENT = frozenset("\\" + name for name in _WITHOUT_WORDS.split()) | {"\\ "}
_FRACTIONS = frozenset({"\\frac", "\\dfrac", "\\tfrac", "\\cfrac"})
_POWERS = {
    "2": "squared",
    "3": "cubed",
    "degrees": "degrees",
    "prime": "prime",
    "T": "transposed",
    "times": "star",
}
_DEGREES = {"3": "cube", "4": "fourth", "5": "fifth", "n": "n-th"}
_DEEPEST = 30


def spoken(tex: str) -> str:
    """The formula in words, at most MOST_CHARS long."""
    words = " ".join(" ".join(_Reading(tex[: 4 * MOST_CHARS]).words()).split()).replace(" ,", ",").rstrip(",")
    return words if len(words) <= MOST_CHARS else words[:MOST_CHARS].rsplit(" ", 1)[0] + " and more"


class _Reading:
    """One formula, token by token."""

    def __init__(self, tex: str) -> None:
        self._tokens: list[str] = [token for token in _TOKEN.findall(tex) if not token.isspace()]
        self._at = 0

    def words(self) -> list[str]:
        """All of it; a brace too many is passed over."""
        said: list[str] = []
        while self._at < len(self._tokens):
            said.extend(self._until_closed(0))
        return said

    def _until_closed(self, depth: int) -> list[str]:
        said: list[str] = []
        while self._at < len(self._tokens):
            token = self._taken()
            if token == "}":
                break
            said.extend(self._said(token, depth))
        return [one for one in said if one]

    def _said(self, token: str, depth: int) -> list[str]:
        if depth > _DEEPEST:
            return []
        if token == "{":
            return self._until_closed(depth + 1)
        if token in _FRACTIONS:
            upper, lower = self._argument(depth), self._argument(depth)
            short = len(upper) == len(lower) == 1
            return (
                [*upper, "over", *lower]
                if short
                else ["the fraction", *upper, "over", *lower, "end of fraction,"]
            )
        if token == "\\sqrt":
            root = "square" if self._next() != "[" else self._bracketed()
            return [f"the {root} root of", *self._argument(depth), ","]
        if token == "^":
            power = self._argument(depth)
            return (
                [_POWERS.get(power[0], f"to the power {power[0]}")]
                if len(power) == 1
                else ["to the power", *power, ","]
            )
        if token == "_":
            return ["sub", *self._argument(depth)]
        if token in ("\\begin", "\\end"):
            name = " ".join(self._argument(depth))
            return [f"{name}:"] if token == "\\begin" else [f", end of {name},"]
        return [] if token in _SILENT else [_SAID.get(token, token.removeprefix("\\").removesuffix("*"))]

    def _argument(self, depth: int) -> list[str]:
        if not self._next() or self._next() == "}":
            return ["nothing"]
        token = self._taken()
        said = [one for one in self._said(token, depth + 1) if one]
        return said or ["nothing"]

    def _bracketed(self) -> str:
        """The words in [ ] that come now, such as the degree of a root."""
        self._taken()
        said: list[str] = []
        while self._next() not in ("]", "", "}"):
            said.append(self._taken())
        if self._next() == "]":
            self._taken()
        degree = "".join(said)
        return _DEGREES.get(degree, f"{degree}-th")

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _taken(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]
