"""Markdown of any size as models write it: prose, lists, tables, code. The same seed gives the same text."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_SPOKEN = """
the model answers a question about light scattering in air because short waves bend more than long ones and so what
reaches the eye from every side is blue while the sun itself looks yellow near noon and red at dusk
"""
_WORDS = _SPOKEN.split()
_CODE = """\
def scattered(wavelength: float, intensity: float = 1.0) -> float:
    \"\"\"Rayleigh: the fourth power of the wavelength.\"\"\"
    if wavelength <= 0:
        raise ValueError(f"no light has the wavelength {wavelength}")
    return intensity * (400.0 / wavelength) ** 4  # nanometres
"""


def markdown(seed: int, size: int) -> str:
    """About `size` characters."""
    chance = random.Random(seed)
    parts = [f"# Answer {seed}"]
    length = 0
    for make in _kinds(chance):
        part = make(chance)
        parts.append(part)
        length += len(part) + 2
        if length >= size:
            return "\n\n".join(parts)
    raise AssertionError("the kinds never end")


def _kinds(chance: random.Random) -> Iterator[Callable[[random.Random], str]]:
    while True:
        yield _heading
        for _ in range(3):
            yield _paragraph
        yield chance.choice((_bullets, _numbers, _table, _code, _quote))


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randint(8, 22))]
    at = chance.randrange(len(words))
    words[at] = chance.choice(("**{}**", "*{}*", "`{}`", "{}")).format(words[at])
    return " ".join(words).capitalize() + "."


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(2, 5)))


def _heading(chance: random.Random) -> str:
    return "## " + " ".join(chance.sample(_WORDS, 4)).capitalize()


def _bullets(chance: random.Random) -> str:
    return "\n".join(f"{'  ' * (n % 2)}- {_sentence(chance)}" for n in range(chance.randint(3, 7)))


def _numbers(chance: random.Random) -> str:
    return "\n".join(f"{n}. {_sentence(chance)}" for n in range(1, chance.randint(4, 7)))


def _table(chance: random.Random) -> str:
    rows = [
        f"| {chance.choice(_WORDS)} | {chance.random():.3f} | {chance.choice(_WORDS)} |" for _ in range(5)
    ]
    return "\n".join(["| light | share | where |", "|---|---:|---|", *rows])


def _code(chance: random.Random) -> str:
    return f"```python\n{_CODE}\nprint(scattered({chance.randint(380, 750)}))\n```"


def _quote(chance: random.Random) -> str:
    return f"> {_sentence(chance)}\n>\n> {_sentence(chance)}"
