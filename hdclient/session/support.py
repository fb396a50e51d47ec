"""The report of a problem: what support needs to know of program, computer and store, as text that anybody can read.

By construction without content: versions, names of settings with numbers or words of a fixed list, counts, states,
kinds and times. No task's or person's name or id, no address, no path, no token, no message of anybody.
"""

from __future__ import annotations

import platform
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import metadata

from hdclient import __version__
from hdclient.config import SETTINGS, Config, default_data_dir
from hdclient.errors import HdError
from hdclient.model.chain import LogKind
from hdclient.store import Store
from hdclient.store.facts import pinned_keys
from hdclient.store.migrating import newest_version

LOG_LINES = 100
INTRO = (
    "hdclient report. It holds versions, counts, states and times. It holds no content of tasks, no answers,",
    "no names of people, campaigns or tasks, no addresses, no paths and no tokens.",
    "Read it before you give it away.",
)
_PACKAGES = (
    *("PySide6-Essentials", "apsw-sqlite3mc", "cryptography", "httpx", "keyring", "msgspec", "pydantic"),
    *("markdown-it-py", "pygments", "rapidfuzz", "truststore"),
)
_SHOWN = re.compile(r"(look|keys|read|code|scroll)\.[a-z_]{1,30}")
_PLAIN_VALUES = re.compile(r"[a-z_]{1,12}")


def report(
    config: Config,
    store: Store | None = None,
    *,
    trouble: Sequence[HdError] = (),
    link: str = "",
    diary: Sequence[str] = (),
    screens: Sequence[tuple[str, str]] = (),
) -> str:
    """The whole text. `screens`: facts that only the window knows (Qt, display); `link`: the connection's state."""
    parts = [("Program and computer", [*_machine(), *screens]), ("Settings", list(_settings(config)))]
    if trouble:
        parts.append(("Trouble", [("kind", type(error).__name__) for error in trouble]))
    if store is not None:
        parts += [("Saved work", list(_store(store))), ("Preferences", list(_preferences(store)))]
    if link:
        parts.append(("Connection", [("state", link)]))
    lines = list(INTRO)
    for title, facts in parts:
        width = max((len(name) for name, _ in facts), default=0)
        lines += ["", title, *(f"  {name:<{width}}  {value}" for name, value in facts)]
    lines += ["", "What happened in this run", *(f"  {line}" for line in diary or ("nothing was noted",))]
    if store is not None:
        lines += ["", f"Last events of tasks (at most {LOG_LINES}, tasks numbered anew)", *_events(store)]
    return "\n".join(lines) + "\n"


def _machine() -> Iterator[tuple[str, str]]:
    yield "hdclient", __version__
    yield "installed as", "bundle" if getattr(sys, "frozen", False) else "Python package"
    yield "system", f"{platform.system()} {platform.release()} {platform.machine()}"
    yield "Python", platform.python_version()
    yield "store format", str(newest_version())
    for name in _PACKAGES:
        try:
            yield name, _version(name)
        except metadata.PackageNotFoundError:
            yield name, "not found"


def _version(package: str) -> str:
    """As `metadata.version`, which reads the whole description of the package for it."""
    text = metadata.distribution(package).read_text("METADATA") or ""
    found = re.search(r"^Version: (.+)$", text.partition("\n\n")[0], re.MULTILINE)
    return found[1].strip() if found else "not told"


def _settings(config: Config) -> Iterator[tuple[str, str]]:
    """Numbers and words of a fixed list as they are; of any other text only whether there is one."""
    for setting in SETTINGS:
        value = getattr(config, setting.name)
        if isinstance(value, int):
            said = str(value)
        elif setting.choices:
            said = value if value in setting.choices else "other"
        else:
            said = "set" if value and value != default_data_dir() else "not set"
        yield setting.name, said


def _store(store: Store) -> Iterator[tuple[str, str]]:
    yield "read only", "yes" if store.read_only else "no"
    yield "hours open in all", str(store.elapsed_ms() // 3_600_000)
    for state, number in sorted(store.submissions.counts().items()):
        yield f"submissions {state}", str(number)
    facts = store.numbers.all()
    for name, number in facts.items():
        yield name, str(number)
    yield "platform keys known", str(len(pinned_keys(store.meta)))


def _preferences(store: Store) -> Iterator[tuple[str, str]]:
    """Those of the window that are switches, numbers or single words; of others only how many there are."""
    others = 0
    for name, value in sorted(store.settings.all().items()):
        plain = isinstance(value, int | float) or (isinstance(value, str) and _PLAIN_VALUES.fullmatch(value))
        if _SHOWN.fullmatch(name) and plain:
            yield name, str(value).lower()
        else:
            others += 1
    yield "others", str(others)


def _events(store: Store) -> Iterator[str]:
    """Kinds and numbers only. Tasks get numbers of their own here, which tell which lines belong together."""
    known: dict[str, int] = {}
    kinds = {kind.value for kind in LogKind}
    counts: Counter[str] = Counter()
    for task_id, line in store.log.newest(LOG_LINES):
        number = known.setdefault(task_id, len(known) + 1)
        kind = line.kind if line.kind in kinds else "other"
        counts[kind] += 1
        numbers = " ".join(
            f"{name}={value}" for name, value in sorted(line.facts.items()) if isinstance(value, int)
        )
        yield f"  task {number:<4} line {line.n:<4} +{line.elapsed_ms // 1000}s {kind} {numbers}".rstrip()
    if not counts:
        yield "  none"
