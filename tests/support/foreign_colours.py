"""Look through a PDF, without any code of ours, for whatever is not of gray or the four inks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

FOREIGN = {"/DeviceRGB", "/RGB", "/CalRGB", "/CalGray", "/Lab", "/ICCBased", "/DefaultRGB", "/DefaultGray", "/DeviceN"}


def foreign_colours(pdf: Pdf) -> list[str]:
    """Name everything in a PDF, wherever it hides, that is of another colour than gray and the four inks."""
    return [*named(pdf), *painted(pdf)]


def named(pdf: Pdf) -> Iterator[str]:
    for item in pdf.objects:
        waiting: list[Any] = [item]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Name) and str(one) in FOREIGN:
                yield f"{item.objgen}: {one}"
            elif isinstance(one, Array):
                waiting += [each for each in one if not is_elsewhere(each)]
            elif isinstance(one, Dictionary | Stream):
                yield from (f"{item.objgen}: {key}" for key, _ in one.items() if key in FOREIGN)
                waiting += [each for _, each in one.items() if not is_elsewhere(each)]


def is_elsewhere(item: Any) -> bool:
    return isinstance(item, Array | Dictionary | Stream) and item.is_indirect


def painted(pdf: Pdf) -> Iterator[str]:
    for where, content in contents(pdf):
        for instruction in pikepdf.parse_content_stream(content):
            operator = str(instruction.operator)
            if operator in ("rg", "RG"):
                yield f"{where}: {operator}"
            if operator in ("cs", "CS") and str(instruction.operands[0]) in FOREIGN:
                yield f"{where}: {instruction.operands[0]} {operator}"
            if operator == "INLINE IMAGE":
                picture = instruction.iimage
                if not picture.image_mask:
                    yield f"{where}: inline picture"


def contents(pdf: Pdf) -> Iterator[tuple[str, Any]]:
    for number, page in enumerate(pdf.pages, 1):
        yield f"page {number}", page
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get(Name.Subtype) == Name.Type3:
            for name, glyph in item.CharProcs.items():
                yield f"{item.objgen} {name}", glyph
        if isinstance(item, Stream) and (item.get(Name.Subtype) == Name.Form or item.get(Name.PatternType) == 1):
            yield str(item.objgen), item
