"""Typeset one part: lay out HTML with WeasyPrint and write a tagged PDF, with the pages of its anchors."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import pydyf

from ..findings.finding import MISSING_GLYPH, Finding, FindingsError, MissingKind, Severity
from ..language import unicode_scripts
from ..processes import gc_pause
from . import (
    break_chains,
    engine_speed,
    figure_floats,
    image_reduction,
    kept_layouts,
    kept_paintings,
    layout_checks,
    margin_placement,
    prepared_sheets,
    shipped_fonts,
    weasyprint_adapter,
    weasyprint_patches,
)
from .readability import check_readability, check_running_heads
from .shown_pictures import list_pictures
from .tagging import glyph_clusters, marked_content_writer, structure_tree_writer, tag_plan
from .typeset_job import FALLBACK_UPRIGHT, PageKind, Style, TypesetJob, TypesetPage, TypesetPart, describe_own_styles

if TYPE_CHECKING:
    from weasyprint_types import (
        PDF,
        Box,
        Boxes,
        Document,
        FontConfiguration,
        Page,
        PageBox,
        PageType,
        Stream,
        StyleFor,
        WeasyPrint,
    )


def typeset(job: TypesetJob) -> TypesetPart:
    """Lay out a part with WeasyPrint. Lost or damaged content becomes findings; raises FindingsError on failure.

    A box stands for each letter that no face has, with an error.
    """
    try:
        part, missing = _typeset_part(job)
        return _replace_missing_letters(job, part, missing) if missing else part
    except (FindingsError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno:
            raise  # a full disk is no fault of the text or its style
        raise FindingsError([_failure_finding(job, error)]) from error


def _failure_finding(job: TypesetJob, error: Exception) -> Finding:
    """Describe an engine failure, with the user's own styles that were in use."""
    said = f"{type(error).__name__}: {error}"[:200]
    message = f"'{job.name}' cannot be typeset: WeasyPrint failed with {said}{describe_own_styles(job.styles)}"
    hint = "check its text and style for unusual values, such as huge measures; otherwise report this"
    return Finding("typesetter-failed", message, hint=hint)


_STAND_INS = ("□", "?")


def _replace_missing_letters(job: TypesetJob, part: TypesetPart, missing: frozenset[str]) -> TypesetPart:
    """Lay out a part again, with a sign that a face has in place of the letters that no face has."""
    lost = [finding for finding in part.findings if finding.code == MISSING_GLYPH]
    for sign in _STAND_INS:
        again, untold = _typeset_part(replace(job, html=glyph_clusters.replace_letters(job.html, missing, sign)))
        if not untold:
            return replace(again, findings=tuple(dict.fromkeys([*lost, *again.findings])))
    return part


def _typeset_part(job: TypesetJob) -> tuple[TypesetPart, frozenset[str]]:
    """Lay out a part, or change a kept layout. Return it with the letters that no face has."""
    kept = kept_layouts.take_layout(job)
    made = _change_layout(job, kept) if kept else None
    return made or _lay_out_anew(job)


def _change_layout(job: TypesetJob, kept: kept_layouts.KeptLayout) -> tuple[TypesetPart, frozenset[str]] | None:
    """Change a kept layout to that of a job; return None if it is not sure to become the same as a new one."""
    with shipped_fonts.isolated_fonts(), weasyprint_adapter.captured_log() as log, gc_pause.pause_garbage_collection():
        weasyprint = weasyprint_adapter.import_weasyprint()
        try:
            with engine_speed.spared_work(weasyprint), _corrected_layout(weasyprint, job), kept.record.recording():
                kept.lay_out_again(job)
                made = _finish_part(weasyprint, job, kept.record.document, kept.styles, log, kept)
        except Exception:  # the layout from nothing, which follows, fails in the same way or tells what is wrong
            kept.close()
            return None
        if log.records or log.strangers:
            kept.close()
            return None
    kept_layouts.put_layout(kept)
    return made


