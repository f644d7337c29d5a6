"""What a Word document is made of: a manuscript's tree, options and metadata."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from docutils import nodes

from checkout import ROOT
from octavo.chapters import cross_references, numbering, reference_list
from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.docx.formatting import DocxOptions
from octavo.docx.word_styles import read_word_styles
from octavo.language.translator import get_translator
from octavo.pdf.metadata.document_metadata import Metadata
from octavo.project.project_folders import Project
from octavo.rendering.graphics.images import ImageAsset
from octavo.typesetting.stylesheets import StyleSheets, find_stylesheets

MOMENT = datetime(2026, 4, 1, 12, tzinfo=UTC)

METADATA = Metadata("Reading <Tides>", "en-GB", MOMENT, ("Kari Hansen", "N. Okafor"), keywords=("tide", "gauge"))


def sheets(house: str = "proceedings") -> StyleSheets:
    return find_stylesheets("volume", house, Project(ROOT).search_path("styles"))


def setting(
    images: dict[str, ImageAsset] | None = None, titled: bool = False, house: str = "proceedings"
) -> DocxOptions:
    found, _ = read_word_styles(sheets(house), Project(ROOT).search_path("styles"))
    return DocxOptions(get_translator("en"), found, images or {}, ("verso", "recto"), titled=titled)


def tree(text: str, bib: str = "") -> nodes.document:
    """Read a manuscript as a chapter is read."""
    read = parse_manuscript(text.encode(), Path("m.rst"), "c-")
    labels, _ = numbering.number_labels(read.tree, "c-", get_translator("en"), read.written)
    cross_references.resolve_references(read.tree, labels, {}, read.written)
    files = [(Path("b.bib"), bib)] if bib else []
    style = reference_list.ReferenceStyle("springer-basic-brackets", None, "en", "References")
    reference_list.cite_sources(read.tree, files, style, "c-", read.written)
    numbering.anchor_index_terms(read.tree, "c-")
    return read.tree
