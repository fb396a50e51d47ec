"""The screens, in Qt. They import hdclient, never the other way round."""

import builtins

_plain_import = builtins.__import__

import shiboken6  # noqa: E402  (after the line above)

# WORKAROUND: PySide6 6.11 puts an import of its own in place of Python's, which looks into the source of every module
# for the word "PySide6", to know whether `from __feature__ import snake_case` is wanted: a fifth of the whole start.
# Nothing here uses it. It can go when PySide6 asks only modules that use `__feature__`.
builtins.__import__ = _plain_import
assert shiboken6
