"""Read the papers of a SciPy conference: folders with reStructuredText that begins with special fields."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..files.guarded_files import file_size, is_file, read_file
from ..findings.finding import Finding, FindingsError, Place
from ..model import Rest
from ..rendering.rst.value_substitution import parse_value
from .workshop_writer import ImportResult, PersonRegister, list_plain_files, make_slug, make_unique_id, valid_email

_FIELD = re.compile(r"^:([A-Za-z][\w -]*):[ \t]*(.*)$")
_RULE = re.compile(r"^([=\-`:.'\"~^_*+#<>])\1{2,}\s*$")
_CODE = re.compile(r":code:`([^`]+)`")
"""A role that the reST fields of a workshop do not support."""
_CLASS = re.compile(r"^\.\.\s+class::\s*(\S.*?)\s*$")
_DIRECTIVE = re.compile(r"^(\s*)\.\.\s+(raw|include|literalinclude|only|latex)::\s*(.*)$")
_MONTH_DAY = re.compile(
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})"
    r"(?:(?:st|nd|rd|th)?\s*(?:-|–|to)\s*(?:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+)?(\d{1,2}))?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KNOWN_FIELDS = ("author", "email", "institution", "corresponding", "bibliography", "orcid")
# The conference's toolchain defines these for every paper.
_DASHES = {"---": "0x2014", "--": "0x2013"}
_JSON = ("proceedings.json", "scipy_proc.json")
_SHAPE = 'write {"proceedings": {"title": {"full": "…"}, "year": "2018", "dates": "July 9 - July 15"}}'
_STATES = re.compile(
    "A[LKZR]|C[AOT]|DE|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]"
)
_STATE_NAMES = ("texas", "california", "new york", "washington", "colorado", "massachusetts", "illinois")


@dataclass
class _Paper:
    """A paper: the parts that became metadata, and the remaining lines."""

    file: Path
    fields: list[tuple[str, str, int]] = field(default_factory=list)
    title: str = ""
    abstract: str = ""
    keywords: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read(source: Path) -> ImportResult:
    """Read a folder of papers. Raises FindingsError if there are none, or if its dates are unknown."""
    papers = source / "papers"
    root = papers if papers.is_dir() and not papers.is_symlink() else source
    brought = ImportResult(source, make_slug(source.name))
    details, file = _read_details(source, brought)
    people = PersonRegister()
    chapters: dict[str, dict[str, Any]] = {}
    terms: dict[str, str] = {}
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and not path.is_symlink()):
        for chapter in _read_chapters(folder, make_unique_id(make_slug(folder.name), chapters), brought, people, terms):
            chapters[chapter["id"]] = chapter
    if not chapters:
        message = "there are no papers here: no folder contains a reStructuredText file (.rst)"
        raise FindingsError(
            [Finding("no-papers", message, Place(source), "name the folder that contains the folders of papers")]
        )
    editors = _add_editors(details, people)
    brought.tree = _build_tree(details, file, brought, editors, list(chapters.values()), people)
    brought.tree["index_terms"] = [{"term": term} for term in terms.values()]
    brought.tree["people"] = list(people.entries.values())
    brought.findings += people.report_affiliations(root)
    for path in sorted(root.iterdir()):
        if is_file(path) and path.name not in _JSON:
            brought.report(
                "not-carried-over", f"{path.name} was not imported: a workshop has no place for it", path, advice=True
            )
    return brought


# The conference


def _read_details(source: Path, brought: ImportResult) -> tuple[dict[str, Any], Path]:
    file = next((path for path in (source / name for name in _JSON) if is_file(path)), None)
    if file is None:
        brought.report(
            "no-file",
            "there is no proceedings.json with title, year, dates and editors",
            source / _JSON[0],
            hint="nothing outside the named folder is read",
        )
        return {}, source / _JSON[0]
    try:
        text = read_file(file).decode("utf-8-sig")
        data = json.loads(text)
    except (FindingsError, ValueError, RecursionError, OSError) as error:
        brought.report("bad-json", f"this file is not valid JSON: {error}", file, getattr(error, "lineno", 1))
        return {}, file
    if not isinstance(data, dict):
        brought.report("bad-json", "this file must contain a JSON object", file, hint=_SHAPE)
        return {}, file
    for key in ("proceedings", "series"):
        if not isinstance(data.get(key, {}), dict):
            words = f"'{key}' must contain keys and values; it was left out"
            brought.report("bad-json", words, file, _find_line(f'"{key}"', text), _SHAPE)
            del data[key]
    for key in data:
        if key not in ("proceedings", "series", "toc"):
            brought.report(
                "not-carried-over", f"'{key}' was left out: a workshop has no place for it", file, advice=True
            )
    return data, file


def _find_line(words: str, text: str) -> int:
    return text.count("\n", 0, max(0, text.find(words))) + 1


def _look_up(data: Any, *way: str) -> Any:
    """Return the text, number or list at a path of keys; None for anything else."""
    for key in way:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, str | int | float | list) else None


def _look_up_text(data: Any, *way: str) -> str:
    """Return the text at a path of keys; "" if there is none."""
    found = _look_up(data, *way)
    return "" if isinstance(found, list) else " ".join(str(found or "").split())


def _add_editors(details: dict[str, Any], people: PersonRegister) -> list[str]:
    names = _look_up(details, "proceedings", "editor") or []
    addresses = _look_up(details, "proceedings", "editor_email") or []
    made = []
    for number, name in enumerate(names if isinstance(names, list) else [names]):
        *given, family = (name if isinstance(name, str) else "").split() or [""]
        email = addresses[number] if isinstance(addresses, list) and number < len(addresses) else ""
        if family:
            made.append(people.add_person(" ".join(given), family, email=valid_email(str(email))))
    return made


def _build_tree(
    details: dict[str, Any],
    file: Path,
    brought: ImportResult,
    editors: list[str],
    chapters: list[Any],
    people: PersonRegister,
) -> dict[str, Any]:
    known = details.get("proceedings", {})
    title = _look_up_text(known, "title", "full") or brought.source.name
    event = _look_up_text(known, "title", "conference") or title
    acronym = _look_up_text(known, "title", "acronym")
    start, end = _parse_days(known, file)
    location = _look_up_text(known, "location")
    directors = editors or list(people.entries)[:1]
    if not editors:
        brought.report(
            "no-editors", "no editors are named; the first author takes their place", file, hint="add editor:"
        )
    brought.name = make_slug(f"{acronym or 'scipy'} {start.year}")
    number = _look_up_text(known, "title", "ordinal")
    return {
        "schema_version": 1,
        "id": brought.name,
        "language": "en",
        "event": {
            "type": "conference",
            "title": str(event)[:500],
            "acronym": str(acronym),
            "number": str(number or ""),
            "start": str(start),
            "end": str(end),
            "venue": _parse_venue(location),
        },
        "people": [],
        "directors": [{"person": person, "role": "editor"} for person in directors],
        "volume": {
            "title": str(title)[:500],
            "series": _build_series(details, brought, file),
            "editors": editors,
            "year": start.year,
            "doi": _parse_doi(_look_up_text(known, "doi")),
            "licence": " ".join(
                filter(None, (_look_up_text(known, "copyright", key) for key in ("license", "article")))
            )[:1000],
        },
        "chapters": chapters,
    }


def _build_series(details: dict[str, Any], brought: ImportResult, file: Path) -> dict[str, Any] | None:
    from stdnum import issn

    name = _look_up_text(details, "series", "title", "full")
    if not name:
        return None
    number = _look_up_text(details, "series", "xref", "issn")
    if number and not issn.is_valid(number):
        brought.report(
            "bad-issn", f"'{number}' is not a valid ISSN: a digit is wrong or missing; it was left out", file
        )
        number = ""
    return {"name": str(name)[:500], "issn": number}


def _parse_days(known: dict[str, Any], file: Path) -> tuple[datetime.date, datetime.date]:
    year = re.search(r"[0-9]{4}", _look_up_text(known, "year"))
    found = _MONTH_DAY.search(_look_up_text(known, "dates"))
    if year is None or found is None:
        message = "the dates of the conference are missing, and a workshop needs them"
        example = '{"proceedings": {"year": "2018", "dates": "July 9 - July 15"}}'
        hint = f"add proceedings.json with {example} to that folder; nothing outside it is read"
        raise FindingsError([Finding("no-dates", message, Place(file), hint)])
    month = _MONTHS.index(found[1].lower()[:3]) + 1
    last = _MONTHS.index(found[3].lower()[:3]) + 1 if found[3] else month
    try:
        start = datetime.date(int(year[0]), month, int(found[2]))
        end = datetime.date(int(year[0]), last, int(found[4] or found[2]))
    except ValueError:
        raise FindingsError(
            [
                Finding(
                    "no-dates",
                    f"'{_look_up_text(known, 'dates')}' is not a range of dates",
                    Place(file),
                    "correct dates:",
                )
            ]
        ) from None
    return start, max(start, end)


def _parse_venue(location: str) -> dict[str, Any]:
    if re.search(r"virtual|online", location, re.IGNORECASE):
        return {"name": location, "online": True}
    parts = [part.strip() for part in location.split(",") if part.strip()]
    american = len(parts) == 2 and bool(_STATES.fullmatch(parts[1]) or parts[1].lower() in _STATE_NAMES)
    if american:
        return {"city": parts[0], "region": parts[1], "country": "US"}
    return {"city": location}


def _parse_doi(value: str) -> str:
    found = re.search(r"10\.\d{4,9}/[\x21-\x7e]+", value)
    return found[0] if found else ""


# Papers


def _read_chapters(
    folder: Path, identity: str, brought: ImportResult, people: PersonRegister, terms: dict[str, str]
) -> Iterator[dict[str, Any]]:
    texts = sorted(path for path in folder.glob("*.rst") if is_file(path))
    if not texts:
        others = [path.name for path in sorted(folder.glob("*")) if path.suffix in (".md", ".tex", ".ipynb", ".txt")]
        what = f"its paper ({', '.join(others)}) is not in reStructuredText" if others else "it contains no paper"
        brought.report("no-paper", f"{folder.name}: {what}; it was left out", folder, hint="convert it to .rst")
        return
    main = max(texts, key=lambda path: (path.stem == folder.name, file_size(path)))
    for other in texts:
        if other != main:
            brought.report(
                "not-carried-over", f"{other.name} was left out: {main.name} is the paper in this folder", other
            )
    yield {"id": identity, **_read_chapter(folder, main, f"chapters/{identity}", brought, people, terms)}


def _read_chapter(
    folder: Path, file: Path, home: str, brought: ImportResult, people: PersonRegister, terms: dict[str, str]
) -> dict[str, Any]:
    paper = _read_paper(file, brought)
    source = f"{home}/{home.rpartition('/')[2]}.rst"
    authors, corresponding = _add_authors(paper, brought, people)
    if not paper.title:
        brought.report(
            "no-title", "this paper has no title; the folder's name is used", file, hint="write a title, underlined"
        )
    bibliography = _find_bibliography(paper, folder, brought)
    text = "\n".join(paper.lines).strip("\n") + "\n" + _define_substitutions(paper.lines)
    brought.files[source] = text.encode()
    for path in list_plain_files(folder):
        if path.suffix.lower() == ".rst":
            if path.parent != folder or path.suffix != ".rst":
                what = path.relative_to(folder).as_posix()
                brought.report("not-carried-over", f"{what} does not belong to a known paper and was left out", path)
        else:
            brought.files[f"{home}/{path.relative_to(folder).as_posix()}"] = path
    for word in paper.keywords:
        terms.setdefault(word.casefold(), word)
    return {
        "title": (paper.title or folder.name)[:500],
        "authors": authors,
        "corresponding": corresponding,
        "abstract": paper.abstract,
        "keywords": paper.keywords,
        "source": source,
        "bibliography": [f"{home}/{name}" for name in bibliography],
    }


def _define_substitutions(lines: list[str]) -> str:
    text = "\n".join(lines)
    wanted = [name for name in _DASHES if f"|{name}|" in text and f".. |{name}|" not in text]
    return "".join(f"\n.. |{name}| unicode:: {_DASHES[name]}\n" for name in wanted)


def _read_text(file: Path, brought: ImportResult) -> str:
    data = read_file(file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        brought.report("not-utf-8", "this paper is not UTF-8; it was read as Windows-1252", file)
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_paper(file: Path, brought: ImportResult) -> _Paper:
    paper = _Paper(file)
    written = _read_text(file, brought).expandtabs(4).split("\n")
    lines = list(written)
    at = _take_fields(lines, 0, paper)
    at = _take_title(lines, at, paper)
    at = _take_fields(lines, at, paper)
    rest = _take_classes(lines[at:], at, paper, brought)
    paper.lines = list(_drop_foreign_directives(rest, written, paper, brought))
    return paper


def _take_fields(lines: list[str], at: int, paper: _Paper) -> int:
    """Take the fields at the head of a paper; indented lines continue a value."""
    while at < len(lines):
        found = _FIELD.match(lines[at])
        if found:
            paper.fields.append((found[1].strip().lower(), found[2].strip(), at + 1))
        elif paper.fields and lines[at].startswith((" ", "\t")) and lines[at].strip():
            name, value, line = paper.fields[-1]
            paper.fields[-1] = (name, f"{value} {lines[at].strip()}".strip(), line)
        elif lines[at].strip():
            break
        at += 1
    return at


def _take_title(lines: list[str], at: int, paper: _Paper) -> int:
    """Take the title: the first heading, with or without a line above it, after comments and targets."""
    look = at
    while look < len(lines) and (not lines[look].strip() or lines[look].startswith(".. ")):
        look += 1
    if look + 2 < len(lines) and _RULE.match(lines[look]) and _RULE.match(lines[look + 2]):
        paper.title = " ".join(lines[look + 1].split())
        del lines[look : look + 3]
    elif look + 1 < len(lines) and lines[look].strip() and _RULE.match(lines[look + 1]):
        paper.title = " ".join(lines[look].split())
        del lines[look : look + 2]
        lines[look:look] = ["", ""]
    paper.title = re.sub(r"\s*\[[#*\d]\w*\]_|[*`]{1,2}", "", paper.title)
    return at


def _take_classes(lines: list[str], before: int, paper: _Paper, brought: ImportResult) -> list[str]:
    """Take the abstract and keywords below ``.. class:: abstract`` and ``.. class:: keywords``."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        found = _CLASS.match(lines[at])
        name = found[1].split()[0].lower() if found else ""
        if name not in ("abstract", "keywords"):
            kept.append(lines[at])
            at += 1
            continue
        at, block = _take_block(lines, at + 1, name == "abstract")
        if name == "abstract":
            words = _CODE.sub(r"``\1``", "\n".join(block).strip())
            paper.abstract = "\n\n".join(filter(None, (paper.abstract, words)))
        else:
            listed = re.split(r"[,;]", " ".join(" ".join(block).split()))
            paper.keywords += [" ".join(word.split()).strip(".")[:200] for word in listed if word.strip(" .")]
    if len(paper.abstract) > 19_000:
        brought.report("abstract-too-long", "the abstract is too long and stays in the text", paper.file, before + 1)
        kept = [*paper.abstract.split("\n"), "", *kept]
        paper.abstract = ""
    return _keep_abstract_in_text(kept, before, paper, brought)


