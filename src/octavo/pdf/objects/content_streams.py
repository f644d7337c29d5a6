"""Read and parse content streams (ISO 32000-1, 7.8.2) of pages, forms, patterns and glyphs.

`pdfx` also has a lexer of its own: it rewrites colours in place, and needs the positions of operators in the bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Protocol, TypeAlias

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Name, Object, Operator, Stream

Instruction: TypeAlias = ContentStreamInstruction | ContentStreamInlineImage
"""An operator of a content stream with its operands, or an inline image."""


class Operands(Protocol):
    """The operands of an instruction."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> object: ...


class ContentStreamError(ValueError):
    """A content stream that cannot be parsed."""


def list_content_streams(owner: Any) -> list[Stream]:
    """Return the content streams of a page, or the stream of a form, pattern or glyph itself."""
    contents = owner if isinstance(owner, Stream) else owner.get(Name.Contents)
    parts = list(contents) if isinstance(contents, Array) else [contents]
    return [part for part in parts if isinstance(part, Stream)]


def parse_instructions(owner: Object, operators: str = "") -> list[Instruction]:
    """Return the instructions of a content stream, or those with some `operators`, separated by spaces.

    Raises ContentStreamError if it cannot be parsed.
    """
    try:
        whole = owner if isinstance(owner, Stream) else pikepdf.Page(owner)
        return pikepdf.parse_content_stream(whole, operators)
    except (pikepdf.PdfError, TypeError, ValueError) as error:
        raise ContentStreamError(str(error)) from error


def write_instructions(instructions: Iterable[Instruction | tuple[Collection[Any], Operator]]) -> bytes:
    """Return instructions as the bytes of a content stream."""
    return pikepdf.unparse_content_stream(list(instructions))
