"""Turn PDFs into pictures: every page as a PNG, and one contact sheet per PDF; files in, files out.

scripts/contact_sheet.py build/*/*.pdf [--output build/pages] [--dpi 100] [--columns 4] [--pages 1-8,12]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

POINTS_PER_INCH = 72
GAP = 16
CAPTION = 28
PAPER, DESK, INK = "white", "#d9d9d9", "black"


def main(arguments: Sequence[str] | None = None) -> int:
    """Picture every PDF that is named; exit 1 if one cannot be read."""
    options = _parser().parse_args(arguments)
    status = 0
    for source in options.pdf:
        folder = options.output / source.parent.name / source.stem
        try:
            sheet = picture(source, folder, options.dpi, options.columns, options.pages)
        except (pypdfium2.PdfiumError, OSError, ValueError) as error:
            print(f"contact_sheet: {source}: {error}", file=sys.stderr)
            status = 1
            continue
        print(sheet)
    return status


def picture(source: Path, folder: Path, dpi: int, columns: int, pages: str | None) -> Path:
    """Write each page as `page-001.png` and all of them as `contact.png` into a folder emptied before."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with pypdfium2.PdfDocument(source) as document:
        thumbnails = []
        for index in _chosen(pages, len(document)):
            image = document[index].render(scale=dpi / POINTS_PER_INCH).to_pil()
            image.save(folder / f"page-{index + 1:03}.png")
            thumbnails.append((_caption(document, index), image))
    contact = folder / "contact.png"
    _sheet(thumbnails, columns, 1200 // columns + 160).save(contact)
    return contact


def _caption(document: pypdfium2.PdfDocument, index: int) -> str:
    """Number a page in the file, with its folio where that is another."""
    label = document.get_page_label(index)
    return f"{index + 1}" if label in ("", f"{index + 1}") else f"{index + 1}  ({label})"


def _sheet(pages: list[tuple[str, Image.Image]], columns: int, width: int) -> Image.Image:
    """Lay pages out in rows, recto and verso side by side as they come, each over its caption."""
    small = [(caption, _scaled(image, width)) for caption, image in pages]
    columns = max(1, min(columns, len(small)))
    height = max((image.height for _, image in small), default=0)
    rows = -(-len(small) // columns)
    sheet = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + CAPTION + GAP) + GAP), DESK)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=18)
    for number, (caption, image) in enumerate(small):
        x, y = GAP + number % columns * (width + GAP), GAP + number // columns * (height + CAPTION + GAP)
        sheet.paste(PAPER, (x, y, x + image.width, y + image.height))
        sheet.paste(image, (x, y))
        draw.text((x + image.width / 2, y + image.height + 4), caption, fill=INK, font=font, anchor="ma")
    return sheet


def _scaled(image: Image.Image, width: int) -> Image.Image:
    return image.convert("RGB").resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def _chosen(pages: str | None, count: int) -> list[int]:
    """Read a choice such as 1-8,12 (from 1, both ends included); raises ValueError if it is none."""
    if not pages:
        return list(range(count))
    chosen: list[int] = []
    for item in pages.split(","):
        first, dash, last = item.partition("-")
        chosen += range(int(first) - 1, min(int(last or count) if dash else int(first), count))
    return [index for index in chosen if 0 <= index < count]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Every page of a PDF as a picture, and a contact sheet.")
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=Path("build/pages"), help="folder (default: %(default)s)")
    parser.add_argument("--dpi", type=int, default=100, help="of the single pages (default: %(default)s)")
    parser.add_argument("--columns", type=int, default=4, help="of the contact sheet (default: %(default)s)")
    parser.add_argument("--pages", help="only these, such as 1-8,12")
    return parser


if __name__ == "__main__":
    sys.exit(main())
