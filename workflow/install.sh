#!/bin/sh
# Sets up a virtual environment with the pinned packages: install.sh PYTHON VENV [EXTRAS]
set -eu
python=$1 venv=$2 extras=${3:-dev,live,s3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "eeg2music needs Python 3.11 or newer; $python is $("$python" --version 2>&1)." >&2
    echo "Name another one: make PYTHON=python3.12 ..." >&2
    exit 1
}
"$python" -m venv "$venv" || {
    echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2
    exit 1
}
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt uv

# uv reads settings of its own: hand it those that pip was given.
from_pip() {
    eval "own=\${$1:-} given=\${$2:-}"
    if [ -z "$own" ] && [ -n "$given" ]; then export "$1=$given"; fi
}
from_pip UV_FIND_LINKS PIP_FIND_LINKS
from_pip UV_DEFAULT_INDEX PIP_INDEX_URL
from_pip UV_INDEX PIP_EXTRA_INDEX_URL
from_pip SSL_CERT_FILE PIP_CERT
# Byte-code is compiled once, here: each job is a process that imports, and some machines keep none.
"$venv/bin/uv" pip install --compile-bytecode --python "$venv/bin/python" -c constraints.txt -e ".[$extras]"
"$venv/bin/python" -m compileall -q src/eeg2music
