"""Find the cells of a spreadsheet whose formulas failed, or were never computed: the reader shows them as empty.

xlsx and ods are looked at, which are XML in a ZIP archive, and untrusted. Cells of the old xls are not.
"""

from __future__ import annotations

import itertools
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Final, TypeVar
from xml.parsers import expat

from ...files.untrusted_xml import XmlFault, parse_untrusted_xml

UNCOMPUTED: Final = "it was never computed"
"""What a cell has whose formula was stored without a value, as programs write it that compute nothing."""
_SHOWN: Final = """#N/A #N/D #N/D! #N/B #NV #Н/Д #REF! #BEZUG! #RIF! #VERW! #ADR! #¡REF! #ССЫЛКА! #ПОСИЛАННЯ!
    #VALUE! #WERT! #VALEUR! #VALORE! #VALOR! #¡VALOR! #WAARDE! #ARG! #ЗНАЧ! #NAME? #NOM? #NOME? #¿NOMBRE? #NAAM?
    #NAZWA? #ИМЯ? #ІМ'Я? #NUM! #ZAHL! #NOMBRE! #NÚM! #¡NUM! #GETAL! #LICZBA! #ЧИСЛО! #NULL! #NUL! #NULLO! #NULO!
    #¡NULO! #LEEG! #ZERO! #DIV/0! #¡DIV/0! #DEEL/0! #DZIEL/0! #SPILL! #CALC! #GETTING_DATA #FIELD! #BLOCKED!"""
