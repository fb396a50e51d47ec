#!/bin/sh
# Makes .venv with everything that hdclient needs, once. Safe to run again: it does nothing when nothing has changed.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

apt_get() {
    say "Installing with apt: $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    as_root apt-get update >/dev/null 2>&1 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null
}

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"; return 0
        fi
    done
    return 1
}

python=$(find_python) || { say "hdclient needs Python 3.11 or newer. Install it (Debian/Ubuntu: apt install python3 python3-venv) and run this again."; exit 1; }

stamp=.venv/.hdclient-setup
wanted=$(cat requirements.lock pyproject.toml packaging/setup.sh | cksum)
if [ "$(cat $stamp 2>/dev/null)" != "$wanted" ]; then
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        say "Making .venv with $("$python" --version)"
        rm -rf .venv
        if ! "$python" -m venv .venv 2>/dev/null; then
            # Debian and Ubuntu ship venv apart from Python.
            minor=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            rm -rf .venv
            { apt_get "python$minor-venv" || apt_get python3-venv; } && "$python" -m venv .venv || {
                say "Python's venv module is missing. Run:  apt install python$minor-venv   and then this again."; exit 1; }
        fi
    fi
    say "Installing the packages of requirements.lock (the first time this takes a minute or two)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    # A plain path to the code: setuptools' own finder would cost every start 15 ms. It warns of that choice.
    PYTHONWARNINGS=ignore .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --no-build-isolation --config-settings editable_mode=compat --editable .
    .venv/bin/python -m compileall -q hdclient ui resources
    printf '%s' "$wanted" > $stamp
fi

# Qt comes with the packages; some libraries of the system under it may be missing on a bare machine.
if [ "$(uname -s)" = Linux ] && ! .venv/bin/python packaging/qt_libraries.py; then
    names=$(.venv/bin/python packaging/qt_libraries.py --packages)
    if command -v apt-get >/dev/null 2>&1 && apt_get $names && .venv/bin/python packaging/qt_libraries.py; then :; else
        say "Qt needs system libraries that are missing here. Run:  sudo apt-get install $names   and then this again."
        exit 1
    fi
fi
