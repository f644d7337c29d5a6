"""Read the rows of a spreadsheet (xlsx, xls, ods) or of a CSV file as text. The files are untrusted.

No formula is computed: a cell has the value that was stored with it. No link is followed.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import charset_normalizer
import python_calamine

from ...findings.finding import Finding, FindingsError, Place, Severity
from .failed_formulas import FailedCells, find_failed_formulas, is_failed_formula

SPREADSHEET_SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".ods")
CSV_SUFFIXES: Final = (".csv", ".tsv", ".txt")
MOST_BYTES: Final = 20_000_000
_MOST_UNPACKED: Final = 300_000_000
"""The most bytes that the parts of a spreadsheet may unpack to."""
_MOST_ROWS, _MOST_COLUMNS = 20_000, 200
_MOST_CHARACTERS: Final = 2_000
"""Characters of a cell; the rest is cut off."""
HIDDEN_SHEET: Final = "hidden-sheet"
"""Code of the finding that a hidden sheet was not read."""
TABLE_CUT: Final = "table-cut"
"""Code of the finding that not all rows were read."""
_ERROR_STARTS: Final = frozenset(("#", "E", "F", "B", "П"))
"""Letters with which words begin that a program shows where a formula failed."""
_SEPARATORS: Final = ",;\t|"
_LINES_TRIED: Final = 50
_SEPARATOR_LINE: Final = "sep="


@dataclass(frozen=True)
class Row:
    """The cells of a row as text, without spaces around, and the row's number in its file, from 1."""

    number: int
    cells: tuple[str, ...]
    failed: Mapping[int, str] = field(default_factory=dict, hash=False)
    """What cells show whose formulas failed, by index; in `cells` they are empty."""


