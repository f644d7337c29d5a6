"""Read the text and the ink of pages with pdfium, and find terms in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

import pypdfium2

from ..objects.geometry import Box, crop_to_media

_MOST_OBJECTS = 4000
_LONGEST_SIDE = 800
"""Pixels of the longer side of a page that is rendered to find its ink."""
_WHITE = 250
_STRAY_LETTERS, _LOST_LETTERS = 6, 2
# pdfium writes one of the first three at a line end within a word, without a line break after it.
_LINE_END_HYPHEN = re.compile(r"[\u00ad\u0002\ufffe]\s*|-\s*\n\s*")
_TEX_COMMAND = re.compile(r"\\[A-Za-z]+")


@dataclass(frozen=True)
class PageTexts:
    """The text of each page that was asked for, and the box around the ink of each page."""

    texts: tuple[str, ...]
    ink: tuple[Box | None, ...]


def read_page_texts(data: bytes, texts: int | None = None, ink: bool = True) -> PageTexts:
    """Read the first `texts` pages, or all. Raises RuntimeError if pdfium cannot open the file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise RuntimeError(str(error)) from error
    with closing(document):
        read_texts: list[str] = []
        boxes: list[Box | None] = []
        for number in range(len(document)):
            wanted = texts is None or number < texts
            if not (wanted or ink):
                break
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                read_texts.append("")
                boxes.append(None)
                continue
            with closing(page):
                if wanted:
                    with closing(page.get_textpage()) as text:
                        read_texts.append(text.get_text_bounded())
                if ink:
                    boxes.append(_painted_box(page))
        return PageTexts(tuple(read_texts), tuple(boxes))


def find_visible_ink(data: bytes, numbers: Iterable[int]) -> Mapping[int, Box | None]:
    """Return the box of the visible ink on some pages (from 0), found by rendering them."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        found: dict[int, Box | None] = {}
        for number in numbers:
            with closing(document[number]) as page:
                found[number] = _visible_ink_box(page)
        return found


def _visible_ink_box(page: pypdfium2.PdfPage) -> Box | None:
    page.set_rotation(0)
    left, bottom, right, top = crop_to_media(page.get_mediabox(), page.get_cropbox())
    if right <= left or top <= bottom:
        return None
    scale = min(1.0, _LONGEST_SIDE / max(right - left, top - bottom))
    try:
        drawn = page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=False)
    except (ValueError, RuntimeError):  # the cropped page has no size, or pdfium cannot render it
        return None
    box = drawn.to_pil().point(lambda value: 255 if value < _WHITE else 0).getbbox()
    if box is None:
        return None
    x0, y0, x1, y1 = (side / scale for side in box)
    return left + x0, top - y1, left + x1, top - y0


def _painted_box(page: pypdfium2.PdfPage) -> Box | None:
    """Return a box around all paint. It may be too large, since white, clipped and hidden paint counts."""
    whole = crop_to_media(page.get_mediabox(), page.get_cropbox())
    boxes = []
    for count, item in enumerate(page.get_objects(max_depth=1)):
        if count > _MOST_OBJECTS:
            return whole
        try:
            x0, y0, x1, y1 = item.get_bounds()
        except RuntimeError:  # pdfium cannot measure the object
            continue
        box = max(x0, whole[0]), max(y0, whole[1]), min(x1, whole[2]), min(y1, whole[3])
        if box[2] >= box[0] and box[3] >= box[1]:
            boxes.append(box)
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def single_line(words: str) -> str:
    """Return text on one line for use in a message, with words joined that are hyphenated at line ends."""
    return " ".join(_LINE_END_HYPHEN.sub("", words).split())


def fold_text(words: str) -> str:
    """Reduce text for comparison: without case, accents, ligatures, punctuation, TeX commands and line ends."""
    words = _TEX_COMMAND.sub("", _LINE_END_HYPHEN.sub("", words.replace("\r", "")))
    decomposed = unicodedata.normalize("NFKD", words)
    return "".join(letter for letter in decomposed.casefold() if letter.isalnum())


def text_digest(texts: Iterable[str]) -> str:
    """Return a digest of the text of a paper, independent of its line breaks, or "" if there is hardly any text."""
    words = "".join(map(fold_text, texts))
    return sha256(words.encode()).hexdigest() if len(words) > 200 else ""


def contains_words(text: str, words: str) -> bool:
    """Return whether folded text contains words, even if a letter or two was lost."""
    wanted = fold_text(words)
    if not wanted or wanted in text:
        return True
    whole = SequenceMatcher(None, text, wanted, autojunk=False).find_longest_match()
    start = max(0, whole.a - whole.b - _STRAY_LETTERS)
    window = text[start : start + len(wanted) + 2 * _STRAY_LETTERS]
    shared = SequenceMatcher(None, window, wanted, autojunk=False).get_matching_blocks()
    return len(wanted) - sum(block.size for block in shared) <= min(_LOST_LETTERS, len(wanted) // 8)


def names_family(text: str, family: str) -> bool:
    """Return whether text contains a family name, even with detached accents or note marks."""
    letters = fold_text(family)
    if not letters:
        return True
    plain_text = "".join(
        letter for letter in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(letter)
    )
    # Note marks may be letters: Li^a,b. For longer names, the beginning is enough.
    end = "" if len(letters) >= 5 else r"(?:[a-h](?=[,*]))?(?![^\W\d_])"
    spelt = r"[\W_]{0,3}".join(map(re.escape, letters))
    return re.search(rf"(?<![^\W\d_]){spelt}{end}", plain_text) is not None


def pages_of_terms(texts: Sequence[str], terms: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Return the pages (from 0) on which each term stands as whole words."""
    # A hyphen at a line end may belong to the word or to the line break.
    spread = [f"{_fold_line_ends(text, '')}\n{_fold_line_ends(text, '-')}" for text in texts]
    found = {}
    for term in terms:
        wanted = _normalize_spelling(" ".join(term.split()))
        pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?:s|es)?(?!\w)")
        pages = tuple(number for number, text in enumerate(spread) if wanted in text and pattern.search(text))
        if pages:
            found[term] = pages
    return found


def find_pattern_pages(texts: Sequence[str], pattern: str) -> Mapping[str, tuple[int, ...]]:
    """Return the matches of a pattern, in their first spelling, with the pages (from 0) on which they stand."""
    spelt: dict[str, str] = {}
    found: dict[str, dict[int, None]] = {}
    for number, text in enumerate(texts):
        for match in re.finditer(pattern, unicodedata.normalize("NFC", single_line(text))):
            words = spelt.setdefault(match[0].casefold(), match[0])
            found.setdefault(words, {})[number] = None
    return {words: tuple(pages) for words, pages in found.items()}


def _fold_line_ends(text: str, hyphen: str) -> str:
    return _normalize_spelling(re.sub(r"\s+", " ", _LINE_END_HYPHEN.sub(hyphen, text)))


_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def _normalize_spelling(words: str) -> str:
    """Normalize text for search: without case, and with straight quotes."""
    return unicodedata.normalize("NFKC", words).translate(_STRAIGHT).casefold()
