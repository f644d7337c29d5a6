"""Read the chapters of a volume, and follow each to its place in the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..chapters.author_pdf.pdf_placement import PlacedPdf
from ..chapters.chapter_job import ChapterJob, TypesetChapter
from ..chapters.manuscript_reader import read_manuscript_lines
from ..chapters.numbering import LabelTarget
from ..checking.name_leaks import check_manuscript_names
from ..checking.naming_rule import protected_names_pattern
from ..files.guarded_files import read_file
from ..files.workshop_files import read_workshop_file
from ..findings.finding import Finding, MissingKind, Place, Severity, has_errors
from ..language import text_direction
from ..language.one_line_text import comparable_title
from ..language.translator import Translator, get_translator
from ..model import volume as model
from ..project.project_folders import Project, find_plain_file
from ..rendering.bibliography.csl_style_reader import MAX_STYLE_SIZE
from ..rendering.context.display_names import DisplayNames
from ..rendering.context.volume_context import build_chapter_context
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import Style
from .filled_product import FilledProduct
from .product_inputs import BuildLog, ProductInputs
from .running_heads import short_author_names
from .scheduler import INTERNAL_DEFECT, WORKER_DIED, ScheduledJob

PDF_SUFFIX, TEXT_SUFFIXES = ".pdf", (".rst", ".txt")
_INTERNAL_CODES = (WORKER_DIED, INTERNAL_DEFECT)
"""Codes of findings with details about this machine, which readers of the book need not know."""
NEUTRAL_REASON = "It could not be set."


@dataclass
class VolumeChapter:
    """A chapter in progress: its entry in the workshop, its opening page, its jobs and its result."""

    chapter: model.Chapter
    number: int
    place: Place
    facts: Mapping[str, object]
    heads: tuple[str, str]
    file: Path
    data: bytes
    missing: str = ""
    """Why its text is missing; "" if it is not."""
    is_author_pdf: bool = False
    job: ChapterJob | None = None
    scheduled_text: ScheduledJob[TypesetChapter] | None = None
    scheduled_pdf: ScheduledJob[PlacedPdf] | None = None
    result: TypesetChapter | None = None
    text_digest: str = ""
    """Digest of the text of a finished PDF."""

    @property
    def name(self) -> str:
        """Prefix of all ids of the chapter."""
        return f"c-{self.chapter.id}"

    @property
    def source_place(self) -> Place:
        """Where it was written: its manuscript, or the line of the workshop file that names its finished PDF."""
        return self.place if self.is_author_pdf else Place(self.file)

    @property
    def label_target(self) -> LabelTarget:
        """The label by which other chapters refer to this one."""
        title = self.chapter.short_title or self.chapter.title
        return LabelTarget(self.name, title, f"“{title}”")


def read_chapters(inputs: ProductInputs, log: BuildLog, head_width: float) -> tuple[VolumeChapter, ...]:
    """Read the files of all chapters; one that cannot be read is marked as missing. `head_width` is in ems."""
    lookup = DisplayNames.from_workshop(inputs.workshop, inputs.words)
    chapters = tuple(
        _read_chapter(inputs, log, number, lookup, head_width) for number in range(len(inputs.workshop.chapters))
    )
    log.findings += find_repeated_files(chapters)
    return chapters


def _read_chapter(
    inputs: ProductInputs, log: BuildLog, number: int, lookup: DisplayNames, head_width: float
) -> VolumeChapter:
    entry = inputs.workshop.chapters[number]
    place = inputs.places.find_value("chapters", number, "source")
    file, data, refused = read_workshop_file(inputs.source.parent, str(entry.source), place)
    log.files.append(file)
    heads = (short_author_names(lookup, entry, head_width), entry.short_title or entry.title)
    read = VolumeChapter(entry, number, place, _opening_facts(inputs, entry, lookup), heads, file, data)
    suffix = file.suffix.lower()
    if refused is not None:
        mark_missing(read, [refused], log)
    elif suffix not in (*TEXT_SUFFIXES, PDF_SUFFIX):
        message = f"'{entry.source}' is neither reStructuredText (.rst, .txt) nor a PDF"
        finding = Finding("unknown-manuscript", message, place, "convert it to one of these formats")
        mark_missing(read, [finding], log)
    elif suffix == PDF_SUFFIX:
        read.is_author_pdf = True
    else:
        log.findings += check_manuscript_names(inputs.whole, read_manuscript_lines(data, file)[0].lines, file)
    return read


def _opening_facts(inputs: ProductInputs, entry: model.Chapter, lookup: DisplayNames) -> Mapping[str, object]:
    facts = build_chapter_context(lookup, entry)
    if entry.language:
        # Its opening is in its own language; the contents list its authors in that of the book.
        own = DisplayNames.from_workshop(inputs.workshop, get_translator(entry.language))
        return {**build_chapter_context(own, entry), "names": facts["names"]}
    return facts


def printed_texts(chapters: Iterable[VolumeChapter]) -> Iterator[str]:
    """Yield what contents and running heads print of chapters, including finished PDFs."""
    for read in chapters:
        yield from (read.chapter.title, read.chapter.section or "", *read.heads)
        yield str(read.facts["names"])


def mark_missing(read: VolumeChapter, faults: Sequence[Finding], log: BuildLog) -> None:
    """Report why the text of a chapter is missing, and have its page say so."""
    costs = [limit_to_chapter(finding) for finding in faults]
    log.findings += costs
    worst = next(finding for finding in costs if finding.missing is MissingKind.CHAPTER)
    read.is_author_pdf = False
    read.missing = NEUTRAL_REASON if worst.code in _INTERNAL_CODES else worst.message


def limit_to_chapter(finding: Finding) -> Finding:
    """Mark an error as one that costs only its chapter."""
    stops = has_errors([finding])
    return replace(finding, missing=MissingKind.CHAPTER) if stops else finding


def make_chapter_job(
    filled: FilledProduct, volume: model.Volume, read: VolumeChapter, terms: tuple[str, ...]
) -> ChapterJob:
    """Return the job of a chapter in reStructuredText; `terms` are searched for the subject index."""
    inputs, log = filled.inputs, filled.log
    bibliography = []
    for number, path in enumerate(read.chapter.bibliography):
        place = inputs.places.find_value("chapters", read.number, "bibliography", number)
        file, data, refused = read_workshop_file(inputs.source.parent, str(path), place)
        log.files.append(file)
        if refused is not None:
            log.findings.append(replace(refused, severity=Severity.WARNING, missing=MissingKind.BIBLIOGRAPHY))
        else:
            bibliography.append((file, data))
    protected = protected_names_pattern(inputs.whole)
    return ChapterJob(
        name=read.name,
        root=inputs.source.parent,
        path=read.file,
        data=b"" if read.missing else read.data,
        bibliography=tuple(bibliography),
        facts={"chapter": {**read.facts, "missing": read.missing}},
        language=read.chapter.language or inputs.workshop.language,
        title=read.chapter.title,
        templates=inputs.project.search_path("templates"),
        sheets=_turn_sides(filled.sheets, read.chapter.language or inputs.workshop.language, inputs.workshop.language),
        house=inputs.house,
        citation_style=volume.citation_style,
        own_citation_style=read_own_citation_style(inputs.project, volume.citation_style, log),
        terms=terms,
        protected=protected.pattern if protected else "",
    )


def _turn_sides(sheets: StyleSheets, language: str, book: str) -> StyleSheets:
    """Return the sheets of a chapter. One that runs against its book begins on the side where the book's rectos are."""
    if text_direction.language_direction(language) == text_direction.language_direction(book):
        return sheets
    return replace(sheets, styles=(*sheets.styles, Style("side", "html { break-before: verso }")))


