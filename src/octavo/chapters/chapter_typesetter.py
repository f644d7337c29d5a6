"""Typeset one chapter from its manuscript, sources and figures.

All of this runs in a worker and depends on the job alone. Chapters are typeset in parallel, and an unchanged chapter is
not read again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from docutils import nodes

from ..checking.name_leaks import find_data_names
from ..files.typed_paths import absolute_path
from ..files.workshop_files import read_workshop_file
from ..findings.finding import MISSING_GLYPH, Finding, MissingKind, Place, Severity, resolve_element_place
from ..language.translator import Translator, get_translator
from ..loading.text_decoding import decode_leniently
from ..processes import gc_pause
from ..processes.current_file import working_on
from ..rendering.bibliography.written_references import WrittenReference
from ..rendering.graphics.images import ImageAsset, open_images
from ..rendering.graphics.svg_to_pdf import convert_outline
from ..rendering.html.html_document import HtmlDocument, HtmlOptions
from ..rendering.html.html_writer import write_html
from ..rendering.rst.chart_data_files import complete_charts
from ..rendering.rst.directives import manuscript as place_of_manuscript
from ..rendering.rst.docutils_parser import ParsedText
from ..rendering.rst.jinja_templates import render_template
from ..rendering.rst.value_substitution import parse_template
from ..typesetting import glyph_coverage
from ..typesetting.typeset_job import TypesetJob, TypesetPart
from ..typesetting.typesetter import typeset
from . import cross_references, numbering, pdf_figures, reference_list
from .author_pdf.pdf_placement import locate_terms
from .chapter_job import ChapterJob, TypesetChapter
from .figure_faults import NOT_ARCHIVAL, NOT_READABLE, UNFIT, FigureFault, FigureJudge, pass_any_figure
from .manuscript_reader import Manuscript, parse_manuscript
from .manuscript_references import find_written_references
from .manuscript_roles import cite as citation
from .numbering import ContentCounts, IndexOccurrence, LabelTarget
from .opening_foot import keep_foot_free

CHAPTER_TEMPLATE = "volume/chapter.rst"
_DRAWING_SUFFIXES = (".pdf",)
_LONG_WORD = 6
"""Letters of a word by which a place is found, at least."""


def typeset_chapter(job: ChapterJob, judge: FigureJudge = pass_any_figure) -> TypesetChapter:
    """Typeset a chapter whose manuscript is reStructuredText; `judge` finds what its PDF figures take away."""
    with gc_pause.pause_garbage_collection(), working_on(job.path):
        return _process_chapter(job, _typeset_page, judge)


def list_figure_paths(job: ChapterJob) -> tuple[str, ...]:
    """Return the figures that a manuscript names, each once, as paths from the workshop's folder."""
    text = parse_manuscript(job.data, job.path, f"{job.name}.", title=job.title)
    named = (_path_from_root(str(image["uri"]), job) for image in text.tree.findall(nodes.image))
    return tuple(dict.fromkeys(named))


def single_figure_job(job: ChapterJob, picture: str) -> ChapterJob:
    """Return the job of a chapter that shows one figure (a path from the workshop's folder) and nothing else."""
    named = posixpath.relpath(picture, job.path.parent.relative_to(job.root).as_posix())
    text = f".. image:: {named}\n   :alt: {named}\n"
    return replace(job, data=text.encode(), bibliography=(), terms=(), others={}, without={})


def check_chapter(job: ChapterJob, judge: FigureJudge = pass_any_figure) -> TypesetChapter:
    """Find everything wrong with a chapter that shows without typesetting; the part has no pages."""

    def nothing(job: ChapterJob, _page: HtmlDocument, _figures: ManuscriptFigures) -> TypesetPart:
        return TypesetPart(job.name, b"", 0, {})

    with working_on(job.path):
        return _process_chapter(job, nothing, judge)


