"""Make the pictures of README.md and docs/gallery.md anew: PDFs of the samples in, docs/pictures/ out.

`make gallery` builds the PDFs first. Pages are numbered as in the file, or found by their words, so that a page that
moves is found again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
POINTS_PER_INCH = 72
GAP, MARGIN = 26, 30
DESK = "#e4e1da"
Page = int | str | tuple[str, int]
"""A page by its number from 1, by words on it, or so many pages after the one with these words."""


@dataclass(frozen=True)
class Row:
    """Pages of one PDF side by side, all as high as the row."""

    pdf: str
    pages: Sequence[Page]
    height: int = 620


GALLERY: dict[str, Sequence[Row]] = {
    "summary.webp": [Row("summary", (1, 2, 3), 780)],
    "follow-up.webp": [
        Row("follow-up", (1, "Nine of the twenty", "A number ends the search")),
        Row(
            "follow-up",
            ("All recommendations and their status", "Six authorities have a pair", "All books are photographed"),
        ),
    ],
    "report.webp": [Row("report", (1, "What the meeting found", "The group laid eight lists"))],
    "volume.webp": [
        Row("volume", ("Wells are lost from sight", "Nobody digs a well", "Well sweeps in Körösmező before sunrise")),
        Row("volume", ("It follows that the well closes", ("from its bottom, 11 m", -1), "from its bottom, 11 m")),
        Row("volume", ("Two pages from the spring", "Well 1203, August 2020", "Subject index")),
    ],
    "abstracts.webp": [Row("abstracts", (1, "Maps that remember", "Wide wells are slow"))],
    "cover.webp": [Row("cover", (1,), 900)],
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw all pictures; exit 1 if a PDF is missing or a page is not found."""
    parser = argparse.ArgumentParser(description="The pictures of README.md and docs/gallery.md.")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "old-wells", help="folder of the PDFs")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "pictures", help="folder of the pictures")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    try:
        for name, rows in GALLERY.items():
            picture(options.build, rows).save(options.output / name, "WEBP", quality=82, method=6)
    except (OSError, LookupError, pypdfium2.PdfiumError) as error:
        print(f"make_gallery: {error}; run make gallery", file=sys.stderr)
        return 1
    return 0


def picture(build: Path, rows: Sequence[Row]) -> Image.Image:
    """Lay rows of pages on a desk, one below the other, in the middle."""
    lines = [[_framed(page) for page in _pages(build / f"{row.pdf}.pdf", row)] for row in rows]
    width = max(sum(page.width + GAP for page in line) for line in lines) - GAP + 2 * MARGIN
    height = sum(max(page.height for page in line) + GAP for line in lines) - GAP + 2 * MARGIN
    desk = Image.new("RGB", (width, height), DESK)
    top = MARGIN
    for line in lines:
        left = (width - sum(page.width + GAP for page in line) + GAP) // 2
        for page in line:
            _lay(desk, page, (left, top))
            left += page.width + GAP
        top += max(page.height for page in line) + GAP
    return desk


def _pages(file: Path, row: Row) -> list[Image.Image]:
    with pypdfium2.PdfDocument(file) as document:
        texts: list[str] = []
        drawn = []
        for wanted in row.pages:
            page = document[_index(document, texts, wanted, file)]
            drawn.append(page.render(scale=row.height / page.get_height()).to_pil().convert("RGB"))
        return drawn


def _index(document: pypdfium2.PdfDocument, texts: list[str], wanted: Page, file: Path) -> int:
    """Return the index of a page. Of several pages with the same words it is the last, which is past the contents."""
    if isinstance(wanted, int):
        return wanted - 1
    words, further = wanted if isinstance(wanted, tuple) else (wanted, 0)
    if not texts:
        texts += [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    found = [index for index, text in enumerate(texts) if words in text]
    if not found:
        raise LookupError(f"{file} has no page with the words “{words}”")
    return found[-1] + further


def _framed(page: Image.Image) -> Image.Image:
    ImageDraw.Draw(page).rectangle((0, 0, page.width - 1, page.height - 1), outline="#c9c5bb")
    return page


def _lay(desk: Image.Image, page: Image.Image, place: tuple[int, int]) -> None:
    """Put a page on the desk, with its shadow."""
    shadow = Image.new("L", desk.size, 0)
    left, top = place
    ImageDraw.Draw(shadow).rectangle((left + 3, top + 6, left + page.width + 3, top + page.height + 6), fill=90)
    desk.paste("#3b372f", mask=shadow.filter(ImageFilter.GaussianBlur(7)))
    desk.paste(page, place)


if __name__ == "__main__":
    sys.exit(main())
