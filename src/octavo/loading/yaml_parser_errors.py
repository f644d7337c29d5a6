"""Put a syntax error of YAML into plain words: the parser's complaint in, a finding out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from yaml import MarkedYAMLError

from ..findings.finding import Finding, Place

_QUOTE_HINT = "put the text in double quotes"
# The parser gives no codes, so its problems are told apart by their whole text.
_PARSER_ERRORS = {
    "mapping values are not allowed in this context": (
        "a colon stands where none can",
        f'{_QUOTE_HINT} if it holds a colon, as in title: "Safety: a review"; or mend the indentation of this line',
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin on the line of its key",
        "put each '- ' on a line of its own below the key, indented by two spaces",
    ),
    "could not find expected ':'": (
        "this line has no colon after its key",
        "write key: value, with a space after the colon; continue a long text indented further than its key",
    ),
    "found unknown escape character": (
        "a backslash in double quotes has a special meaning, and this one is not known",
        "use single quotes around the text, or write \\\\ for a backslash",
    ),
    "did not find expected hexdecimal number": (
        "\\x, \\u and \\U in double quotes need the number of a character",
        "use single quotes around the text, or write \\\\ for a backslash",
    ),
    "did not find expected comment or line break": (
        "after | or > the text begins on the next line",
        "put the text on the lines below, indented by two spaces",
    ),
    "did not find expected '-' indicator": (
        "a key stands among the entries of a list",
        "indent it as far as the keys of the entry above, or begin it with '- ' for an entry of its own",
    ),
    "found undefined tag handle": ("a text begins with !, which has a special meaning", _QUOTE_HINT),
    "did not find expected tag URI": ("a text begins with !, which has a special meaning", _QUOTE_HINT),
    "mapping keys are not allowed in this context": ("a text begins with ?, which has a special meaning", _QUOTE_HINT),
    "found incompatible YAML document": ("this version of YAML is not read", "remove the line that begins with %YAML"),
    "did not find expected <document start>": (
        "this line does not fit what stands above it",
        "begin every top-level key at the left margin",
    ),
}
_INVALID_ESCAPE = "found invalid Unicode character escape code"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{1,4})|\\U([0-9A-Fa-f]{1,8})")
_SURROGATE_PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_MISSING_SPACE = re.compile(r"\s*(?:- +)?([\w-]+):([^\s:/][^:]*)")
_TOO_FAR = "this line is indented further than the key above it"
_UNEVEN = "the indentation of this line fits none above it"
_UNCLOSED = {"did not find expected ',' or ']'": "[", "did not find expected ',' or '}'": "{"}


def explain_syntax_error(error: MarkedYAMLError, file: Path, lines: Sequence[str]) -> Finding:
    """Say what the author wrote amiss and what to write; the place is where it went wrong, not where it was noticed."""
    line, column = _error_position(error, lines)
    if error.problem == _INVALID_ESCAPE:
        column -= len("\\u")  # the mark stands at the number
        return Finding("yaml-syntax", *_explain_escape(lines[line][column:], Place(file, line + 1, column + 1)))
    message, hint = _diagnose_line(error, lines, line, column)
    if message in (_TOO_FAR, _UNEVEN):
        column = _indent_width(lines[line])
    return Finding("yaml-syntax", message, Place(file, line + 1, column + 1), hint)


def _error_position(error: MarkedYAMLError, lines: Sequence[str]) -> tuple[int, int]:
    """Choose the mark that helps: the opening of what was never closed, else the spot of the problem."""
    opening = (
        error.problem == "found unexpected end of stream"
        or error.problem in _UNCLOSED
        or (error.context or "").endswith((" alias", " anchor", " tag", " simple key"))
    )
    mark = (error.context_mark if opening else None) or error.problem_mark or error.context_mark
    if mark is None:
        return 0, 0
    line, column = mark.line, mark.column
    while line > 0 and line < len(lines) and not lines[line][column:].strip() and not lines[line].strip():
        line, column = line - 1, len(lines[line - 1])
    return min(line, len(lines) - 1), column


def _diagnose_line(error: MarkedYAMLError, lines: Sequence[str], line: int, column: int) -> tuple[str, str]:
    text = lines[line]
    rest = text[column:]
    if "\t" in text[: len(text) - len(text.lstrip())]:
        return "a tab is used for indentation", "indent with spaces, two for each level"
    if error.problem == "found unexpected end of stream":
        return "this text opens a quotation mark that is never closed", f"close the text with {rest[:1]} at its end"
    if error.problem in _UNCLOSED:
        opener = _UNCLOSED[error.problem]
        closer = {"[": "]", "{": "}"}[opener]
        return (
            f"this {opener} has no matching {closer}",
            f"close it with {closer}; or {_QUOTE_HINT} if {opener} is part of it",
        )
    if rest[:1] in ("@", "`", "%", "*", "&", "!", "]", "}", ",") and _begins_value(text[:column]):
        return f"a text cannot begin with {rest[0]} unless it is quoted", _QUOTE_HINT
    return _diagnose_from_context(error, lines, line, column) or _PARSER_ERRORS.get(
        error.problem or "", ("this line cannot be read as YAML", "check its quotes, colons and indentation")
    )


def _explain_escape(rest: str, place: Place) -> tuple[str, Place, str]:
    """Say of an escape by number why it stands for no character; JSON writes some characters as two halves."""
    if pair := _SURROGATE_PAIR.match(rest):
        units = "".join(chr(int(unit, 16)) for unit in pair.groups())
        whole = units.encode("utf-16", "surrogatepass").decode("utf-16")
        message = f"{pair[0]} are two halves of one character, as JSON writes it and YAML does not"
        return message, place, f"write the character itself, {whole}, or \\U{ord(whole):08X}"
    number = (found[1] or found[2]) if (found := _ESCAPE.match(rest)) else ""
    is_half = len(number) == 4 or (number and 0xD800 <= int(number, 16) <= 0xDFFF)
    what = "is half of a character, and none by itself" if is_half else "is the number of no character"
    hint = "write the character itself; or use single quotes around the text if the backslash is part of it"
    return f"{found[0] if found else 'this escape'} {what}", place, hint


def _begins_value(before: str) -> bool:
    return bool(re.search(r"(^|[:\-?,\[{])\s*$", before))


def _diagnose_from_context(
    error: MarkedYAMLError, lines: Sequence[str], line: int, column: int
) -> tuple[str, str] | None:
    """Recognize by the text itself what the parser reports in one phrase for several slips."""
    text, before = lines[line], lines[line][:column]
    if before.rstrip().endswith(("'", '"')) and error.problem == "did not find expected key":
        return "words follow after the closing quotation mark", "put all of the text inside one pair of quotation marks"
    if re.search(r"'\w*$", before) and error.problem == "did not find expected key":
        return "an apostrophe ends this text that stands in single quotes", "put the text in double quotes instead"
    if error.problem == "could not find expected ':'" and (slip := _MISSING_SPACE.match(text)):
        return "there is no space after the colon", f"write {slip[1]}: {slip[2].rstrip()}"
    if error.problem == "mapping values are not allowed in this context":
        above = next((other for other in reversed(lines[:line]) if other.strip()), "")
        if slip := _MISSING_SPACE.fullmatch(above.rstrip()):
            return "the line above has no space after its colon", f"write {slip[1]}: {slip[2]}"
        if len(re.findall(r":(?=\s|$)", text)) < 2 and _indent_width(text) > _indent_width(above):
            return _TOO_FAR, "begin it in the same column as that key"
        if len(re.findall(r":(?=\s|$)", text)) >= 2:
            return "a text that holds a colon must stand in quotes", 'write it as in title: "Safety: a review"'
    if error.problem == "did not find expected key":
        if text.lstrip().startswith("- "):
            return "a list entry stands where a key is expected", "indent it below the key that it belongs to"
        return _UNEVEN, "begin it in the same column as the keys, or the lines of text, that it belongs to"
    return None


def _indent_width(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