def _lay_out_anew(job: TypesetJob) -> tuple[TypesetPart, frozenset[str]]:
    """Lay out a part from nothing."""
    with shipped_fonts.isolated_fonts(), weasyprint_adapter.captured_log() as log, gc_pause.pause_garbage_collection():
        weasyprint = weasyprint_adapter.import_weasyprint()
        with ExitStack() as stack:
            stack.enter_context(prepared_sheets.sheets_kept(log))
            kept = kept_layouts.KeptLayout(weasyprint, job) if kept_layouts.may_keep(job) else None
            faces = kept.fonts if kept else stack.enter_context(weasyprint_adapter.font_configuration())
            stack.enter_context(engine_speed.spared_work(weasyprint))
            with (
                _corrected_layout(weasyprint, job),
                weasyprint_patches.captured_styles(weasyprint) as styles,
                kept_layouts.recorded_layout(kept),
            ):
                document = _render_document(weasyprint, job, faces, log, kept.assets if kept else job.assets)
                for left in range(margin_placement.MOST_LAYOUTS - 1, -1, -1):
                    crowded = margin_placement.list_crowded_notes(document.pages, job.html, is_last=left < 2)
                    moved = margin_placement.move_to_foot(job.html, crowded)
                    if moved == job.html:
                        break
                    job = replace(job, html=moved)
                    document = _render_document(weasyprint, job, faces, log, job.assets)
            made = _finish_part(weasyprint, job, document, styles, log, kept)
        if kept:
            kept.record.document, kept.styles = document, styles
            kept.record.is_usable &= not (log.records or log.strangers)
            kept_layouts.put_layout(kept)
        return made


@contextmanager
def _corrected_layout(weasyprint: WeasyPrint, job: TypesetJob) -> Iterator[None]:
    """Correct how pages are laid out while the block runs."""
    with (
        weasyprint_patches.patched_layout(weasyprint, job.margins),
        figure_floats.floating_figures(weasyprint),
        break_chains.broken_chains(weasyprint),
        margin_placement.whole_side_notes(weasyprint),
    ):
        yield


def _finish_part(
    weasyprint: WeasyPrint,
    job: TypesetJob,
    document: Document,
    styles: Sequence[StyleFor],
    log: weasyprint_adapter.EngineLog,
    kept: kept_layouts.KeptLayout | None,
) -> tuple[TypesetPart, frozenset[str]]:
    """Check the pages of a part and paint them."""
    boxes = weasyprint.formatting_structure.boxes
    told = list(margin_placement.place_in_margins(document.pages, job.html))
    told += layout_checks.check_layout(document, boxes, styles)
    own = [f"styles/{style.name}" for style in job.styles if style.is_own]
    if own:
        told += (
            check_running_heads(document, own[-1])
            if job.is_running_heads
            else check_readability(document, boxes, own[-1])
        )
    faces_shown = tuple(_classify_pages(document.pages, boxes))
    pdf, untold = _write_pdf(weasyprint, document, log, job.is_running_heads, kept)
    anchors: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for name in page.anchors:
            anchors.setdefault(name, number)
    findings = dict.fromkeys(map(_name_as_written, [*_log_findings(log, job), *told, *untold]))
    across = tuple(number for number, page in enumerate(document.pages) if _is_landscape(page))
    pictures = tuple(list_pictures(document.pages, boxes)) if "<img" in job.html else ()
    part = TypesetPart(job.name, pdf, len(document.pages), anchors, tuple(findings), faces_shown, across, pictures)
    return part, _list_missing_letters(log)


def _name_as_written(finding: Finding) -> Finding:
    """Take out of a finding the zero-width spaces at which its words may be broken, so that its place is found."""
    message, subject = (words.replace("\u200b", "") for words in (finding.message, finding.subject))
    return finding if message == finding.message else replace(finding, message=message, subject=subject)


