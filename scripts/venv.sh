#!/bin/sh
# Make a virtual environment with a Python that is new enough, or say in one sentence what is missing.
# Usage: scripts/venv.sh FOLDER      (PYTHON=... in the environment is tried first)
set -eu

folder=${1:?usage: scripts/venv.sh FOLDER}
without_venv=

# A name on the PATH proves nothing: a version manager's shim may stand for no Python at all. So ask it.
runs() {
    "$1" -c "$2" </dev/null >/dev/null 2>&1
}

new_enough() {
    runs "$1" 'import sys; sys.exit(sys.version_info < (3, 12))'
}

# Make the environment with this Python and finish, if it will do.
try() {
    new_enough "$1" || return 0
    if ! runs "$1" 'import ensurepip, venv'; then
        without_venv=$1
        return 0
    fi
    echo "Making $folder with $("$1" --version) ($1)." >&2
    exec "$1" -m venv --clear "$folder"
}

if new_enough "$folder/bin/python"; then exit 0; fi

if [ -n "${PYTHON:-}" ]; then
    new_enough "$PYTHON" || echo "PYTHON=$PYTHON is not Python 3.12 or newer: looking for another." >&2
    try "$PYTHON"
fi
for python in python3.12 python3.13 python3; do
    try "$python"
done
# pyenv keeps its Pythons here, also those that are not selected.
for python in "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
    try "$python"
done
# uv knows of more, and can fetch one.
if command -v uv >/dev/null 2>&1; then
    find_with_uv="uv python find --system --no-project >=3.12"
    python=$($find_with_uv 2>/dev/null) || python=$(uv python install 3.12 >&2 && $find_with_uv) || python=
    try "$python"
fi

if [ -n "$without_venv" ]; then
    echo "$without_venv cannot make virtual environments: install its venv module (Debian, Ubuntu: apt install python3-venv), then run this again." >&2
else
    echo "dealsim needs Python 3.12 or newer and found none: install it (Debian, Ubuntu: apt install python3.12-venv; macOS: brew install python@3.12; anywhere: pyenv install 3.12, or uv python install 3.12), or name one with PYTHON=/path/to/python, then run this again." >&2
fi
exit 1