def _process_chapter(
    job: ChapterJob,
    setting: Callable[[ChapterJob, HtmlDocument, ManuscriptFigures], TypesetPart],
    judge: FigureJudge,
) -> TypesetChapter:
    numbered = number_chapter(job)
    if numbered.unknown and job.others is None:
        return TypesetChapter(TypesetPart(job.name, b"", 0, {}), numbered.text.title, numbered.labels, numbered.unknown)
    read = read_chapter(job, numbered, judge)
    tree, found = fill_chapter_template(job, read)
    page = write_html(tree, _html_options(job, read))
    lost = glyph_coverage.find_missing_characters(glyph_coverage.printed_text(page.html), job.sheets)
    part = setting(job, page, read.figures)
    # The typesetter's findings on missing characters are known already, with all their lines.
    late = [one for one in part.findings if not (lost and one.code == MISSING_GLYPH)]
    written = read.text.written
    lines = (*_located_lines(zip(written.lines, written.places, strict=True)), *_located_lines(read.figures.data_lines))
    told = (
        locate_in_manuscript(resolve_element_place(one, page.places), written)
        for one in _soften_layout_findings((*page.findings, *late))
    )
    findings = (*read.findings, *found, *glyph_coverage.report_missing_characters(lost, lines), *told)
    return TypesetChapter(
        replace(part, findings=tuple(dict.fromkeys(findings))),
        read.text.title,
        numbered.labels,
        (),
        _find_index_pages(job, part, read.marks) if part.pages else {},
        {mark.term: mark.anchor for mark in reversed(read.marks)},
        asdict(read.counts),
        read.figures.files,
    )


@dataclass(frozen=True)
class NumberedManuscript:
    """A manuscript with numbers, and with all references resolved except `unknown`."""

    text: Manuscript
    words: Translator
    labels: Mapping[str, LabelTarget]
    unknown: tuple[str, ...]
    findings: tuple[Finding, ...]


def number_chapter(job: ChapterJob) -> NumberedManuscript:
    """Read a reStructuredText manuscript, number its elements, and resolve its references."""
    prefix = f"{job.name}."
    text = parse_manuscript(job.data, job.path, prefix, job.language, job.title)
    own_words = get_translator(job.language)
    # Of a missing chapter only the opening page is set, which says so.
    findings = list(text.findings) if job.data else []
    labels, found = numbering.number_labels(text.tree, prefix, own_words, text.written)
    findings += found
    for name in text.title_labels:
        labels.setdefault(name, LabelTarget(job.name, job.title, f"“{job.title}”"))
    unknown, found = cross_references.resolve_references(text.tree, labels, job.others or {}, text.written)
    return NumberedManuscript(text, own_words, labels, tuple(unknown), (*findings, *found))


@dataclass(frozen=True)
class ParsedChapter:
    """A completely read chapter: its tree with formatted citations, its sources, index marks and figures."""

    text: Manuscript
    words: Translator
    cited: tuple[str, ...]
    """Keys of the cited entries, in order of citation."""
    written: tuple[WrittenReference, ...]
    """References that the author wrote out."""
    marks: tuple[IndexOccurrence, ...]
    counts: ContentCounts
    figures: ManuscriptFigures
    findings: tuple[Finding, ...]


def read_chapter(job: ChapterJob, numbered: NumberedManuscript, judge: FigureJudge = pass_any_figure) -> ParsedChapter:
    """Format the citations of a chapter, list its sources, and open its figures."""
    prefix, text, own_words = f"{job.name}.", numbered.text, numbered.words
    findings = list(numbered.findings)
    files = []
    for path, data in job.bibliography:
        words, amiss = decode_leniently(data, path, "the bibliography")
        files.append((path, words))
        findings += amiss
    calls = list(text.tree.findall(citation))
    written = find_written_references(text.tree)
    style = reference_list.ReferenceStyle(
        job.citation_style, job.own_citation_style, job.language, own_words.gettext("References")
    )
    cited, found = reference_list.cite_sources(text.tree, files, style, prefix, text.written)
    findings += found
    findings += reference_list.find_unused_bibliographies(files, cited)
    marks = numbering.anchor_index_terms(text.tree, prefix)
    counts = numbering.count_elements(text.tree, cited)
    figures = ManuscriptFigures(job, text, judge)
    findings += figures.findings
    keys = tuple(dict.fromkeys(key for call in calls for key in call["keys"]))
    return ParsedChapter(text, own_words, keys, written, marks, counts, figures, tuple(findings))


