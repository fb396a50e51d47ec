"""The screens, in Qt. They import hdclient, never the other way round."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import Loader

_plain_import = builtins.__import__

_FEATURE = "shibokensupport.feature"
_SIGNATURE = "shibokensupport.signature"
_GENERATOR = (f"{_SIGNATURE}.lib.enum_sig", f"{_SIGNATURE}.lib.pyi_generator")
_EXPLAINING = (
    f"{_SIGNATURE}.lib.tool",
    *(f"{_SIGNATURE}.{name}" for name in ("mapping", "errorhandler", "layout", "parser")),
)


class _Later(ModuleType):
    """A module that is run when something in it is first asked for."""

    def __init__(self, name: str, loader: Loader) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, loader)
        self.__loader__ = loader

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self.run()
        return getattr(self, name)

    def run(self) -> None:
        """From now on it is a module as any other."""
        loader = self.__loader__
        self.__spec__ = ModuleSpec(self.__name__, loader)  # PySide gives it another name meanwhile
        self.__class__ = ModuleType
        assert loader is not None
        loader.exec_module(self)


def _later(name: str, loader: Loader) -> ModuleType:
    found = _Later(name, loader)

    def update_mapping() -> None:
        found.run()
        found.update_mapping()

    if name.endswith(".mapping"):
        vars(found)["update_mapping"] = update_mapping  # PySide looks into its dictionary for this one
    return found


def _import_without_explanations(
    name: str,
    globals: Mapping[str, object] | None = None,
    locals: Mapping[str, object] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    """As Python's own; but what PySide6 asks for and does not need yet has a stand-in."""
    if name == "inspect" and globals is not None and globals.get("__name__") == _FEATURE:
        return _no_sources()
    if fromlist and len(fromlist) == 1:
        found = _stand_in(name, fromlist[0])
        if found is not None:
            package = _plain_import(name, globals, locals, ("__name__",), level)
            sys.modules[found.__name__] = found
            setattr(package, fromlist[0], found)
            return package
    return _plain_import(name, globals, locals, fromlist, level)


def _no_sources() -> ModuleType:
    """In place of `inspect`, for the search for the word "PySide6" that is told of at the end of this file."""

    def getsource(_module: object) -> str:
        raise OSError

    stand_in = ModuleType("inspect")
    vars(stand_in)["getsource"] = getsource
    return stand_in


def _stand_in(package: str, name: str) -> ModuleType | None:
    """None for a good module, or where it has been read already."""
    whole = f"{package}.{name}"
    if whole in sys.modules:
        return None
    if whole in _GENERATOR:
        empty = ModuleType(whole)
        empty.__spec__ = ModuleSpec(whole, None)
        return empty
    spec = find_spec(whole) if whole in _EXPLAINING else None
    return _later(whole, spec.loader) if spec is not None and spec.loader is not None else None


# WORKAROUND: PySide6 6.11 compiles and imports at every start its generator of type stubs, with argparse and logging,
# and what it explains wrong calls with, with `inspect`: a tenth of the whole start. Only `pyside6-genpyi` uses the
# first, only a call that fails the second. It can go when PySide6 imports both late.
builtins.__import__ = _import_without_explanations
try:
    import shiboken6
finally:
    # WORKAROUND: PySide6 6.11 puts an import of its own in place of Python's, which looks into the source of every
    # module for the word "PySide6", to know whether `from __feature__ import snake_case` is wanted: a fifth of the
    # whole start. Nothing here uses it. It can go when PySide6 asks only modules that use `__feature__`.
    builtins.__import__ = _plain_import
assert shiboken6
