"""Collect the files of a publisher's package, and record what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path

from docutils import nodes

from ..docx.document_parts import DocumentPiece
from ..docx.docx_writer import write_docx
from ..docx.formatting import DocxOptions
from ..docx.word_styles import WordStyles
from ..files.workshop_files import read_workshop_file
from ..findings.finding import Finding, MissingKind, Place, Severity
from ..language.collation import collation_key
from ..loading.yaml_writer import write_workshop_yaml
from ..rendering.context import enum_labels
from ..rendering.context.display_names import DisplayNames, full_name
from ..rendering.rst.value_substitution import parse_template
from .chapter_files import ChapterFigure, ChapterFiles, describe_picture, number_pictures, read_picture_file
from .filled_product import fill_template
from .indexes import PageLocator, page_ranges
from .offprints import BoundOffprints
from .package_metadata import (
    ChapterDescription,
    describe_for_people,
    describe_for_programs,
    may_name_everyone,
    write_index_list,
    write_readme,
)
from .package_zip import MissingItem, PackageItem, is_portable_name, pack_zip, portable_key, serialize_json
from .product_builder import FinishedDocument
from .scheduler import ScheduledJob
from .volume_builder import ComposedVolume
from .volume_chapters import VolumeChapter

_UNSAFE_CODES = frozenset(("paper-live", "paper-locked", "paper-mended"))
"""Findings on an author's PDF that is not passed on unchanged."""
_MISSING_KINDS = (MissingKind.TEXT, MissingKind.FIGURE, MissingKind.CITATION, MissingKind.REFERENCE)
"""Kinds of missing things that the text of a chapter refers to."""
_TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
_WORKSHOP_SOURCE = "sources/workshop.yaml"
"""The workshop itself, from which the sources can be built."""
VOLUME_STEM = "volume"
"""Stem of the names of pictures that are in no chapter."""


@dataclass(frozen=True)
class WordSettings:
    """How the Word documents of a package look and how its files are named; `stems` are by the names of chapters."""

    styles: WordStyles
    heads: tuple[str, str]
    marking: str
    stems: Mapping[str, str]


