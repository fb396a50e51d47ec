"""The screens, in Qt. They import hdclient, never the other way round."""

import builtins
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

_plain_import = builtins.__import__

_LIB = "shibokensupport.signature.lib"
_GENERATOR = {("enum_sig",), ("pyi_generator",)}


def _import_without_generator(
    name: str,
    globals: Mapping[str, object] | None = None,
    locals: Mapping[str, object] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    """As Python's own; but an empty module stands for what PySide6 writes its type stubs with."""
    if name != _LIB or fromlist is None or tuple(fromlist) not in _GENERATOR:
        return _plain_import(name, globals, locals, fromlist, level)
    package = _plain_import(name, globals, locals, ("tool",), level)
    empty = ModuleType(f"{_LIB}.{fromlist[0]}")
    empty.__spec__ = ModuleSpec(empty.__name__, None)
    sys.modules[empty.__name__] = empty
    setattr(package, fromlist[0], empty)
    return package


# WORKAROUND: PySide6 6.11 compiles and imports the generator of its type stubs at every start, and argparse and logging
# with it: a twentieth of the whole start. Only `pyside6-genpyi` uses it. It can go when PySide6 imports it late.
builtins.__import__ = _import_without_generator
try:
    import shiboken6
finally:
    # WORKAROUND: PySide6 6.11 puts an import of its own in place of Python's, which looks into the source of every
    # module for the word "PySide6", to know whether `from __feature__ import snake_case` is wanted: a fifth of the
    # whole start. Nothing here uses it. It can go when PySide6 asks only modules that use `__feature__`.
    builtins.__import__ = _plain_import
assert shiboken6
