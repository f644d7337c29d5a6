"""Bind parts into one PDF: pages, links across parts, outline, labels, tags, metadata, attachments."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from .findings import Finding, Severity
from .leaves import Attachment, Leaf, Metadata, Numbering

if TYPE_CHECKING:
    from pikepdf import Pdf

__all__ = ["Attachment", "Bound", "Leaf", "Metadata", "Numbering", "bind"]


@dataclass(frozen=True)
class Bound:
    """A finished document."""

    pdf: bytes
    pages: int
    findings: tuple[Finding, ...] = ()


def get_ready() -> None:
    """Load what binding needs; best done while the typesetter works."""
    from . import catalogue, join  # noqa: F401 - they import pikepdf, which a build that finds all made never pays for


def bind(leaves: tuple[Leaf, ...], metadata: Metadata, attachments: tuple[Attachment, ...] = ()) -> Bound:
    """Bind parts into one PDF/A-3 that is PDF/UA-1 at once; equal input gives equal bytes."""
    # pikepdf comes in here alone: a build that finds its document made never pays for it.
    import pikepdf

    from . import catalogue, join

    with pikepdf.new() as pdf:
        book = join.Joined(pdf, metadata.language)
        openings = []
        for leaf in leaves:
            if leaf.recto and len(pdf.pages) % 2:
                join.add_bare_page(book)
            openings.append(len(pdf.pages))
            join.add_part(book, leaf.part.name, leaf.part.pdf)
        join.finish(book)
        pdf.Root.PageLabels = catalogue.labels(leaves, openings)
        catalogue.describe(pdf, metadata, tagged=not book.untagged)
        catalogue.attach(pdf, metadata, attachments)
        findings = [*book.findings, *_claims_lost(book.untagged)]
        return Bound(_save(pdf), len(pdf.pages), tuple(findings))


def _save(pdf: Pdf) -> bytes:
    from pikepdf import ObjectStreamMode

    out = BytesIO()
    pdf.save(out, min_version="1.7", object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _claims_lost(untagged: list[str]) -> list[Finding]:
    message = "{} has no tags, so the document claims neither PDF/UA nor PDF/A-3a"
    return [Finding("untagged", message.format(name), severity=Severity.WARNING) for name in untagged]
