"""Where keys are on the keyboard, for layouts whose letters or digits are not on them: Cyrillic, Greek,
AZERTY …

Data and two functions; which action a key means is none of its business.
"""

from __future__ import annotations

import sys

# The codes of the main block, as the kernel of Linux and Windows' scan codes (set 1) number them. X11 adds 8.
_MAIN = {
    **dict(zip(range(2, 12), "1234567890", strict=True)),
    **dict(zip(range(16, 26), "QWERTYUIOP", strict=True)),
    **dict(zip(range(30, 39), "ASDFGHJKL", strict=True)),
    **dict(zip(range(44, 51), "ZXCVBNM", strict=True)),
    13: "=",
    51: ",",
    52: ".",
    53: "/",
}

# macOS: virtual key codes of the ANSI layout.
_MAC = {
    **dict(zip((18, 19, 20, 21, 23, 22, 26, 28, 25, 29), "1234567890", strict=True)),
    **dict(zip((12, 13, 14, 15, 17, 16, 32, 34, 31, 35), "QWERTYUIOP", strict=True)),
    **dict(zip((0, 1, 2, 3, 5, 4, 38, 40, 37), "ASDFGHJKL", strict=True)),
    **dict(zip((6, 7, 8, 9, 11, 45, 46), "ZXCVBNM", strict=True)),
    24: "=",
    43: ",",
    47: ".",
    44: "/",
}


def physical_character(scan_code: int, virtual_key: int, platform: str = sys.platform) -> str:
    """What is printed on this key of a US keyboard; empty when it is no key of the main block or not known."""
    if platform == "darwin":
        # Code 0 is the letter A, and also what events carry that no keyboard made: those have no scan code
        # either.
        return _MAC.get(virtual_key, "") if virtual_key or scan_code else ""
    if platform == "win32":
        return _MAIN.get(scan_code, "")
    return _MAIN.get(scan_code - 8, "")


def may_fall_back(character: str) -> bool:
    """Whether a typed character leaves open which key was meant: plain Latin letters and digits do not."""
    return not (character.isascii() and character.isalnum())
