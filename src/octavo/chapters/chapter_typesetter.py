"""Typeset one chapter from its manuscript, sources and figures.

All of this runs in a worker and depends on the job alone. Chapters are typeset in parallel, and an unchanged chapter is
not read again.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial

from docutils import nodes

from ..findings.finding import (
    MISSING_GLYPH,
    Finding,
    Place,
    Severity,
    find_element_place,
    resolve_element_place,
)
from ..language.translator import Translator, get_translator
from ..loading.text_decoding import decode_leniently
from ..processes import gc_pause
from ..processes.current_file import working_on
from ..rendering.bibliography.written_references import WrittenReference
from ..rendering.graphics.svg_to_pdf import convert_outline
from ..rendering.html.html_document import HtmlDocument, HtmlOptions
from ..rendering.html.html_writer import write_html
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
from .figure_faults import FigureJudge, pass_any_figure
from .manuscript_figures import ManuscriptFigures, path_from_root
from .manuscript_reader import Manuscript, parse_manuscript
from .manuscript_references import find_written_references
from .manuscript_roles import cite as citation
from .numbering import ContentCounts, IndexOccurrence, LabelTarget
from .opening_foot import keep_foot_free

CHAPTER_TEMPLATE = "volume/chapter.rst"
_LONG_WORD = 6
"""Letters of a word by which a place is found, at least."""


def typeset_chapter(job: ChapterJob, judge: FigureJudge = pass_any_figure) -> TypesetChapter:
    """Typeset a chapter whose manuscript is reStructuredText; `judge` finds what its PDF figures take away."""
    with gc_pause.pause_garbage_collection(), working_on(job.path):
        return _process_chapter(job, _typeset_page, judge)


def list_figure_paths(job: ChapterJob) -> tuple[str, ...]:
    """Return the figures that a manuscript names, each once, as paths from the workshop's folder."""
    text = parse_manuscript(job.data, job.path, f"{job.name}.", title=job.title)
    named = (path_from_root(str(image["uri"]), job) for image in text.tree.findall(nodes.image))
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
    pictures = tuple(replace(one, place=find_element_place(one.subject, page.places)) for one in part.pictures)
    return TypesetChapter(
        replace(part, findings=tuple(dict.fromkeys(findings)), pictures=pictures),
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
        side_notes=job.sheets.side_notes,
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