class ManuscriptFigures:
    """The opened images of a manuscript. The name of one that cannot be opened is printed in its place."""

    def __init__(self, job: ChapterJob, text: Manuscript, judge: FigureJudge) -> None:
        self.findings: list[Finding] = []
        self.images: dict[str, ImageAsset] = {}
        self.drawings: dict[str, pdf_figures.PdfFigure] = {}
        self._root, self._path, self._judge = job.root, job.path, judge
        shown = list(self._wanted_images(text, job))
        pictures = [image for image in shown if not _is_drawing(image)]
        opened = open_images(self._root, [(str(image["uri"]), self._image_place(image)) for image in pictures])
        self.images.update(opened.images)
        self.findings += map(_soften_picture_finding, opened.findings)
        # Missing files are recorded too: the cache must notice when they appear.
        self._files = [*opened.files, *(job.root / str(image["uri"]) for image in pictures)]
        read = complete_charts(
            text.tree, job.root, get_translator(job.language), lambda path: _path_from_root(path, job)
        )
        self._files += read.files
        self.findings += map(_soften_picture_finding, read.findings)
        self.findings += find_data_names(re.compile(job.protected) if job.protected else None, read.lines)
        self.data_lines = read.lines
        for image in shown:
            if _is_drawing(image):
                self._open_drawing(image)
            self._add_alternative_text(image)

    def _wanted_images(self, text: Manuscript, job: ChapterJob) -> Iterator[nodes.image]:
        """Yield the images to be shown, with their paths from the workshop's folder."""
        for image in list(text.tree.findall(nodes.image)):
            image["named"] = image["uri"]
            image["uri"] = _path_from_root(str(image["uri"]), job)
            if fault := job.without.get(image["uri"]):
                self.findings.append(replace(fault, place=self._image_place(image), missing=MissingKind.FIGURE))
                _print_file_name(image)
            else:
                yield image

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were read or are missing. What a path outside the workshop's folder names was not opened."""
        files = dict.fromkeys(map(absolute_path, self._files))
        return tuple(file for file in files if file.is_relative_to(absolute_path(self._root)))

    def _image_place(self, image: nodes.image) -> Place:
        place: Place | None = image.get("place")
        return place or Place(self._path)

    def _open_drawing(self, image: nodes.image) -> None:
        uri = str(image["uri"])
        if uri in self.images:
            return
        file, data, finding = read_workshop_file(self._root, uri, self._image_place(image))
        self._files.append(file)
        if finding is None:
            try:
                with working_on(file):
                    drawn = pdf_figures.open_pdf_figure(data)
            except pdf_figures.UnusableFigure as error:
                message = f"the figure '{uri}' {error.args[0]}"
                finding = Finding("bad-drawing", message, self._image_place(image), error.args[1])
            else:
                faults = list(self._list_faults(drawn))
                self.findings += [fault.report(uri, self._image_place(image)) for fault in faults]
                if any(fault.code == UNFIT for fault in faults):
                    return
                self.images[uri] = drawn.stand_in
                self.drawings[drawn.stand_in.id] = drawn
                if drawn.damage:
                    words = f"the figure '{uri}' is damaged and was repaired as far as possible: {drawn.damage}"
                    finding = Finding(
                        "bad-drawing", words, self._image_place(image), "export it again and check the result"
                    )
        if finding is not None:
            self.findings.append(_soften_picture_finding(finding))

    def _list_faults(self, drawn: pdf_figures.PdfFigure) -> Iterator[FigureFault]:
        """Yield what keeps a figure out of the book, or else what takes away a claim of the book."""
        judged = self._judge(drawn)
        unfit = [fault for fault in judged if fault.code == UNFIT]
        if unfit:
            yield unfit[0]
        elif why := pdf_figures.find_pdfua_obstacle(drawn.pdf):
            yield FigureFault(NOT_READABLE, why, "export it with embedded fonts and Unicode maps")
        elif why := pdf_figures.find_pdfa_obstacle(drawn.pdf):
            yield FigureFault(NOT_ARCHIVAL, why, "export it in RGB or grey")
        else:
            yield from judged

    def _add_alternative_text(self, image: nodes.image) -> None:
        """Use the caption as alternative text if there is none; print the name of a missing figure."""
        uri = str(image["uri"])
        if uri not in self.images:
            _print_file_name(image)
            return
        if str(image.get("alt") or "").strip():
            return
        caption = next((node for node in image.parent.children if isinstance(node, nodes.caption)), None)
        image["alt"] = " ".join(caption.astext().split()) if caption is not None else uri.rpartition("/")[2]
        message = f"the figure '{uri}' has no alternative text; screen readers read its " + (
            "caption" if caption is not None else "file name"
        )
        hint = "add a line  :alt: with a description  below it, indented by three spaces"
        severity = Severity.ADVICE if caption is not None else Severity.WARNING
        self.findings.append(Finding("no-alternative-text", message, self._image_place(image), hint, severity))


def _print_file_name(image: nodes.image) -> None:
    """Replace a figure that cannot be shown by its name."""
    shown = nodes.paragraph("", f"[{image['uri']}]", classes=["missing"])
    if "place" in image:
        shown["place"] = image["place"]
    image.parent.replace(image, shown)