def read_own_citation_style(project: Project, name: str, log: BuildLog) -> tuple[Path, bytes] | None:
    """Return the project's own file of a citation style with its source; None if it has none of this name.

    Raises FindingsError for a symbolic link.
    """
    file = find_plain_file(project.search_path("styles")[0], f"{name}.csl")
    if file is None:
        return None
    log.files.append(file)
    return file, read_file(file, MAX_STYLE_SIZE + 1)


def known_labels(chapters: Iterable[VolumeChapter], words: Translator) -> dict[str, LabelTarget]:
    """Return the labels that chapters may refer to: the ids of chapters, then the labels inside them."""
    chapters = list(chapters)
    labels = {read.chapter.id: read.label_target for read in chapters}
    within = words.gettext("{thing} in “{title}”")
    for read in chapters:
        for name, target in (read.result.labels if read.result else {}).items():
            there = within.replace("{title}", read.label_target.number)
            number, called = there.replace("{thing}", target.number), there.replace("{thing}", target.name)
            labels.setdefault(name, replace(target, number=number, name=called))
    return labels


def select_wanted_labels(made: TypesetChapter, labels: Mapping[str, LabelTarget]) -> dict[str, LabelTarget]:
    """Return the labels that a chapter refers to and that other chapters have."""
    return {name: labels[name] for name in made.unknown if name in labels}


