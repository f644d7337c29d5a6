#!/bin/sh
# Set up .venv: `scripts/setup.sh run` for what a build needs, `scripts/setup.sh dev` for the checks too.
#
# Needs python3 (3.11 or newer). What Debian keeps in packages of its own (venv, Pango) comes through apt where this
# user may install, else the one line to type is printed. Does nothing where all is in place. What apt and pip say goes
# to build/setup.log, and its end to the screen if one of them fails.
#   PYTHON=python3.13   the interpreter to make .venv with
#   APT=no              never install system packages
#   GOALS=setup         what make was called for: if it was the setup alone, the last line says what to type next
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-run}
lock=requirements/$purpose.txt
schemas=requirements/schemas.txt
stamp=.venv/octavo-$purpose
log=build/setup.log
python=${PYTHON:-python3}

say() { printf '==> %s\n' "$*"; }
stop() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}
# quietly COMMAND...: run it with its words in the log; if it fails, show the end of them.
quietly() {
    printf '\n$ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 && return
    tail -n 25 "$log" >&2
    return 1
}

[ -f "$lock" ] || stop "no such set of requirements: $purpose (run or dev)"
command -v "$python" >/dev/null || stop "$python is not installed; Octavo needs Python 3.11 or newer"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$python is Python $version; Octavo needs 3.11 or newer (make PYTHON=python3.13 ...)"

# A .venv holds for one interpreter in one place; the stamp, for the locked packages and the project's own metadata too.
interpreter=$("$python" -c 'import os, sys; print(sys.version.split()[0], sys.executable, os.getcwd())')
state=$({ printf '%s\n' "$interpreter" && cat "$lock" "$schemas" pyproject.toml hatch_build.py; } | cksum)

# Print the Debian packages whose modules or libraries this interpreter does not find.
missing() {
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        case $(command -v "$python") in
        */python3) echo python3-venv ;;
        *) echo "python$version-venv" ;;
        esac
    fi
    [ "$(uname -s)" = Linux ] || return 0
    "$python" - <<'EOF'
import ctypes

for package, library in (
    ("libpango-1.0-0", "libpango-1.0.so.0"),
    ("libpangoft2-1.0-0", "libpangoft2-1.0.so.0"),
    ("libharfbuzz-subset0", "libharfbuzz-subset.so.0"),
):
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
EOF
}

# Print the Debian packages that press files need: Ghostscript measures ink, and libgs-common has an ICC profile for CMYK.
for_press() {
    [ "$(uname -s)" = Linux ] || return 0
    command -v gs >/dev/null || echo ghostscript
    [ -z "$(find -L /usr/share/color /usr/local/share/color -name default_cmyk.icc 2>/dev/null)" ] || return 0
    echo libgs-common
}

# Print the Debian packages of the programs with which tests have our PDFs judged by others; without them they skip.
for_tests() {
    [ "$purpose" = dev ] && [ "$(uname -s)" = Linux ] || return 0
    for each in qpdf:qpdf java:default-jre-headless; do
        command -v "${each%%:*}" >/dev/null || echo "${each##*:}"
    done
    for each in preflight:libpdfbox2-java fontbox2:libfontbox2-java commons-logging:libcommons-logging-java \
        javax.activation:libactivation-java jaxb-api:libjaxb-api-java; do
        [ -e "/usr/share/java/${each%%:*}.jar" ] || echo "${each##*:}"
    done
}

as_line() { tr '\n' ' ' | sed 's/ $//'; }

# Tell whether this user may install Debian packages, and set as_root to what that takes.
may_install() {
    as_root=""
    [ "${APT:-yes}" != no ] && command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return 0
    as_root="sudo -n"
    sudo -n true 2>/dev/null
}

fetch() {
    say "Installing from Debian: $*"
    # Held back by another apt at work (a machine just booted)? Wait for it.
    # shellcheck disable=SC2086 # as_root may be empty
    quietly $as_root apt-get -o DPkg::Lock::Timeout=120 update &&
        quietly $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
}

native() {
    packages=$(missing | as_line)
    [ -n "$packages" ] || return 0
    command -v apt-get >/dev/null || stop "needed from this system's own packages (Debian's names): $packages"
    if ! may_install; then
        line="apt-get update && apt-get install -y --no-install-recommends $packages"
        printf '\nSome Debian packages are missing. Type this one line, then run make again:\n\n' >&2
        if [ "$(id -u)" = 0 ]; then
            printf '    %s\n\n' "$line" >&2
        elif command -v sudo >/dev/null; then
            printf '    sudo sh -c "%s"\n\n' "$line" >&2
        else
            printf '    su -c "%s"\n\n' "$line" >&2
        fi
        exit 1
    fi
    # shellcheck disable=SC2086 # each word is a package
    fetch $packages
    [ -z "$(missing)" ] || stop "still not found after installing: $(missing | as_line)"
}

# wish PACKAGES WORDS: install packages that setting up does not depend on; where that cannot be, say what is missing.
wish() {
    [ -n "$1" ] || return 0
    # shellcheck disable=SC2086 # each word is a package
    if ! may_install || ! fetch $1; then
        say "$2: $1"
    fi
}

packages() {
    if [ "$(cat .venv/made-by 2>/dev/null)" != "$interpreter" ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        say "Making .venv with Python $version"
        rm -rf .venv
        "$python" -m venv .venv
        printf '%s\n' "$interpreter" >.venv/made-by
    fi
    say "Installing the $(grep -c '==' "$lock") packages of $lock into .venv"
    # --isolated is left out on purpose: a site's own index, proxy and certificates come by pip's settings.
    quietly .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
        -r "$lock" || stop "pip failed, see above; all that it said is in $log"
    say "Unpacking the schemas of $schemas into .venv/schemas"
    quietly .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
        --no-deps --upgrade --target .venv/schemas -r "$schemas" || stop "pip failed, see above; all is in $log"
    say "Installing Octavo itself, from this folder"
    quietly .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-build-isolation --no-deps -e . ||
        stop "pip failed, see above; all that it said is in $log"
}

# Say what to type next, if setting up was all that was asked for.
next() {
    case ${GOALS:-} in
    setup) say 'Next: .venv/bin/octavo new my-workshop, or make report' ;;
    setup-dev) say 'Next: make test, or .venv/bin/octavo new my-workshop' ;;
    esac
}

if [ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && [ -d src/octavo/typesetting/faces ] && [ -z "$(missing)" ]; then
    next
    exit 0
fi
mkdir -p build && : >"$log"
began=$(date +%s)
case $purpose in run) size='550 MB' ;; *) size='1.1 GB' ;; esac
say "Setting up Octavo: this takes one to five minutes, and $size in .venv"
native
wish "$(for_press | as_line)" "Press files (--for press) cannot be made or checked whole until these are installed (Debian's names)"
wish "$(for_tests | as_line)" 'Some tests will skip: they have PDFs judged by programs of these packages (of Debian)'
packages
printf '%s\n' "$state" >"$stamp"
say "Set up in $(($(date +%s) - began)) s: .venv ($purpose)"
next