def _keep_abstract_in_text(kept: list[str], before: int, paper: _Paper, brought: ImportResult) -> list[str]:
    """Keep the abstract in the text if it is not valid as a field of the workshop.

    Fields allow less than manuscripts: no citations, references or formulas.
    """
    if paper.abstract and (found := parse_value(Rest(paper.abstract))[1]):
        message = f"the abstract stays in the text and is not in the metadata: {found[0].message}"
        brought.report("abstract-in-text", message, paper.file, before + 1, advice=True)
        kept = [".. rubric:: Abstract", "", *paper.abstract.split("\n"), "", *kept]
        paper.abstract = ""
    return kept


def _take_block(lines: list[str], at: int, several: bool) -> tuple[int, list[str]]:
    """Take the block below a directive: indented paragraphs, or the next paragraph."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    indent = len(lines[at]) - len(lines[at].lstrip()) if at < len(lines) else 0
    block: list[str] = []
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            following = next((one for one in lines[at:] if one.strip()), "")
            if not indent or not several or not following.startswith(" " * indent):
                break
        elif indent and len(line) - len(line.lstrip()) < indent:
            break
        block.append(line[indent:])
        at += 1
    return at, block


def _drop_foreign_directives(
    lines: list[str], written: list[str], paper: _Paper, brought: ImportResult
) -> Iterator[str]:
    """Yield the lines without directives for other tools, which are reported."""
    skipping = -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if skipping >= 0:
            if not line.strip() or indent > skipping:
                continue
            skipping = -1
        if found := _DIRECTIVE.match(line):
            number = next((at for at, one in enumerate(written, 1) if one == line), 1)
            words = f"'.. {found[2]}:: {found[3]}'".replace(" '", "'")
            brought.report("not-carried-over", f"{words} is for LaTeX or another tool and was left out",
                         paper.file, number, "if it contains text, write it in reStructuredText")  # fmt: skip
            skipping = indent
            continue
        yield line


def _add_authors(paper: _Paper, brought: ImportResult, people: PersonRegister) -> tuple[list[str], str | None]:
    entries: list[dict[str, Any]] = []
    for name, value, line in paper.fields:
        if name == "author":
            entries.append({"name": value, "institutions": [], "line": line})
        elif name == "institution" and entries:
            entries[-1]["institutions"].append(value)
        elif name in ("email", "orcid", "corresponding") and entries:
            entries[-1][name] = value or "yes"
        elif name not in _KNOWN_FIELDS and name != "equal-contributor":
            words = f"the field :{name}: was left out: a workshop has no place for it" + (
                f" ({value})" if value else ""
            )
            brought.report("not-carried-over", words, paper.file, line, advice=True)
        elif name == "equal-contributor":
            brought.report(
                "not-carried-over",
                "the note that authors contributed equally was not imported",
                paper.file,
                line,
                advice=True,
            )
    if not entries:
        brought.report("no-authors", "this paper has no authors", paper.file, 1, "add :author: at its head")
    made, corresponding = [], None
    for entry in entries:
        *given, family = entry["name"].split() or [""]
        if not family:
            brought.report("no-name", "an author without a name was left out", paper.file, entry["line"])
            continue
        if re.fullmatch(r"(?:jr|sr|ii|iii|iv)\.?", family, re.IGNORECASE) and len(given) > 1:
            suffix, family, given = family, given[-1], given[:-1]
        else:
            suffix = ""
        institutions = [value for value in entry["institutions"] if value]
        more = {
            "affiliation": "; ".join(institutions)[:500],
            "email": valid_email(entry.get("email", "")),
            "suffix": suffix,
        }
        person = people.add_person(" ".join(given), family, **more)
        made.append(person)
        corresponding = person if "corresponding" in entry and corresponding is None else corresponding
    return list(dict.fromkeys(made)), corresponding


def _find_bibliography(paper: _Paper, folder: Path, brought: ImportResult) -> list[str]:
    named = [(value, line) for name, value, line in paper.fields if name == "bibliography" and value]
    made = []
    for value, line in named:
        for name in value.split(","):
            file = name.strip() if name.strip().endswith(".bib") else f"{name.strip()}.bib"
            if folder / file in list_plain_files(folder):
                made.append(file)
            else:
                others = ", ".join(path.name for path in sorted(folder.glob("*.bib"))) or "none"
                brought.report("no-file", f"the bibliography {file} does not exist (found: {others})", paper.file, line)
    if not named and any(":cite:`" in line for line in paper.lines):
        found = sorted(path.name for path in folder.glob("*.bib"))
        words = f"the paper has citations but no bibliography; {', '.join(found) or 'none was found'} is used"
        brought.report("no-bibliography", words, paper.file)
        made = found
    return list(dict.fromkeys(made))
