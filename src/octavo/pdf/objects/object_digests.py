"""Digest a page, a font or another object of a PDF with everything that it refers to.

Equal digests mean equal content, wherever in a file it stands, and in whichever file: object numbers do not count, and
neither do places in the structure tree and the page tree. Other pages that links lead to are not followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from pikepdf import Dictionary, Name, Object, Pdf, PdfError, Stream

from .value_reader import DIRECT_OBJECT

ObjectNumber = tuple[int, int]
_MOST_MEMBERS = 20_000
# qpdf writes strings with escaped parentheses, and spaces in names as #20. So what looks like a reference is one.
_PIECE = re.compile(rb"\((?:[^\\()]|\\.)*\)|/StructParents? -?\d+|(\d+) (\d+) R(?![^\s/\[\]<>()])", re.DOTALL)
_PARENT = re.compile(rb"/Parent \d+ \d+ R")


@dataclass(frozen=True, slots=True)
class Closure:
    """An object with all that it refers to: their digest, and their object numbers in the order of the first reference.

    Objects at the same place in `members` of two closures with one digest are equal.
    """

    digest: str
    members: tuple[ObjectNumber, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """An object as text, divided at its references: `texts[0]`, `references[0]`, `texts[1]` and so on."""

    texts: tuple[bytes, ...]
    references: tuple[ObjectNumber, ...]


class ObjectDigests:
    """The digests of the objects of an opened file, which must not be changed meanwhile."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages = frozenset(page.obj.objgen for page in pdf.pages)
        self._parts: dict[ObjectNumber, _Parts] = {}
        self._streams: dict[ObjectNumber, bytes] = {}
        self._closures: dict[ObjectNumber, Closure | None] = {}

    def digest_closure(self, thing: Object) -> Closure | None:
        """Return the closure of an object, or None if it is too large or too damaged to have one."""
        number = thing.objgen
        if number in self._closures:
            return self._closures[number]
        try:
            found = self._digest_closure(thing)
        except (PdfError, ValueError, TypeError, RuntimeError):
            found = None
        if number != DIRECT_OBJECT:
            self._closures[number] = found
        return found

    def digest_stream(self, stream: Stream) -> str:
        """Return the digest of the data of a stream and of its own dictionary. Raises PdfError if it is damaged."""
        return sha256(stream.stream_dict.unparse() + b"\n" + self._stream_data(stream)).hexdigest()

    def _digest_closure(self, thing: Object) -> Closure | None:
        root = thing.objgen
        places: dict[ObjectNumber, int] = {root: 0}
        waiting = [root]
        digest = sha256()
        for number in waiting:
            parts = self._split(thing) if number == root else self._parts_of(number)
            for text, reference in zip(parts.texts, (*parts.references, None), strict=True):
                digest.update(text)
                if reference is None:
                    break
                if reference not in places:
                    if reference in self._pages:
                        digest.update(b" page ")
                        continue
                    if len(waiting) >= _MOST_MEMBERS:
                        return None
                    places[reference] = len(waiting)
                    waiting.append(reference)
                digest.update(b" %d R" % places[reference])
            digest.update(b"\nendobj\n")
        return Closure(digest.hexdigest(), tuple(waiting))

    def _parts_of(self, number: ObjectNumber) -> _Parts:
        known = self._parts.get(number)
        if known is None:
            known = self._parts[number] = self._split(self._pdf.get_object(number))
        return known

    def _split(self, thing: object) -> _Parts:
        if isinstance(thing, Stream):
            text = thing.stream_dict.unparse() + b" stream " + self._stream_data(thing)
        elif isinstance(thing, Object):
            text = thing.unparse(resolved=True)
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Page:
                text = _PARENT.sub(b"", text)
        else:  # pikepdf turns numbers and so on into Python's
            text = repr(thing).encode()
        texts: list[bytes] = []
        references: list[ObjectNumber] = []
        before, end = b"", 0
        for found in _PIECE.finditer(text):
            if found.group(1):
                texts.append(before + text[end : found.start()])
                references.append((int(found.group(1)), int(found.group(2))))
                before, end = b"", found.end()
            elif found.group().startswith(b"/StructParent"):
                before += text[end : found.start()] + b"/StructParent"
                end = found.end()
        texts.append(before + text[end:])
        return _Parts(tuple(texts), tuple(references))

    def _stream_data(self, stream: Stream) -> bytes:
        number = stream.objgen
        known = self._streams.get(number)
        if known is None:
            known = sha256(stream.read_raw_bytes()).hexdigest().encode()
            if number != DIRECT_OBJECT:
                self._streams[number] = known
        return known
