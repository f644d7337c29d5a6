"""Judge an author's finished PDF: the opened file in, what is wrong with it, by page, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ...findings.finding import Finding, Missing, Severity
from ...pdf.objects.decompression_limits import is_too_heavy
from ...pdf.objects.drawing_limits import draws_too_much
from ...pdf.objects.form_xobjects import Box, shown

FEWEST, MOST_PAGES = 1, 1000
SIDES = (36.0, 3400.0)
DRAWS_TOO_MUCH = "draws forms within forms, or tiles of a pattern, so often that no reader would show them"
FLATTER = "export it again; if its figures are nested in each other, export these as pictures"
_LIVE = {
    "/JavaScript": "JavaScript",
    "/Launch": "the launching of programs",
    "/SubmitForm": "the sending of forms",
    "/ImportData": "the import of data",
    "/GoToR": "links to other files",
    "/GoToE": "links to embedded files",
    "/Movie": "films",
    "/Sound": "sounds",
    "/Rendition": "multimedia",
    "/RichMediaExecute": "multimedia",
}
_SHOWN = frozenset({"/Link", "/Popup"})
_MOST_ACTIONS = 100


def pages_named(numbers: Iterable[int]) -> str:
    """Name pages as a sentence does: page 3; pages 2, 3 and 7."""
    known = [str(number) for number in sorted(set(numbers))]
    if len(known) == 1:
        return f"page {known[0]}"
    shown = known if len(known) <= 8 else [*known[:7], f"{len(known) - 7} more"]
    return f"pages {', '.join(shown[:-1])} and {shown[-1]}"


def warning(path: str, code: str, words: str, hint: str = "") -> Finding:
    """Tell of a fault that does not keep a paper from being bound."""
    return Finding(code, f"{path}: {words}", hint=hint, severity=Severity.WARNING)


def error(path: str, code: str, words: str, hint: str = "") -> Finding:
    """Tell of a fault that does."""
    return Finding(code, f"{path}: {words}", hint=hint)


def judge(pdf: Pdf, path: str) -> Iterator[Finding]:
    """Find what is wrong with a paper that can be opened; errors keep it out of the book."""
    if pdf.is_encrypted:
        words = "is locked against changes, though it opens without a password; the lock was left out"
        yield warning(path, "paper-locked", words, "save it without a lock")
    if is_too_heavy(pdf):
        yield error(path, "paper-too-large", "unpacks to more than 100 MB", "export it with smaller pictures")
    elif draws_too_much(pdf):
        yield error(path, "paper-too-large", DRAWS_TOO_MUCH, FLATTER)
    pages = list(pdf.pages)
    if not FEWEST <= len(pages) <= MOST_PAGES:
        yield error(path, "paper-pages", f"has {len(pages)} pages; 1 to {MOST_PAGES} are bound", "divide it")
        return
    sizes = {number: _size(page.obj) for number, page in enumerate(pages, 1)}
    odd = [number for number, (w, h) in sizes.items() if not (SIDES[0] <= w <= SIDES[1] and SIDES[0] <= h <= SIDES[1])]
    if odd:
        yield error(
            path, "paper-size", f"{pages_named(odd)}: a side is under 36 or over 3,400 points", "export it anew"
        )
        return
    first = sizes[1]
    mixed = [n for n, size in sizes.items() if max(abs(size[0] - first[0]), abs(size[1] - first[1])) > 2]
    if mixed:
        words = f"{pages_named(mixed)}: of another size than page 1"
        yield warning(path, "paper-size-mixed", words, "make all pages of one size")
    yield from _live(pdf, path)
    yield from _fonts(pages, path)


def mended(pdf: Pdf, path: str) -> Iterator[Finding]:
    """Tell that a file was damaged, in the first of the words that qpdf has for it.

    It is bound as it was mended, but nobody knows what it has lost: pages may be blank, or lack their end.
    """
    said = complaints(pdf)
    if said:
        words = f"is damaged, and was mended as far as could be: {reason(said[0])}"
        found = error(path, "paper-mended", words, "export it again, and look at its pages")
        yield replace(found, missing=Missing.CHAPTER)


def complaints(pdf: Pdf) -> list[str]:
    """List what qpdf says is wrong with a file, as far as it told yet.

    Quartz lists objects at offset 0 that nothing refers to: readers pass over them in silence, and nothing is lost.
    """
    said = [str(one).strip() for one in pdf.get_warnings()]
    return [one for one in said if "object has offset 0" not in one]


def reason(said: object) -> str:
    """Give what qpdf says is the matter, but for the stream that it reads from, with its address in memory."""
    return re.sub(r"^(?:stream )?<[^>]*>[:,]?\s*|^WARNING:\s*", "", str(said).strip())[:140]


def visible(page: Object) -> Box:
    """Give the part of a page that readers show, though its boxes may be broken or missing."""
    media = _box(page.get(Name.MediaBox)) or (0.0, 0.0, 612.0, 792.0)
    return shown(media, _box(page.get(Name.CropBox)) or media)


def _box(box: Any) -> Box | None:
    if not isinstance(box, Array) or len(box) != 4:
        return None
    x0, y0, x1, y1 = (float(value) for value in box)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) if x0 != x1 and y0 != y1 else None


def unhook(stream: Stream) -> None:
    """Take away what has a reader look for the data of a stream in another file (ISO 32000-1, table 5)."""
    for key in (Name.F, Name.FFilter, Name.FDecodeParms, Name.Alternates):
        if key in stream:
            del stream[key]


def _size(page: Object) -> tuple[float, float]:
    left, bottom, right, top = visible(page)
    given: Any = page.get(Name.UserUnit, 1)
    unit = float(given) if float(given) > 0 else 1.0
    return (right - left) * unit, (top - bottom) * unit


def _live(pdf: Pdf, path: str) -> Iterator[Finding]:
    """Find what a book must not carry: scripts, programs, forms, other files."""
    found: dict[str, set[int]] = {}
    root = pdf.Root
    names = root.get(Name.Names)
    if isinstance(names, Dictionary):
        if Name.JavaScript in names:
            found.setdefault("JavaScript", set())
        if Name.EmbeddedFiles in names:
            found.setdefault("embedded files", set())
    if isinstance(root.get(Name.AcroForm), Dictionary) and len(root.AcroForm.get(Name.Fields, Array())):
        found.setdefault("a form", set())
    for kind in actions_of(root.get(Name.OpenAction)):
        found.setdefault(kind, set())
    if any(isinstance(item, Stream) and Name.F in item for item in pdf.objects):
        found.setdefault("what lies in other files", set())
    for number, page in enumerate(pdf.pages, 1):
        for what in _live_of_page(page.obj):
            found.setdefault(what, set()).add(number)
    for what, numbers in sorted(found.items()):
        where = f"{pages_named(numbers)}: " if numbers else ""
        yield warning(path, "paper-live", f"{where}left out: {what}", "export it without")


def _live_of_page(page: Object) -> Iterator[str]:
    if Name.AA in page:
        yield "actions of a page"
    for note in notes_of(page):
        kind = str(note.get(Name.Subtype, ""))
        yield from actions_of(note.get(Name.A))
        if Name.AA in note:
            yield "actions of an annotation"
        if kind not in _SHOWN:
            yield f"an annotation ({kind.strip('/') or 'of no kind'})"


def notes_of(page: Object) -> list[Object]:
    """List the annotations of a page that are such."""
    notes = page.get(Name.Annots)
    return [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, Array) else []


def actions_of(action: Any) -> Iterator[str]:
    """Name what an action, and those that follow it, would do that a book must not."""
    waiting = [action]
    # Those that follow may be many, and themselves again: the longest honest chain is short.
    for _ in range(_MOST_ACTIONS):
        if not waiting:
            return
        one = waiting.pop()
        if not isinstance(one, Dictionary):
            continue
        kind = str(one.get(Name.S, ""))
        if kind in _LIVE:
            yield _LIVE[kind]
        elif kind == "/URI" and not str(one.get(Name.URI, "")).lower().startswith(("http:", "https:", "mailto:")):
            yield "links to addresses that nobody could follow"
        following = one.get(Name.Next)
        waiting += list(following)[:_MOST_ACTIONS] if isinstance(following, Array) else [following]


def _fonts(pages: list[Any], path: str) -> Iterator[Finding]:
    missing: dict[str, set[int]] = {}
    known: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pages, 1):
        for name in unembedded(page.obj, known):
            missing.setdefault(name, set()).add(number)
    for name, numbers in sorted(missing.items()):
        words = f"{pages_named(numbers)}: the font {name} is not embedded; another would be shown and printed"
        yield warning(path, "font-not-embedded", words, "export it with all fonts embedded")


def unembedded(page: Object, known: dict[tuple[int, int], str]) -> set[str]:
    """Name the fonts used on a page, and in the forms and patterns on it, that are not embedded."""
    # To look for use, contents must be unpacked: only where something is missing at all.
    return _missing_below(page, known, used=True) if _missing_below(page, known, used=False) else set()


def _missing_below(page: Object, known: dict[tuple[int, int], str], used: bool) -> set[str]:
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Object, Any]] = [(page, page.get(Name.Resources))]
    while waiting:
        drawn, resources = waiting.pop()
        content = _content(drawn) if used else None
        for name, font in entries_of(resources, Name.Font):
            missing = _known_name(font, known)
            if missing and _has(content, name, rb"\s+[-+.\d]+\s+Tf"):
                found.add(missing)
        for kind, use in ((Name.XObject, rb"\s+Do"), (Name.Pattern, rb"\s+scn"), (Name.Pattern, rb"\s+SCN")):
            for name, form in entries_of(resources, kind):
                if isinstance(form, Stream) and form.objgen not in seen and _has(content, name, use):
                    seen.add(form.objgen)
                    waiting.append((form, form.get(Name.Resources)))
    return found


def entries_of(resources: Any, kind: Name) -> Iterator[tuple[str, Any]]:
    """List what resources hold of a kind; they may be changed meanwhile."""
    entries = resources.get(kind) if isinstance(resources, Dictionary) else None
    yield from list(entries.items()) if isinstance(entries, Dictionary) else ()


def _known_name(font: Any, known: dict[tuple[int, int], str]) -> str:
    if not isinstance(font, Dictionary):
        return ""
    if font.objgen == (0, 0):
        return _missing_name(font)
    if font.objgen not in known:
        known[font.objgen] = _missing_name(font)
    return known[font.objgen]


def _content(drawn: Object) -> bytes | None:
    """Unpack the content of a page, form or pattern; None if it cannot be."""
    contents = drawn if isinstance(drawn, Stream) else drawn.get(Name.Contents)
    parts = list(contents) if isinstance(contents, Array) else [contents]
    try:
        return b"\n".join(part.read_bytes() for part in parts if isinstance(part, Stream))
    except pikepdf.PdfError:
        return None


def _has(content: bytes | None, name: str, use: bytes) -> bool:
    """Tell whether a content takes up what its resources list, which may be more than it needs."""
    return content is None or re.search(re.escape(name.encode()) + use, content) is not None


def _missing_name(font: Dictionary) -> str:
    kind = str(font.get(Name.Subtype, ""))
    if kind == "/Type3":
        return ""
    below = font.get(Name.DescendantFonts)
    if kind == "/Type0" and isinstance(below, Array) and len(below) and isinstance(below[0], Dictionary):
        font = below[0]
    descriptor = font.get(Name.FontDescriptor)
    files = (Name.FontFile, Name.FontFile2, Name.FontFile3)
    if isinstance(descriptor, Dictionary) and any(file in descriptor for file in files):
        return ""
    return str(font.get(Name.BaseFont, "/without a name")).strip("/")
