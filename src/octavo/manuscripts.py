"""The package that a publisher asks for: each chapter in all its forms, its figures, a form to be signed, and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from . import labels
from .book import Document, Finished
from .compose import compose
from .delivery import Delivery, DeliveryJob
from .dossier import Told, for_people, for_programs, readme
from .facts import Lookup, full_name
from .findings import Faults, Finding, Severity
from .model import Attribution
from .offprints import Offprints
from .parcel import Item, Lack, as_json, parcel, stem
from .parse import parse
from .setter import Promise, Setter
from .volume import Manuscript
from .word import Piece, Setting, look, write

_SPOILT = frozenset(("paper-live", "paper-locked", "paper-mended"))
"""Findings of an author's PDF that is not handed on as it came."""
_NAME = "manuscript.zip"


class Manuscripts(Offprints):
    """A package being made: the offprints, and of each chapter in reST what its publisher goes on working with."""

    def typeset(self, setter: Setter) -> None:
        """Have the chapters set, and find out how Word documents look."""
        self.lookup = Lookup.of(self.workshop, self.words)
        self.look, file = look(self.sheets, self.project.search_path("styles"))
        self.files.append(file)
        self.stems = dict(zip((read.name for read in self.chapters), _stems(self.chapters, self.lookup), strict=True))
        super().typeset(setter)

    def _gather(self) -> None:
        """Wait for the chapters, and have those in reST written for the publisher meanwhile."""
        super()._gather()
        self.promised: dict[str, Promise[Delivery]] = {}
        for read in self.chapters:
            if read.job is not None and not read.missing:
                job = DeliveryJob(read.job, self.stems[read.name], self.look, self._of(read, 1), read.heads)
                self.promised[read.name] = self.setter.delivery(job)

    def finish(self, setter: Setter) -> Finished:
        """Bind the offprints, write the forms and lists, and pack all."""
        offprints = super().finish(setter)
        self.lacks: list[Lack] = []
        self.delivered = {read.name: self._delivery(read) for read in self.chapters}
        items: list[Item] = []
        for read, offprint in zip(self.chapters, offprints.documents, strict=True):
            items += self._items(read, offprint)
        items += self._lists(items)
        packed = parcel(self.workshop.id, self.volume.title, items, self.lacks, self.metadata().created)
        return Finished((Document(_NAME, packed),), offprints.findings)

    def _delivery(self, read: Manuscript) -> Delivery | None:
        """Give the files of a chapter; of one that has none it is told why."""
        promise = self.promised.get(read.name)
        if promise is None:
            why = read.missing or self.words.text("The author sent a finished PDF, of which no text can be made.")
            self._tell_lack(read, "docx", why)
            return None
        try:
            delivery = promise.result()
        except Faults as faults:
            self.findings += [replace(one, severity=Severity.WARNING) for one in faults.findings]
            self._tell_lack(read, "docx", "; ".join(finding.message for finding in faults.findings))
            return None
        self.findings += delivery.findings
        self.files += delivery.inputs
        return delivery

    def _tell_lack(self, read: Manuscript, what: str, why: str) -> None:
        self.lacks.append(Lack(what, why, read.chapter.id))
        message = f"the package holds no {what} of chapter {read.chapter.id}; its README says why"
        self.findings.append(Finding("package-lacks", message, read.place, severity=Severity.ADVICE))

    # Chapters

    def _items(self, read: Manuscript, offprint: Document) -> Iterator[Item]:
        word, chapter = self.stems[read.name], read.chapter.id
        yield Item(f"chapters/{word}.pdf", offprint.data, "pdf", chapter)
        delivery = self.delivered[read.name]
        for name, data in (delivery.files if delivery else {}).items():
            kind = {"chapters": "docx", "figures": "figure", "references": "references"}[name.partition("/")[0]]
            yield Item(name, data, kind, chapter, delivery.named.get(name, "") if delivery else "")
        yield from self._sources(read)
        facts = {"consent": self._consent(read)}
        yield Item(f"consent/{word}.docx", self._written("consent", facts), "consent", chapter)

    def _sources(self, read: Manuscript) -> Iterator[Item]:
        """Give what came from the authors, where it may be handed on as it came."""
        if not read.foreign and (read.job is None or read.missing):
            return
        if why := self._kept_back(read):
            self._tell_lack(read, "source", why)
            return
        word, chapter, source = self.stems[read.name], read.chapter.id, str(read.chapter.source)
        yield Item(f"sources/{word}{PurePosixPath(source).suffix.lower()}", read.data, "source", chapter, source)
        bibliography = read.job.bibliography if read.job else ()
        for number, (path, data) in enumerate(bibliography, 1):
            end = f"-{number}" if len(bibliography) > 1 else ""
            root = self.source.parent
            given = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
            yield Item(f"sources/{word}{end}.bib", data, "bibliography", chapter, given)

    def _kept_back(self, read: Manuscript) -> str:
        """Say why what an author sent is not handed on as it came; "" where it is.

        Where not everybody may be named, comments and properties, which no page shows, may still tell who wrote.
        """
        found = read.paper.result().part.findings if read.paper else ()
        if any(finding.code in _SPOILT for finding in found):
            return self.words.text(
                "The author’s file holds more than pages, or is damaged; its pages stand in the PDF."
            )
        if self.workshop.policy.attribution is not Attribution.OPEN:
            return self.words.text(
                "The author’s file may name those who are not to be named; its pages stand in the PDF."
            )
        return ""

    def _consent(self, read: Manuscript) -> dict[str, Any]:
        entry = read.chapter
        return {
            **read.facts,
            "permissions": [
                {"item": one.item, "holder": one.holder, "status": labels.permission(self.words, one.status)}
                for one in entry.permissions
            ],
            "signatories": [full_name(self.people[author]) for author in entry.authors],
        }

    def _lists(self, items: list[Item]) -> Iterator[Item]:
        """Tell of all chapters, for programs and for people."""
        told = [
            Told(
                read.chapter,
                read.facts,
                {} if (delivery := self.delivered[read.name]) is None else delivery.counts,
                tuple(item.name for item in items if item.chapter == read.chapter.id),
                tuple(lack for lack in self.lacks if lack.chapter == read.chapter.id),
            )
            for read in self.chapters
        ]
        yield Item("metadata.json", as_json(for_programs(self.lookup, told)), "metadata")
        people = self._written("metadata", {"delivery": for_people(self.lookup, told)})
        yield Item("metadata.docx", people, "metadata")
        yield Item("README.txt", readme(self.lookup, told).encode(), "readme")

    def _written(self, name: str, facts: Mapping[str, Any]) -> bytes:
        """Fill a template of the package, and write it as a Word document."""
        folders = self.project.search_path("templates")
        composed, files = compose(f"manuscript/{name}.rst", {**self.facts, **facts}, folders, self.words.functions())
        self.files += files
        tree, found = parse(composed, f"{name}-")
        self.findings += found
        setting = Setting(self.words, self.look.for_offices(), {}, (self._short(), self._short()), titled=True)
        written = write([Piece(tree)], setting, replace(self.metadata(), title=self.volume.title))
        self.findings += written.findings
        return written.data


def _stems(chapters: list[Manuscript], lookup: Lookup) -> Iterator[str]:
    """Give each chapter the word with which the names of its files begin: its first author, and its id if need be."""
    words = [
        stem(lookup.people[read.chapter.authors[0]].family, read.chapter.authors[0])
        if read.chapter.authors
        else stem(read.chapter.id, read.chapter.id)
        for read in chapters
    ]
    often, given = Counter(words), set()
    for read, word in zip(chapters, words, strict=True):
        if often[word] > 1:
            word = f"{word}-{stem(read.chapter.id, read.chapter.id)}"
        while word in given:
            word = f"{word}-{read.number + 1}"
        given.add(word)
        yield word
