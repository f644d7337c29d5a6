"""Check the bytes of a file against PDF/A's rules of syntax: header, cross-references, objects and streams.

ISO 19005-1, 6.1.2 to 6.1.8; ISO 19005-2 and -3, 6.1.2 to 6.1.9. Objects in object streams have no syntax of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Pdf

from ...pdf.objects import value_reader

_HEADERS = {
    "1": re.compile(rb"%PDF-\d\.\d"),
    "2": re.compile(rb"%PDF-1\.[0-7](?=[\r\n])"),
}
_HEADERS["3"] = _HEADERS["2"]
_BINARY_MARK = re.compile(rb"[^\r\n]*(\r\n|\r|\n)%[\x80-\xff]{4}")
_END_OF_FILE = re.compile(rb"%%EOF(\r\n|\r|\n)?\Z")
_START_OF_TABLE = re.compile(rb"startxref\s+(\d{1,15})")
_TABLE_HEAD = re.compile(rb"xref(\r\n|\r|\n)\d")
_SPACE = rb"[\x00\t\n\x0c\r ]"
_OBJECT_HEAD = re.compile(rb"(?<!\d)(\d{1,10})(%b+)(\d{1,5})(%b+)obj(?![a-zA-Z])" % (_SPACE, _SPACE))
# Words inside strings, names and comments are not keywords.
_NEXT = re.compile(rb"\(|%[^\r\n]*|/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*|endobj|(?<![a-zA-Z])stream(?![a-zA-Z])")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_LENGTH = re.compile(rb"/Length(?![0-9A-Za-z])\s*(\d{1,12})(?:\s+(\d{1,5})\s+R)?")
_END_OF_DATA = re.compile(rb"(\r\n|\r|\n)?endstream")
_LINE_ENDS = b"\r\n"
_MOST_NODES = 10_000


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """A fault of syntax: the clause of part 1, that of the later parts, and words about the file."""

    clause: str
    later_clause: str
    words: str


_HEADER = SyntaxFault("6.1.2", "6.1.2", "it does not begin with a line that names its version of PDF")
_MARK = SyntaxFault("6.1.2", "6.1.2", "its second line is not a comment of four bytes above 127")
_TRAILING = SyntaxFault("6.1.3", "6.1.3", "data follow its end-of-file marker")
_TABLE = SyntaxFault(
    "6.1.4", "6.1.4", "its cross-reference table does not begin with the word xref on a line of its own"
)
_SPACING = SyntaxFault("6.1.8", "6.1.9", "the numbers and keywords of its objects are not separated as PDF/A requires")
_KEYWORD = SyntaxFault("6.1.7", "6.1.7.1", "the keywords of its streams are not on lines of their own")
_LENGTH_WRONG = SyntaxFault("6.1.7", "6.1.7.1", "the lengths of its streams are wrong")


def check_file_syntax(data: bytes, pdf: Pdf, part: str) -> Iterator[SyntaxFault]:
    """Yield each kind of fault once."""
    if not _HEADERS[part].match(data):
        yield _HEADER
    elif not _BINARY_MARK.match(data):
        yield _MARK
    if not _END_OF_FILE.search(data, max(0, len(data) - 16)):
        yield _TRAILING
    if any(
        data.startswith(b"xref", offset) and not _TABLE_HEAD.match(data, offset)
        for offset in (int(found) for found in _START_OF_TABLE.findall(data))
    ):
        yield _TABLE
    yield from dict.fromkeys(_check_objects(data, pdf))


def _check_objects(data: bytes, pdf: Pdf) -> Iterator[SyntaxFault]:
    head = _OBJECT_HEAD.search(data)
    while head:
        follows = data[head.end() : head.end() + 1]
        apart = len(head.group(2)) == len(head.group(4)) == 1
        if not apart or data[head.start() - 1] not in _LINE_ENDS or follows not in (b"\r", b"\n"):
            yield _SPACING
        keyword, at = _find_keyword(data, head.end())
        if keyword == b"stream":
            faults, at = _check_stream(data, head.end(), at, pdf)
            yield from faults
            keyword, at = _find_keyword(data, at)
        if keyword != b"endobj":
            return  # damaged, which is reported elsewhere
        if data[at - 1] not in _LINE_ENDS or data[at + 6 : at + 7] not in (b"\r", b"\n"):
            yield _SPACING
        head = _OBJECT_HEAD.search(data, at + 6)


def _find_keyword(data: bytes, start: int) -> tuple[bytes, int]:
    """Return the next `stream` or `endobj` outside strings, with its offset, or an empty word."""
    found = _NEXT.search(data, start)
    while found:
        word = found.group()
        if word in (b"stream", b"endobj"):
            return word, found.start()
        found = _NEXT.search(data, _skip_string(data, found.end()) if word == b"(" else found.end())
    return b"", len(data)


def _skip_string(data: bytes, start: int) -> int:
    depth = 1
    for found in _IN_STRING.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(found.group(), 0)
        if not depth:
            return found.end()
    return len(data)


def _check_stream(data: bytes, start: int, keyword: int, pdf: Pdf) -> tuple[list[SyntaxFault], int]:
    """Check the stream whose dictionary begins at `start`. Return its faults, and where it ends."""
    begin = keyword + len(b"stream")
    faults: list[SyntaxFault] = []
    if data.startswith(b"\r\n", begin):
        begin += 2
    elif data.startswith(b"\n", begin):
        begin += 1
    else:
        faults.append(_KEYWORD)
        begin += len(data[begin : begin + 8]) - len(data[begin : begin + 8].lstrip(b" \t\r\n"))
    length = _read_length(data[start:keyword], pdf)
    end = _END_OF_DATA.match(data, begin + length) if length is not None else None
    if end is None:
        if not faults:
            faults.append(_LENGTH_WRONG)
        end = _END_OF_DATA.search(data, begin)
    if end is not None and not end.group(1):
        faults.append(_KEYWORD)
    return faults, end.end() if end is not None else len(data)


def _read_length(dictionary: bytes, pdf: Pdf) -> int | None:
    found = _LENGTH.search(dictionary)
    if found is None:
        return None
    if found.group(2) is None:
        return int(found.group(1))
    value = pdf.get_object(int(found.group(1)), int(found.group(2)))
    return value if isinstance(value, int) else None


def inherits_resources(data: bytes) -> bool:
    """Return whether pages with content take resources from the page tree (ISO 32000-1, 7.7.3.4).

    An opened file does not tell, for pikepdf moves such entries into the pages.
    """
    with pikepdf.open(BytesIO(data), inherit_page_attributes=False) as pdf:
        waiting, seen = [(value_reader.get_dictionary(pdf.Root, "/Pages"), False)], 0
        while waiting and seen < _MOST_NODES:
            node, given = waiting.pop()
            seen += 1
            own = value_reader.get_dictionary(node, "/Resources")
            given = given or bool(own)
            if value_reader.get_name(node, "/Type") == "Page":
                if own is None and given and "/Contents" in (node or ()):
                    return True
            else:
                kids = value_reader.get_array(node, "/Kids")
                waiting += [(kid, given) for kid in kids if isinstance(kid, Dictionary)]
    return False
