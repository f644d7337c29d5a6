"""Read the papers in an aclpub2 folder as chapters."""

from __future__ import annotations

from pathlib import Path

from ..files.guarded_files import file_size
from ..language.slugs import make_slug
from .aclpub2_people import AclPeople
from .aclpub2_values import as_list, split_keywords
from .aclpub2_yaml import AclFolder
from .latex_to_rst import latex_to_title
from .workshop_writer import MAX_IMPORTED_BYTES, YamlMapping
from .yaml_entries import YamlEntry


class AclPapers:
    """The papers of an import."""

    def __init__(self, files: AclFolder, people: AclPeople) -> None:
        self.files = files
        self.people = people
        self.chapters: dict[str, YamlMapping] = {}
        """Chapters by id."""
        self.titles: dict[str, str] = {}
        """Titles of all papers by number, also of those without a file."""
        self.speakers: dict[str, list[str]] = {}
        """Authors of papers that are not chapters, by paper number."""

    def read_papers(self) -> None:
        """Read all papers; those with a file become chapters."""
        file = self.files.yaml_path("papers")
        for entry in self.files.load_mappings("papers", needed=True):
            line = entry.line
            given = entry.get("id")
            number = str(len(self.chapters) + 1 if given in (None, "") else given)
            identity = make_slug(f"paper {number}")
            if identity in self.chapters:
                entry.leave_out()
                self.files.result.report(
                    "id-twice", f"two papers have the id {number}; the second was left out", file, line
                )
                continue
            self._read_paper(entry, number, identity, file, line)

    def _read_paper(self, entry: YamlEntry, number: str, identity: str, file: Path, line: int) -> None:
        name = str(entry.get("file") or entry.get("pdf_file") or f"{number}.pdf")
        path = self.files.find_file("papers", name)
        title = self.files.read_latex(entry.get("title"), f"the title of paper {number}", file, line)
        self.titles[number] = title
        if path is None:
            entry.leave_out()
            words = f"paper {number} (“{title}”) has no file papers/{name}: it is only in the programme, not a chapter"
            self.files.result.report("no-paper", words, file, line, "add the file and import again")
            self.speakers[number] = self._add_authors(entry, file)
            return
        if file_size(path) > MAX_IMPORTED_BYTES:
            self.files.result.report(
                "paper-too-large", f"papers/{name} is larger than 100 MB and was left out", file, line
            )
            self.speakers[number] = self._add_authors(entry, file)
            return
        self.files.used.add(path)
        if not title:
            title = f"Paper {number}"
            self.files.result.report("no-title", f"paper {number} has no title", file, line, "add title:")
        authors = self._add_authors(entry, file)
        if not authors:
            self.files.result.report("no-authors", f"paper {number} has no authors", file, line, "add authors:")
        self.chapters[identity] = {
            "id": identity,
            "title": (latex_to_title(entry.get("title")) or title)[:500],
            "authors": authors,
            "abstract": self._read_abstract(entry, number, file, line),
            "keywords": split_keywords(entry.get("keywords")),
            "source": self.files.result.add_file(path, "papers"),
            "doi": str(entry.get("doi") or ""),
        }  # fmt: skip
        self._report_paper_losses(entry, number, file, line)

    def _add_authors(self, entry: YamlEntry, file: Path) -> list[str]:
        """Add the authors of a paper; return their ids, each once."""
        people: list[str] = []
        for one in as_list(entry.get("authors")):
            named = {} if one is None else {"name": str(one)}
            author = one if isinstance(one, YamlEntry) else YamlEntry(named, entry.find_line("authors"))
            people += self.people.add_people(author, file)
        return list(dict.fromkeys(people))

    def _read_abstract(self, entry: YamlEntry, number: str, file: Path, line: int) -> str:
        text = self.files.read_latex_as_rst(entry.get("abstract"), f"the abstract of paper {number}", file, line)
        if len(text) > 19_000:
            self.files.result.report(
                "abstract-too-long", f"the abstract of paper {number} is too long and was left out", file, line
            )
            return ""
        return text

    def _report_paper_losses(self, entry: YamlEntry, number: str, file: Path, line: int) -> None:
        if entry.get("archival") in (False, "False", "false", "no", 0):
            words = f"paper {number} is not archival ('archival: false'), but was imported as a chapter"
            hint = "remove it from chapters: if it should not be printed"
            self.files.result.report("not-archival", words, file, entry.find_line("archival"), hint, True)
        attachments = entry.get("attachments")
        for one in attachments if isinstance(attachments, list) else []:
            what = one if isinstance(one, YamlEntry) else YamlEntry({"file": one}, line)
            name = " ".join(str(what.get(key)) for key in ("file", "url") if what.get(key))
            kind = f" ({what.get('type')})" if what.get("type") else ""
            words = f"paper {number}: the attachment {name}{kind} was not imported: a workshop has no place for it"
            self.files.result.report("not-carried-over", words, file, what.line, advice=True)
            self.files.used.add(self.files.root / "attachments" / str(what.get("file")))
