"""Explain a syntax error of YAML in plain words, from the parser's error and the lines of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from yaml import MarkedYAMLError

from ..findings.finding import Finding, Place

_QUOTE_HINT = "put the text in double quotes"
# The parser has no error codes: its problems are known by their full text.
_PARSER_ERRORS = {
    "mapping values are not allowed in this context": (
        "unexpected colon",
        f'{_QUOTE_HINT} if it contains a colon, as in title: "Safety: a review"; or correct the indentation',
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin on the line of its key",
        "put each '- ' on its own line below the key, indented by two spaces",
    ),
    "could not find expected ':'": (
        "this line has no colon after its key",
        "write key: value, with a space after the colon; indent the next lines of a long text further than its key",
    ),
    "found unknown escape character": (
        "unknown escape sequence: in double quotes, a backslash has a special meaning",
        "put the text in single quotes, or write \\\\ for a backslash",
    ),
    "did not find expected hexdecimal number": (
        "incomplete escape sequence: in double quotes, \\x, \\u and \\U need the number of a character",
        "put the text in single quotes, or write \\\\ for a backslash",
    ),
    "did not find expected comment or line break": (
        "a text after | or > must begin on the next line",
        "put the text on the lines below, indented by two spaces",
    ),
    "did not find expected '-' indicator": (
        "a key stands among the entries of a list",
        "indent it like the keys of the entry above, or begin it with '- ' if it is a new entry",
    ),
    "found undefined tag handle": ("a text that begins with ! must be quoted", _QUOTE_HINT),
    "did not find expected tag URI": ("a text that begins with ! must be quoted", _QUOTE_HINT),
    "mapping keys are not allowed in this context": ("a text that begins with ? must be quoted", _QUOTE_HINT),
    "found incompatible YAML document": (
        "this version of YAML is not supported",
        "remove the line that begins with %YAML",
    ),
    "did not find expected <document start>": (
        "this line does not continue what stands above it",
        "begin every top-level key at the left margin",
    ),
}
_INVALID_ESCAPE = "found invalid Unicode character escape code"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{1,4})|\\U([0-9A-Fa-f]{1,8})")
_SURROGATE_PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_MISSING_SPACE = re.compile(r"\s*(?:- +)?([\w-]+):([^\s:/][^:]*)")
_APOSTROPHE = re.compile(r"\w'\w+$")
_KEY_AND_VALUE = re.compile(r"\s*(?:- +)?([\w-]+): +([^\"\\#]{1,80}?)\s*")
_TOO_FAR = "this line is indented further than the key above it"
_UNEVEN = "the indentation of this line matches no line above it"
_UNCLOSED = {"did not find expected ',' or ']'": "[", "did not find expected ',' or '}'": "{"}


def explain_syntax_error(error: MarkedYAMLError, file: Path, lines: Sequence[str]) -> Finding:
    """Return what is wrong and what to write, placed where the error is, not where the parser noticed it."""
    line, column = _error_position(error, lines)
    if error.problem == _INVALID_ESCAPE:
        column -= len("\\u")  # the parser points at the number
        return Finding("yaml-syntax", *_explain_escape(lines[line][column:], Place(file, line + 1, column + 1)))
    message, hint = _diagnose_line(error, lines, line, column)
    if message in (_TOO_FAR, _UNEVEN):
        column = _indent_width(lines[line])
    return Finding("yaml-syntax", message, Place(file, line + 1, column + 1), hint)


def _error_position(error: MarkedYAMLError, lines: Sequence[str]) -> tuple[int, int]:
    """Return the place that helps most: the start of what is never closed, else the place of the problem."""
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
        return "a tab is used for indentation", "replace it by spaces, two for each level"
    if error.problem == "found unexpected end of stream":
        return "this quotation mark is never closed", f"add {rest[:1]} at the end of the text"
    if error.problem in _UNCLOSED:
        opener = _UNCLOSED[error.problem]
        closer = {"[": "]", "{": "}"}[opener]
        return (
            f"this {opener} is never closed",
            f"add {closer}; or {_QUOTE_HINT} if {opener} is part of it",
        )
    if rest[:1] in ("@", "`", "%", "*", "&", "!", "]", "}", ",") and _begins_value(text[:column]):
        return f"a text that begins with {rest[0]} must be quoted", _QUOTE_HINT
    return _diagnose_from_context(error, lines, line, column) or _PARSER_ERRORS.get(
        error.problem or "", ("this line is not valid YAML", "check its quotes, colons and indentation")
    )


def _explain_escape(rest: str, place: Place) -> tuple[str, Place, str]:
    """Explain why an escaped number is not a character; JSON writes some characters as two surrogates."""
    if pair := _SURROGATE_PAIR.match(rest):
        units = "".join(chr(int(unit, 16)) for unit in pair.groups())
        whole = units.encode("utf-16", "surrogatepass").decode("utf-16")
        message = f"{pair[0]} is one character in two halves, which JSON allows, but YAML does not"
        return message, place, f"write the character itself, {whole}, or \\U{ord(whole):08X}"
    number = (found[1] or found[2]) if (found := _ESCAPE.match(rest)) else ""
    is_half = len(number) == 4 or (number and 0xD800 <= int(number, 16) <= 0xDFFF)
    what = "is only half of a character" if is_half else "is not the number of a character"
    hint = "write the character itself; if the backslash is part of the text, put the text in single quotes"
    return f"{found[0] if found else 'this escape'} {what}", place, hint


def _begins_value(before: str) -> bool:
    return bool(re.search(r"(^|[:\-?,\[{])\s*$", before))


def _diagnose_from_context(
    error: MarkedYAMLError, lines: Sequence[str], line: int, column: int
) -> tuple[str, str] | None:
    """Tell apart, by the text itself, the errors that the parser reports in the same words."""
    text, before = lines[line], lines[line][:column]
    if error.problem == "did not find expected key":
        if _APOSTROPHE.search(before + text[column : column + 1]):
            return "an apostrophe ends this text, since it is in single quotes", "put the text in double quotes instead"
        if before.rstrip().endswith(("'", '"')):
            hint = "put all of the text inside one pair of quotation marks, and use the other kind inside it"
            return "text follows the closing quotation mark", hint
    if error.problem == "could not find expected ':'" and (slip := _MISSING_SPACE.match(text)):
        return "there is no space after the colon", f"write {slip[1]}: {slip[2].rstrip()}"
    if error.problem == "mapping values are not allowed in this context":
        above = next((other for other in reversed(lines[:line]) if other.strip()), "")
        if slip := _MISSING_SPACE.fullmatch(above.rstrip()):
            return "the line above has no space after its colon", f"write {slip[1]}: {slip[2]}"
        if len(re.findall(r":(?=\s|$)", text)) < 2 and _indent_width(text) > _indent_width(above):
            return _TOO_FAR, "begin it in the same column as that key"
        if len(re.findall(r":(?=\s|$)", text)) >= 2:
            return "a text that contains a colon must be quoted", _quote_value(text)
    if error.problem == "did not find expected key":
        if text.lstrip().startswith("- "):
            return "a list entry stands where a key is expected", "put it below its key, indented by two spaces"
        return _UNEVEN, "begin it in the same column as the keys, or the lines of text, that it belongs to"
    return None


def _quote_value(text: str) -> str:
    """Return the hint to put a value in quotes: this very value, where it is short and has no quotes of its own."""
    known = _KEY_AND_VALUE.fullmatch(text)
    return f'write {known[1]}: "{known[2]}"' if known else 'write it as in title: "Safety: a review"'


def _indent_width(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
