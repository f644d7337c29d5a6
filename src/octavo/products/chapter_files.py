"""Write a chapter's files for its publisher: a Word document, figures, and references.

All of this runs in a worker, like typesetting, and depends on the job alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from docutils import nodes

from ..chapters import pdf_figures
from ..chapters.chapter_job import ChapterJob
from ..chapters.chapter_typesetter import (
    ParsedChapter,
    fill_chapter_template,
    locate_in_manuscript,
    number_chapter,
    read_chapter,
)
from ..docx.document_parts import DocumentPiece
from ..docx.docx_writer import write_docx
from ..docx.formatting import DocxOptions, DrawnChart
from ..docx.png_pictures import render_first_page
from ..docx.word_styles import WordStyles
from ..files.workshop_files import read_workshop_file
from ..findings.finding import Finding, MissingKind, Place, Severity
from ..language.enumerators import to_letters
from ..language.one_line_text import to_one_line
from ..pdf.metadata.document_metadata import Metadata
from ..processes import gc_pause
from ..rendering.bibliography import bibtex_reader, bibtex_writer
from ..rendering.bibliography.cited_entries import CitedEntries
from ..rendering.graphics.charts.data_chart import DataChart
from ..rendering.graphics.images import ImageAsset
from ..rendering.rst.picture_credits import find_credit
from ..rendering.rst.plain_text import extract_plain_text
from ..typesetting.cache_key import FileNamer, compute_cache_key
from ..typesetting.typesetter import typeset
from . import image_originals
from .chart_pictures import list_data_charts, make_chart_job

_UNNUMBERED_PREFIX = "unnumbered-"


@dataclass(frozen=True)
class ChapterFilesJob:
    """A chapter, the stem of its file names, and the styles of its Word document.

    `heads` are the running heads of left and right pages; `marking` is on every page.
    """

    chapter: ChapterJob
    stem: str
    look: WordStyles
    metadata: Metadata
    heads: tuple[str, str]
    marking: str = ""

    @property
    def name(self) -> str:
        """Name of the chapter."""
        return self.chapter.name

    def cache_key(self, environment: str, name: FileNamer) -> str:
        """Return the key under which the result is cached; `name` names files within their project."""
        return compute_cache_key(self, environment, name=name)


@dataclass(frozen=True)
class ChapterFigure:
    """A picture: its number, its file in the package, its name in the text, its path, and its texts.

    `path` starts at the workshop's folder. `caption`, `alternative` and `credit` are "" if there is none.
    """

    number: str
    file: str
    named: str
    path: str
    caption: str
    alternative: str
    credit: str = ""


@dataclass(frozen=True)
class ChapterFiles:
    """The files of a chapter by name in the package, and its pictures in order."""

    name: str
    files: Mapping[str, bytes]
    pictures: tuple[ChapterFigure, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    inputs: tuple[Path, ...] = ()


def write_chapter_files(job: ChapterFilesJob) -> ChapterFiles:
    """Write the files of a chapter whose manuscript is reStructuredText."""
    with gc_pause.pause_garbage_collection():
        return _collect_chapter_files(job)


def _collect_chapter_files(job: ChapterFilesJob) -> ChapterFiles:
    read = read_chapter(job.chapter, number_chapter(job.chapter))
    findings = list(read.findings)
    files: dict[str, bytes] = {}
    pictures: list[ChapterFigure] = []
    for picture, data in _figure_files(job, read, findings):
        files[picture.file] = data
        pictures.append(picture)
    references = _write_references(job, read)
    if references:
        files[f"references/{job.stem}.bib"] = references.encode()
    document, found = _write_document(job, read)
    findings += found
    files = {f"chapters/{job.stem}.docx": document, **files}
    told = tuple(dict.fromkeys(findings))
    return ChapterFiles(job.chapter.name, files, tuple(pictures), asdict(read.counts), told, read.figures.files)


def _write_document(job: ChapterFilesJob, read: ParsedChapter) -> tuple[bytes, list[Finding]]:
    images, findings = _document_images(job, read)
    tree, found = fill_chapter_template(job.chapter, read)
    charts = _draw_charts(job, read)
    setting = DocxOptions(read.words, job.look, images, job.heads, charts, titled=True, marking=job.marking)
    written = write_docx([DocumentPiece(tree)], setting, job.metadata)
    findings += found
    findings += [locate_in_manuscript(finding, read.text.written) for finding in written.findings]
    return written.data, findings


def _draw_charts(job: ChapterFilesJob, read: ParsedChapter) -> dict[str | DataChart, DrawnChart]:
    """Draw the charts of a chapter as pictures."""
    sheets = job.chapter.sheets
    drawn: dict[str | DataChart, DrawnChart] = {}
    for number, chart in enumerate(list_data_charts(read.text.tree)):
        where = f"{job.chapter.name}/chart-{number}"
        part = typeset(make_chart_job(chart, read.words, sheets, where))
        drawn[chart] = DrawnChart(render_first_page(part.pdf), chart.description(read.words))
    return drawn


def _document_images(job: ChapterFilesJob, read: ParsedChapter) -> tuple[dict[str, ImageAsset], list[Finding]]:
    """Return the images of a chapter. PDF figures are rendered, because Word cannot show them."""
    images: dict[str, ImageAsset] = {}
    findings = []
    for uri, asset in read.figures.images.items():
        drawn = read.figures.drawings.get(asset.id)
        try:
            images[uri] = render_first_page(drawn.pdf) if drawn else asset
        except pdf_figures.UnusableFigure as unusable:
            findings.append(_unusable_figure_finding(job, uri, unusable, "so it is missing in the Word document"))
    return images, findings


def _unusable_figure_finding(
    job: ChapterFilesJob, uri: str, unusable: pdf_figures.UnusableFigure, consequence: str
) -> Finding:
    reason, hint = map(str, unusable.args)
    message = f"the figure '{uri}' {reason}, {consequence}"
    place = Place(job.chapter.path)
    return Finding("bad-drawing", message, place, hint, Severity.WARNING, missing=MissingKind.FIGURE)


def _figure_files(
    job: ChapterFilesJob, read: ParsedChapter, findings: list[Finding]
) -> Iterator[tuple[ChapterFigure, bytes]]:
    """Yield each figure with the bytes of its file."""
    for number, image in number_pictures(read.text.tree):
        uri = str(image["uri"])
        asset = read.figures.images.get(uri)
        if asset is None:
            continue
        try:
            data, suffix = _figure_file(job, read, uri, asset)
        except pdf_figures.UnusableFigure as unusable:
            findings.append(_unusable_figure_finding(job, uri, unusable, "so its file is missing in the package"))
        else:
            yield describe_picture(image, number, f"figures/{job.stem}-{number}{suffix}"), data


def _figure_file(job: ChapterFilesJob, read: ParsedChapter, uri: str, asset: ImageAsset) -> tuple[bytes, str]:
    """Return the bytes of a figure and the suffix of its file."""
    drawn = read.figures.drawings.get(asset.id)
    if drawn is not None:
        return pdf_figures.write_single_figure(drawn), ".pdf"
    return read_picture_file(job.chapter.root, uri, asset)


def read_picture_file(root: Path, uri: str, asset: ImageAsset) -> tuple[bytes, str]:
    """Return a picture below `root` unchanged if the file has nothing else in it; otherwise re-encoded as `asset`."""
    _, data, finding = read_workshop_file(root, uri, Place(root))
    suffix = image_originals.plain_image_suffix(data) if finding is None else ""
    return (data, suffix) if suffix else (asset.data, asset.id[asset.id.rfind(".") :])


def number_pictures(tree: nodes.document) -> Iterator[tuple[str, nodes.image]]:
    """Yield pictures with the numbers of their figures; several in one figure get letters, others their own count."""
    groups: dict[str, dict[str, nodes.image]] = {}
    for image in tree.findall(nodes.image):
        figure = _enclosing_figure(image)
        number = str(figure.get("number", "")) if figure is not None else ""
        groups.setdefault(number, {}).setdefault(str(image["uri"]), image)
    for number, images in groups.items():
        for place, image in enumerate(images.values()):
            letter = to_letters(place + 1) if len(images) > 1 else ""
            yield f"{number}{letter}" if number else f"{_UNNUMBERED_PREFIX}{place + 1}", image


def _enclosing_figure(image: nodes.image) -> nodes.figure | None:
    above: nodes.Node | None = image.parent
    while above is not None and not isinstance(above, nodes.figure):
        above = above.parent
    return above


def describe_picture(image: nodes.image, number: str, file: str) -> ChapterFigure:
    """Describe a picture by its text. An alternative text that repeats caption or file name is dropped."""
    uri = str(image["uri"])
    figure = _enclosing_figure(image)
    caption = next((extract_plain_text(child) for child in figure or () if isinstance(child, nodes.caption)), "")
    credited = find_credit(figure) if figure is not None else None
    credit = extract_plain_text(credited) if credited is not None else ""
    said = to_one_line(str(image.get("alt") or ""))
    alternative = "" if said in (caption, uri.rpartition("/")[2]) else said
    shown = "" if number.startswith(_UNNUMBERED_PREFIX) else number
    return ChapterFigure(shown, file, str(image.get("named") or uri), uri, caption, alternative, credit)


def _write_references(job: ChapterFilesJob, read: ParsedChapter) -> str:
    """Write as BibTeX the cited entries, without private fields such as files and notes, and what is written out."""
    files = [(path, data.decode("utf-8-sig", "replace")) for path, data in job.chapter.bibliography]
    library, _ = CitedEntries.parse_files(files)
    cited = [
        replace(
            entry, fields={name: value for name, value in entry.fields.items() if name in bibtex_reader.WORK_FIELDS}
        )
        for entry in (library.entries[key] for key in read.cited if key in library.entries)
    ]
    taken = {entry.key.casefold() for entry in cited}
    for number, reference in enumerate(read.written, 1):
        key = bibtex_writer.make_entry_key(reference.label, number, taken)
        taken.add(key.casefold())
        cited.append(bibtex_writer.make_written_entry(reference, key))
    return bibtex_reader.serialize_bibtex(cited)
