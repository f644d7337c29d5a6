"""The package that a publisher asks for: the volume's own texts, each chapter in all its forms, figures, and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any

from docutils import nodes

from ..docx.document_parts import DocumentPiece
from ..docx.docx_writer import write_docx
from ..docx.formatting import DocxOptions
from ..docx.word_styles import read_word_styles
from ..findings.finding import Finding, MissingKind, Place, Severity
from ..language.collation import collation_key
from ..loading.yaml_writer import write_workshop_yaml
from ..rendering.context import enum_labels
from ..rendering.context.display_names import DisplayNames, full_name
from ..rendering.rst.value_substitution import parse_template
from .chapter_files import (
    ChapterFigure,
    ChapterFiles,
    ChapterFilesJob,
    describe_picture,
    number_pictures,
    read_picture_file,
)
from .indexes import PageLocator, page_ranges
from .offprints import OffprintsBuilder
from .package_metadata import (
    ChapterDescription,
    describe_for_people,
    describe_for_programs,
    may_name_everyone,
    write_index_list,
    write_readme,
)
from .package_zip import MissingItem, PackageItem, file_stem, is_portable_name, pack_zip, portable_key, serialize_json
from .product_builder import FinishedDocument, FinishedProduct
from .scheduler import ScheduledJob, Scheduler
from .volume_chapters import VolumeChapter

_UNSAFE_CODES = frozenset(("paper-live", "paper-locked", "paper-mended"))
"""Findings of an author's PDF that is not handed on as it came."""
_MISSING_KINDS = (MissingKind.TEXT, MissingKind.FIGURE, MissingKind.CITATION, MissingKind.REFERENCE)
"""What a text asks for in vain, of all that may be missing."""
_PACKAGE_NAME = "manuscript.zip"
_WORKSHOP_SOURCE = "sources/workshop.yaml"
"""The workshop itself, by which the sources can be built."""
_VOLUME_STEM = "volume"
"""With this the names of those pictures begin that are in no chapter."""