def _soften_picture_finding(finding: Finding) -> Finding:
    """Reduce the error of a picture to a warning: its name is printed and the book is still made."""
    if finding.severity is not Severity.ERROR:
        return finding
    return replace(finding, severity=Severity.WARNING, missing=MissingKind.FIGURE)


def _path_from_root(uri: str, job: ChapterJob) -> str:
    """Convert a path relative to the manuscript to one relative to the workshop's folder; ``%20`` is a space."""
    decoded = unquote(uri)
    uri = decoded if decoded.isprintable() else uri
    if uri.startswith(("/", "~")) or "://" in uri or "\\" in uri:
        return uri
    home = PurePosixPath(job.path.parent.relative_to(job.root).as_posix())
    return posixpath.normpath((home / uri).as_posix())


def _is_drawing(image: nodes.image) -> bool:
    return str(image["uri"]).lower().endswith(_DRAWING_SUFFIXES)


def fill_chapter_template(job: ChapterJob, read: ParsedChapter) -> tuple[nodes.document, tuple[Finding, ...]]:
    """Put the text of a chapter into its template."""
    composed, _ = render_template(CHAPTER_TEMPLATE, job.facts, job.templates, read.words.template_functions())
    tree, findings = parse_template(composed, f"{job.name}.t.", job.language)
    for section in list(tree.findall(nodes.section))[:1]:
        section["ids"].insert(0, job.name)
    for place in list(tree.findall(place_of_manuscript)):
        place.parent.replace(place, list(read.text.tree.children))
    return tree, findings


def _html_options(job: ChapterJob, read: ParsedChapter) -> HtmlOptions:
    return HtmlOptions(
        title=job.title,
        short_title=job.title,
        classes=("volume", "part-chapter", f"style-{job.house}"),
        words=read.words,
        images=read.figures.images,
        charts={},
        chart_style=job.sheets.chart,
    )


def _typeset_page(job: ChapterJob, page: HtmlDocument, figures: ManuscriptFigures) -> TypesetPart:
    """Typeset with blank pictures, then replace them by the real ones."""
    pictures = {asset.id: asset for asset in figures.images.values() if asset.id not in figures.drawings}
    rasters = {name: asset for name, asset in pictures.items() if asset.media_type == "image/png"}
    shown = {asset.id: asset.data for asset in figures.images.values()}
    shown |= {name: pdf_figures.blank_stand_in(asset) for name, asset in rasters.items()}
    formulas = {name: convert_outline(svg) for name, svg in page.formulas.items()}
    stand_ins = {name: pdf_figures.formula_stand_in(drawn) for name, drawn in formulas.items()}
    assets = {**shown, **stand_ins, **job.sheets.fonts}
    styles = (*job.sheets.styles, *keep_foot_free(job, page.html))
    part = typeset(TypesetJob(job.name, page.html, styles, assets, margins=False))
    return replace(part, pdf=pdf_figures.replace_stand_ins(part.pdf, {**figures.drawings, **formulas, **rasters}))


def _find_index_pages(
    job: ChapterJob, part: TypesetPart, marks: Iterable[numbering.IndexOccurrence]
) -> dict[str, tuple[int, ...]]:
    """Find the pages of the words marked for the subject index, and of the terms it searches for."""
    index: dict[str, list[int]] = {}
    for mark in marks:
        index.setdefault(mark.term, []).append(part.anchors.get(mark.anchor, 0))
    for term, pages in locate_terms(part.pdf, [term for term in job.terms if term not in index]).items():
        index[term] = list(pages)
    return {term: tuple(sorted(set(pages))) for term, pages in index.items()}


def _located_lines(lines: Iterable[tuple[str, Place]]) -> Iterator[glyph_coverage.LocatedText]:
    for line, place in lines:
        yield line, partial(_place_in_line, place)


def _place_in_line(place: Place, offset: int) -> Place:
    return replace(place, column=offset + 1)


def locate_in_manuscript(finding: Finding, written: ParsedText) -> Finding:
    """Add to a late finding the position of its text in the manuscript, or of its longest word that is there."""
    if finding.place:
        return finding
    whole = finding.subject.split("\n")[0].strip()
    longest = sorted((word for word in finding.subject.split() if len(word) >= _LONG_WORD), key=len, reverse=True)
    found = (words for words in (whole, *longest) if words and any(words in line for line in written.lines))
    words_at = next(found, "")
    return replace(finding, place=written.find_place(words_at)) if words_at else finding


def _soften_layout_findings(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Reduce layout errors such as overflow to warnings, which stop no book."""
    for finding in findings:
        told = finding.code in ("overflow", "short-line", "heading-level")
        yield replace(finding, severity=Severity.WARNING) if told else finding
