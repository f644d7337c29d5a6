"""Import the papers of a SciPy conference: folders with reStructuredText, figures and BibTeX files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..files.guarded_files import file_size, is_file
from ..findings.finding import Finding, FindingsError, Place
from ..language.slugs import make_slug, make_unique_id
from .person_register import PersonRegister
from .scipy_authors import add_authors
from .scipy_details import (
    ConferenceDetails,
    add_committee,
    add_editors,
    build_deposit,
    build_isbns,
    build_series,
    parse_days,
    parse_doi,
    parse_venue,
    read_details,
    read_licence,
)
from .scipy_papers import ScipyPaper, define_substitutions, read_paper
from .workshop_writer import (
    ImportResult,
    YamlMapping,
    list_plain_files,
)


def read(source: Path) -> ImportResult:
    """Read a folder of papers. Raises FindingsError if there are none, or if its dates are unknown."""
    result = ImportResult(source, make_slug(source.name))
    with result.keep_findings():
        return _read_folder(source, result)


def _read_folder(source: Path, result: ImportResult) -> ImportResult:
    papers = source / "papers"
    root = papers if papers.is_dir() and not papers.is_symlink() else source
    details = read_details(source, result)
    people = PersonRegister()
    chapters: dict[str, YamlMapping] = {}
    terms: dict[str, str] = {}
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and not path.is_symlink()):
        for chapter in _read_chapters(folder, make_unique_id(make_slug(folder.name), chapters), result, people, terms):
            chapters[chapter["id"]] = chapter
    if not chapters:
        message = "there are no papers here: no folder contains a reStructuredText file (.rst)"
        raise FindingsError(
            [Finding("no-papers", message, Place(source), "name the folder that contains the folders of papers")]
        )
    editors = add_editors(details, people, result)
    committee = add_committee(details, people, result)
    result.tree = _build_tree(details, result, editors, list(chapters.values()), people)
    result.tree["committee"] = committee
    details.report_unused(result)
    result.tree["index_terms"] = [{"term": term} for term in terms.values()]
    result.tree["people"] = list(people.entries.values())
    result.findings += people.report_names()
    for path in sorted(root.iterdir()):
        if is_file(path) and path != details.file:
            result.report(
                "not-carried-over", f"{path.name} was not imported: a workshop has no place for it", path, advice=True
            )
    return result


def _build_tree(
    details: ConferenceDetails, result: ImportResult, editors: list[str], chapters: list[object], people: PersonRegister
) -> YamlMapping:
    title = details.find_text("proceedings", "title", "full") or result.source.name
    event = details.find_text("proceedings", "title", "conference") or title
    acronym = details.find_text("proceedings", "title", "acronym")
    start, end = parse_days(details)
    directors = editors or list(people.entries)[:1]
    if not editors:
        words = "no editors are named; the first author takes their place"
        result.report("no-editors", words, details.file, hint="add editor:")
    result.name = make_slug(f"{acronym or 'scipy'} {start.year}")
    return {
        "schema_version": 1,
        "id": result.name,
        "language": "en",
        "event": {
            "type": "conference",
            "title": event[:500],
            "acronym": acronym,
            "number": details.find_text("proceedings", "title", "ordinal"),
            "start": str(start),
            "end": str(end),
            "venue": parse_venue(details.find_text("proceedings", "location")),
        },
        "people": [],
        "directors": [{"person": person, "role": "editor"} for person in directors],
        "volume": {
            "title": title[:500],
            "series": build_series(details, result),
            "editors": editors,
            "publisher": {"name": details.find_text("proceedings", "publisher")},
            "year": start.year,
            "isbns": build_isbns(details, result),
            "doi": parse_doi(details.find_text("proceedings", "doi")),
            "licence": read_licence(details),
        },
        "deposit": build_deposit(details),
        "chapters": chapters,
    }


def _read_chapters(
    folder: Path, identity: str, result: ImportResult, people: PersonRegister, terms: dict[str, str]
) -> Iterator[YamlMapping]:
    texts = sorted(path for path in folder.glob("*.rst") if is_file(path))
    if not texts:
        others = [path.name for path in sorted(folder.glob("*")) if path.suffix in (".md", ".tex", ".ipynb", ".txt")]
        what = f"its paper ({', '.join(others)}) is not in reStructuredText" if others else "it contains no paper"
        result.report("no-paper", f"{folder.name}: {what}; it was left out", folder, hint="convert it to .rst")
        return
    main = max(texts, key=lambda path: (path.stem == folder.name, file_size(path)))
    for other in texts:
        if other != main:
            result.report(
                "not-carried-over", f"{other.name} was left out: {main.name} is the paper in this folder", other
            )
    yield {"id": identity, **_read_chapter(folder, main, f"chapters/{identity}", result, people, terms)}


def _read_chapter(
    folder: Path, file: Path, home: str, result: ImportResult, people: PersonRegister, terms: dict[str, str]
) -> YamlMapping:
    paper = read_paper(file, result)
    source = f"{home}/{home.rpartition('/')[2]}.rst"
    authors = add_authors(paper, result, people)
    if not paper.title:
        result.report(
            "no-title", "this paper has no title; the folder's name is used", file, hint="write a title, underlined"
        )
    bibliography = _find_bibliography(paper, folder, result)
    text = "\n".join(paper.lines).strip("\n") + "\n" + define_substitutions(paper.lines)
    result.files[source] = text.encode()
    for path in list_plain_files(folder):
        if path.suffix.lower() == ".rst":
            if path.parent != folder or path.suffix != ".rst":
                what = path.relative_to(folder).as_posix()
                result.report("not-carried-over", f"{what} does not belong to a known paper and was left out", path)
        else:
            result.files[f"{home}/{path.relative_to(folder).as_posix()}"] = path
    for word in paper.keywords:
        terms.setdefault(word.casefold(), word)
    return {
        "title": (paper.title or folder.name)[:500],
        "authors": authors.ids,
        "corresponding": authors.corresponding,
        "equal_contribution": authors.equal_contribution,
        "abstract": paper.abstract,
        "keywords": paper.keywords,
        "source": source,
        "bibliography": [f"{home}/{name}" for name in bibliography],
    }


def _find_bibliography(paper: ScipyPaper, folder: Path, result: ImportResult) -> list[str]:
    named = [(value, line) for name, value, line in paper.fields if name == "bibliography" and value]
    made = []
    for value, line in named:
        for name in value.split(","):
            file = name.strip() if name.strip().endswith(".bib") else f"{name.strip()}.bib"
            if folder / file in list_plain_files(folder):
                made.append(file)
            else:
                others = ", ".join(path.name for path in sorted(folder.glob("*.bib"))) or "none"
                result.report("no-file", f"the bibliography {file} does not exist (found: {others})", paper.file, line)
    if not named and any(":cite:`" in line for line in paper.lines):
        found = sorted(path.name for path in folder.glob("*.bib"))
        words = f"the paper has citations but no bibliography; {', '.join(found) or 'none was found'} is used"
        result.report("no-bibliography", words, paper.file)
        made = found
    return list(dict.fromkeys(made))