class PackageBuilder(OffprintsBuilder):
    """A package being made: the offprints, and of each chapter in reST what its publisher goes on working with."""

    def typeset(self, setter: Scheduler) -> None:
        """Have the chapters set, and find out how Word documents look."""
        self.lookup = DisplayNames.from_workshop(self.workshop, self.words)
        self.look, file = read_word_styles(self.sheets, self.project.search_path("styles"))
        self.files.append(file)
        self.heads = (self._short_title(), self._short_title())
        self.marking = self.workshop.policy.marking or ""
        self.stems = dict(
            zip((read.name for read in self.chapters), _choose_stems(self.chapters, self.lookup), strict=True)
        )
        super().typeset(setter)

    def _gather_chapters(self) -> None:
        """Wait for the chapters, and have those in reST written for the publisher meanwhile."""
        super()._gather_chapters()
        self.promised: dict[str, ScheduledJob[ChapterFiles]] = {}
        for read in self.chapters:
            if read.job is not None and not read.missing:
                job = ChapterFilesJob(
                    read.job,
                    self.stems[read.name],
                    self.look,
                    self._chapter_metadata(read, 1),
                    read.heads,
                    self.marking,
                )
                self.promised[read.name] = self.setter.submit_chapter_files(job)

    def finish(self, setter: Scheduler) -> FinishedProduct:
        """Bind the offprints, write the forms and lists, and pack all."""
        offprints = super().finish(setter)
        self.lacks: list[MissingItem] = []
        items = list(self._volume_texts())
        self.delivered = {read.name: self._take_chapter_files(read) for read in self.chapters}
        self.lacks += chain.from_iterable(map(self._find_missing_items, self.chapters))
        for read, offprint in zip(self.chapters, offprints.documents, strict=True):
            items += self._chapter_items(read, offprint)
        items += self._volume_sources(items)
        items = list(self._drop_colliding_names(items))
        items += self._list_items(items)
        packed = pack_zip(self.workshop.id, self.volume.title, items, self.lacks, self.metadata().created)
        return FinishedProduct((FinishedDocument(_PACKAGE_NAME, packed),), offprints.findings)

    def _take_chapter_files(self, read: VolumeChapter) -> ChapterFiles | None:
        """Give the files of a chapter; of one that has none it is told why."""
        promise = self.promised.get(read.name)
        if promise is None:
            why = read.missing or self.words.gettext("The author sent a finished PDF, of which no text can be made.")
            self._report_missing("docx", why, read)
            return None
        made = promise.attempt(f"the Word document of '{read.chapter.source}'", Place(read.file), MissingKind.FILE)
        if isinstance(made, Finding):
            self.findings.append(made)
            self._report_missing("docx", made.message, read)
            return None
        delivery = self._hide_file_names(made)
        self.findings += delivery.findings
        self.files += delivery.inputs
        return delivery

    def _find_missing_items(self, read: VolumeChapter) -> Iterator[MissingItem]:
        """Tell of what a text asks for and nobody has, in whose place its pages print what was written."""
        for finding in dict.fromkeys(read.set.part.findings if read.set else ()):
            if (what := finding.missing) in _MISSING_KINDS:
                line = f" ({read.chapter.source}:{finding.place.line})" if finding.place else ""
                # What authors call their files may tell their names.
                unsaid = self.words.gettext("The text asks for it, and it is not there.")
                yield MissingItem(
                    str(what), f"{finding.message}{line}" if may_name_everyone(self.lookup) else unsaid, read.chapter.id
                )

    def _hide_file_names(self, delivery: ChapterFiles) -> ChapterFiles:
        """Leave out what authors call their files where not everybody may be named: names of files tell names."""
        if may_name_everyone(self.lookup):
            return delivery
        return replace(delivery, pictures=tuple(replace(one, named="", path="") for one in delivery.pictures))

    def _report_missing(self, what: str, why: str, read: VolumeChapter | None) -> None:
        """Tell what a chapter lacks, or the volume."""
        self.lacks.append(MissingItem(what, why, read.chapter.id if read else ""))
        whose = f"chapter {read.chapter.id}" if read else "the volume"
        place = read.place if read else self.places.find_key("volume")
        message = f"the package holds no {what} of {whose}; its README says why"
        self.findings.append(Finding("package-lacks", message, place, severity=Severity.ADVICE))

    # What stands before and after the chapters

    def _volume_texts(self) -> Iterator[PackageItem]:
        """Give the volume's own texts, and the pictures in them; say what it does without."""
        self.shown: list[ChapterFigure] = []
        for plan in self.composed_parts():
            tree = self.trees[plan.name]
            if tree.children:
                setting = DocxOptions(self.words, self.look, self.images.images, self.heads, openings=True)
                yield PackageItem(
                    f"volume/{plan.name}.docx", self._write_word(DocumentPiece(tree, plan.roman), setting), "docx"
                )
            for _, image in number_pictures(tree):
                yield from self._volume_picture(image)
        self.lacks += self._absent_items()

    def _volume_picture(self, image: nodes.image) -> Iterator[PackageItem]:
        path = str(image["uri"])
        if path not in self.images.images or path in (one.path for one in self.shown):
            return
        data, suffix = read_picture_file(self.source.parent, path, self.images.images[path])
        one = describe_picture(image, "", f"figures/{_VOLUME_STEM}-{len(self.shown) + 1}{suffix}")
        self.shown.append(one if may_name_everyone(self.lookup) else replace(one, named=""))
        yield PackageItem(one.file, data, "figure", named=self.shown[-1].named)

    def _absent_items(self) -> Iterator[MissingItem]:
        _, whole, shown = self.words.gettext, self.whole, self.workshop
        yield MissingItem(
            "contents", _("Its pages are known once the book is set; metadata.docx has the chapters in order.")
        )
        yield MissingItem("index", _("Its pages are known once the book is set; index.txt has its terms by chapter."))
        if not self.volume.preface:
            yield MissingItem("preface", _("The workshop holds none."))
        if not whole.participants:
            yield MissingItem("participants", _("The workshop holds no list of them."))
        elif len(shown.participants) < len(whole.participants):
            yield MissingItem("participants", _("Not listed are those who may not be named, or did not agree to be."))
        if whole.photos and not shown.photos:
            yield MissingItem("photographs", _("They would show who may not be named."))
        if not may_name_everyone(self.lookup):
            yield MissingItem("sources", _("The workshop’s texts may name those who are not to be named."))

    # Chapters

    def _chapter_items(self, read: VolumeChapter, offprint: FinishedDocument) -> Iterator[PackageItem]:
        word, chapter = self.stems[read.name], read.chapter.id
        yield PackageItem(f"chapters/{word}.pdf", offprint.data, "pdf", chapter)
        delivery = self.delivered[read.name]
        named = {one.file: one.path for one in delivery.pictures} if delivery else {}
        for name, data in (delivery.files if delivery else {}).items():
            kind = {"chapters": "docx", "figures": "figure", "references": "references"}[name.partition("/")[0]]
            yield PackageItem(name, data, kind, chapter, named.get(name, ""))
        yield from self._source_items(read)
        facts = {"consent": self._consent_facts(read)}
        yield PackageItem(f"consent/{word}.docx", self._fill_document("consent", facts), "consent", chapter)

    def _source_items(self, read: VolumeChapter) -> Iterator[PackageItem]:
        """Give what came from the authors, where it may be handed on as it came, and the pictures that it names.

        All bear the names by which they call each other; so each picture stands here once more.
        """
        if not read.foreign and (read.job is None or read.missing):
            return
        if why := self._withholding_reason(read):
            self._report_missing("source", why, read)
            return
        sources = [(self._relative_path(read.file), read.data, "source")]
        sources += [
            (self._relative_path(path), data, "bibliography")
            for path, data in (read.job.bibliography if read.job else ())
        ]
        if delivery := self.delivered[read.name]:
            sources += [(one.path, delivery.files[one.file], "picture") for one in delivery.pictures]
        for path, data, kind in sources:
            yield from self._source_item(path, data, kind, read)

    def _source_item(self, path: str, data: bytes, kind: str, read: VolumeChapter | None) -> Iterator[PackageItem]:
        if is_portable_name(path):
            yield PackageItem(f"sources/{path}", data, kind, *((read.chapter.id, path) if read else ()))
        else:
            why = self.words.gettext("No file on Windows can be called {name}; rename it.").replace("{name}", path)
            self._report_missing(kind, why, read)

    def _drop_colliding_names(self, items: list[PackageItem]) -> Iterator[PackageItem]:
        """Leave out what takes the place of another file where a package is unpacked, and tell of it.

        So do names on Windows and macOS that differ in the case of letters, or in how accents are written.
        """
        first = {portable_key(_WORKSHOP_SOURCE): _WORKSHOP_SOURCE}
        read_of = {read.chapter.id: read for read in self.chapters}
        for item in items:
            held = first.setdefault(portable_key(item.name), item.name)
            if held == item.name:
                yield item
            else:
                why = self.words.gettext("On Windows {name} would replace {other}; rename one of them.")
                why = why.replace("{name}", item.name).replace("{other}", held)
                self._report_missing(item.kind, why, read_of.get(item.chapter))

    def _relative_path(self, file: Path) -> str:
        return file.relative_to(self.source.parent).as_posix()

    def _volume_sources(self, items: list[PackageItem]) -> Iterator[PackageItem]:
        """Give what the chapters' sources are bound by: the public workshop, and the pictures that its texts show."""
        if not may_name_everyone(self.lookup):
            return
        yield PackageItem(_WORKSHOP_SOURCE, write_workshop_yaml(self.workshop), "source")
        held = {item.name: item.data for item in items}
        for one in self.shown:
            yield from self._source_item(one.path, held[one.file], "picture", None)

    def _withholding_reason(self, read: VolumeChapter) -> str:
        """Say why what an author sent is not handed on as it came; "" where it is.

        Where not everybody may be named, comments and properties, which no page shows, may still tell who wrote.
        """
        found = read.paper.result().part.findings if read.paper else ()
        if any(finding.code in _UNSAFE_CODES for finding in found):
            return self.words.gettext(
                "The author’s file holds more than pages, or is damaged; its pages stand in the PDF."
            )
        if not may_name_everyone(self.lookup):
            return self.words.gettext(
                "The author’s file may name those who are not to be named; its pages stand in the PDF."
            )
        return ""

    def _consent_facts(self, read: VolumeChapter) -> dict[str, Any]:
        entry = read.chapter
        return {
            **read.facts,
            "permissions": [
                {
                    "item": one.item,
                    "holder": one.holder,
                    "status": enum_labels.permission_status_label(self.words, one.status),
                }
                for one in entry.permissions
            ],
            "signatories": [full_name(self.people[author]) for author in entry.authors],
        }

    def _list_items(self, items: list[PackageItem]) -> Iterator[PackageItem]:
        """Tell of all chapters, for programs and for people."""
        told = [
            ChapterDescription(
                read.chapter,
                read.facts,
                {} if (delivery := self.delivered[read.name]) is None else delivery.counts,
                tuple(item.name for item in items if item.chapter == read.chapter.id),
                tuple(lack for lack in self.lacks if lack.chapter == read.chapter.id),
                () if delivery is None else delivery.pictures,
                self._term_pages(read),
            )
            for read in self.chapters
        ]
        yield PackageItem(
            "metadata.json", serialize_json(describe_for_programs(self.lookup, told, self.shown)), "metadata"
        )
        people = {"delivery": describe_for_people(self.lookup, told), "pictures": [asdict(one) for one in self.shown]}
        yield PackageItem("metadata.docx", self._fill_document("metadata", people), "metadata")
        yield PackageItem("index.txt", write_index_list(self.lookup, told).encode(), "index")
        names = [item.name for item in items]
        yield PackageItem("README.txt", write_readme(self.lookup, names, self.lacks).encode(), "readme")

    def _term_pages(self, read: VolumeChapter) -> dict[str, str]:
        """Give the pages of the offprint on which the terms of the subject index stand."""
        assert read.set is not None  # noqa: S101 - all were gathered
        first = next(bound.first for bound in self.placed if bound.leaf.part is read.set.part)
        stands = {term: [PageLocator(first + page, "") for page in pages] for term, pages in read.set.index.items()}
        return {
            term: ", ".join(run for run, _ in page_ranges(stands[term])) for term in sorted(stands, key=collation_key)
        }

    def _fill_document(self, name: str, facts: Mapping[str, Any]) -> bytes:
        """Fill a template of the package, and write it as a Word document."""
        composed = self.fill_template(f"manuscript/{name}.rst", {**self.facts, **facts})
        tree, found = parse_template(composed, f"{name}-", self.words.tag)
        self.findings += found
        setting = DocxOptions(self.words, self.look.for_office_printers(), self.images.images, self.heads, titled=True)
        return self._write_word(DocumentPiece(tree), setting)

    def _write_word(self, piece: DocumentPiece, setting: DocxOptions) -> bytes:
        written = write_docx([piece], replace(setting, marking=self.marking), self.metadata())
        self.findings += written.findings
        return written.data


def _choose_stems(chapters: list[VolumeChapter], lookup: DisplayNames) -> Iterator[str]:
    """Give each chapter the word with which the names of its files begin: its first author, and its id if need be."""
    words = [
        file_stem(lookup.people[read.chapter.authors[0]].family, read.chapter.authors[0])
        if read.chapter.authors
        else file_stem(read.chapter.id, read.chapter.id)
        for read in chapters
    ]
    often, given = Counter(words), {_VOLUME_STEM}
    for read, word in zip(chapters, words, strict=True):
        if often[word] > 1:
            word = f"{word}-{file_stem(read.chapter.id, read.chapter.id)}"
        while word in given:
            word = f"{word}-{read.number + 1}"
        given.add(word)
        yield word
