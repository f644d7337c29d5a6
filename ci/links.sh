#!/bin/sh
# Add to the summary of a step on GitHub where the pages and the products of the job can be seen, if they were kept.
set -eu
[ -z "${OCTAVO_PAGES_URL:-}" ] || printf '[See every page](%s)\n\n' "$OCTAVO_PAGES_URL" >>"$GITHUB_STEP_SUMMARY"
[ -z "${OCTAVO_PRODUCTS_URL:-}" ] || printf '[Download what was made](%s)\n\n' "$OCTAVO_PRODUCTS_URL" >>"$GITHUB_STEP_SUMMARY"
