"""Reword the messages of docutils, with a hint and the text to point at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from . import directives
from .directives import AllowedMarkup


@dataclass(frozen=True)
class DocutilsMessage:
    """A message on faulty markup, its hint, and the text to point at in the line (`needle`), if it is known.

    If it `is_readable`, the text can be understood even if it is printed as it was written.
    """

    message: str
    hint: str
    needle: str = ""
    is_readable: bool = False


_INLINE_MARKS = {
    "emphasis": "*",
    "strong": "**",
    "literal": "``",
    "interpreted text or phrase reference": "`",
    "interpreted text": "`",
    "substitution_reference": "|",
    "internal target": "_`",
    "footnote": "[",
}
_MARKUP_HINT = "close it with a second {needle}; to print {needle} itself, put a backslash before it"
_DIRECTIVES, _ROLES = "directives", "roles"  # in place of a hint: the list of those that are allowed
_EMPTY_LINE = "put a blank line between the two"
_INDENT = "indent all lines of a paragraph or list item alike; put a blank line before a quotation"

# Pattern of docutils' message, our message, hint, text to point at. {0} and {1} are the groups of the pattern.
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    (
        r'Undefined substitution referenced: "(.*)"',
        "undefined substitution |{0}|",
        "to print the bars themselves, put a backslash before each",
        "|{0}|",
    ),
    (
        r"Too long a paragraph: (.*)",
        "the paragraph is too long, so its markup is ignored: {0}",
        "split it with blank lines",
        "",
    ),
    (
        r"Too long words: (.*)",
        "there are too long words in this paragraph, so its markup is ignored: {0}",
        "divide them with spaces, or put them into a literal block: a line of :: alone, then indented lines",
        "",
    ),
    (
        r"Too much inline markup: (.*)",
        "too much markup in one paragraph, which is printed unparsed: {0}",
        "split the paragraph with blank lines, or put a backslash before characters that are not markup",
        "",
    ),
    (
        r"Substitutions too large: (.*)",
        "the substitutions are not expanded: {0}",
        "write out their text; do not build substitutions from many others",
        "",
    ),
    (
        r'Unknown directive type "(include)"',
        "the directive '.. {0}::' is not allowed here: a text reads no other file",
        "paste the text of that file here",
        ".. {0}::",
    ),
    (
        r'Unknown directive type "(raw)"',
        "the directive '.. {0}::' is not allowed here: a book reads neither HTML nor LaTeX",
        "write it in reStructuredText, with formulas in :math:`…`",
        ".. {0}::",
    ),
    (
        r'Unknown directive type "(date)"',
        "the directive '{0}::' is not allowed here: the book would change with the day of its making",
        "write the date",
        "{0}::",
    ),
    (r'Unknown directive type "(.*)"', "the directive '.. {0}::' is not allowed here", _DIRECTIVES, ".. {0}::"),
    (r'Unknown interpreted text role "(.*)"', "the role ':{0}:' is not allowed here", _ROLES, ":{0}:"),
    (
        r'Unknown target name: "(.*)"',
        "undefined link or footnote '{0}'",
        "give a link its address, as in `words <https://www.example.org>`__",
        "{0}",
    ),
    (
        r"Too many autonumbered footnote references.*",
        "a footnote reference has no footnote",
        "add the text of each footnote at the end, on a line that begins with .. [#]",
        "[#",
    ),
    (
        r"Too many symbol footnote references.*",
        "a footnote reference [*]_ has no footnote",
        "add the text of each footnote at the end, on a line that begins with .. [*]",
        "[*",
    ),
    (
        r'Substitution definition "(.*)" empty or invalid',
        "the substitution |{0}| has no text, so it is not defined",
        "define it with  .. |name| replace:: text",
        "|{0}|",
    ),
    (
        r"File and URL access deactivated; ignoring \"(.*)\" directive",
        "the directive '.. {0}::' is printed as it was written: it may not read other files",
        "paste the content of the file below it, indented by three spaces",
        ".. {0}::",
    ),
    (
        r"Malformed table\. ?(.*)",
        "malformed table. {0}",
        "make all rows and borders the same width, with text only between the borders",
        "",
    ),
    (
        r'No lexer for the language "(.*)"',
        "unknown language '{0}' for highlighting",
        "correct its name, or write text",
        "{0}",
    ),
    (
        r"Title (?:under|over)line too short",
        "the underline or overline is shorter than its heading",
        "make it as long as the heading",
        "",
    ),
    (
        r"Bullet list ends without a blank line; unexpected unindent",
        "no blank line between an indented text or list and this line",
        _EMPTY_LINE + r"; if the line above is no entry of a list, begin it with a backslash, as in  \-",
        "",
    ),
    (
        r"Enumerated list ends without a blank line; unexpected unindent",
        "no blank line between an indented text or list and this line",
        _EMPTY_LINE + r"; if the line above is no entry of a list, put a backslash before its point, as in  2024\.",
        "",
    ),
    (
        r"(.+) ends without a blank line; unexpected unindent",
        "no blank line between an indented text or list and this line",
        _EMPTY_LINE,
        "",
    ),
    (r"Unexpected indentation", "this line is indented more than the one above", _INDENT, ""),
    (
        r'Duplicate explicit target name: "(.*)"',
        "the link target '{0}' is defined twice",
        "give the two links different names, or write both as `words <https://www.example.org>`__",
        "_{0}:",
    ),
    (
        r'Duplicate target name, cannot be used as a unique reference: "(.*)"',
        "the link '{0}' is ambiguous: its target is defined twice",
        "give the two links different names",
        "{0}",
    ),
    (
        r'Error in "(.+)" directive: unknown option: "(.*)"',
        "the directive '.. {0}::' has no option ':{1}:'",
        "correct or delete the option",
        ":{1}:",
    ),
    (
        r'Error parsing content block for the "list-table" directive: .*row (\d+) does not contain the same number of '
        r"items as row 1 \((\d+) vs (\d+)\)",
        "row {0} of the table has {1} cells, but row 1 has {2}",
        "begin each row with * - and each further cell with - in the same column; an empty cell is a single -",
        "",
    ),
    (
        r'Error parsing content block for the "list-table" directive: .*',
        "the rows of the table are not a list of lists",
        "begin each row with * - and each further cell with - in the same column, with nothing in between",
        "",
    ),
    (
        r'Error in "(.+)" directive: (.*)',
        "error in the directive '.. {0}::': {1}",
        "see docs/volumes.md for the syntax of tables, figures and other directives",
        ".. {0}::",
    ),
    (
        r"Margins are the book's own: '(.+)'",
        "the book sets its own headers and footers, so the text of '{0}' is printed in the body",
        "delete it, or move it to where it belongs",
        "{0}",
    ),
    (
        r'Content block expected for the "(.+)" directive.*',
        "the directive '.. {0}::' has no content",
        "write its content below it, after a blank line, indented by three spaces",
        ".. {0}::",
    ),
)


# Beside these, all that docutils complains of leaves markup on the page, or words that stand for others. A lone star or
# bar may be meant as one.
_READABLE = re.compile(
    r"Inline (?:emphasis|substitution_reference|footnote) start-string without end-string"
    r"|No lexer for the language .*"
    r"|Title (?:under|over)line too short"
    r"|.+ ends without a blank line(?:; unexpected unindent)?"
    r"|Unexpected indentation"
    r"|Duplicate explicit target name: .*"
    r"|Margins are the book's own: .*"
    r"|Literal block expected; none found"
    r"|Inconsistent literal block quoting"
)


def describe_docutils_message(message: str, allowed: AllowedMarkup = directives.VALUE_MARKUP) -> DocutilsMessage:
    """Reword a message of docutils. A message that is not in the table keeps docutils' own wording."""
    return replace(_reword(message, allowed), is_readable=bool(_READABLE.fullmatch(message)))


def _reword(message: str, allowed: AllowedMarkup) -> DocutilsMessage:
    if found := re.fullmatch(r"Inline (.+) start-string without end-string", message):
        needle = _INLINE_MARKS.get(found[1], "")
        return DocutilsMessage(f"{needle} is not closed", _MARKUP_HINT.format(needle=needle), needle)
    for pattern, words, hint, needle in _TABLE:
        if found := re.fullmatch(pattern, message):
            hint = _list_allowed(allowed, hint) if hint in (_DIRECTIVES, _ROLES) else hint
            return DocutilsMessage(words.format(*found.groups()).strip(), hint, needle.format(*found.groups()))
    return DocutilsMessage(
        f"faulty markup: {message}",
        "see docs/volumes.md, or the quick reference of reStructuredText",
    )


def _list_allowed(allowed: AllowedMarkup, kind: str) -> str:
    if kind == _DIRECTIVES:
        return f"allowed here: {', '.join(f'.. {name}::' for name in allowed.directives)}"
    # There are many roles of languages: one is listed as an example.
    names = [name for name in allowed.roles if name and (name == "language-fr" or not name.startswith("language-"))]
    return f"allowed here: {', '.join(f':{name}:' for name in names)}"
