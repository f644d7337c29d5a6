"""Say in plain words what docutils finds wrong: its message in; words, what to write, and what to point at out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from . import directives
from .directives import AllowedMarkup


@dataclass(frozen=True)
class DocutilsMessage:
    """A fault of markup as its author is told of it; `needle` is the text to point at in the line, if it is known.

    Where it `is_readable`, a page that prints what was written says what was meant all the same.
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
_MARKUP_HINT = "add the second {needle} where the words end; to print {needle} as it is, put a backslash before it"
_DIRECTIVES, _ROLES = "directives", "roles"  # what may be used where it was written
_EMPTY_LINE = "put an empty line between the two"
_INDENT = "begin all lines of a paragraph or list entry in the same column; put an empty line before a quotation"

# The pattern of docutils' message; what to say, what to write, what to point at. {0}, {1}: what the pattern found.
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    (
        r'Undefined substitution referenced: "(.*)"',
        "|{0}| stands for something that is nowhere defined",
        "to print the bars as they are, put a backslash before each",
        "|{0}|",
    ),
    (
        r"Too long a paragraph: (.*)",
        "the paragraph is so long that no markup is looked for in it: {0}",
        "divide it by empty lines",
        "",
    ),
    (
        r"Too much inline markup: (.*)",
        "the markup in this paragraph is printed as it was written: {0}",
        "divide the paragraph by empty lines, or put a backslash before each mark that is none",
        "",
    ),
    (
        r"Substitutions too large: (.*)",
        "the substitutions are printed as they are called: {0}",
        "write out what they stand for; let none be made of many others",
        "",
    ),
    (r'Unknown directive type "(.*)"', "'.. {0}::' may not be used here", _DIRECTIVES, ".. {0}::"),
    (r'Unknown interpreted text role "(.*)"', "':{0}:' may not be used here", _ROLES, ":{0}:"),
    (
        r'Unknown target name: "(.*)"',
        "'{0}' is called as a link or footnote, but it is nowhere defined",
        "give a link its address, as in `words <https://www.example.org>`__",
        "{0}",
    ),
    (
        r"Too many autonumbered footnote references.*",
        "a footnote is called whose text is missing",
        "give each footnote its text at the end, on a line that begins with .. [#]",
        "[#",
    ),
    (
        r"Malformed table\. ?(.*)",
        "the table is not drawn rightly. {0}",
        "make all rows and borders equally wide, with text only between the borders",
        "",
    ),
    (
        r'No lexer for the language "(.*)"',
        "no language '{0}' is known by which this listing could be highlighted",
        "correct its name, or write text",
        "{0}",
    ),
    (
        r"Title (?:under|over)line too short",
        "the line that marks a heading is shorter than the heading",
        "make it as long as the heading",
        "",
    ),
    (
        r"(.+) ends without a blank line; unexpected unindent",
        "this line follows an indented text or list directly",
        _EMPTY_LINE,
        "",
    ),
    (r"Unexpected indentation", "this line begins further to the right than the one above", _INDENT, ""),
    (
        r'Duplicate explicit target name: "(.*)"',
        "the link '{0}' is given two addresses",
        "give the two links different names, or write both as `words <https://www.example.org>`__",
        "_{0}:",
    ),
    (
        r'Duplicate target name, cannot be used as a unique reference: "(.*)"',
        "'{0}' has two addresses; which is meant?",
        "give the two links different names",
        "{0}",
    ),
    (
        r'Error in "(.+)" directive: unknown option: "(.*)"',
        "'.. {0}::' has no option ':{1}:'",
        "correct the option or leave it out",
        ":{1}:",
    ),
    (
        r'Error parsing content block for the "list-table" directive: .*row (\d+) does not contain the same number of '
        r"items as row 1 \((\d+) vs (\d+)\)",
        "row {0} of the table differs in its number of cells from row 1: {1} in place of {2}",
        "begin each row with * - and each further cell with - in the same column; an empty cell is a - alone",
        "",
    ),
    (
        r'Error parsing content block for the "list-table" directive: .*',
        "the rows of the table are not written as a list of lists",
        "begin each row with * - and each further cell with - in the column of the first, with nothing between",
        "",
    ),
    (
        r'Error in "(.+)" directive: (.*)',
        "'.. {0}::' is not written rightly: {1}",
        "docs/volumes.md shows how tables, figures and the like are written",
        ".. {0}::",
    ),
    (
        r"the margins of pages are the book's own, so the words of '(.+)' are printed in the text",
        "the margins of pages are the book's own, so the words of '{0}' are printed in the text",
        "leave them out, or write them where they belong",
        "{0}",
    ),
    (
        r'Content block expected for the "(.+)" directive.*',
        "'.. {0}::' has no text",
        "write its text below it, after an empty line, indented by three spaces",
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
    r"|the margins of pages are the book's own, .*"
    r"|Literal block expected; none found"
    r"|Inconsistent literal block quoting"
)


def describe_docutils_message(message: str, allowed: AllowedMarkup = directives.VALUE_MARKUP) -> DocutilsMessage:
    """Word a message of docutils; one that is not known here is passed on in docutils' own words."""
    return replace(_worded(message, allowed), is_readable=bool(_READABLE.fullmatch(message)))


def _worded(message: str, allowed: AllowedMarkup) -> DocutilsMessage:
    if found := re.fullmatch(r"Inline (.+) start-string without end-string", message):
        needle = _INLINE_MARKS.get(found[1], "")
        return DocutilsMessage(
            f"{needle} opens something that is never closed", _MARKUP_HINT.format(needle=needle), needle
        )
    for pattern, words, hint, needle in _TABLE:
        if found := re.fullmatch(pattern, message):
            hint = _list_allowed(allowed, hint) if hint in (_DIRECTIVES, _ROLES) else hint
            return DocutilsMessage(words.format(*found.groups()).strip(), hint, needle.format(*found.groups()))
    return DocutilsMessage(
        f"the markup is not right: {message}",
        "compare it with docs/volumes.md, or with the quick reference of reStructuredText",
    )


def _list_allowed(allowed: AllowedMarkup, kind: str) -> str:
    if kind == _DIRECTIVES:
        return f"what may be used here: {', '.join(f'.. {name}::' for name in allowed.directives)}"
    # Of the roles of languages, which are many, one shows the form.
    names = [name for name in allowed.roles if name and (name == "language-fr" or not name.startswith("language-"))]
    return f"what may be used here: {', '.join(f':{name}:' for name in names)}"