class PackageContents:
    """Collects the files of a package, and what it lacks."""

    def __init__(
        self,
        volume: ComposedVolume,
        settings: WordSettings,
        submitted: Mapping[str, ScheduledJob[ChapterFiles]],
        offprints: BoundOffprints,
    ) -> None:
        self._volume, self._settings, self._submitted, self._offprints = volume, settings, submitted, offprints
        self._filled, self._log, self._inputs = volume.filled, volume.filled.log, volume.filled.inputs
        self._lookup = DisplayNames.from_workshop(self._inputs.workshop, self._inputs.words)
        self._gettext = self._inputs.words.gettext
        self._is_open = may_name_everyone(self._lookup)
        self._lacks: list[MissingItem] = []
        self._shown: list[ChapterFigure] = []
        self._files: dict[str, ChapterFiles | None] = {}

    def pack(self) -> bytes:
        """Return the zip archive."""
        chapters = self._volume.chapters
        items = list(self._volume_texts())
        self._files = {read.name: self._take_chapter_files(read) for read in chapters}
        self._lacks += chain.from_iterable(map(self._find_missing_items, chapters))
        for read, offprint in zip(chapters, self._offprints.documents, strict=True):
            items += self._chapter_items(read, offprint)
        items += self._volume_sources(items)
        items = list(self._drop_colliding_names(items))
        items += self._list_items(items)
        created = self._volume.metadata.created
        return pack_zip(self._inputs.workshop.id, self._volume.volume.title, items, self._lacks, created)

    def _take_chapter_files(self, read: VolumeChapter) -> ChapterFiles | None:
        """Return the files of a chapter; report a chapter without files."""
        scheduled = self._submitted.get(read.name)
        if scheduled is None:
            why = read.missing or self._gettext("The author sent a finished PDF, of which no text can be made.")
            self._report_missing("docx", why, read)
            return None
        made = scheduled.attempt(f"the Word document of '{read.chapter.source}'", Place(read.file), MissingKind.FILE)
        if isinstance(made, Finding):
            self._log.findings.append(made)
            self._report_missing("docx", made.message, read)
            return None
        self._log.findings += made.findings
        self._log.files += made.inputs
        return self._hide_file_names(made)

    def _find_missing_items(self, read: VolumeChapter) -> Iterator[MissingItem]:
        """Yield what a text refers to and is missing; its pages print the reference as written."""
        for finding in dict.fromkeys(read.result.part.findings if read.result else ()):
            if (what := finding.missing) in _MISSING_KINDS:
                line = f" ({read.chapter.source}:{finding.place.line})" if finding.place else ""
                # Authors' file names may reveal their names.
                unsaid = self._gettext("The text asks for it, and it is not there.")
                yield MissingItem(str(what), f"{finding.message}{line}" if self._is_open else unsaid, read.chapter.id)

    def _hide_file_names(self, files: ChapterFiles) -> ChapterFiles:
        """Remove authors' file names, which may reveal names, unless everybody may be named."""
        if self._is_open:
            return files
        return replace(files, pictures=tuple(replace(one, named="", path="") for one in files.pictures))

    def _report_missing(self, what: str, why: str, read: VolumeChapter | None) -> None:
        """Record and report what a chapter, or the volume, lacks."""
        self._lacks.append(MissingItem(what, why, read.chapter.id if read else ""))
        whose = f"chapter {read.chapter.id}" if read else "the volume"
        place = read.place if read else self._inputs.places.find_key("volume")
        message = f"the package has no {what} for {whose}; its README gives the reason"
        self._log.findings.append(Finding("package-lacks", message, place, severity=Severity.ADVICE))

    # What stands before and after the chapters

    def _volume_texts(self) -> Iterator[PackageItem]:
        """Yield the volume's own texts and their pictures, and record what is missing."""
        images = self._filled.images.images
        openers = (part.plan for part in self._volume.parts if part.text)
        for plan in (*self._inputs.product.parts, *openers):
            tree = self._filled.trees.get(plan.name)
            if tree is None:
                continue
            if tree.children:
                options = DocxOptions(
                    self._inputs.words, self._settings.styles, images, self._settings.heads, openings=True
                )
                document = self._write_word(DocumentPiece(tree, plan.roman), options)
                yield PackageItem(f"volume/{plan.name}.docx", document, "docx")
            for _, image in number_pictures(tree):
                yield from self._volume_picture(image)
        self._lacks += self._absent_items()

    def _volume_picture(self, image: nodes.image) -> Iterator[PackageItem]:
        path, images = str(image["uri"]), self._filled.images.images
        if path not in images or path in (one.path for one in self._shown):
            return
        data, suffix = read_picture_file(self._inputs.source.parent, path, images[path])
        one = describe_picture(image, "", f"figures/{VOLUME_STEM}-{len(self._shown) + 1}{suffix}")
        self._shown.append(one if self._is_open else replace(one, named=""))
        yield PackageItem(one.file, data, "figure", named=self._shown[-1].named)

    def _absent_items(self) -> Iterator[MissingItem]:
        _, whole, shown = self._gettext, self._inputs.whole, self._inputs.workshop
        yield MissingItem(
            "contents", _("Its pages are known once the book is set; metadata.docx has the chapters in order.")
        )
        yield MissingItem("index", _("Its pages are known once the book is set; index.txt has its terms by chapter."))
        if not self._volume.volume.preface:
            yield MissingItem("preface", _("The workshop holds none."))
        if not whole.participants:
            yield MissingItem("participants", _("The workshop holds no list of them."))
        elif len(shown.participants) < len(whole.participants):
            yield MissingItem("participants", _("Not listed are those who may not be named, or did not agree to be."))
        if whole.photos and not shown.photos:
            yield MissingItem("photographs", _("They would show who may not be named."))
        if not self._is_open:
            yield MissingItem("sources", _("The workshop’s texts may name those who are not to be named."))

    # Chapters

    def _chapter_items(self, read: VolumeChapter, offprint: FinishedDocument) -> Iterator[PackageItem]:
        stem, chapter = self._settings.stems[read.name], read.chapter.id
        yield PackageItem(f"chapters/{stem}.pdf", offprint.data, "pdf", chapter)
        files = self._files[read.name]
        named = {one.file: one.path for one in files.pictures} if files else {}
        for name, data in (files.files if files else {}).items():
            kind = {"chapters": "docx", "figures": "figure", "references": "references"}[name.partition("/")[0]]
            yield PackageItem(name, data, kind, chapter, named.get(name, ""))
        yield from self._source_items(read)
        form = self._fill_document("consent", {"consent": self._consent_facts(read)})
        yield PackageItem(f"consent/{stem}.docx", form, "consent", chapter)

    def _source_items(self, read: VolumeChapter) -> Iterator[PackageItem]:
        """Yield the authors' files that may be passed on unchanged, and the pictures that they name.

        Files keep the names by which they refer to each other, so each picture is here once more.
        """
        if not read.is_author_pdf and (read.job is None or read.missing):
            return
        if why := self._withholding_reason(read):
            self._report_missing("source", why, read)
            return
        bibliography = read.job.bibliography if read.job else ()
        sources = [
            (self._relative_path(read.file), read.data, "source"),
            *((self._relative_path(path), data, "bibliography") for path, data in bibliography),
        ]
        if files := self._files[read.name]:
            sources += [(one.path, files.files[one.file], "picture") for one in files.pictures]
        sources += self._chart_files(read)
        for path, data, kind in sources:
            yield from self._source_item(path, data, kind, read)

    def _chart_files(self, read: VolumeChapter) -> Iterator[tuple[str, bytes, str]]:
        """Yield the tables from which charts are drawn."""
        for file in read.result.inputs if read.result else ():
            if file.suffix.lower() in _TABLE_SUFFIXES:
                path = self._relative_path(file)
                _, data, refused = read_workshop_file(self._inputs.source.parent, path, read.place)
                if refused is None:
                    yield path, data, "source"

    def _source_item(self, path: str, data: bytes, kind: str, read: VolumeChapter | None) -> Iterator[PackageItem]:
        if is_portable_name(path):
            yield PackageItem(f"sources/{path}", data, kind, *((read.chapter.id, path) if read else ()))
        else:
            why = self._gettext("No file on Windows can be called {name}; rename it.").replace("{name}", path)
            self._report_missing(kind, why, read)

    def _drop_colliding_names(self, items: list[PackageItem]) -> Iterator[PackageItem]:
        """Drop and report files that would replace another file when the package is unpacked.

        On Windows and macOS names may collide that differ only in case or in the encoding of accents.
        """
        first = {portable_key(_WORKSHOP_SOURCE): _WORKSHOP_SOURCE}
        read_of = {read.chapter.id: read for read in self._volume.chapters}
        for item in items:
            held = first.setdefault(portable_key(item.name), item.name)
            if held == item.name:
                yield item
            else:
                why = self._gettext("On Windows {name} would replace {other}; rename one of them.")
                why = why.replace("{name}", item.name).replace("{other}", held)
                self._report_missing(item.kind, why, read_of.get(item.chapter))

    def _relative_path(self, file: Path) -> str:
        return file.relative_to(self._inputs.source.parent).as_posix()

    def _volume_sources(self, items: list[PackageItem]) -> Iterator[PackageItem]:
        """Yield the volume's own sources: the public workshop and the pictures in its texts."""
        if not self._is_open:
            return
        yield PackageItem(_WORKSHOP_SOURCE, write_workshop_yaml(self._inputs.workshop), "source")
        held = {item.name: item.data for item in items}
        for one in self._shown:
            yield from self._source_item(one.path, held[one.file], "picture", None)

    def _withholding_reason(self, read: VolumeChapter) -> str:
        """Return why an author's file is not passed on unchanged; "" if it is.

        If not everybody may be named, comments and properties, which no page shows, could reveal the author.
        """
        found = read.scheduled_pdf.result().part.findings if read.scheduled_pdf else ()
        if any(finding.code in _UNSAFE_CODES for finding in found):
            return self._gettext("The author’s file holds more than pages, or is damaged; its pages stand in the PDF.")
        if not self._is_open:
            return self._gettext(
                "The author’s file may name those who are not to be named; its pages stand in the PDF."
            )
        return ""

    def _consent_facts(self, read: VolumeChapter) -> dict[str, object]:
        entry, words = read.chapter, self._inputs.words
        return {
            **read.facts,
            "permissions": [
                {
                    "item": one.item,
                    "holder": one.holder,
                    "status": enum_labels.permission_status_label(words, one.status),
                }
                for one in entry.permissions
            ],
            "signatories": [full_name(self._inputs.people[author]) for author in entry.authors],
        }

    # Lists

    def _list_items(self, items: list[PackageItem]) -> Iterator[PackageItem]:
        """Yield the lists of all chapters, for programs and for people."""
        described = [self._describe_chapter(read, items) for read in self._volume.chapters]
        data = describe_for_programs(self._lookup, described, self._shown)
        yield PackageItem("metadata.json", serialize_json(data), "metadata")
        facts = {
            "delivery": describe_for_people(self._lookup, described),
            "pictures": [asdict(one) for one in self._shown],
        }
        yield PackageItem("metadata.docx", self._fill_document("metadata", facts), "metadata")
        yield PackageItem("index.txt", write_index_list(self._lookup, described).encode(), "index")
        names = [item.name for item in items]
        yield PackageItem("README.txt", write_readme(self._lookup, names, self._lacks).encode(), "readme")

    def _describe_chapter(self, read: VolumeChapter, items: list[PackageItem]) -> ChapterDescription:
        files = self._files[read.name]
        return ChapterDescription(
            read.chapter,
            read.facts,
            {} if files is None else files.counts,
            tuple(item.name for item in items if item.chapter == read.chapter.id),
            tuple(lack for lack in self._lacks if lack.chapter == read.chapter.id),
            () if files is None else files.pictures,
            self._term_pages(read),
        )

    def _term_pages(self, read: VolumeChapter) -> dict[str, str]:
        """Return the pages of the offprint on which index terms occur."""
        assert read.result is not None  # noqa: S101 - all were gathered
        part, index = read.result.part, read.result.index
        first = next(placed.first for placed in self._offprints.placed if placed.leaf.part is part)
        stands = {term: [PageLocator(first + page, "") for page in pages] for term, pages in index.items()}
        tag = self._inputs.workshop.language
        return {
            term: ", ".join(run for run, _ in page_ranges(stands[term]))
            for term in sorted(stands, key=lambda term: collation_key(term, tag))
        }

    # Word documents

    def _fill_document(self, name: str, facts: Mapping[str, object]) -> bytes:
        """Fill a template of the package and write it as a Word document."""
        rendered = fill_template(self._inputs, self._log, f"manuscript/{name}.rst", {**self._filled.facts, **facts})
        tree, found = parse_template(rendered, f"{name}-", self._inputs.words.tag)
        self._log.findings += found
        styles, images = self._settings.styles.for_office_printers(), self._filled.images.images
        options = DocxOptions(self._inputs.words, styles, images, self._settings.heads, titled=True)
        return self._write_word(DocumentPiece(tree), options)

    def _write_word(self, piece: DocumentPiece, options: DocxOptions) -> bytes:
        written = write_docx([piece], replace(options, marking=self._settings.marking), self._volume.metadata)
        self._log.findings += written.findings
        return written.data
