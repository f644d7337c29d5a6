"""Place an author's finished PDF on the trim of a book: hostile bytes in, a part ready for the binder out.

Nothing is carried over but what the pages show and their links; all else that a PDF can hold stays behind.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from . import forms, paper_faults, paper_text
from .findings import Finding, has_errors
from .paper_faults import error, notes_of, pages_named, warning
from .typeset import Part

_MOST_BYTES = 100_000_000
_LEAST_SCALE = 0.6
_EDGE = 14.0
"""Points (5 mm) that ink keeps from the edge of the trim."""
_ADDRESSES = ("http://", "https://", "mailto:")
_DEEPEST = 40


@dataclass(frozen=True)
class Trim:
    """The page of a book, in points: its size, the margins of its type area, how far head and folio reach into it.

    `head` is the distance from the top edge to the lowest ink of the running head, `foot` that from the foot to the
    highest ink of the folio of an opening page.
    """

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    head: float
    foot: float


@dataclass(frozen=True)
class PaperJob:
    """A paper to be placed; `name` begins every destination, `authors` are family names, `path` is for messages."""

    name: str
    path: str
    data: bytes
    trim: Trim
    title: str
    authors: tuple[str, ...]
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A placed paper; a part without pages was refused. Papers of one `text_digest` have the same words."""

    part: Part
    text_digest: str = ""
    terms: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


Matrix = tuple[float, float, float, float, float, float]


def pages_with(pdf: bytes, terms: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Find the pages (from 0) of a PDF of our own on which terms stand."""
    wanted = list(terms)
    return paper_text.pages_of(paper_text.read(pdf, ink=False).texts, wanted) if wanted else {}


def place(job: PaperJob) -> Paper:
    """Judge a paper, and place its pages on the trim; what is wrong with it is found, never raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _placed(job)
        except pikepdf.PasswordError:
            found = error(job.path, "paper-encrypted", "needs a password", "save it without one")
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError) as trouble:
            words = f"cannot be read as a PDF: {str(trouble).strip().split(chr(10))[0][:120]}"
            found = error(job.path, "paper-damaged", words, "export it again")
    return Paper(Part(job.name, b"", 0, {}, (found,)))


def _placed(job: PaperJob) -> Paper:
    if b"%PDF-" not in job.data[:1024]:
        what = "is empty" if not job.data else "is not a PDF"
        return _refused(job, [error(job.path, "not-a-pdf", what, "put the finished PDF in its place")])
    with pikepdf.open(BytesIO(job.data)) as source:
        findings = list(_opened(source, job))
        if has_errors(findings):
            return _refused(job, findings)
        read = paper_text.read(job.data, None if job.terms else 2)
        findings += _compared(job, read.texts[0] if read.texts else "")
        empty = [number for number, ink in enumerate(read.ink, 1) if ink is None]
        if empty:
            words = f"{pages_named(empty)}: nothing is printed there"
            findings.append(warning(job.path, "paper-blank", words, "look whether something is missing"))
        said = list(source.get_warnings())
        placing = _Placing(source, job, read.ink)
        pdf = placing.write()
        findings += placing.findings
        said += [one for one in source.get_warnings() if one not in said]
        if said:
            words = f"is damaged, and was mended as far as could be: {str(said[0]).strip()[:140]}"
            findings.append(warning(job.path, "paper-mended", words, "export it again, and look at its pages"))
        part = Part(job.name, pdf, len(source.pages), placing.anchors, tuple(findings))
        terms = paper_text.pages_of(read.texts, job.terms) if job.terms else {}
        return Paper(part, paper_text.digest(read.texts[:2]), terms)


def _refused(job: PaperJob, findings: Iterable[Finding]) -> Paper:
    return Paper(Part(job.name, b"", 0, {}, tuple(findings)))


def _opened(source: Pdf, job: PaperJob) -> Iterator[Finding]:
    if source.is_encrypted:
        words = "is locked against changes, though it opens without a password; the lock was left out"
        yield warning(job.path, "paper-locked", words, "save it without a lock")
    size = 0
    for item in source.objects:
        if isinstance(item, Stream):
            size += _decoded(item)
            if size > _MOST_BYTES:
                yield error(
                    job.path, "paper-too-large", "unpacks to more than 100 MB", "export it with smaller pictures"
                )
                return
    yield from paper_faults.judge(source, job.path)


