"""Read BibTeX: the text of files in, entries as CSL knows them out, with what is wrong in any of them and where."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from .findings import Finding, Place, Severity

_HEAD = re.compile(r"^[ \t]*@\s*(\w+)\s*[{(]\s*([^,\s{}()]*)", re.MULTILINE)
_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "conference": "paper-conference", "proceedings": "book", "manual": "report",
    "mastersthesis": "thesis", "phdthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage", "software": "software",
    "dataset": "dataset", "patent": "patent", "misc": "document",
}  # fmt: skip
_PLAIN = {
    "title": "title", "journal": "container-title", "journaltitle": "container-title", "booktitle": "container-title",
    "series": "collection-title", "volume": "volume", "publisher": "publisher", "school": "publisher",
    "institution": "publisher", "organization": "publisher", "address": "publisher-place",
    "location": "publisher-place", "edition": "edition", "note": "note", "isbn": "ISBN", "issn": "ISSN",
    "version": "version",
    "chapter": "chapter-number", "abstract": "abstract", "howpublished": "medium", "eventtitle": "event-title",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MACROS = "".join(f'@string{{{month} = "{number}"}}\n' for number, month in enumerate(_MONTHS, 1))
_MACROS += "".join(f'@string{{{name} = "{number}"}}\n' for name, number in (("sept", 9), ("june", 6), ("july", 7)))


@dataclass
class Library:
    """The entries of several files by key, as CSL-JSON has them, and where each stands."""

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def read(cls, files: Sequence[tuple[Path, str]]) -> tuple[Library, tuple[Finding, ...]]:
        """Read files entry by entry: one that is broken loses no other."""
        library, findings = cls(), []
        for file, text in files:
            findings += list(library._take(file, text))
        return library, tuple(findings)

    def _take(self, file: Path, text: str) -> Iterator[Finding]:
        heads = list(_HEAD.finditer(text))
        ends = [head.start() for head in heads[1:]] + [len(text)]
        macros = _MACROS + "".join(
            text[head.start() : end] for head, end in zip(heads, ends, strict=True) if head[1].lower() == "string"
        )
        for head, end in zip(heads, ends, strict=True):
            kind, key = head[1].lower(), head[2]
            if kind in ("string", "comment", "preamble"):
                continue
            place = Place(file, text.count("\n", 0, head.start(1)) + 1)
            if key in self.entries:
                message = f"the entry '{key}' is given twice; the first is used ({self.places[key].line})"
                yield Finding("entry-twice", message, place, "give each its own key", Severity.WARNING)
                continue
            try:
                entry = _parsed(macros, text[head.start() : end])
            except Exception as error:  # pybtex raises errors of many kinds
                message = f"the entry '{key}' cannot be read: {_first(error)}"
                hint = "look at its braces, quotes and commas"
                yield Finding("bad-entry", message, place, hint, Severity.WARNING)
                entry = None
            self.places[key] = place
            self.entries[key] = _as_csl(key, entry) if entry is not None else _salvaged(key, text[head.end() : end])
            if kind not in _TYPES:
                message = f"'@{kind}' is no kind of entry that is known; it is set as a document"
                yield Finding("unknown-entry-type", message, place, "write @misc", Severity.ADVICE)


def _first(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:120]


def _parsed(macros: str, text: str) -> Any:
    database = import_module("pybtex.database")
    text = text[: _closing(text)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = database.parse_string(macros + text, "bibtex")
    (entry,) = read.entries.values()
    return entry


def _closing(text: str) -> int:
    """Find where an entry's own braces end; what follows them is a comment to BibTeX."""
    depth = 0
    for at, letter in enumerate(text):
        if letter == "{" and text[at - 1] != "\\":
            depth += 1
        elif letter == "}" and text[at - 1] != "\\":
            depth -= 1
            if not depth:
                return at + 1
    return len(text)


def _salvaged(key: str, text: str) -> dict[str, Any]:
    """Take what can be read of a broken entry, so that its reference is not lost."""
    fields = dict(re.findall(r"(\w+)\s*=\s*[{\"]+([^{}\"]+)", text))
    title = plain(fields.get("title", "")) or key
    entry: dict[str, Any] = {"id": key, "type": "document", "title": title}
    if names := fields.get("author"):
        entry["author"] = [{"literal": plain(names)}]
    if year := re.search(r"\d{4}", fields.get("year", "")):
        entry["issued"] = {"date-parts": [[int(year[0])]]}
    return entry


