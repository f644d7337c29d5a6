"""Judge an author's finished PDF: the opened file in, what is wrong with it, by page, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

from .findings import Finding, Severity

FEWEST, MOST_PAGES = 1, 1000
SIDES = (36.0, 3400.0)
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
_DEEPEST = 12


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


def _size(page: Object) -> tuple[float, float]:
    box = page.get(Name.CropBox) or page.get(Name.MediaBox) or Array([0, 0, 612, 792])
    x0, y0, x1, y1 = (float(value) for value in box)
    return abs(x1 - x0), abs(y1 - y0)


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
    for kind in _actions(root.get(Name.OpenAction)):
        found.setdefault(kind, set())
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
        yield from _actions(note.get(Name.A))
        if Name.AA in note:
            yield "actions of an annotation"
        if kind not in _SHOWN:
            yield f"an annotation ({kind.strip('/') or 'of no kind'})"


def notes_of(page: Object) -> list[Object]:
    """List the annotations of a page that are such."""
    notes = page.get(Name.Annots)
    return [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, Array) else []


def _actions(action: Any, depth: int = 0) -> Iterator[str]:
    if not isinstance(action, Dictionary) or depth > _DEEPEST:
        return
    kind = str(action.get(Name.S, ""))
    if kind in _LIVE:
        yield _LIVE[kind]
    elif kind == "/URI" and not str(action.get(Name.URI, "")).lower().startswith(("http:", "https:", "mailto:")):
        yield "links to addresses that nobody could follow"
    following = action.get(Name.Next)
    for one in following if isinstance(following, Array) else [following]:
        yield from _actions(one, depth + 1)


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
    """Name the fonts of a page, and of the forms in it, that are not embedded."""
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    open_ = [page.get(Name.Resources)]
    while open_:
        resources = open_.pop()
        if not isinstance(resources, Dictionary):
            continue
        fonts = resources.get(Name.Font)
        for font in fonts.values() if isinstance(fonts, Dictionary) else ():
            if isinstance(font, Dictionary):
                key = font.objgen
                if key == (0, 0) or key not in known:
                    known[key] = _missing_name(font)
                if known[key]:
                    found.add(known[key])
        forms = resources.get(Name.XObject)
        for form in forms.values() if isinstance(forms, Dictionary) else ():
            if form.objgen not in seen and str(form.get(Name.Subtype, "")) == "/Form":
                seen.add(form.objgen)
                open_.append(form.get(Name.Resources))
    return found


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