"""What spreadsheet programs show in our languages where a formula failed; in files they write it in English."""
_ERRORS: Final = frozenset(_SHOWN.split())
_OFFICE_ERROR: Final = re.compile(r"(?:Err|Fehler|Erreur|Errore|Fout|Błąd|Erro|Помилка):\s?5\d\d")
_MARKERS: Final = re.compile(rb"""["']e(?:rror)?["']|[<:]f[\s/>]|:formula""")
_MARKER_LENGTH: Final = 16
_PIECE: Final = 1 << 20
_MOST_DEEP, _MOST_ELEMENTS = 12, 20_000
_MOST_REPEATED: Final = 1_000
_MOST_FOUND: Final = 100_000
_LONGEST: Final = 40
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CALC: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_DAMAGE: Final = (
    XmlFault,
    expat.ExpatError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What is damaged has no failed formulas: whoever reads its cells reports it."""

FailedCells = Mapping[tuple[int, int], str]
"""What failed cells show, by row and column from 0."""


class DamagedDocument(Exception):  # noqa: N818 - it says what the file is
    """An ods is no XML: its reader would not end (python-calamine 0.9.1)."""


def is_failed_formula(words: str) -> bool:
    """Return whether a cell holds what a spreadsheet program shows where a formula failed."""
    return words in _ERRORS or bool(_OFFICE_ERROR.fullmatch(words))


def find_failed_formulas(data: bytes) -> Mapping[str, FailedCells]:
    """Return the failed cells of the sheets of a spreadsheet, by the names of the sheets. Raises DamagedDocument."""
    if not data.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if "content.xml" in packed.namelist():
                return _read_document(packed)
            return {name: _parse_part(packed, part, _SheetReader()).found for name, part in _list_sheets(packed)}
    except _DAMAGE:
        return {}


def _list_sheets(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the names of the sheets of an xlsx, and their parts."""
    relations = parse_untrusted_xml(packed.read("xl/_rels/workbook.xml.rels"), _MOST_DEEP, _MOST_ELEMENTS)
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for element in parse_untrusted_xml(packed.read("xl/workbook.xml"), _MOST_DEEP, _MOST_ELEMENTS).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            target = next((targets[value] for value in element.attrib.values() if value in targets), "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            if part in packed.namelist():
                yield element.get("name", ""), part


def _read_document(packed: zipfile.ZipFile) -> Mapping[str, FailedCells]:
    """Read an ods, which must be whole."""
    try:
        return _parse_part(packed, "content.xml", _DocumentReader(), is_whole=True).found
    except (expat.ExpatError, XmlFault) as error:
        raise DamagedDocument from error


class _SheetReader:
    """Notes the failed cells of a sheet of an xlsx (ISO/IEC 29500, CT_Cell)."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._row = self._column = -1
        self._kind = self._text = ""
        self._has_formula = False

    def enter(self, name: str, attributes: Mapping[str, str]) -> None:
        """Read the start of an element."""
        match name.rpartition(" ")[2]:
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
            case "c":
                self._column = _read_column(attributes.get("r", ""), self._column + 1)
                self._kind, self._text, self._has_formula = attributes.get("t", ""), "", False
            case "f":
                self._has_formula, self._text = True, ""
            case "v":
                self._text = ""

    def read_text(self, words: str) -> None:
        """Read text, of which the last of a cell is its value."""
        self._text += words[:_LONGEST]

    def leave(self, name: str) -> None:
        """Read the end of an element."""
        match name.rpartition(" ")[2]:
            case "f":
                self._text = ""
            case "c" if self._kind == "e":
                self.found[self._row, self._column] = self._text.strip()[:_LONGEST] or "#N/A"
            case "c" if self._has_formula and self._kind != "str" and not self._text.strip():
                self.found[self._row, self._column] = UNCOMPUTED


def _read_column(reference: str, otherwise: int) -> int:
    """Return the column that a reference such as AB12 names, from 0."""
    number = 0
    for letter in itertools.takewhile(str.isalpha, reference):
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number - 1 if number else otherwise


class _DocumentReader:
    """Notes the failed cells of all sheets of an ods (OpenDocument 1.3, table:table-cell)."""

    def __init__(self) -> None:
        self.found: dict[str, dict[tuple[int, int], str]] = {}
        self._sheet: dict[tuple[int, int], str] = {}
        self._row = self._column = self._next_row = self._next_column = 0
        self._what = self._text = ""

    def enter(self, name: str, attributes: Mapping[str, str]) -> None:
        """Read the start of an element."""
        match name.removeprefix(_TABLE):
            case "table":
                self._sheet = self.found.setdefault(attributes.get(f"{_TABLE}name", ""), {})
                self._next_row = 0
            case "table-row":
                self._row, self._next_column = self._next_row, 0
                self._next_row += int(attributes.get(f"{_TABLE}number-rows-repeated", 1))
            case "table-cell" | "covered-table-cell":
                self._column, self._text = self._next_column, ""
                self._next_column += int(attributes.get(f"{_TABLE}number-columns-repeated", 1))
                is_empty = f"{_TABLE}formula" in attributes and f"{_OFFICE}value-type" not in attributes
                self._what = UNCOMPUTED if is_empty else ""
                self._what = "#N/A" if attributes.get(f"{_CALC}value-type") == "error" else self._what

    def read_text(self, words: str) -> None:
        """Read text, which is what a cell shows."""
        self._text += words[:_LONGEST]

    def leave(self, name: str) -> None:
        """Read the end of an element."""
        if name.removeprefix(_TABLE) not in ("table-cell", "covered-table-cell") or not self._what:
            return
        shown = self._what if self._what == UNCOMPUTED else self._text.strip()[:_LONGEST] or self._what
        rows = range(self._row, min(self._next_row, self._row + _MOST_REPEATED))
        columns = range(self._column, min(self._next_column, self._column + _MOST_REPEATED))
        room = max(0, _MOST_FOUND - len(self._sheet))
        self._sheet |= dict.fromkeys(itertools.islice(itertools.product(rows, columns), room), shown)
        self._what = ""


_Reader = TypeVar("_Reader", _SheetReader, _DocumentReader)


def _parse_part(packed: zipfile.ZipFile, name: str, reader: _Reader, is_whole: bool = False) -> _Reader:
    """Have a part read, piece by piece, if it may hold a formula or an error at all, or must be read whole."""
    with packed.open(name) as part:
        if not is_whole and not _has_marker(part):
            return reader
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.enter, reader.leave
    parser.CharacterDataHandler = reader.read_text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with packed.open(name) as part:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    return reader


def _refuse_doctype(*_: object) -> None:
    raise XmlFault("it declares a document type, which may hold entities", is_refused=True)


def _has_marker(part: IO[bytes]) -> bool:
    end = b""
    while piece := part.read(_PIECE):
        if _MARKERS.search(end + piece):
            return True
        end = piece[-_MARKER_LENGTH:]
    return False