def find_undrawn_characters(
    words: Iterable[str], styles: tuple[Style, ...], assets: Mapping[str, bytes]
) -> frozenset[str]:
    """Return the characters of some words for which no face has a glyph."""
    html = f'<!DOCTYPE html><html lang="en"><title>letters</title><body><p>{escape(" ".join(words))}</p></body></html>'
    with shipped_fonts.isolated_fonts(), weasyprint_adapter.captured_log() as log, gc_pause.pause_garbage_collection():
        weasyprint = weasyprint_adapter.import_weasyprint()
        with prepared_sheets.sheets_kept(log), weasyprint_adapter.font_configuration() as faces:
            document = _render_document(weasyprint, TypesetJob("letters", html, styles, assets), faces, log, assets)
            with weasyprint_patches.patched_painting(weasyprint, log):
                document.write_pdf()
    return _list_missing_letters(log)


def _list_missing_letters(log: weasyprint_adapter.EngineLog) -> frozenset[str]:
    return frozenset(str(record.args[0]) for record, _ in log.records if _is_missing_glyph(record))  # type: ignore[index]


def _is_missing_glyph(record: logging.LogRecord) -> bool:
    return record.msg.startswith(".notdef glyph") and isinstance(record.args, tuple)


# WeasyPrint hyphenates with U+2010, which few faces have: it would be drawn in another face than the word.
_BASE_STYLE = Style("octavo", ':root { hyphenate-character: "-" }')


def _render_document(
    weasyprint: WeasyPrint,
    job: TypesetJob,
    faces: FontConfiguration,
    log: weasyprint_adapter.EngineLog,
    assets: Mapping[str, bytes],
) -> Document:
    fetch = weasyprint_adapter.make_asset_fetcher(assets)
    counters = weasyprint.css.counters.CounterStyle()
    sheets = [
        prepared_sheets.prepare_sheet(weasyprint, style.text, fetch, faces, counters, log)
        for style in (_BASE_STYLE, *job.styles)
    ]
    if not weasyprint_adapter.has_fonts(faces):
        own = next((f" of styles/{style.name}" for style in reversed(job.styles) if style.is_own), "")
        hint = "name a TrueType or OpenType file in the src of an @font-face, as the shipped page.css does"
        raise FindingsError([Finding("missing-font", f"no font{own} can be loaded", hint=hint)])
    html = weasyprint.HTML(string=glyph_clusters.replace_rare_hyphens(job.html), url_fetcher=fetch)
    return html.render(font_config=faces, counter_style=counters, stylesheets=sheets, pdf_tags=True)


BARE_PAGES = ("bare", "photograph")
"""Names of the pages without running head and folio (``page: bare``); the second are filled by a photograph."""


LANDSCAPE_PAGE = "landscape"
"""Name of the pages (``page: landscape``) of wide tables."""


def _is_landscape(page: Page) -> bool:
    return bool(page._page_box.page_type.name == LANDSCAPE_PAGE and page.width > page.height)


def _classify_pages(pages: Sequence[Page], boxes: Boxes) -> Iterator[TypesetPage]:
    """Yield for each page whether it opens a first-level section, and the first that begins or else goes on there."""
    section, seen = "", set()
    for page in pages:
        box = page._page_box
        kind = box.page_type
        marked = [child for child in box.descendants() if child.element_tag in ("h1", "figure")]
        opened = [child.element for child in marked if child.element_tag == "h1" and child.element is not None]
        has_no_head = any(
            child.element is not None and margin_placement.PAGE_HEAD_CLASS in (child.element.get("class") or "").split()
            for child in marked
        )
        new = [element for element in dict.fromkeys(opened) if element not in seen]
        seen.update(new)
        titles = [" ".join((one.get("data-label") or "".join(one.itertext())).split()) for one in new] or [section]
        section = titles[-1]
        # A page after the last may hold the end of a long note.
        is_blank = kind.blank and not any(isinstance(child, boxes.FootnoteAreaBox) for child in box.children)
        opens = has_no_head or (bool(new) and _begins_with_heading(box, boxes))
        yield TypesetPage(_page_kind(kind, is_blank, opens), titles[0])


def _begins_with_heading(page: PageBox, boxes: Boxes) -> bool:
    """Return whether a heading of the first level stands above everything else on a page."""
    inner = (box for box in page.descendants() if box.element_tag == "h1" or isinstance(box, _inked(boxes)))
    return bool(getattr(next(inner, None), "element_tag", "") == "h1")


