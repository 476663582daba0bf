#!/bin/sh
# Make .venv hold exactly the packages of one requirements file: sh venv.sh requirements.txt
# Quick when it does already: the stamp in .venv is the file's checksum. Plain sh, because nothing is installed yet.
set -eu
wanted=$1
venv=.venv

fail() { printf '\n%s\n\n' "$1" >&2; exit 1; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.14 python3.12 python3.11 python}; do
        if is_new_enough "$candidate"; then echo "$candidate"; return; fi
    done
    found=$("${PYTHON:-python3}" --version 2>/dev/null) || found="none"
    fail "Python 3.11 or newer is needed, and here is $found: install one from your system or python.org, or name it with PYTHON=/path/to/python3."
}

make_venv() {
    python=$(find_python)
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "This Python cannot make a virtual environment: install its venv module (Debian, Ubuntu: sudo apt-get install python3-venv) and try again."
    echo "Making $venv with $("$python" --version) ..."
    # --clear: what an interrupted first try or an older Python left is of no use.
    "$python" -m venv --clear "$venv" ||
        fail "Python could not make $venv: is there room on the disk, and may you write here?"
}

checksum=$(cksum <"$wanted")
stamp=$venv/$wanted.installed
[ -x "$venv/bin/python" ] && is_new_enough "$venv/bin/python" || make_venv
[ "$(cat "$stamp" 2>/dev/null)" = "$checksum" ] && exit 0

echo "Installing $wanted ..."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$wanted" ||
    fail "The packages in $wanted could not be installed, see above: is the network there, and room on the disk?"
# The development file contains the other one; what one installs may have changed the other's versions.
rm -f "$venv"/requirements*.installed
echo "$checksum" >"$stamp"
[ "$wanted" != requirements-dev.txt ] || cksum <requirements.txt >"$venv/requirements.txt.installed"
