"""Read the words and the ink of a PDF's pages: bytes in, text, boxes and the pages of terms out (pdfium)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

Box = tuple[float, float, float, float]
_MOST_OBJECTS = 4000


@dataclass(frozen=True)
class Read:
    """What was read: the text of each page that was asked for, and of each page the box in which its ink lies."""

    texts: tuple[str, ...]
    ink: tuple[Box | None, ...]


def read(data: bytes, texts: int | None = None, ink: bool = True) -> Read:
    """Read the first `texts` pages (all without a number); raises RuntimeError where pdfium cannot open the file."""
    import pypdfium2

    library: Any = pypdfium2
    try:
        document = library.PdfDocument(data)
    except library.PdfiumError as error:
        raise RuntimeError(str(error)) from error
    with closing(document):
        told: list[str] = []
        boxes: list[Box | None] = []
        for number in range(len(document)):
            wanted = texts is None or number < texts
            if not (wanted or ink):
                break
            try:
                page = document[number]
            except library.PdfiumError:
                told.append("")
                boxes.append(None)
                continue
            with closing(page):
                if wanted:
                    with closing(page.get_textpage()) as text:
                        told.append(text.get_text_bounded())
                if ink:
                    boxes.append(_ink(page))
        return Read(tuple(told), tuple(boxes))


def _ink(page: Any) -> Box | None:
    """Give the box of what a page paints, without grounds that cover all of it."""
    width, height = page.get_size()
    left, bottom, right, top = width, height, 0.0, 0.0
    for count, item in enumerate(page.get_objects(max_depth=1)):
        if count > _MOST_OBJECTS:
            break
        try:
            x0, y0, x1, y1 = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
        except RuntimeError:  # what pdfium cannot measure
            continue
        # What reaches past the page is clipped, or a ground: how much of it shows cannot be told.
        if x0 < -1 or y0 < -1 or x1 > width + 1 or y1 > height + 1 or (x1 - x0) * (y1 - y0) > 0.9 * width * height:
            continue
        left, bottom, right, top = min(left, x0), min(bottom, y0), max(right, x1), max(top, y1)
    return (left, bottom, right, top) if right > left and top > bottom else None


def folded(words: str) -> str:
    """Reduce words to what can be compared: no case, marks, ligatures, punctuation or ends of lines."""
    words = re.sub(r"[\u00ad\u0002\ufffe-]\s*\n\s*", "", words.replace("\r", ""))
    decomposed = unicodedata.normalize("NFKD", words)
    return "".join(letter for letter in decomposed.casefold() if letter.isalnum())


def digest(texts: Iterable[str]) -> str:
    """Digest the words of a paper, however they are broken into lines; "" where there are hardly any."""
    words = "".join(map(folded, texts))
    return sha256(words.encode()).hexdigest() if len(words) > 200 else ""


def holds(text: str, words: str, least: float = 0.9) -> bool:
    """Tell whether words stand in a folded text, but for a letter or two that was lost in it."""
    wanted = folded(words)
    if not wanted or wanted in text:
        return True
    match = SequenceMatcher(None, text, wanted, autojunk=False)
    shared = sum(block.size for block in match.get_matching_blocks() if block.size > 3)
    return shared >= least * len(wanted)


def pages_of(texts: Sequence[str], terms: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Find the pages (from 0) on which each term stands as whole words."""
    spread = [re.sub(r"\s+", " ", re.sub(r"[\u00ad\u0002\ufffe-]\s*\n\s*", "", text)).casefold() for text in texts]
    spread = [unicodedata.normalize("NFKC", text) for text in spread]
    found = {}
    for term in terms:
        wanted = re.escape(unicodedata.normalize("NFKC", " ".join(term.split()).casefold()))
        pattern = re.compile(rf"(?<!\w){wanted}(?:s|es)?(?!\w)")
        pages = tuple(number for number, text in enumerate(spread) if pattern.search(text))
        if pages:
            found[term] = pages
    return found