def _inked(boxes: Boxes) -> tuple[type[Box], ...]:
    return boxes.TextBox, boxes.ReplacedBox


def _page_kind(kind: PageType, is_blank: bool, opens: bool) -> PageKind:
    if is_blank:
        return PageKind.BLANK
    if kind.name in BARE_PAGES:
        return PageKind.BARE
    return PageKind.OPENING if opens else PageKind.USUAL


def _write_pdf(
    weasyprint: WeasyPrint,
    document: Document,
    log: weasyprint_adapter.EngineLog,
    is_running_heads: bool,
    kept: kept_layouts.KeptLayout | None,
) -> tuple[bytes, list[Finding]]:
    """Paint the pages with our own structure tree; an unknown WeasyPrint version writes its own tree."""
    if not weasyprint_adapter.is_known_version():
        return document.write_pdf(pdf_tags=True), []
    plan = tag_plan.TagPlan(document.pages, weasyprint.formatting_structure.boxes, is_running_heads)
    for page in document.pages:
        # WeasyPrint also adds a link for every box inside a link, and for boxes that are no content.
        page.links = [link for link in page.links if link[3] in plan.linked]

    def add_tags(pdf: PDF, document: Document, _version: str, _streams: Sequence[Stream]) -> None:
        if not is_running_heads:
            structure_tree_writer.StructureTreeWriter(pdf, plan, pydyf).write_tree(len(document.pages))

    stream = marked_content_writer.make_stream_class(weasyprint.pdf.Stream, plan)
    with (
        weasyprint_patches.patched_painting(weasyprint, log),
        weasyprint_adapter.patched_attributes(weasyprint.pdf, Stream=stream, add_tags=add_tags),
        kept_paintings.kept_paintings(weasyprint, plan, kept.painted_fonts if kept else None),
        image_reduction.reduced_photographs(weasyprint),
    ):
        return document.write_pdf(pdf_tags=True, finisher=weasyprint_patches.clean_pdf_objects), plan.findings


def _log_findings(log: weasyprint_adapter.EngineLog, job: TypesetJob) -> Iterator[Finding]:
    """Convert WeasyPrint's log messages to findings, each once."""
    said = {(record.levelno, record.getMessage()): (record, faces) for record, faces in log.records}
    missing: dict[str, tuple[str, ...]] = {}
    for (level, message), (record, faces) in said.items():
        if _is_missing_glyph(record):
            missing[str(record.args[0])] = faces  # type: ignore[index]
        elif level >= logging.ERROR:
            yield Finding("typesetter", f"{job.name}: {message}")
        else:
            yield Finding("typesetter-warning", f"{job.name}: {message}", severity=Severity.WARNING)
    yield from _report_missing_glyphs(missing)
    for (face, asked), texts in log.strangers.items():
        yield from _report_fallbacks(face, asked, texts)


MOST_FALLBACKS = 20


def _report_fallbacks(face: str, asked: str, texts: Iterable[str]) -> Iterator[Finding]:
    """Report text that is set in a face that was not requested."""
    code = FALLBACK_UPRIGHT if face in asked.removesuffix(" italic").split(", ") else "fallback-face"
    words = dict.fromkeys((unicode_scripts.find_non_latin_words(text) or " ".join(text.split()))[:60] for text in texts)
    for shown in list(words)[:MOST_FALLBACKS]:
        message = f"“{shown}” is set in {face} instead of {asked}"
        # The text can still be read: a warning, which fails a strict build.
        hint = "add a face with these characters to the style"
        yield Finding(code, message, hint=hint, severity=Severity.WARNING, subject=shown)


def _report_missing_glyphs(wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Report characters that no face has, once for each script."""
    for script, letters in unicode_scripts.group_by_script("".join(wanted)).items():
        faces = sorted({face for letter in letters for face in wanted[letter]})
        message = f"no face has {unicode_scripts.describe_characters(script, letters)}; requested: {', '.join(faces)}"
        hint = unicode_scripts.missing_glyph_hint(script, letters)
        yield Finding(MISSING_GLYPH, message, hint=hint, subject=letters[0], missing=MissingKind.TEXT)