def find_ambiguous_references(read: VolumeChapter, chapters: Iterable[VolumeChapter]) -> Iterator[Finding]:
    """Find references of a chapter to labels that several other chapters have."""
    chapters = list(chapters)
    ids = {other.chapter.id for other in chapters}
    for name in dict.fromkeys(read.result.unknown if read.result else ()):
        homes = [other.chapter.title for other in chapters if other.result and name in other.result.labels]
        if len(homes) > 1 and name not in ids:
            message = f"{len(homes)} chapters define the label '{name}'; the reference leads to “{homes[0]}”"
            line = read.data[: max(0, read.data.find(f"`{name}`".encode()))].count(b"\n") + 1
            yield Finding("label-twice", message, Place(read.file, line), "use different labels", Severity.WARNING)


def compare_title(read: VolumeChapter) -> Iterator[Finding]:
    """Yield a warning if the manuscript has another title than the workshop gives to the chapter."""
    own = read.result.title if read.result else ""
    if own and comparable_title(own) != comparable_title(read.chapter.title):
        message = f"the manuscript's title is “{own}”, but workshop.yaml says “{read.chapter.title}”, which is printed"
        lines = read.data.decode("utf-8", "replace").splitlines()
        line = next((number for number, words in enumerate(lines, 1) if words.strip() == own), 1)
        yield Finding("title-differs", message, Place(read.file, line), "make the titles equal", Severity.WARNING)


def find_repeated_files(chapters: Iterable[VolumeChapter]) -> Iterator[Finding]:
    """Find manuscripts that are the same file, or files of equal bytes."""
    first: dict[bytes, VolumeChapter] = {}
    for read in chapters:
        other = first.setdefault(read.data, read) if read.data else read
        if other is not read:
            message = f"'{read.chapter.source}' is identical to '{other.chapter.source}', of chapter {other.chapter.id}"
            hint = "replace one of them by the right manuscript"
            yield Finding("identical-manuscripts", message, read.place, hint, Severity.WARNING)


def find_repeated_texts(chapters: Iterable[VolumeChapter]) -> Iterator[Finding]:
    """Find finished PDFs with the same text in different files."""
    first: dict[str, VolumeChapter] = {}
    for read in chapters:
        other = first.setdefault(read.text_digest, read) if read.text_digest else read
        if other is not read and other.data != read.data:
            message = f"'{read.chapter.source}' has the same text as '{other.chapter.source}'"
            hint = "replace one of them by the right manuscript"
            yield Finding("identical-manuscripts", message, read.place, hint, Severity.WARNING)
