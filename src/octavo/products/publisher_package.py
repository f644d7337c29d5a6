"""Make the package that a publisher works with: texts, offprints, Word documents, figures and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..docx.word_styles import read_word_styles
from ..rendering.context.display_names import DisplayNames
from .chapter_files import ChapterFilesJob
from .offprints import bind_offprints, chapter_metadata, compose_chapters, submit_chapters
from .package_contents import VOLUME_STEM, PackageContents, WordSettings
from .package_zip import file_stem
from .product_builder import DocumentChecker, FinishedDocument, FinishedProduct, ProductBuilder
from .proved_claims import prove_claims
from .scheduler import Scheduler
from .volume_builder import ComposedVolume, TypesetChapters, inspect_volume
from .volume_chapters import VolumeChapter

_PACKAGE_NAME = "manuscript.zip"


class PackageBuilder(ProductBuilder):
    """Makes the package: the offprints, and the files of each chapter in reStructuredText."""

    def inspect(self, scheduler: Scheduler, checker: DocumentChecker) -> None:
        """Find faults of the manuscripts, as far as possible without typesetting."""
        inspect_volume(compose_chapters(self.inputs, self.log), [], scheduler, checker)

    def compose(self) -> ComposedPackage:
        """Prepare everything for typesetting. Raises FindingsError if the input has errors."""
        volume = compose_chapters(self.inputs, self.log)
        self.log.stop_at_errors()
        return ComposedPackage(volume)


@dataclass(frozen=True)
class ComposedPackage:
    """A composed volume whose chapters will be packed for a publisher."""

    volume: ComposedVolume

    def typeset(self, scheduler: Scheduler) -> TypesetPackage:
        """Submit the chapters, and read the styles of the Word documents."""
        volume, inputs = self.volume, self.volume.filled.inputs
        styles, file = read_word_styles(volume.filled.sheets, inputs.project.search_path("styles"))
        volume.filled.log.files.append(file)
        lookup = DisplayNames.from_workshop(inputs.workshop, inputs.words)
        names = (read.name for read in volume.chapters)
        stems = dict(zip(names, _choose_stems(volume.chapters, lookup), strict=True))
        heads = (volume.short_title, volume.short_title)
        settings = WordSettings(styles, heads, inputs.workshop.policy.marking or "", stems)
        return TypesetPackage(volume, scheduler, submit_chapters(volume, scheduler), settings)


@dataclass(frozen=True)
class TypesetPackage(TypesetChapters):
    """A package whose chapters are submitted."""

    settings: WordSettings

    def finish(self) -> FinishedProduct:
        """Bind the offprints, write forms and lists, and pack everything."""
        self.chapters.gather()
        submitted = {
            read.name: self.scheduler.submit_chapter_files(self._chapter_files_job(read))
            for read in self.volume.chapters
            if read.job is not None and not read.missing
        }
        offprints = bind_offprints(self.volume, self.chapters, self.scheduler)
        proved, lost = prove_claims(offprints.documents, self.scheduler.executor)
        offprints = replace(offprints, documents=proved)
        packed = PackageContents(self.volume, self.settings, submitted, offprints).pack()
        return FinishedProduct((FinishedDocument(_PACKAGE_NAME, packed),), (*offprints.findings, *lost))

    def _chapter_files_job(self, read: VolumeChapter) -> ChapterFilesJob:
        assert read.job is not None  # noqa: S101 - asked only of chapters that have one
        settings, metadata = self.settings, chapter_metadata(self.volume, read, 1)
        return ChapterFilesJob(
            read.job, settings.stems[read.name], settings.styles, metadata, read.heads, settings.marking
        )


def _choose_stems(chapters: tuple[VolumeChapter, ...], lookup: DisplayNames) -> Iterator[str]:
    """Yield the stem of each chapter's file names: its first author, with its id if that is not unique."""
    stems = [
        file_stem(lookup.people[read.chapter.authors[0]].family, read.chapter.authors[0])
        if read.chapter.authors
        else file_stem(read.chapter.id, read.chapter.id)
        for read in chapters
    ]
    often, given = Counter(stems), {VOLUME_STEM}
    for read, stem in zip(chapters, stems, strict=True):
        chosen = f"{stem}-{file_stem(read.chapter.id, read.chapter.id)}" if often[stem] > 1 else stem
        while chosen in given:
            chosen = f"{chosen}-{read.number + 1}"
        given.add(chosen)
        yield chosen
