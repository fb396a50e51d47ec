"""The screens, in Qt. They import hdclient, never the other way round."""

import sys

import shiboken6


def _leave_sources_unread() -> None:
    """Spares PySide6 the reading of every module's source at its import: a fifth of the whole start.

    WORKAROUND: PySide6 6.11 looks in the source of each module that is imported after it for the word "PySide6", to
    know whether the module may switch `snake_case` and `true_property` on. Nothing here does. It can go when PySide6
    asks only modules that use `__feature__`.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False


_leave_sources_unread()
assert shiboken6