def _decoded(stream: Stream) -> int:
    """Tell how much a stream unpacks to; of a picture by its size, of what is hardly packed by a guess."""
    if str(stream.get(Name.Subtype, "")) == "/Image":
        try:
            pixels = int(stream.get(Name.Width, 0)) * int(stream.get(Name.Height, 0))
        except (TypeError, ValueError):
            pixels = 0
        # Pictures are shown as they are, not unpacked: many megapixels are no bomb, billions are.
        return pixels if pixels > 500_000_000 else 0
    packed = int(stream.get(Name.Length, 0))
    if Name.Filter not in stream:
        return packed
    if packed < 4096:
        return packed * 10
    import zlib

    # At most what is too much is ever unpacked.
    raw = stream.read_raw_bytes()
    try:
        return len(zlib.decompressobj().decompress(raw, _MOST_BYTES + 1)) if raw[:1] in b"\x48\x68\x78\x58" else packed
    except zlib.error:
        return packed


def _compared(job: PaperJob, first: str) -> Iterator[Finding]:
    """Hold title and authors against the words of the first page."""
    text = paper_text.folded(first)
    if len(text) < 40:
        words = "page 1 holds no text that could be compared with title and authors (a scan?)"
        yield warning(job.path, "paper-without-text", words, "export it from its source")
        return
    opening = text[:3000]
    if not paper_text.holds(opening, job.title):
        said = " ".join(first.split())[: len(job.title) + 40]
        words = f"page 1 does not bear the title “{job.title}”; it begins “{said}”"
        yield warning(job.path, "title-differs", words, "correct the title of the chapter, or put the right file there")
    missing = [name for name in job.authors if not paper_text.holds(opening, name, 1.0)]
    if missing:
        words = f"page 1 does not name {', '.join(missing)}"
        yield warning(
            job.path, "author-differs", words, "correct the authors of the chapter, or put the right file there"
        )


