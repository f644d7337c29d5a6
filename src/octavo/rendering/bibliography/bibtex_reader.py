"""Parse BibTeX into entries that know their places in the file, and write entries as BibTeX again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, Place, Severity

_ENTRY_TYPE_TABLE: Final = """
    article book booklet inbook incollection inproceedings conference manual mastersthesis phdthesis thesis misc
    proceedings techreport report unpublished online electronic www webpage software dataset patent periodical
    collection reference inreference bookinbook suppbook mvbook mvproceedings mvcollection artwork audio video movie
    music image performance standard legislation jurisdiction review letter preprint
"""
ENTRY_TYPES: Final = frozenset(_ENTRY_TYPE_TABLE.split())
_MONTH_TABLE: Final = """
    january february march april may june july august september october november december
"""
MONTH_NAMES: Final = _MONTH_TABLE.split()
_FIELD_TABLE: Final = """
    accessed address afterword annotator archiveprefix article arxivid author authortype bookauthor bookpagination
    booksubtitle booktitle booktitleaddon chapter commentator conference crossref date day doi edition editor
    editora editoratype editorb editorbtype editorc editorctype editortype eid entrysubtype eprint eprintclass
    eprinttype eventdate eventtitle eventtitleaddon foreword holder howpublished hyphenation indextitle institution
    introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon iswc journal
    journalsubtitle journaltitle journaltitleaddon key label langid language lastaccessed lastchecked location
    mainsubtitle maintitle maintitleaddon month nameaddon note number organization origdate origlanguage
    origlocation origpublisher origtitle pages pagetotal pagination part pmcid pmid primaryclass publisher pubstate
    reprinttitle school series shortauthor shorteditor shorthand shortjournal shortseries shorttitle subtitle title
    titleaddon translator type url urldate venue version volume volumes year