@dataclass(frozen=True)
class Table:
    """The rows of a sheet that are not empty. A CSV file is one sheet without a name."""

    name: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class CellCleaner:
    """Cleans the text of cells: no control characters, a bounded length, and one line, unless lines are kept."""

    longest: int = _MOST_CHARACTERS
    keeps_lines: bool = False

    def clean(self, text: str) -> str:
        """Return the text of a cell."""
        printable = "".join(c if c.isprintable() or c.isspace() else "" for c in text[: self.longest])
        if not self.keeps_lines:
            return " ".join(printable.split())
        return "\n".join(" ".join(line.split()) for line in printable.splitlines()).strip("\n")

    def write(self, value: object) -> str:
        """Write the value of a cell as it is shown: whole numbers without ".0", days and times as in ISO 8601."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        if isinstance(value, datetime):
            value = value.date() if value.time() == time() else value
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        return self.clean(str(value))


def read_tables(
    path: Path,
    data: bytes,
    longest: int = _MOST_CHARACTERS,
    keeps_lines: bool = False,
    most_rows: int = _MOST_ROWS,
) -> tuple[Table, ...]:
    """Read the visible sheets of a file. Raises FindingsError if it cannot be read.

    Cells are cut behind `longest` characters, and are on one line each unless their lines are kept. Behind `most_rows`
    filled rows a sheet is cut, which a finding tells.
    """
    if len(data) > MOST_BYTES:
        raise FindingsError([_file_finding(path, "is larger than 20 MB", "save the list alone")])
    suffix = path.suffix.lower()
    cleaner = CellCleaner(longest, keeps_lines)
    if suffix in CSV_SUFFIXES:
        return (_read_csv(path, data, cleaner, most_rows),)
    if suffix in SPREADSHEET_SUFFIXES:
        return tuple(_read_spreadsheet(path, data, cleaner, most_rows))
    hint = "save it as .xlsx, .ods or .csv; contacts may be vCards (.vcf)"
    raise FindingsError([_file_finding(path, "is not a spreadsheet, a CSV file or a vCard", hint)])


def _file_finding(path: Path, fault: str, hint: str) -> Finding:
    return Finding("unreadable-table", f"{path.name} {fault}", None, hint)


def _read_spreadsheet(path: Path, data: bytes, cleaner: CellCleaner, most_rows: int) -> Iterator[Table]:
    _refuse_bomb(path, data)
    try:
        failed = find_failed_formulas(data)
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    is_shown = sheet.visible == python_calamine.SheetVisibleEnum.Visible
                    if is_shown:
                        yield _read_sheet(path, book, sheet.name, cleaner, most_rows, failed.get(sheet.name, {}))
                    else:
                        yield _hidden_table(path, sheet.name)
    except python_calamine.PasswordError:
        hint = "save it without a password"
        raise FindingsError([_file_finding(path, "is protected by a password", hint)]) from None
    except (python_calamine.CalamineError, OSError, ValueError, BaseException) as error:
        if isinstance(error, FindingsError | MemoryError | KeyboardInterrupt | SystemExit):
            raise
        hint = "open it in a spreadsheet program and save it again as .xlsx, .ods or .csv"
        raise FindingsError([_file_finding(path, "is not a spreadsheet, or is damaged", hint)]) from None


def _refuse_bomb(path: Path, data: bytes) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return  # the reader will say that it is damaged
    if unpacked > _MOST_UNPACKED:
        hint = "save the list alone"
        raise FindingsError([_file_finding(path, "unpacks to more than 300 MB", hint)])


def _read_sheet(path: Path, book: Any, name: str, cleaner: CellCleaner, most_rows: int, failed: FailedCells) -> Table:
    sheet = book.get_sheet_by_name(name)
    rows: list[Row] = []
    findings: list[Finding] = []
    left = ("",) * min((sheet.start or (0, 0))[1], _MOST_COLUMNS)  # the reader begins with the first filled column
    by_row: dict[int, dict[int, str]] = {}
    for (at, index), shown in failed.items():
        by_row.setdefault(at + 1, {})[index] = shown
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if len(rows) == most_rows:
            findings.append(cut_finding(f"{path.name}, sheet “{name}”", number, most_rows))
            break
        row = _make_row(number, (*left, *map(cleaner.write, cells))[:_MOST_COLUMNS], by_row.get(number, {}))
        by_row.pop(number, None)
        if any(row.cells) or row.failed:
            rows.append(row)
    else:  # rows of failed formulas alone, below all others
        rows += [Row(number, ("",), shown) for number, shown in sorted(by_row.items())]
    return Table(name, tuple(rows), tuple(findings))


def _make_row(number: int, cells: tuple[str, ...], failed: Mapping[int, str]) -> Row:
    """Return a row; cells whose formulas failed are empty."""
    told = {
        index: words for index, words in enumerate(cells) if words[:1] in _ERROR_STARTS and is_failed_formula(words)
    }
    told |= {index: shown for index, shown in failed.items() if index < _MOST_COLUMNS}
    if not told:
        return Row(number, cells)
    return Row(number, tuple("" if index in told else words for index, words in enumerate(cells)), told)


def _hidden_table(path: Path, name: str) -> Table:
    message = f"{path.name}: the hidden sheet “{name}” was not read"
    return Table(name, (), (Finding(HIDDEN_SHEET, message, None, "unhide it to import it", Severity.ADVICE),))


def cut_finding(where: str, row: int, most_rows: int = _MOST_ROWS) -> Finding:
    message = f"{where}: only the first {most_rows:,} rows were read, up to row {row - 1:,}"
    return Finding(TABLE_CUT, message, None, "divide the list", Severity.WARNING)


def clean_cell(text: str) -> str:
    """Return the text of a cell on one line, without control characters and of bounded length."""
    return CellCleaner().clean(text)


def _read_csv(path: Path, data: bytes, cleaner: CellCleaner, most_rows: int) -> Table:
    csv.field_size_limit(MOST_BYTES)  # a long cell is cut like one of a spreadsheet
    text, findings = decode_table(path, data)
    if "\0" in text:
        raise FindingsError([*findings, _file_finding(path, "is no text", "save it as CSV (UTF-8)")])
    separator = "\t" if path.suffix.lower() == ".tsv" else _find_separator(text)
    if line := _find_open_quotation(text, separator):
        hint = "close it, or remove it"
        message = "a quotation mark of this row is never closed"
        raise FindingsError([*findings, Finding("unreadable-table", message, Place(path, line), hint)])
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    rows: list[Row] = []
    try:
        for cells, number in _numbered_rows(reader):
            if number == 1 and _names_separator(text):
                continue
            if len(rows) == most_rows:
                findings.append(cut_finding(path.name, number, most_rows))
                break
            row = _make_row(number, tuple(map(cleaner.clean, cells[:_MOST_COLUMNS])), {})
            if any(row.cells) or row.failed:
                rows.append(row)
    except csv.Error as error:
        place = Place(path, reader.line_num or 1)
        message = f"the row cannot be read as CSV: {error}"
        hint = "look for a missing quotation mark"
        raise FindingsError([*findings, Finding("unreadable-table", message, place, hint)]) from None
    return Table("", tuple(rows), tuple(findings))


def _find_open_quotation(text: str, separator: str) -> int:
    """Return the line of the row that takes in all rows below it, from 1; 0 if there is none."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for _, line in _numbered_rows(reader):
            line = reader.line_num + 1
    except csv.Error as error:
        return line if "unexpected end of data" in str(error) else 0
    return 0


