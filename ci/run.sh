#!/usr/bin/env bash
# Check, build or release workshops on a build server; the settings come as variables, and no value is ever evaluated.
#
#   OCTAVO_SERVER      github or gitlab
#   OCTAVO_COMMAND     check, build or release
#   OCTAVO_WORKSHOPS   one a line; empty for all of reports/
#   OCTAVO_FOR         screen or press        OCTAVO_PRINTER   name of a profile, or empty
#   OCTAVO_STRICT      true or false          OCTAVO_NAME      begins the name of the page that shows what was made
#   OCTAVO_OUT         folder for all that is kept of the job
#   OCTAVO             the program, if it is not on the PATH
#
# Runs in the project's folder and ends with the exit code of the command. Leaves in OCTAVO_OUT: products/, if all went
# well; NAME-pages.html and summary.md; on GitLab code-quality.json and preflight.xml. On GitHub findings are printed as
# annotations, and the summary of the step and outputs are written.
set -euo pipefail
exec </dev/null # whatever would ask a question is told at once that nobody answers

octavo=${OCTAVO:-octavo} server=${OCTAVO_SERVER:-} command=${OCTAVO_COMMAND:-release} name=${OCTAVO_NAME:-octavo}
strict=${OCTAVO_STRICT:-false} use=${OCTAVO_FOR:-screen} printer=${OCTAVO_PRINTER:-} out=${OCTAVO_OUT:-}

stop() {
    if [ "$server" = github ]; then
        printf '::error title=octavo::%s\n' "$1"
        printf 'exit-code=2\nfailed=true\n' >>"${GITHUB_OUTPUT:-/dev/null}"
    else
        printf 'octavo: %s\n' "$1" >&2
    fi
    exit 2
}
case $server in github | gitlab) ;; *) stop 'OCTAVO_SERVER must be github or gitlab' ;; esac
case $command in check | build | release) ;; *) stop 'the command must be check, build or release' ;; esac
case $strict in true | false) ;; *) stop 'strict must be true or false' ;; esac
case $name in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) stop 'the name must be of letters, digits and . _ -' ;; esac
case $out in *$'\n'* | [!/]* | '') stop 'OCTAVO_OUT must be an absolute path of one line' ;; esac

command -v -- "$octavo" >/dev/null || stop "there is no program '$octavo' on the PATH: install Octavo, or name it in OCTAVO"

page=$out/$name-pages.html summary=$out/summary.md
mkdir -p -- "$out"
rm -rf -- "$out/products" "$out/code-quality.json" "$out/preflight.xml"
held=$(mktemp -d)
trap 'rm -rf -- "$held"' EXIT

workshops=()
while IFS= read -r line; do
    line=${line%$'\r'}
    [ -z "$line" ] || workshops+=("$line")
done <<<"${OCTAVO_WORKSHOPS:-}"
common=(--format "$server" --summary "$summary" --summary "$page")
[ "$strict" = false ] || common+=(--strict)
making=(--for "$use")
[ -z "$printer" ] || making+=(--printer "$printer")

# Hold findings back, and note the paths of products, which are told on standard error.
attempt() {
    rm -f -- "$summary" "$page"
    { "$octavo" "$@" -- "${workshops[@]}" 2>&1 >&3 | tee -- "$held/told" >&2; } 3>"$held/findings"
}

try() {
    case $command in
    check) attempt check "${common[@]}" ;;
    build) attempt build "${making[@]}" "${common[@]}" ;;
    # A release that must fail is told all its faults at once, before any page is set.
    release) attempt check "${common[@]}" && attempt release "${making[@]}" "${common[@]}" ;;
    esac
}

# Keep what was told as made and nothing else: build/ may hold what an older commit left there.
keep_products() {
    mkdir -p -- "$out/products"
    while IFS= read -r made; do
        case $made in */../*) continue ;; build/*) ;; *) continue ;; esac
        [ ! -e "$made" ] || (cd build && cp -R --parents -- "${made#build/}" "$out/products/")
    done <"$held/told"
    [ -n "$(ls -A -- "$out/products")" ] || stop 'nothing was made here: run it in the folder that holds reports/'
}

# What is kept of a release is proved as those prove it who are given it.
prove() {
    "$octavo" verify -- "$out/products"/*/ >&2 && return
    code=$?
    rm -rf -- "$out/products"
}

# GitLab shows what each check said of each file.
judge() {
    local files=()
    while IFS= read -r -d '' file; do files+=("$file"); done < <(find "$out/products" -name '*.pdf' -print0 | sort -z)
    [ ${#files[@]} = 0 ] || (cd "$out/products" && "$octavo" preflight --format junit --output "$out/preflight.xml" \
        -- "${files[@]#"$out/products/"}" >&2)
}

tell_github() {
    cat -- "$held/findings"
    [ "$code" = 0 ] || grep -q '^::error' "$held/findings" ||
        printf '::error title=octavo::octavo ended with exit code %d; the log above tells why\n' "$code"
    [ ! -f "$summary" ] || cat -- "$summary" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
    {
        printf 'exit-code=%d\nfailed=%s\nfolder=%s\n' "$code" "$([ "$code" = 0 ] && echo false || echo true)" "$out"
        [ ! -d "$out/products" ] || printf 'products=%s\n' "$out/products"
        [ ! -f "$page" ] || printf 'page=%s\n' "$page"
    } >>"${GITHUB_OUTPUT:-/dev/null}"
}

code=0
try || code=$?
if [ "$code" = 0 ] && [ "$command" != check ]; then
    keep_products
    [ "$command" = build ] || prove
    [ "$server" = github ] || [ "$code" != 0 ] || judge || code=$?
fi
if [ "$server" = github ]; then tell_github; else cp -- "$held/findings" "$out/code-quality.json"; fi
exit "$code"
