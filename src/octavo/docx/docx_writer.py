"""Write docutils trees and document metadata as the bytes of a .docx file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..findings.finding import Finding
from ..pdf.metadata.document_metadata import Metadata
from .document_parts import DocumentPiece, write_document_parts
from .formatting import DocxOptions
from .opc_package import write_package


@dataclass(frozen=True)
class DocxFile:
    """A Word document, and findings about what Word cannot represent."""

    data: bytes
    findings: tuple[Finding, ...]


def write_docx(pieces: Sequence[DocumentPiece], setting: DocxOptions, metadata: Metadata) -> DocxFile:
    """Write trees as one Word document. Raises FindingsError if they are nested too deeply."""
    written = write_document_parts(pieces, setting)
    return DocxFile(write_package(written, setting.look.styles, metadata), written.findings)
