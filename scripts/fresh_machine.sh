#!/usr/bin/env bash
# Prove that a clean clone works on a machine with nothing but Python and make, in Debian chroots.
#
#   sudo scripts/fresh_machine.sh [--work DIR] [--suites "bookworm trixie"] [--cases "root user"] [--targets "report test"]
#
# Needs root and debootstrap. Cases:
#   root        as root: what is missing is installed through apt
#   user        as an ordinary user without sudo: make must name the one line to type; root types it; make again
#   root-venv, user-venv   the same where python3-venv is there already
# The environment inside is empty but for HOME, PATH and what a network asks for: pip's settings, proxies, certificates.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${TMPDIR:-/tmp}/octavo-fresh
suites="bookworm trixie"
cases="root user root-venv user-venv"
targets="report test"
mirror=http://deb.debian.org/debian
while [ $# -gt 0 ]; do
    case $1 in
    --work | --suites | --cases | --targets | --mirror) printf -v "${1#--}" '%s' "${2:?$1 needs a value}" && shift 2 ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2 ;;
    esac
done
[ "$(id -u)" = 0 ] || { echo 'fresh_machine: debootstrap and chroot need root' >&2 && exit 1; }
command -v debootstrap >/dev/null || { echo 'fresh_machine: apt-get install debootstrap' >&2 && exit 1; }
mkdir -p "$work/logs"

# A minimal system, made once per suite and copied for every case.
base() {
    [ ! -e "$work/base/$1/.done" ] || return 0
    mkdir -p "$work/base"
    rm -rf "${work:?}/base/$1"
    debootstrap --variant=minbase --include=python3,make "$1" "$work/base/$1" "$mirror" >"$work/logs/debootstrap-$1.log"
    touch "$work/base/$1/.done"
}

passed_on=()
while IFS='=' read -r -d '' name value; do
    case $name in
    PIP_CERT | SSL_CERT_FILE | REQUESTS_CA_BUNDLE | CURL_CA_BUNDLE) passed_on+=("$name=/etc/host-certificates.crt") ;;
    PIP_FIND_LINKS | PIP_CONSTRAINT) ;; # paths of this machine
    PIP_* | http_proxy | https_proxy | no_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY) passed_on+=("$name=$value") ;;
    esac
done < <(env -0)

# within ROOT USER COMMAND: run in the chroot with its own mounts and process tree, in a clean environment.
within() {
    local root=$1 user=$2 home=/home/$2
    [ "$user" != root ] || home=/root
    unshare --mount --pid --fork bash -euc '
        mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/dev/shm" -o mode=1777
        root=$1 user=$2 command=$3 && shift 3
        exec chroot --userspec="$user:$user" "$root" /usr/bin/env -i "$@" sh -c "cd /srv/octavo && $command"
    ' fresh "$root" "$user" "$3" HOME="$home" USER="$user" \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${passed_on[@]}" </dev/null
}

machine() {
    local root=$work/$1-$2
    rm -rf "$root"
    cp -a --reflink=auto "$work/base/$1" "$root"
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    [ ! -e "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" ] ||
        cp -L "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$root/etc/host-certificates.crt"
    chroot "$root" useradd --create-home --shell /bin/sh author
    git clone --quiet --no-local "$here" "$root/srv/octavo"
    case $2 in
    *-venv) within "$root" root 'apt-get -q update && apt-get -qy install --no-install-recommends python3-venv' ;;
    esac
    case $2 in
    user*) chroot "$root" chown -R author:author /srv/octavo ;;
    esac
}

failed=0
step() {
    local started=$SECONDS name=$1 log=$work/logs/$1.log
    shift
    if "$@" >"$log" 2>&1; then
        printf '%-36s ok      %4d s\n' "$name" $((SECONDS - started))
    else
        printf '%-36s FAILED  %4d s   %s\n' "$name" $((SECONDS - started)) "$log"
        failed=1
        return 1
    fi
}

# One line to type: printed on refusal, indented by four, as `su -c "…"` or `sudo …`.
type_the_line() {
    local root=$1 log=$2 line
    if within "$root" author "make ${targets%% *}"; then echo 'it did not refuse' && return 1; fi >"$log" 2>&1
    line=$(sed -n 's/^    su -c "\(.*\)"$/\1/p' "$log")
    [ -n "$line" ] || { cat "$log" && return 1; }
    echo "$line"
    within "$root" root "$line"
}

for suite in $suites; do
    base "$suite"
    for case in $cases; do
        name=$suite-$case root=$work/$suite-$case user=root
        step "$name-clone" machine "$suite" "$case" || continue
        case $case in user*)
            user=author
            step "$name-line" type_the_line "$root" "$work/logs/$name-refusal.log" || continue
            ;;
        esac
        for target in $targets; do
            step "$name-make-$target" within "$root" "$user" "make $target" || true
        done
        step "$name-again" within "$root" "$user" "make ${targets%% *}" || true
    done
done
exit $failed
