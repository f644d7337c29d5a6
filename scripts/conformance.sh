#!/bin/sh
# Have the finished PDFs judged by other people's programs: scripts/conformance.sh [PDF...]; without any, all of build/.
#
#   qpdf         the syntax of each file
#   Ghostscript  whether each page can be drawn without a word of complaint
#   veraPDF      PDF/A-3A and PDF/UA-1, of those that claim it
#   page-validation, outloud  what each file claims, and how a screen reader reads it (scripts/second_judges.py)
#   PDFBox       PDF/A-1b, of what scripts/first_part.py makes of those that claim PDF/A
#   schemas      of Crossref, DataCite, JATS, ONIX and others: metadata in build/ (octavo export, octavo release)
# A program that is not installed is named and passed over. Exit status: 1 if any program found any fault.
set -u
cd "$(dirname "$0")/.." || exit 1
python=.venv/bin/python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
faults=0

say() { printf '==> %s\n' "$*"; }
absent() { printf '    %s\n' "not installed, so not asked: $*"; }
# fault FILE PROGRAM: count a fault, and show the first lines of what the program said.
fault() {
    faults=$((faults + 1))
    printf '    %s: %s\n' "$1" "$2"
    sed 's/^/        /' "$work/said" | head -n 12
}
claims() { "$python" -c '
import sys, pikepdf
with pikepdf.open(sys.argv[1]) as pdf, pdf.open_metadata() as said:
    sys.exit(not (said.pdfa_status if sys.argv[2] == "a" else said.get("pdfuaid:part")))' "$1" "$2"; }

[ $# -gt 0 ] || set -- build/*/*.pdf build/*/offprints/*.pdf build/*/press/*.pdf
for each; do
    shift
    [ ! -e "$each" ] || set -- "$@" "$each"
done
[ $# -gt 0 ] || { echo 'conformance: no PDF in build/: run make reports first' >&2 && exit 1; }

say "qpdf --check: $# files"
if command -v qpdf >/dev/null; then
    for pdf; do
        qpdf --check "$pdf" >"$work/said" 2>&1 || fault "$pdf" 'qpdf finds fault'
    done
else
    absent qpdf
fi

say "Ghostscript: $# files"
if command -v gs >/dev/null; then
    for pdf; do
        # It tells of each page that it was drawn; with -q, what it says is a warning or an error. Newer ones say
        # nothing of an error unless they are to stop at it.
        gs -q -dSAFER -dNOPAUSE -dBATCH -dPDFSTOPONERROR -sDEVICE=nullpage "$pdf" >"$work/said" 2>&1
        status=$?
        { [ $status = 0 ] && [ ! -s "$work/said" ]; } || fault "$pdf" 'Ghostscript complains'
    done
else
    absent ghostscript
fi

say 'veraPDF: PDF/A-3A and PDF/UA-1'
if command -v verapdf >/dev/null; then
    for pdf; do
        for flavour in a:3a ua:ua1; do
            claims "$pdf" "${flavour%%:*}" || continue
            verapdf --format text --flavour "${flavour##*:}" "$pdf" >"$work/said" 2>&1
            grep -q '^PASS' "$work/said" || fault "$pdf" "veraPDF finds fault (${flavour##*:})"
        done
    done
else
    absent 'veraPDF (https://verapdf.org)'
fi

say 'page-validation and outloud: PDF/A-3A, PDF/UA-1 and reading aloud'
for pdf; do
    "$python" scripts/second_judges.py "$pdf" >"$work/said" 2>&1 || fault "$pdf" 'a second judge finds fault'
done

say 'Apache PDFBox Preflight: PDF/A-1b'
jars=
for name in preflight xmpbox pdfbox2 fontbox2 commons-logging javax.activation jaxb-api; do
    [ ! -e "/usr/share/java/$name.jar" ] || jars=$jars:/usr/share/java/$name.jar
done
if command -v java >/dev/null && [ -e /usr/share/java/preflight.jar ]; then
    "$python" scripts/first_part.py --output "$work/first" "$@" >/dev/null || faults=$((faults + 1))
    for pdf in "$work"/first/*.pdf; do
        [ -e "$pdf" ] || continue
        java -cp "${jars#:}" org.apache.pdfbox.preflight.Validator_A1b "$pdf" >"$work/said" 2>"$work/log" ||
            fault "$(basename "$pdf")" 'PDFBox finds fault'
    done
else
    absent 'PDFBox Preflight (libpdfbox2-java, libfontbox2-java, libcommons-logging-java, libactivation-java,' \
        'libjaxb-api-java, default-jre-headless)'
fi

say 'Metadata, against the schemas of those who receive it'
for file in build/*/metadata/*; do
    [ -e "$file" ] || continue
    "$python" scripts/check_metadata.py "$file" >"$work/said" 2>&1 || fault "$file" 'its schema is not kept'
done

[ "$faults" = 0 ] || { say "$faults faults" && exit 1; }
say 'No faults'