class _Placing:
    """Pages on their way from an author's PDF to the trim."""

    def __init__(self, source: Pdf, job: PaperJob, ink: tuple[paper_text.Box | None, ...]) -> None:
        self.source, self.job, self.trim = source, job, job.trim
        self.findings: list[Finding] = []
        self.anchors: dict[str, int] = {job.name: 0}
        self._forms = [page.as_form_xobject(True) for page in source.pages]
        self._boxes = [forms.spread(form) for form in self._forms]
        self._ink = [ink[number] if number < len(ink) else None for number in range(len(self._forms))]
        self._turned = [self._is_better_turned(box) for box in self._boxes]
        self._matrices = self._place_alike()
        self._numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
        self._dangling: list[int] = []

    def write(self) -> bytes:
        """Write the placed pages, with their links and outline."""
        with pikepdf.new() as pdf:
            for form, matrix in zip(self._forms, self._matrices, strict=True):
                self._add_page(pdf, form, matrix)
            pages: list[Object] = [page.obj for page in pdf.pages]
            links = [self._links(pdf, number, pages) for number in range(len(pages))]
            for page, notes in zip(pages, links, strict=True):
                if notes:
                    page.Annots = Array(notes)
            names = sorted(self._destinations.items())
            flat = [item for name, place in names for item in (String(name), place)]
            pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(flat)))
            self._copy_layers(pdf)
            self._outline(pdf, pages)
            if self._dangling:
                words = f"{pages_named(self._dangling)}: links lead nowhere, and were left out"
                self.findings.append(warning(self.job.path, "paper-dead-links", words, "export it again"))
            out = BytesIO()
            pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return out.getvalue()

    # Where pages go

    def _is_better_turned(self, box: paper_text.Box) -> bool:
        width, height = box[2] - box[0], box[3] - box[1]
        return width > height * 1.05 and self.trim.width < self.trim.height and width > self.trim.width * 1.02

    def _size(self, number: int) -> tuple[float, float]:
        box = self._boxes[number]
        width, height = box[2] - box[0], box[3] - box[1]
        return (height, width) if self._turned[number] else (width, height)

    def _place_alike(self) -> list[Matrix]:
        """Choose one scale and place for all pages of a size: as they are if they fit, clear of head and folio."""
        alike: dict[tuple[int, int, bool], list[int]] = {}
        for number, turned in enumerate(self._turned):
            width, height = self._size(number)
            alike.setdefault((round(width / 4), round(height / 4), turned), []).append(number)
        matrices: dict[int, Matrix] = {}
        for numbers in alike.values():
            matrices.update(self._place_pages(numbers))
        return [matrices[number] for number in range(len(self._forms))]

    def _place_pages(self, numbers: list[int]) -> Iterator[tuple[int, Matrix]]:
        trim = self.trim
        width, height = self._size(numbers[0])
        whole = 1.0
        if width > trim.width + 6 or height > trim.height + 6:
            whole = min(trim.width / width, trim.height / height)
        inks = {number: self._inked(number, width, height) for number in numbers}
        left, right = min(ink[0] for ink in inks.values()), max(ink[2] for ink in inks.values())
        bounds = [(_low(trim, number), _high(trim, number), ink) for number, ink in inks.items()]
        room = min(high for _, high, _ in bounds) - max(low for low, _, _ in bounds)
        tall = max(ink[3] for *_, ink in bounds) - min(ink[1] for *_, ink in bounds)
        fit = min(whole, (trim.width - 2 * _EDGE) / max(1.0, right - left), room / max(1.0, tall))
        scale = max(fit, _LEAST_SCALE * whole)
        if fit < scale:
            words = f"{pages_named(number + 1 for number in numbers)}: ink lies where the running head or the edge is"
            self.findings.append(warning(self.job.path, "ink-in-margin", words, "leave wider margins"))
        x = _within((trim.width - width * scale) / 2, left * scale, right * scale, _EDGE, trim.width - _EDGE)
        y = (trim.height - height * scale) / 2
        y = min([y, *(high - ink[3] * scale for _, high, ink in bounds)])
        y = max([y, *(low - ink[1] * scale for low, _, ink in bounds)])
        for number in numbers:
            box = self._boxes[number]
            if self._turned[number]:
                yield number, (0.0, scale, -scale, 0.0, x + box[3] * scale, y - box[0] * scale)
            else:
                yield number, (scale, 0.0, 0.0, scale, x - box[0] * scale, y - box[1] * scale)

    def _inked(self, number: int, width: float, height: float) -> paper_text.Box:
        ink = self._ink[number]
        if ink is None:
            return (0.2 * width, 0.2 * height, 0.8 * width, 0.8 * height)
        if not self._turned[number]:
            return ink
        # Turned to the left by a right angle.
        return (width - ink[3], ink[0], width - ink[1], ink[2])

    def _add_page(self, pdf: Pdf, form: Object, matrix: Matrix) -> None:
        shown = pdf.copy_foreign(form)
        forms.clean(shown)
        drawn = " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in matrix)
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, self.trim.width, self.trim.height]),
            TrimBox=Array([0, 0, self.trim.width, self.trim.height]),
            Resources=Dictionary(XObject=Dictionary(Paper=shown)),
            Contents=Stream(pdf, f"q {drawn} cm /Paper Do Q".encode()),
            Tabs=Name.S,
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))

    def _copy_layers(self, pdf: Pdf) -> None:
        """Keep what says which layers are hidden: without it all of them would show."""
        layers = self.source.Root.get(Name.OCProperties)
        if isinstance(layers, Dictionary):
            pdf.Root.OCProperties = pdf.copy_foreign(self.source.make_indirect(layers))

    # Links

    def _links(self, pdf: Pdf, number: int, pages: list[Object]) -> list[Object]:
        if number == 0:
            self._destinations: dict[str, Object] = {}
            top = Array([pages[0], Name.XYZ, 0, self.trim.height, None])
            self._destinations[self.job.name] = top
            self._names: dict[str, str] = {}
        made: list[Object] = []
        for note in notes_of(self.source.pages[number].obj):
            if str(note.get(Name.Subtype, "")) != "/Link":
                continue
            aim = self._aim(note, number, pages)
            box = self._rectangle(note, number)
            if aim and box:
                link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(box), Border=Array([0, 0, 0]), F=4)
                link.update(aim)
                made.append(pdf.make_indirect(link))
        return made

    def _aim(self, note: Object, number: int, pages: list[Object]) -> dict[str, Any]:
        action: Any = note.get(Name.A)
        kind = str(action.get(Name.S, "")) if isinstance(action, Dictionary) else ""
        if kind == "/URI":
            address = str(action.get(Name.URI, ""))
            if address.lower().startswith(_ADDRESSES):
                safe = Dictionary(S=Name.URI, URI=String(address))
                return {"/A": safe, "/Contents": String(address)}
            return {}
        if kind not in ("", "/GoTo"):
            return {}
        wanted = action.get(Name.D) if kind == "/GoTo" else note.get(Name.Dest)
        place = self._place(wanted)
        if place is None:
            if wanted is not None or kind == "":
                self._dangling.append(number + 1)
            return {}
        page, x, y = place
        spelt = f"{page} {x:.1f} {y:.1f}"
        if spelt not in self._names:
            name = self._names[spelt] = f"{self.job.name}-{len(self._names)}"
            self._destinations[name] = Array([pages[page], Name.XYZ, round(x, 2), round(y, 2), None])
            self.anchors[name] = page
        label = f"{self.job.name}: {page + 1}"
        return {"/Dest": String(self._names[spelt]), "/Contents": String(label)}

    def _place(self, wanted: Any, depth: int = 0) -> tuple[int, float, float] | None:
        """Find the page a destination leads to, and where on the placed page."""
        if isinstance(wanted, Dictionary):
            wanted = wanted.get(Name.D)
        if isinstance(wanted, String | Name) and depth < 3:
            return self._place(self._named.get(str(wanted)), depth + 1)
        if not isinstance(wanted, Array) or not len(wanted):
            return None
        number = self._numbers.get(wanted[0].objgen) if isinstance(wanted[0], Dictionary) else None
        if number is None:
            return None
        numbers = [
            float(value) if isinstance(value, int | float) or _is_number(value) else None for value in list(wanted)[2:]
        ]
        kind = str(wanted[1]) if len(wanted) > 1 else "/Fit"
        box = self._boxes[number]
        x = numbers[0] if kind in ("/XYZ", "/FitR") and numbers else box[0]
        index = {"/XYZ": 1, "/FitH": 0, "/FitBH": 0, "/FitR": 3}.get(kind, 9)
        y = numbers[index] if index < len(numbers) else box[3]
        a, b, c, d, e, f = self._matrices[number]
        x, y = box[0] if x is None else x, box[3] if y is None else y
        return number, max(0.0, a * x + c * y + e), min(self.trim.height, max(0.0, b * x + d * y + f))

    @property
    def _named(self) -> dict[str, Any]:
        if not hasattr(self, "_named_places"):
            self._named_places: dict[str, Any] = dict(_names(self.source))
        return self._named_places

    def _rectangle(self, note: Object, number: int) -> list[float] | None:
        try:
            x0, y0, x1, y1 = (float(value) for value in note.Rect)
        except (AttributeError, TypeError, ValueError):
            return None
        a, b, c, d, e, f = self._matrices[number]
        corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in ((x0, y0), (x1, y1))]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        return [round(value, 2) for value in (xs[0], ys[0], xs[1], ys[1])]

    # Outline

    def _outline(self, pdf: Pdf, pages: list[Object]) -> None:
        outlines = self.source.Root.get(Name.Outlines)
        first = outlines.get(Name.First) if isinstance(outlines, Dictionary) else None
        items = self._items(pdf, first, pages, set(), 0)
        if not items:
            return
        root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
        _chain(root, items)
        root.Count = len(items)
        pdf.Root.Outlines = root

    def _items(self, pdf: Pdf, item: Any, pages: list[Object], seen: set[Any], depth: int) -> list[Object]:
        made: list[Object] = []
        while isinstance(item, Dictionary) and item.objgen not in seen and depth < _DEEPEST and len(seen) < 5000:
            seen.add(item.objgen)
            action = item.get(Name.A)
            wanted = (
                item.get(Name.Dest)
                if Name.Dest in item
                else action.get(Name.D)
                if isinstance(action, Dictionary)
                else None
            )
            place = self._place(wanted)
            below = self._items(pdf, item.get(Name.First), pages, seen, depth + 1)
            if place is not None:
                page, x, y = place
                aim = Array([pages[page], Name.XYZ, round(x, 2), round(y, 2), None])
                entry = pdf.make_indirect(Dictionary(Title=String(str(item.get(Name.Title, ""))), Dest=aim))
                if below:
                    _chain(entry, below)
                    entry.Count = -len(below)
                made.append(entry)
            else:
                made += below
            item = item.get(Name.Next)
        return made


