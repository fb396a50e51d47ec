"""What is said about fonts that a computer lacks, and what can be done. Knows no widget."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ui.renderers.glyphs import Sample
from ui.typefaces import Typeface

EXTRA = frozenset({"Arabic and Hebrew", "Thai", "Mathematics"})
"""Kinds of text that the optional extra has whole."""


def notice(lacking: Sequence[Sample]) -> str:
    """The sentence of the notice: which kinds of text have characters that no font draws."""
    kinds = "; ".join(sample.title for sample in lacking)
    return (
        f"This computer has no font for some characters of these kinds of text: {kinds}. Where a text has such"
        " characters, boxes stand for them. The settings say what can be done."
    )


def remedies(lacking: Sequence[Sample], *, extra: bool, platform: str = sys.platform) -> list[str]:
    """What can be done, a sentence for each way. `extra`: whether the optional fonts are installed."""
    if not lacking:
        return []
    made = []
    helped = [sample.title for sample in lacking if sample.title in EXTRA]
    if helped and not extra:
        made.append(
            f"hdclient's optional fonts (the extra “fonts”) have what is missing of: {'; '.join(helped)}."
        )
    if platform == "win32":
        made.append(
            "Windows: Settings, System, Optional features, “Add a feature”: the supplemental fonts of the language."
        )
    elif platform == "darwin":
        made.append("macOS has fonts for all of these: Font Book can restore the standard fonts.")
    else:
        packages = _listed(list(dict.fromkeys(sample.package for sample in lacking)))
        made.append(
            f"On Debian and Ubuntu, what is missing comes with {packages}; elsewhere look for “Noto”."
        )
    made.append(
        "Or put font files into a folder and name it in the setting fonts_dir; your organisation can do so for all its"
        " computers."
    )
    made.append("What the system gets counts after the next start of hdclient.")
    return made


def typeface_line(face: Typeface, family: str) -> str:
    """Which font the chosen letters come from, or why they are the system's. Empty: nothing is to be said."""
    if not face.families:
        return ""
    if not family:
        return (
            f"There is no font for this here, so the system's letters stay. Put {face.families[0]}, as files, into a"
            " folder and name it in the setting fonts_dir, or install hdclient's optional fonts (the extra “fonts”)."
        )
    said = f"The font is {family}."
    if face.letter_spacing > 100:
        said += " Letters and words stand further apart."
    return said


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)
