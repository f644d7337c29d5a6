"""Write Word documents: trees, a setting and what a document says of itself in, the bytes of a .docx file out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..findings.finding import Finding
from ..pdf.metadata.document_metadata import Metadata
from .document_parts import DocumentPiece, content
from .formatting import DocxOptions
from .opc_package import package


@dataclass(frozen=True)
class DocxFile:
    """A Word document, and what it could not hold as it was."""

    data: bytes
    findings: tuple[Finding, ...]


def write(pieces: Sequence[DocumentPiece], setting: DocxOptions, metadata: Metadata) -> DocxFile:
    """Write trees as one Word document. Raises Faults where they are nested too deep for one."""
    written = content(pieces, setting)
    return DocxFile(package(written, setting.look.styles, metadata), written.findings)