def _chain(parent: Object, items: list[Object]) -> None:
    for before, item in zip([None, *items], items, strict=False):
        item.Parent = parent
        if before is not None:
            item.Prev, before.Next = before, item
    parent.First, parent.Last = items[0], items[-1]


def _names(source: Pdf) -> Iterator[tuple[str, Any]]:
    """Walk through the named destinations, old and new, of a file that may be broken or go in circles."""
    old = source.Root.get(Name.Dests)
    if isinstance(old, Dictionary):
        yield from ((str(name), place) for name, place in old.items())
    tree = source.Root.get(Name.Names)
    open_ = [tree.get(Name.Dests)] if isinstance(tree, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while open_ and len(seen) < 20_000:
        node = open_.pop()
        if not isinstance(node, Dictionary) or (node.objgen != (0, 0) and node.objgen in seen):
            continue
        seen.add(node.objgen)
        flat = node.get(Name.Names)
        if isinstance(flat, Array):
            items = list(flat)
            yield from ((str(name), place) for name, place in zip(items[::2], items[1::2], strict=False))
        kids = node.get(Name.Kids)
        if isinstance(kids, Array):
            open_ += list(kids)


def _high(trim: Trim, number: int) -> float:
    return trim.height - (_EDGE if number == 0 else trim.head + 4)


def _low(trim: Trim, number: int) -> float:
    return trim.foot + 4 if number == 0 else _EDGE


def _within(at: float, low: float, high: float, least: float, most: float) -> float:
    """Shift what spans from `at + low` to `at + high` as little as is needed to lie within bounds."""
    if at + high > most:
        at = most - high
    return max(at, least - low) if at + low < least else at


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