def _as_csl(key: str, entry: Any) -> dict[str, Any]:
    fields = {str(name).lower(): str(value) for name, value in entry.fields.items()}
    kind = _TYPES.get(entry.type.lower(), "document")
    made: dict[str, Any] = {"id": key, "type": kind}
    for name, target in _PLAIN.items():
        if name in fields and target not in made and (value := plain(fields[name], keep=name == "title")):
            made[target] = value
    for role in ("author", "editor"):
        if people := entry.persons.get(role):
            made[role] = [_person(person) for person in people if str(person).strip().lower() != "others"]
    if pages := fields.get("pages"):
        made["page"] = re.sub(r"\s*(?:-{1,3}|–|—)\s*", "–", plain(pages))
    number = plain(fields.get("number") or fields.get("issue") or "")
    if number:
        made["issue" if kind == "article-journal" else "number"] = number
    if date := _date(fields):
        made["issued"] = {"date-parts": [date]}
    _addresses(made, fields)
    if kind == "document" and "URL" in made:
        made["type"] = "webpage"
    if kind == "thesis":
        made["genre"] = plain(fields.get("type", "")) or ("PhD thesis" if "phd" in entry.type.lower() else "Thesis")
    if not {"title", "author", "URL", "container-title"} & made.keys():
        made["title"] = made.get("note") or key
    return made


def _addresses(made: dict[str, Any], fields: dict[str, str]) -> None:
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", plain(fields.get("doi", "")), flags=re.IGNORECASE)
    if doi:
        made["DOI"] = doi
    address = fields.get("url") or ""
    found = re.search(r"https?://[^\s{}\\]+(?:\\_[^\s{}\\]*)*", f"{address} {fields.get('howpublished', '')}")
    if found:
        made["URL"] = found[0].replace("\\_", "_").replace("\\%", "%").rstrip(".,;")
        if "medium" in made and found[0][:12] in fields.get("howpublished", ""):
            del made["medium"]
    if (eprint := plain(fields.get("eprint", ""))) and "URL" not in made:
        archive = plain(fields.get("archiveprefix", "") or fields.get("eprinttype", "arXiv"))
        made["URL"] = f"https://arxiv.org/abs/{eprint}" if archive.lower() == "arxiv" else ""
        made["note"] = ", ".join(filter(None, (made.get("note", ""), f"{archive}:{eprint}")))
        if not made["URL"]:
            del made["URL"]


def _date(fields: dict[str, str]) -> list[int]:
    written = plain(fields.get("date", "") or fields.get("year", ""))
    numbers = re.match(r"\D*(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", written)
    if numbers is None:
        return []
    date = [int(number) for number in numbers.groups() if number]
    month = plain(fields.get("month", "")).lower()
    if len(date) == 1 and month:
        known = [number for number, name in enumerate(_MONTHS, 1) if month.startswith(name)]
        if known or (month.isdigit() and 1 <= int(month) <= 12):
            date.append(known[0] if known else int(month))
    return date if all(1 <= part <= 31 for part in date[1:]) else date[:1]


def _person(person: Any) -> dict[str, str]:
    last = " ".join(person.last_names)
    whole = " ".join([*person.first_names, *person.middle_names, *person.prelast_names, *person.last_names])
    if not (person.first_names or person.middle_names):
        return {"literal": plain(whole)}
    made = {"family": plain(last), "given": plain(" ".join([*person.first_names, *person.middle_names]))}
    if person.prelast_names:
        made["non-dropping-particle"] = plain(" ".join(person.prelast_names))
    if person.lineage_names:
        made["suffix"] = plain(" ".join(person.lineage_names))
    return made


@lru_cache(maxsize=1)
def _decoder() -> Any:
    return import_module("pylatexenc.latex2text").LatexNodes2Text(
        math_mode="text", strict_latex_spaces=False, keep_comments=True
    )


@lru_cache(maxsize=8192)
def plain(text: str, keep: bool = False) -> str:
    """Write LaTeX as Unicode text; `keep` marks words in braces, which no style may write in other letters."""
    if not re.search(r"[\\{}$~%]|--|``|''", text):
        return " ".join(text.split())
    text = re.sub(r"(?<!\\)%", r"\\%", text)
    if keep:
        text = re.sub(r"(?<![\\\w])\{(\w[^{}\\]*)\}", "\ue000\\1\ue001", text)
    text = re.sub(r"\\(?:url|path)\{([^{}]*)\}", lambda found: found[1].replace("_", "\\_"), text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            decoded = str(_decoder().latex_to_text(text))
        except Exception:  # a text that is no LaTeX
            decoded = re.sub(r"[{}\\]", "", text)
    decoded = " ".join(decoded.split())
    return decoded.replace("\ue000", '<span class="nocase">').replace("\ue001", "</span>")
