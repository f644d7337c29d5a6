"""Bind parts into one PDF: pages, links across parts, outline, page labels, tags, metadata and attachments."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from ...findings.finding import Finding, Severity
from ..metadata.document_metadata import Metadata
from ..objects.stream_ends import save_deterministically
from . import document_catalog, part_merge, running_head_overlay
from .binding_plan import Attachment, Leaf, RunningHeadSheet

CLAIMS_LOST = "claims-lost"
"""Code of the findings on PDF/A and PDF/UA claims that are lost because of an author's finished PDF."""


@dataclass(frozen=True)
class BoundPdf:
    """A bound document."""

    pdf: bytes
    pages: int
    findings: tuple[Finding, ...] = ()
    openings: tuple[int, ...] = ()
    """Page numbers, from 1, on which parts begin."""
    blanks: tuple[int, ...] = ()
    """Page numbers of the blank pages that were added so that the next part begins on a recto."""
    rectos: tuple[int, ...] = ()
    """Those of `openings` that have to be right-hand pages; other parts run on."""


def bind_parts(
    leaves: tuple[Leaf, ...],
    metadata: Metadata,
    attachments: tuple[Attachment, ...] = (),
    sheets: tuple[RunningHeadSheet, ...] = (),
    elsewhere: str = "",
) -> BoundPdf:
    """Bind parts into one PDF/A-3 that is also PDF/UA-1, if all parts allow it. Equal input gives equal bytes.

    `sheets` hold the running heads that are laid over the pages. A reference to something that is not in this document
    leads to the anchor `elsewhere`, if there is one; otherwise it is reported as a finding.
    """
    with pikepdf.new() as pdf:
        book = part_merge.MergedDocument(pdf, metadata.language)
        openings: list[int] = []
        blanks: list[int] = []
        for leaf in leaves:
            if leaf.recto and len(pdf.pages) % 2:
                part_merge.add_bare_page(book)
                blanks.append(len(pdf.pages))
            openings.append(len(pdf.pages))
            part_merge.add_part(book, leaf.part, leaf.heading, leaf.foreign, leaf.in_part)
        part_merge.write_merged_trees(book, elsewhere)
        running_head_overlay.overlay_running_heads(pdf, leaves, openings, sheets)
        pdf.Root.PageLabels = document_catalog.page_labels(leaves, openings, metadata.first_folio)
        archival = not book.foreign_parts and all(leaf.archival for leaf in leaves)
        tagged, accessible = not book.untagged_parts and not book.foreign_parts, all(leaf.readable for leaf in leaves)
        document_catalog.write_document_metadata(pdf, metadata, tagged, archival, accessible)
        document_catalog.attach_files(pdf, metadata, attachments)
        findings = [*book.findings, *_untagged_findings(book.untagged_parts), *_foreign_findings(book.foreign_parts)]
        opened = tuple(page + 1 for page in openings)
        rectos = tuple(page for page, leaf in zip(opened, leaves, strict=True) if leaf.recto)
        return BoundPdf(save_deterministically(pdf), len(pdf.pages), tuple(findings), opened, tuple(blanks), rectos)


def _untagged_findings(untagged: list[str]) -> list[Finding]:
    message = "{} has no tags, so the document claims neither PDF/UA nor PDF/A-3a"
    return [Finding("untagged", message.format(name), severity=Severity.WARNING) for name in untagged]


def _foreign_findings(names: list[str]) -> list[Finding]:
    """Report which finished PDFs prevent the document from claiming PDF/UA and PDF/A."""
    if not names:
        return []
    which = "a finished PDF, which is" if len(names) == 1 else f"finished PDFs ({len(names)}), which are"
    message = f"the document claims neither PDF/UA nor PDF/A, because it contains {which} not: {', '.join(names)}"
    return [Finding(CLAIMS_LOST, message, severity=Severity.ADVICE)]