"""
WORK_FIELDS: Final = frozenset(_FIELD_TABLE.split())
"""Fields that describe a work (biblatex 3, 2.2.2; BibTeX), unlike those for private use, such as `file`, `annote`."""
_ENTRY_START: Final = re.compile(r"@[ \t]*([A-Za-z]+)\s*([{(])")
# Such a line begins another entry, even if braces are still open.
_NEXT_ENTRY: Final = re.compile(
    r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(][ \t]*(?:[^\s,={}()\"#%]+[ \t]*,|[A-Za-z]\w*[ \t]*=)", re.M
)
_FIELD_NAME: Final = re.compile(r"([^\s=,{}\"#%()]+)\s*=")
_WORD: Final = re.compile(r"[^\s=,{}\"#%()]+")
_FIELD_START: Final = re.compile(r"(?<![\w-])[A-Za-z][\w-]*+\s*+=")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_BRACE_OR_PARENTHESIS: Final = re.compile(r"\\.|[{})]", re.DOTALL)
_BRACE_OR_QUOTE: Final = re.compile(r'\\.|[{}"]', re.DOTALL)
MAX_BIBTEX_FINDINGS: Final = 200
"""Findings that are reported for one file."""
MAX_STRING_EXPANSION: Final = 2_000_000
"""Total length to which the names of @strings may expand in one file, in characters."""
_MAX_TYPE_LENGTH: Final = 40


@dataclass(frozen=True)
class BibtexEntry:
    """An entry: its key, its type, its raw field values, and the places of the entry and of each field."""

    key: str
    entry_type: str
    fields: Mapping[str, str]
    place: Place
    field_places: Mapping[str, Place]


def parse_bibtex(file: Path, text: str) -> tuple[tuple[BibtexEntry, ...], tuple[Finding, ...]]:
    """Parse the text of a .bib file. A faulty entry becomes a finding and does not affect the others."""
    reader = _Reader(file, text)
    reader.parse_entries()
    return tuple(reader.entries), tuple(reader.findings)


def serialize_bibtex(entries: Iterable[BibtexEntry]) -> str:
    """Write entries as BibTeX, with @strings and inherited fields already resolved."""
    return "\n".join(map(_serialize_entry, entries))


def _serialize_entry(entry: BibtexEntry) -> str:
    fields = ",\n".join(f"  {name} = {{{_drop_unbalanced_braces(value)}}}" for name, value in entry.fields.items())
    return f"@{entry.entry_type}{{{entry.key},\n{fields}\n}}\n"


def _drop_unbalanced_braces(value: str) -> str:
    """Remove the braces of a value in which they are not balanced, and a backslash that would escape its end."""
    depth = 0
    for found in re.finditer(r"\\.|[{}]|\\\Z", value, re.DOTALL):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth < 0 or found[0] == "\\":
            return re.sub("[{}]", "", value).rstrip("\\")
    return value if depth == 0 else re.sub("[{}]", "", value).rstrip("\\")


class _Reader:
    """Parses a file entry by entry. `at` is the current position, `end` the end of the current entry."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.macros = {name: f"{n:02}" for n, month in enumerate(MONTH_NAMES, 1) for name in (month, month[:3])}
        self.macros["sept"] = "09"
        self.entries: list[BibtexEntry] = []
        self.findings: list[Finding] = []
        self.at = self.end = 0
        self.named = self.untold = 0
        self._closings: dict[int, int] | None = None
        self._following = -1

    def parse_entries(self) -> None:
        self._report_lost_characters()
        while found := _ENTRY_START.search(self.text, self.at):
            kind, start = found[1].lower(), found.start()
            self.at = found.end()
            self._find_end(start, kind)
            if kind == "string":
                self._parse_string(start)
            elif kind not in ("comment", "preamble"):
                self._parse_entry(kind, start)
            self.at = max(self.end, found.end())
        if self.untold:
            message = f"{self.untold:,} more findings are not shown"
            self.findings.append(Finding("too-many-faults", message, Place(self.file), "correct those above first"))

    def _locate(self, position: int) -> Place:
        line = bisect_right(self.lines, position)
        return Place(self.file, line, position - self.lines[line - 1] + 1)

    def _report(self, code: str, message: str, position: int, hint: str, severity: Severity = Severity.WARNING) -> None:
        if len(self.findings) < MAX_BIBTEX_FINDINGS:
            self.findings.append(Finding(code, message, self._locate(position), hint, severity))
        else:
            self.untold += 1

    def _report_lost_characters(self) -> None:
        for found in re.finditer("\ufffd+", self.text):
            self._report(
                "lost-character",
                "a character could not be decoded",
                found.start(),
                "save the file as UTF-8 and type the character again",
            )

    def _find_end(self, start: int, kind: str) -> None:
        """Set `end` to the brace that closes the entry, or to the start of the next entry."""
        limit = self._find_next_entry()
        position = (
            self._find_closing_brace() if self.text[self.at - 1] == "{" else self._find_closing_parenthesis(limit)
        )
        # A brace behind the start of the next entry belongs to that entry.
        if position is not None and (position <= limit or kind == "comment"):
            self.end = position
            return
        self.end = limit
        if kind != "comment":
            self._report(
                "bad-entry",
                f"this @{kind} is not closed",
                start,
                f"add the missing brace before line {self._locate(max(start, limit - 1)).line + 1}",
                Severity.ERROR,
            )

    def _find_next_entry(self) -> int:
        """Return the start of the next entry or the end of the text. No part of the text is searched twice."""
        if self._following < self.at:
            following = _NEXT_ENTRY.search(self.text, self.at)
            self._following = following.start() if following else len(self.text)
        return self._following

    def _find_closing_brace(self) -> int | None:
        """Return the position of the brace that closes the one before `at`. The first call pairs all braces."""
        if self._closings is None:
            self._closings = {}
            opened: list[int] = []
            for found in _BRACE.finditer(self.text):
                if found[0] == "{":
                    opened.append(found.start())
                elif found[0] == "}" and opened:
                    self._closings[opened.pop()] = found.start()
        return self._closings.get(self.at - 1)

    def _find_closing_parenthesis(self, limit: int) -> int | None:
        depth = 0
        for found in _BRACE_OR_PARENTHESIS.finditer(self.text, self.at, limit):
            if found[0] == ")" and depth == 0:
                return found.start()
            depth += (found[0] == "{") - (found[0] == "}")
        return None

    # Entries

    def _parse_string(self, start: int) -> None:
        name = _FIELD_NAME.match(self.text, self._skip_spaces())
        if not name or name.end() > self.end:
            self._report(
                "unreadable-string",
                "this @string has no name = value",
                start,
                "write @string{name = {value}}",
            )
            return
        self.at = name.end()
        self.macros[name[1].lower()] = self._parse_value()

    def _parse_entry(self, kind: str, start: int) -> None:
        key_start = self._skip_spaces()
        key, comma, _ = self.text[key_start : self.end].partition(",")
        key = key.strip()
        if not key or "=" in key or re.search(r"\s", key):
            self._report("bad-entry", f"this @{kind} has no key", start, f"begin it with @{kind}{{key,", Severity.ERROR)
            return
        if kind not in ENTRY_TYPES:
            near = get_close_matches(kind[:_MAX_TYPE_LENGTH], sorted(ENTRY_TYPES), 1)
            hint = f"did you mean @{near[0]}?" if near else "it is treated as @misc"
            self._report("unknown-entry-type", f"unknown entry type @{kind}", start, hint)
        self.at = key_start + self.text[key_start : self.end].index(key) + len(key) + len(comma)
        fields, places = self._parse_fields(key)
        self.entries.append(BibtexEntry(key, kind, fields, self._locate(start), places))

    def _parse_fields(self, key: str) -> tuple[dict[str, str], dict[str, Place]]:
        fields: dict[str, str] = {}
        places: dict[str, Place] = {}
        while (at := self._skip_spaces(",")) < self.end:
            name = _FIELD_NAME.match(self.text, at)
            if not name or name.end() > self.end:
                self._skip_unreadable(key, at)
                continue
            self.at = name.end()
            value, field = self._parse_value(), name[1].lower()
            if field in fields and fields[field] != value:
                self._report("double-field", f"{key} has the field {field} twice", at, "the first is used; delete one")
            fields.setdefault(field, value)
            places.setdefault(field, self._locate(at))
            self._check_comma(key, field)
        return fields, places

    def _skip_spaces(self, also: str = "") -> int:
        while self.at < self.end and (self.text[self.at].isspace() or self.text[self.at] in also):
            self.at += 1
        return self.at

    def _skip_unreadable(self, key: str, at: int) -> None:
        """Skip and report text that is no field, up to what looks like the next field."""
        self.at = next(
            (
                one.start()
                for one in _FIELD_START.finditer(self.text, at + 1, self.end)
                if self._follows_separator(one.start())
            ),
            self.end,
        )
        words = " ".join(self.text[at : min(self.at, at + 400)].split())[:40]
        self._report(
            "unreadable-field",
            f"'{words}' in {key} is not a field and is ignored",
            at,
            "write name = {value}, and check that the braces are balanced",
            Severity.ERROR,
        )

    def _follows_separator(self, at: int) -> bool:
        """Return whether the text at a position follows a comma or the end of a line."""
        before = at
        while before and self.text[before - 1].isspace():
            before -= 1
            if self.text[before] == "\n":
                return True
        return before > 0 and self.text[before - 1] == ","

    def _check_comma(self, key: str, field: str) -> None:
        here = self.at
        at = self._skip_spaces()
        if at >= self.end or self.text[at] == ",":
            return
        if _FIELD_NAME.match(self.text, at):
            self._report("missing-comma", f"missing comma after {field} in {key}", here, "add a comma at its end")

    # Values

    def _parse_value(self) -> str:
        """Parse a value: strings in braces or quotes, numbers and names of @strings, joined by #."""
        parts = []
        while (at := self._skip_spaces()) < self.end:
            if self.text[at] == "{":
                parts.append(self._parse_braced())
            elif self.text[at] == '"':
                parts.append(self._parse_quoted())
            elif word := _WORD.match(self.text, at, self.end):
                self.at = word.end()
                parts.append(self._resolve_word(word[0], at))
            if self._skip_spaces() >= self.end or self.text[self.at] != "#":
                break
            self.at += 1
        return "".join(parts)

    def _parse_braced(self) -> str:
        start, depth = self.at + 1, 0
        for found in _BRACE.finditer(self.text, self.at, self.end):
            depth += (found[0] == "{") - (found[0] == "}")
            if depth == 0:
                self.at = found.end()
                return self.text[start : found.start()]
        self.at = self.end
        return self.text[start : self.end]

    def _parse_quoted(self) -> str:
        start, depth = self.at + 1, 0
        for found in _BRACE_OR_QUOTE.finditer(self.text, start, self.end):
            depth += (found[0] == "{") - (found[0] == "}")
            if found[0] == '"' and depth == 0:
                self.at = found.end()
                return self.text[start : found.start()]
        self.at = self.end
        return self.text[start : self.end]

    def _resolve_word(self, word: str, at: int) -> str:
        if word.isdigit() or word.lower() in self.macros:
            return self._expand_string(word, self.macros.get(word.lower(), word), at)
        self._report(
            "unknown-string", f"{word} is not the name of a @string", at, f"write {{{word}}} if that is the value"
        )
        return word

    def _expand_string(self, word: str, value: str, at: int) -> str:
        """Return the value of a @string, or "" once the expansions of the file have exceeded their limit."""
        self.named += len(value)
        if self.named <= MAX_STRING_EXPANSION:
            return value
        most = MAX_STRING_EXPANSION
        message = f"@string {word} is ignored: the strings of this file expand to over {most:,} characters"
        self._report("string-too-long", message, at, "write the value itself; do not build strings from many others")
        self.named -= len(value)
        return ""
