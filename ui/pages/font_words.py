"""What is said about fonts that a computer lacks, and what can be done. Knows no widget."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from hdclient.words import listed, tr
from ui.renderers.glyphs import Sample
from ui.typefaces import Typeface

EXTRA = frozenset({tr("Arabic and Hebrew"), tr("Thai"), tr("Mathematics")})
"""Kinds of text that the optional extra has whole."""


def notice(lacking: Sequence[Sample]) -> str:
    """The sentence of the notice: which kinds of text have characters that no font draws."""
    kinds = "; ".join(sample.title for sample in lacking)
    return tr(
        "This computer has no font for some characters of these kinds of text: {kinds}. Where a "
        "text has such characters, boxes stand for them. The settings say what can be done.",
        kinds=kinds,
    )


def remedies(lacking: Sequence[Sample], *, extra: bool, platform: str = sys.platform) -> list[str]:
    """What can be done, a sentence for each way. `extra`: whether the optional fonts are installed."""
    if not lacking:
        return []
    made = []
    helped = [sample.title for sample in lacking if sample.title in EXTRA]
    if helped and not extra:
        made.append(
            tr(
                "hdclient's optional fonts (the extra “fonts”) have what is missing of: {list}.",
                list="; ".join(helped),
            )
        )
    if platform == "win32":
        made.append(
            tr(
                "Windows: Settings, System, Optional features, “Add a feature”: the supplemental fonts of the language."
            )
        )
    elif platform == "darwin":
        made.append(tr("macOS has fonts for all of these: Font Book can restore the standard fonts."))
    else:
        packages = listed(list(dict.fromkeys(sample.package for sample in lacking)))
        made.append(
            tr(
                "On Debian and Ubuntu, what is missing comes with {packages}; elsewhere look for “Noto”.",
                packages=packages,
            )
        )
    made.append(
        tr(
            "Or put font files into a folder and name it in the setting fonts_dir; your organisation "
            "can do so for all its computers."
        )
    )
    made.append(tr("What the system gets counts after the next start of hdclient."))
    return made


def typeface_line(face: Typeface, family: str) -> str:
    """Which font the chosen letters come from, or why they are the system's. Empty: nothing is to be said."""
    if not face.families:
        return ""
    if not family:
        return tr(
            "There is no font for this here, so the system's letters stay. Put {family}, as files, into a folder and "
            "name it in the setting fonts_dir, or install hdclient's optional fonts (the extra “fonts”).",
            family=face.families[0],
        )
    said = tr("The font is {family}.", family=family)
    if face.letter_spacing > 100:
        said += " " + tr("Letters and words stand further apart.")
    return said
