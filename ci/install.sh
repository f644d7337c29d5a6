#!/bin/sh
# Install Octavo from this checkout on a build server, with what press files need if OCTAVO_FOR says press.
set -eu
exec </dev/null
cd "$(dirname "$0")/.."
scripts/setup.sh run
[ "${OCTAVO_FOR:-screen}" = press ] || exit 0

# Ghostscript measures ink; libgs-common has the ICC profile of the usual printer.
if ! command -v gs >/dev/null || [ -z "$(find /usr/share/color/icc -name default_cmyk.icc 2>/dev/null)" ]; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    $as_root apt-get -q -o DPkg::Lock::Timeout=120 update
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qy -o DPkg::Lock::Timeout=120 install --no-install-recommends ghostscript libgs-common
fi
