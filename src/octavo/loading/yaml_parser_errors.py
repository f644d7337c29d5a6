"""Explain a syntax error of YAML in plain words, from the parser's error and the lines of the file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml import MarkedYAMLError

from ..findings.finding import Finding, Place
from ..findings.fix import Fix, FixKind, Remedy

_LONGEST_QUOTED = 80
"""Characters of a value that a hint repeats."""
_MOST_INDENTS = 10
"""How many indents are tried for a line."""
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
_UNKNOWN_ESCAPE = "found unknown escape character"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{1,4})|\\U([0-9A-Fa-f]{1,8})")
_SURROGATE_PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_KNOWN_ESCAPES = re.compile(r'\\[0abt\tnvfre "/\\N_LPxuU]')
_MISSING_SPACE = re.compile(r"\s*(?:- +)?([\w-]+):(\d\d?:\d\d|[^\s:/][^:]*)")
_APOSTROPHE = re.compile(r"\w'\w+$")
_KEY_AND_VALUE = re.compile(r"(\s*(?:- +)?([\w-]+)\s*: +)(\S.*?)\s*")
_KEY_LINE = re.compile(r"\s*(?:- +)?[\w-]+:(?:\s|$)")
_ODD_INDENT = re.compile("[ ]*[\t\xa0\u2000-\u200b\u202f\u205f\u3000\ufeff][\\s\u200b\ufeff]*")
_LONG_DASH = re.compile("[ ]*([‐-―−])[ ]")
_NO_HYPHEN = "an entry of a list begins with a dash, not with a hyphen"
_TOO_FAR = "this line is indented further than the key above it"
_UNEVEN = "the indentation of this line matches no line above it"
_UNCLOSED_QUOTE = "this quotation mark is never closed"
_UNCLOSED = {"did not find expected ',' or ']'": "[", "did not find expected ',' or '}'": "{"}


def explain_syntax_error(error: MarkedYAMLError, file: Path, lines: Sequence[str]) -> Finding:
    """Return what is wrong and what to write, placed where the error is, not where the parser noticed it."""
    line, column = _error_position(error, lines)
    if error.problem == _INVALID_ESCAPE:
        column -= len("\\u")  # the parser points at the number
        message, place, remedy = _explain_escape(lines[line][column:], Place(file, line + 1, column + 1))
        return Finding.with_remedy("yaml-syntax", message, place, remedy)
    if opened := _find_unclosed_quote(lines, line, column):
        line, column = opened
        sign, text = lines[line][column], lines[line].rstrip()
        fix = Fix(
            FixKind.TEXT, text[column:] + sign, length=len(text) - column, words=f"add {sign} at the end of the text"
        )
        return Finding.with_remedy("yaml-syntax", _UNCLOSED_QUOTE, Place(file, line + 1, column + 1), fix)
    if line and _is_at_fault(error, lines[line], lines[line - 1]):
        line, column = line - 1, _indent_width(lines[line - 1])
    if dash := _LONG_DASH.match(lines[line]):
        mended = lines[line].replace(dash[1], "-", 1)
        is_certain = _reaches(["\n".join(lines[:line]), mended, *lines[line + 1 :]], line + 1)
        words = f"write a hyphen (-) instead of the dash ({dash[1]})"
        fix = Fix(FixKind.TEXT, "-", is_certain, length=1, words=words)
        return Finding.with_remedy("yaml-syntax", _NO_HYPHEN, Place(file, line + 1, dash.start(1) + 1), fix)
    message, found = _diagnose_line(error, lines, line, column)
    if message in (_TOO_FAR, _UNEVEN):
        column = _indent_width(lines[line])
    remedy = found.as_fix(lines[line], column) if isinstance(found, _LineRemedy) else found
    return Finding.with_remedy("yaml-syntax", message, Place(file, line + 1, column + 1), remedy)


@dataclass(frozen=True)
class _LineRemedy:
    """Replace the whole line."""

    text: str
    words: str
    is_certain: bool = True

    def as_fix(self, line: str, column: int) -> Fix:
        """Return the fix of a finding in a column of the line."""
        return Fix(FixKind.TEXT, self.text, self.is_certain, len(line) - column, column, self.words)


_Diagnosis = tuple[str, Remedy | _LineRemedy]


def _is_at_fault(error: MarkedYAMLError, text: str, above: str) -> bool:
    """Return whether the line above is wrong: the parser took it for a text, or its indent for letters of a key."""
    if _ODD_INDENT.match(text):
        return False
    is_text = error.problem == "mapping values are not allowed in this context" and "{" not in above
    return bool(_ODD_INDENT.match(above) or (is_text and _MISSING_SPACE.fullmatch(above.rstrip())))


def _choose_indent(lines: Sequence[str], line: int, odd: str) -> str:
    """Return the spaces to write for an odd indent: as its parts say, or as the lines around, if only that can be read.

    A tab stands for one level of the file.
    """
    unit = min((_indent_width(other) for other in lines if other.startswith("  ")), default=2)
    meant = sum({"\t": unit, "\u200b": 0, "\ufeff": 0}.get(sign, 1) for sign in odd)
    rest = lines[line][len(odd) :]
    around = [
        other for other in (*lines[line + 1 : line + 2], *reversed(lines[max(0, line - 200) : line])) if other.strip()
    ]
    alike = [other for other in around if other.lstrip().startswith("- ") == rest.startswith("- ")]
    widths = list(dict.fromkeys((meant, *map(_indent_width, alike))))
    for width in widths[:_MOST_INDENTS]:
        if _reaches(["\n".join(lines[:line]), " " * width + rest, *lines[line + 1 :]], line + 1):
            return " " * width
    return " " * meant


def _reaches(lines: Sequence[str], line: int) -> bool:
    """Return whether a file can be parsed to beyond a line."""
    try:
        for event in yaml.parse("\n".join(lines), Loader=yaml.CSafeLoader):
            if event.start_mark and event.start_mark.line > line:
                return True
    except yaml.YAMLError:
        return False
    return True


def _find_unclosed_quote(lines: Sequence[str], line: int, column: int) -> tuple[int, int] | None:
    """Return where a quoted text before the error opens that has swallowed a line with a key.

    The next quotation mark of the file closed it, and the parser noticed nothing until then.
    """
    opened = None
    try:
        for token in yaml.scan("\n".join(lines), Loader=yaml.CSafeLoader):
            if (token.start_mark.line, token.start_mark.column) > (line, column):
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                first, last = token.start_mark.line, token.end_mark.line
                swallowed = lines[first + 1 : last + 1]
                opened = (first, token.start_mark.column) if any(map(_KEY_LINE.match, swallowed)) else None
    except yaml.YAMLError:
        pass
    return opened


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


def _diagnose_line(error: MarkedYAMLError, lines: Sequence[str], line: int, column: int) -> _Diagnosis:
    text = lines[line]
    rest = text[column:]
    if odd := _ODD_INDENT.match(text):
        if "\t" in odd[0]:
            message, hint = "a tab is used for indentation", "replace it by spaces, two for each level"
        else:
            message, hint = "this line is indented with a special space", "replace it by ordinary spaces"
        return message, _LineRemedy(_choose_indent(lines, line, odd[0]) + text[odd.end() :], hint)
    if error.problem == "found unexpected end of stream":
        closed = text.rstrip() + rest[:1]
        return _UNCLOSED_QUOTE, _LineRemedy(closed, f"add {rest[:1]} at the end of the text")
    if error.problem in _UNCLOSED:
        opener = _UNCLOSED[error.problem]
        closer = {"[": "]", "{": "}"}[opener]
        hint = f"add {closer}; or {_QUOTE_HINT} if {opener} is part of it"
        return f"this {opener} is never closed", _LineRemedy(text.rstrip() + closer, hint)
    if rest[:1] in ("@", "`", "%", "*", "&", "!", "]", "}", ",") and _begins_value(text[:column]):
        return f"a text that begins with {rest[0]} must be quoted", _quote_value(text, _QUOTE_HINT)
    if error.problem == _UNKNOWN_ESCAPE:
        message, hint = _PARSER_ERRORS[_UNKNOWN_ESCAPE]
        return message, _write_literally(text, hint)
    return _diagnose_from_context(error, lines, line, column) or _PARSER_ERRORS.get(
        error.problem or "", ("this line is not valid YAML", "check its quotes, colons and indentation")
    )


def _explain_escape(rest: str, place: Place) -> tuple[str, Place, Remedy]:
    """Explain why an escaped number is not a character; JSON writes some characters as two surrogates."""
    if pair := _SURROGATE_PAIR.match(rest):
        units = "".join(chr(int(unit, 16)) for unit in pair.groups())
        whole = units.encode("utf-16", "surrogatepass").decode("utf-16")
        message = f"{pair[0]} is one character in two halves, which JSON allows, but YAML does not"
        hint = f"write the character itself, {whole}, or \\U{ord(whole):08X}"
        return message, place, Fix(FixKind.TEXT, whole, length=len(pair[0]), words=hint)
    number = (found[1] or found[2]) if (found := _ESCAPE.match(rest)) else ""
    is_half = len(number) == 4 or (number and 0xD800 <= int(number, 16) <= 0xDFFF)
    what = "is only half of a character" if is_half else "is not the number of a character"
    hint = "write the character itself; if the backslash is part of the text, put the text in single quotes"
    return f"{found[0] if found else 'this escape'} {what}", place, hint


def _begins_value(before: str) -> bool:
    return bool(re.search(r"(^|[:\-?,\[{])\s*$", before))


def _diagnose_from_context(error: MarkedYAMLError, lines: Sequence[str], line: int, column: int) -> _Diagnosis | None:
    """Tell apart, by the text itself, the errors that the parser reports in the same words."""
    text, before = lines[line], lines[line][:column]
    if error.problem == "did not find expected key":
        if _APOSTROPHE.search(before + text[column : column + 1]):
            message = "an apostrophe ends this text, since it is in single quotes"
            return message, _requote(text, "'", "put the text in double quotes instead")
        if before.rstrip().endswith(("'", '"')):
            hint = "put all of the text inside one pair of quotation marks, and use the other kind inside it"
            return "text follows the closing quotation mark", _quote_value(text, hint)
    if error.problem == "could not find expected ':'" and _MISSING_SPACE.match(text):
        return "there is no space after the colon", _add_space(text)
    if error.problem == "mapping values are not allowed in this context":
        above = next((other for other in reversed(lines[:line]) if other.strip()), "")
        if _MISSING_SPACE.fullmatch(text.rstrip()):
            return "there is no space after the colon", _add_space(text)
        if len(re.findall(r":(?=\s|$)", text)) < 2 and _indent_width(text) > _indent_width(above):
            return _TOO_FAR, _indent_as(above, text, "begin it in the same column as that key")
        if len(re.findall(r":(?=\s|$)", text)) >= 2:
            return "a text that contains a colon must be quoted", _quote_value(text)
    if error.problem == "did not find expected key":
        if text.lstrip().startswith("- "):
            return "a list entry stands where a key is expected", "put it below its key, indented by two spaces"
        above = next((other for other in reversed(lines[:line]) if other.strip()), "")
        hint = "begin it in the same column as the keys, or the lines of text, that it belongs to"
        return _UNEVEN, _indent_as(above, text, hint)
    return None


def _indent_as(above: str, text: str, hint: str) -> _LineRemedy:
    return _LineRemedy(" " * _indent_width(above) + text.lstrip(" "), hint, is_certain=False)


def _add_space(text: str) -> Remedy | _LineRemedy:
    slip = _MISSING_SPACE.match(text)
    if slip is None:
        return "put a space after the colon"
    spaced = f"{text[: slip.start(2)]} {text[slip.start(2) :]}"
    return _LineRemedy(spaced, f"write {slip[1]}: {slip[2].rstrip()}")


def _quote_value(text: str, hint: str = "") -> Remedy | _LineRemedy:
    """Put the value of a line in quotes; a comment behind it would be quoted too, and leaves the fix to a person."""
    known = _KEY_AND_VALUE.fullmatch(text)
    if not known:
        return hint or 'write it as in title: "Safety: a review"'
    value = re.sub('^“([^“”"]*)”$|^„([^“”"]*)“$', r"\1\2", known[3])
    quoted = _write_quoted(value)
    is_short = len(value) <= _LONGEST_QUOTED and not re.search(r'["\\#]', value)
    words = hint or (f"write {known[2]}: {quoted}" if is_short else 'write it as in title: "Safety: a review"')
    return _LineRemedy(known[1] + quoted, words, " #" not in value)


def _requote(text: str, sign: str, hint: str) -> Remedy | _LineRemedy:
    """Write a text in single quotes in double ones."""
    known = _KEY_AND_VALUE.fullmatch(text)
    if not known or not (len(known[3]) > 1 and known[3][0] == known[3][-1] == sign):
        return hint
    return _LineRemedy(known[1] + _write_quoted(known[3][1:-1].replace("''", "'")), hint)


def _write_literally(text: str, hint: str) -> Remedy | _LineRemedy:
    """Write a text in double quotes as it looks, if none of its backslashes can be meant as an escape."""
    known = _KEY_AND_VALUE.fullmatch(text)
    if not known or not re.fullmatch(r'"[^"]*"', known[3]) or _KNOWN_ESCAPES.search(known[3]):
        return hint
    return _LineRemedy(known[1] + _write_quoted(known[3][1:-1]), hint)


def _write_quoted(value: str) -> str:
    """Write a text in quotes: in double ones, or in single ones where that needs no escapes."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def _indent_width(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