def _numbered_rows(reader: Any) -> Iterator[tuple[list[str], int]]:
    """Yield rows with the line on which each begins."""
    line = 1
    for cells in reader:
        yield cells, line
        line = reader.line_num + 1


def decode_table(path: Path, data: bytes) -> tuple[str, list[Finding]]:
    """Decode a text file of unknown encoding; say which it was taken for, unless it is UTF-8."""
    for codec in ("utf-8-sig", *(["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else [])):
        try:
            return data.decode(codec), []
        except UnicodeDecodeError:
            continue
    codec = _guess_encoding(data)
    message = f"{path.name} is not in UTF-8; it was read as {codec}"
    hint = "look at letters with accents, or save it as CSV (UTF-8)"
    return data.decode(codec, "replace"), [Finding("not-utf-8", message, None, hint, Severity.WARNING)]


def _guess_encoding(data: bytes) -> str:
    """Return the likeliest encoding; Windows-1252, which most programs of the West write, if none is likelier."""
    matches = list(charset_normalizer.from_bytes(data, preemptive_behaviour=False))
    if not matches:
        return "cp1252"
    best = matches[0]
    usual = next((match for match in matches if match.encoding == "cp1252"), best)
    return str((usual if (usual.chaos, -usual.coherence) <= (best.chaos, -best.coherence) else best).encoding)


def _find_separator(text: str) -> str:
    """Return the separator with which most of the first lines have the same number of columns, and more than one."""
    sample = "".join(text.splitlines(keepends=True)[:_LINES_TRIED])
    if _names_separator(sample):
        return sample[len(_SEPARATOR_LINE)]
    return max(_SEPARATORS, key=lambda separator: _rate_separator(sample, separator))


def _names_separator(text: str) -> bool:
    """Return whether the first line says what parts the cells, as spreadsheet programs have it; it is no row."""
    return text.casefold().startswith(_SEPARATOR_LINE) and len(text.splitlines()[0]) == len(_SEPARATOR_LINE) + 1


def _rate_separator(sample: str, separator: str) -> tuple[int, bool, int]:
    """Return how many lines have the usual number of columns, whether the first line has several, and that number."""
    counts: Iterable[int] = (len(cells) for cells in csv.reader(StringIO(sample, newline=""), delimiter=separator))
    try:
        widths = [width for width in counts if width > 1]
    except csv.Error:
        return 0, False, 0
    if not widths:
        return 0, False, 0
    usual = max(set(widths), key=widths.count)
    return widths.count(usual), separator in sample.split("\n", 1)[0], usual
