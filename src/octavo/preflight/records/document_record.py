"""What checks may read of a document as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pikepdf
from pikepdf import Dictionary, Pdf

from ...model.printer_profile import Profile
from ...pdf.metadata import xmp_reader
from ...pdf.metadata.document_info import DocumentInfo
from ...pdf.metadata.xmp_reader import XmpPacket
from ...pdf.objects import value_reader
from ...pdf.objects.object_digests import ObjectDigests
from ...pdf.structure import structure_tree_reader
from ...pdf.structure.marked_content_reader import MarkedContent
from ...pdf.structure.structure_tree_reader import StructureTree
from . import kept_tags
from .check_results import Expected
from .kept_verdicts import KeptVerdicts
from .page_record import PageBoxes


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """An opened PDF with what was read of it."""

    pdf: pikepdf.Pdf
    pages: Sequence[PageBoxes]
    info: DocumentInfo
    profile: Profile
    expected: Expected


class DocumentStructure:
    """An opened PDF, read only as far as checks ask. `check_pdf_a` and `check_pdf_ua` share one.

    `has_proved_fonts` is set by `check_pdf_a`: the rules of ISO 19005-2 for font programs are those of PDF/UA too.
    """

    def __init__(
        self,
        pdf: Pdf,
        packet: XmpPacket | None = None,
        kept: KeptVerdicts | None = None,
        digests: ObjectDigests | None = None,
    ) -> None:
        self._pdf, self._packet = pdf, packet
        self.kept, self.digests = kept or KeptVerdicts(), digests
        self.has_proved_fonts = False

    @cached_property
    def claims(self) -> XmpPacket:
        """Return its XMP packet, with its conformance claims."""
        return self._packet or xmp_reader.read_xmp(self._pdf)

    @cached_property
    def has_truetype_cidset(self) -> bool:
        """Return whether a TrueType font lists its glyphs in a CIDSet."""
        return any(
            isinstance(item, Dictionary) and "/CIDSet" in item and "/FontFile2" in item
            for item in value_reader.indirect_objects(self._pdf)
        )

    @cached_property
    def tree(self) -> StructureTree:
        """Read its structure tree."""
        return structure_tree_reader.read_structure_tree(self._pdf)

    @cached_property
    def marked_content(self) -> MarkedContent:
        """Read how its paint is marked."""
        return kept_tags.read_tags(self._pdf, self.tree, self.kept, self.digests)
