"""Read and enter what is between two editions, as Octavo's commands do: statuses, answers, rows, people, kept editions.

Besides what no reader may do, it is held that a workshop.yaml which is edited changes where it should and nowhere else.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import yaml
from fuzz_seeds import Findings, Reader, Seed, find_seed_files, spoil_packed
from mutations import spoil

from octavo.building.fix_workshops import find_fixes
from octavo.building.next_edition import NextEdition, keep_released_edition, prepare_edition
from octavo.building.output_folder.attestations import write_attestations
from octavo.building.output_folder.output_writer import make_manifest_entry
from octavo.building.verify_outputs import verify
from octavo.checking.consistency import check_consistency
from octavo.cli.commands import status_boards
from octavo.findings.finding import FindingsError, Severity
from octavo.follow_up import answer_import
from octavo.follow_up.answer_sheets import SheetColumn, make_answer_sheets
from octavo.follow_up.status_board import read_board
from octavo.follow_up.status_entry import NewEvidence, StatusEntry, enter_statuses
from octavo.follow_up.workbook_writer import Cell, CellStyle, Workbook, write_workbook
from octavo.importers.people import people_import
from octavo.importers.tables.table_reader import read_tables
from octavo.importers.workshop_edit import open_workshop
from octavo.loading.yaml_reader import read_yaml_bytes
from octavo.project.project_folders import Project
from octavo.row_reports.row_publisher import read_template
from octavo.row_reports.row_table import _read_rows
from octavo.row_reports.row_workshop import load_row_workshop

_WORKSHOP = b"""schema_version: 1
id: w
language: en
event: {type: workshop, title: Clocks, start: 2026-03-30, end: 2026-04-01}  # in spring
people:
  - {id: a, family: Solo, given: Ada}
organizations: [{id: office, name: Office of Records}, {id: harbour, name: Harbour Authority}]
directors: [{person: a}]
policy: {attribution: chatham-house}
report:
  edition: 1  # counts
  date: 2026-09-30
  doi: 10.5555/first
summary:
  executive: |
    {{ row.who }} wound
    the clocks.

recommendations:  # never renumbered
  - {id: R1, text: Wind all clocks., addressees: [office, harbour]}
  - id: R2
    text: Count them.  # each year
    addressees: [office]
    tracking:
      status: in-progress
      history:
        - {date: 2026-05-01, status: not-started}
        # and then
        - date: 2026-06-01
          status: in-progress
          note: >
            Begun, and
            halted.
      evidence: []
  - text: "Ring the bells."
    addressees: [harbour]
    tracking: {status: not-started, last_update: 2026-05-02}
# the end
"""
_PLAIN = _WORKSHOP.replace(b"    {{ row.who }} wound\n", b"    They wound\n")
_SOURCE = "reports/w/workshop.yaml"
_DAY = date(2027, 3, 5)


class Amiss(Exception):  # noqa: N818 - what an edit did that it may not
    """An edit of workshop.yaml did more or less than it should."""


@contextmanager
def _in_this_process(module: Any) -> Iterator[None]:
    """Have importers read here: the case has a process of its own already."""

    def read(_source: Path, _warm_up: Callable[[], None], call: Callable[..., Any], *args: Any, **named: Any) -> Any:
        return call(*args, **named)

    with mock.patch.object(module, "read_in_worker", read):
        yield


def _prove_edit(path: Path, before: str, after: str, *changed: str) -> None:
    """See that an edit changed what is below some keys at the top alone, and kept each comment."""
    old, new = (read_yaml_bytes(path, text.encode()) for text in (before, after))
    if any(one.severity is Severity.ERROR for one in new.findings):
        raise Amiss(f"the file cannot be read: {new.findings}")
    for key in {*old.data, *new.data} - {*changed}:
        if old.data.get(key) != new.data.get(key):
            raise Amiss(f"{key} was changed")
    if lost := _comments(before) - _comments(after):
        raise Amiss(f"comments are lost: {lost}")


def _comments(text: str) -> set[str]:
    """Return what stands behind signs for comments, whether or not it is one."""
    return {line.strip() for line in text.splitlines() if line.lstrip().startswith("#")}


def _workshops(folders: list[Path]) -> Iterator[Seed]:
    yield Seed(_SOURCE, _PLAIN, {})
    yield Seed(_SOURCE, _PLAIN.replace(b"\n", b"\r\n"), {})
    yield Seed(_SOURCE, b"\xef\xbb\xbf" + _PLAIN.rstrip(b"\n"), {})
    for path in find_seed_files(folders, "workshop.yaml"):
        data = path.read_bytes()
        if b"\nrecommendations:" in data:
            yield Seed(_SOURCE, data, {})


# Statuses


_ENTRIES: tuple[Mapping[str, Any], ...] = (
    {"status": "implemented", "evidence": (NewEvidence("The list: all", "https://a.example/l?x=1#y"),)},
    {"status": "in-progress", "note": "Half *done*: 5 # of them\n\n- so\n\ttoo\u2028x", "progress": 40},
    {"status": "superseded", "superseded_by": ("R1", "r-3")},
    {"note": "'\"{[&*!|>%@`", "owner": "Registry: #2", "next_step": "- yes\n- no "},
    {"status": "not-started", "note": "\U0001f468\u200d"},
    {"progress": 0, "evidence": (NewEvidence("~"), NewEvidence("null"), NewEvidence("2027-03-05"))},
)


def _status(path: Path, _home: Path) -> Findings:
    """Show the board, enter a status, and enter it again."""
    data = path.read_bytes()
    board = read_board(path, _DAY if len(data) % 2 else None)
    board.count_statuses()
    for identity in ("", *(row.id for row in board.rows[:1])):
        status_boards._board_as_json(board, identity)
        status_boards._format_board(board, identity).encode("utf-8", "backslashreplace")
    ids = [row.id for row in board.rows]
    if not ids:
        return board.findings
    entry = StatusEntry(ids[len(data) % len(ids)], _DAY, **_ENTRIES[len(data) // 7 % len(_ENTRIES)])
    opened = open_workshop(path)
    done = enter_statuses(opened, [entry])
    if path.read_bytes() != data:
        raise Amiss("the file was written")
    _prove_edit(path, done.before, done.after, "recommendations")
    path.write_bytes(done.after.encode())
    _prove_entry(path, entry, ids)
    again = enter_statuses(open_workshop(path), [entry])
    if again.after != done.after:
        raise Amiss("the second entry changed the file again")
    return (*board.findings, *done.findings)


def _prove_entry(path: Path, entry: StatusEntry, ids: list[str]) -> None:
    after = read_board(path)
    if [row.id for row in after.rows] != ids:
        raise Amiss("other recommendations are there")
    row = after.rows[ids.index(entry.id)]
    if entry.status and row.status != entry.status:
        raise Amiss(f"the status is {row.status}")


# Answers of addressees


@cache
def _sheets() -> Mapping[str, bytes]:
    """Return sheets of the workshop with answers filled in, by name."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "workshop.yaml"
        path.write_bytes(_PLAIN)
        asked = make_answer_sheets(path, date(2026, 12, 31), True)
    made: dict[str, bytes] = {}
    answers = {
        SheetColumn.STATUS: "Implemented", SheetColumn.PROGRESS: "50%", SheetColumn.DATE: "5 March 2027",
        SheetColumn.NOTE: "Half *done*.\nMore", SheetColumn.EVIDENCE: "List https://example.org/l",
        SheetColumn.OWNER: "Registry", SheetColumn.NEXT_STEP: "Go on",
    }  # fmt: skip
    for name in ("office", "harbour"):
        (table, *_) = read_tables(Path("x.xlsx"), asked.files[f"{name}.xlsx"], keeps_lines=True)
        rows = [list(row.cells) for row in table.rows]
        for row in rows[4:]:
            for column, words in answers.items():
                row[list(SheetColumn).index(column)] = words
        text = StringIO()
        csv.writer(text).writerows(rows)
        cells = [[Cell(words, CellStyle.KNOWN) for words in row] for row in rows]
        made[f"{name}.csv"] = text.getvalue().encode()
        made[f"{name}.xlsx"] = _without_packing(write_workbook(Workbook("Answers", cells, [10] * 12, 4)))
    return made


def _without_packing(data: bytes) -> bytes:
    """Return a zip file whose files are not compressed, so that what is in them is spoilt."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


def _spoil_table(data: bytes, chance: Random, others: list[bytes]) -> bytes:
    return (spoil_packed if data.startswith(b"PK") else spoil)(data, chance, others)


def _answers(_folders: list[Path]) -> Iterator[Seed]:
    for name, data in _sheets().items():
        yield Seed(name, data, {_SOURCE: _PLAIN})
    yield Seed(_SOURCE, _PLAIN, {name: data for name, data in _sheets().items() if name.endswith("csv")})


def _answer(path: Path, home: Path) -> Findings:
    """Import answers: a spoilt sheet into a good workshop, or good sheets into a spoilt one."""
    source, size = home / _SOURCE, len(path.read_bytes())
    before = source.read_bytes()
    sheets = [path] if path != source else sorted(home.glob("*.csv"))
    choices = answer_import.AnswerChoices(None if size % 3 else _DAY, size % 2 == 0)
    with _in_this_process(answer_import):
        done = answer_import.import_answers(sheets, source, choices)
    if source.read_bytes() != before:
        raise Amiss("the file was written")
    if any(one.severity is Severity.ERROR for one in done.findings) and (done.after != done.before or done.changes):
        raise Amiss("something is entered, though an answer is in doubt")
    _prove_edit(source, done.before, done.after, "recommendations")
    old, new = (yaml.load(text, yaml.CBaseLoader).get("recommendations") or [] for text in (done.before, done.after))  # noqa: S506
    if sum(one != other for one, other in zip(old, new, strict=True)) != done.changed:
        raise Amiss(f"{done.changed} changes were told")
    return done.findings


# Rows of a table


_ROWS = (
    'id,event.title,row.who,people.a.given,event.start,event.objectives,recommendations.R1.text\n'
    'one,Tides,"Ada, *too*",Eve,2026-03-30,To read; to write,Read them.\n'
    'two,"Waves\nand wind",`B`_,,2026-03-29,,"Two\n\n- lists"\n'
    "3,x,|c|,Å,soon,;,\n"
)  # fmt: skip


def _tables(_folders: list[Path]) -> Iterator[Seed]:
    rows = list(csv.reader(StringIO(_ROWS)))
    cells = [[Cell(words) for words in row] for row in rows]
    book = _without_packing(write_workbook(Workbook("Rows", cells, [10] * 7, 1)))
    for name, data in (("list.csv", _ROWS.encode()), ("list.tsv", _ROWS.replace(",", "\t").encode()), ("l.xlsx", book)):
        yield Seed(name, data, {_SOURCE: _WORKSHOP})
    yield Seed("list.csv", _ROWS.replace(",", ";").encode("utf-16"), {_SOURCE: _WORKSHOP})
    yield Seed(_SOURCE, _WORKSHOP, {"list.csv": _ROWS.encode()})


def _rows(path: Path, home: Path) -> Findings:
    """Read a table for `build --each`, and the workshops of its first rows."""
    template = read_template(home / _SOURCE)
    source = path if path.name != "workshop.yaml" else home / "list.csv"
    table = _read_rows(source, source.read_bytes(), template.source.data, "")
    found = [*table.findings, *(table.locate(fault, row) for row, (_, fault) in table.faults.items())]
    names = [row.name for row in table.rows]
    if len(set(names)) < len(names) or any(not name or name in (".", "..") or "/" in name for name in names):
        raise Amiss(f"rows have names that are no folders: {names}")
    for row in table.rows[:4]:
        row.digest(table.columns)
        loaded = load_row_workshop(template.source, source, table.columns, row)
        found += [table.locate(one, row.number) for one in loaded.findings]
        if loaded.workshop:
            found += [table.locate(one, row.number) for one in check_consistency(loaded.workshop, loaded.places)]
    return found


# People


_CARDS = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Berg;Jan;;Dr.;\r\nFN:Jan Berg\r\nORG:Fjord Lab;Waves\r\n"
    b"EMAIL;TYPE=work:j@b.example\r\n"
    b"ADR:;;Street 1;Oslo;;0150;Norway\r\nNOTE;ENCODING=QUOTED-PRINTABLE:a=C3=\r\n=B8b\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\nVERSION:4.0\nFN:Li Wei\nTITLE:Reader\\, first\nEND:VCARD\n"
)
_PEOPLE = """Family name;Given name;Affiliation;Country;E-mail;ORCID;Role;Photo consent
Berg;Jan;Fjord Lab;Norway;j@b.example;0000-0002-1825-0097;Speaker;yes
Solo;Ada;"Office; Records";NG;;;Chair;no
"van der Vijf";Stef;;Niederlande;;x;;ja
"""


def _lists(folders: list[Path]) -> Iterator[Seed]:
    cells = [[Cell(words) for words in row] for row in csv.reader(StringIO(_PEOPLE), delimiter=";")]
    book = _without_packing(write_workbook(Workbook("People", cells, [10] * 8, 1)))
    beside: dict[str, Path | bytes] = {_SOURCE: _PLAIN}
    for name, data in (("a.vcf", _CARDS), ("b.csv", _PEOPLE.encode()), ("c.xlsx", book)):
        yield Seed(name, data, beside)
    for path in find_seed_files(folders, "*.csv", "*.vcf", "*.xlsx", "*.ods"):
        yield Seed(path.name, path.read_bytes(), beside)
    yield Seed(_SOURCE, _PLAIN, {"b.csv": _PEOPLE.encode()})


def _people(path: Path, home: Path) -> Findings:
    source = home / _SOURCE
    listed = path if path != source else home / "b.csv"
    choices = people_import.ImportChoices({}, "", len(path.read_bytes()) % 2 == 0)
    with _in_this_process(people_import):
        done = people_import.import_people(listed, source, choices)
    _prove_edit(source, done.before, done.after, "people", "participants")
    return done.findings


# Editions that are kept


def _edition(words: bytes = b"%PDF") -> dict[str, bytes]:
    """Return the files of a release in build/w, and of an edition that is kept."""
    inputs = {_SOURCE: sha256(_PLAIN).hexdigest()}
    entry = make_manifest_entry("follow-up", words, 1, None, inputs)
    sealed = write_attestations("w", [entry], {})
    return {"follow-up.pdf": words, **{name: bytes(data) for name, data in sealed.items()}}


def _editions(_folders: list[Path]) -> Iterator[Seed]:
    files = {f"build/w/{name}": data for name, data in _edition().items()}
    kept = {f"build/w/editions/1/{name}": data for name, data in _edition().items()}
    for name, data in files.items():
        yield Seed(name, data, {**files, _SOURCE: _PLAIN})
    for name, data in kept.items():
        yield Seed(name, data, {**files, **kept, _SOURCE: _PLAIN})
    yield Seed(_SOURCE, _PLAIN, files)


def _next_edition(path: Path, home: Path) -> Findings:
    """Verify what is kept, begin the next edition, and verify what was kept for it."""
    source, project = home / _SOURCE, Project(home)
    folder = project.build_folder / "w" / "editions"
    stood = "editions" in path.parts
    before, spoilt = source.read_bytes(), path.read_bytes()
    found = [*verify(project.build_folder / "w"), *(verify(folder / "1") if stood else ())]
    try:
        wanted = NextEdition(date(2027, 9, 30), None, len(spoilt) % 2 == 0)
        begun = prepare_edition(source, project, project.build_folder, wanted)
        keep_released_edition(begun)
        if source.read_bytes() != before:
            raise Amiss("the file was written")
        _prove_edit(source, begun.before, begun.after, "report", "recommendations")
        if amiss := [one for one in verify(begun.kept) if one.severity is Severity.ERROR]:
            raise Amiss(f"what is kept is not as it was released: {amiss}")
        found += begun.findings
    except FindingsError as faults:
        if not stood and folder.exists() and any(folder.iterdir()):
            raise Amiss("an edition is kept in part") from None
        found += faults.findings
    finally:
        if not stood:
            shutil.rmtree(folder, ignore_errors=True)
    if stood and path.read_bytes() != spoilt:
        raise Amiss("what is kept was written over")
    return found


# Fixes


def _fix(path: Path, _home: Path) -> Findings:
    """Correct a workshop; a fix leaves no fault that it was made for, and is not needed again."""
    data = path.read_bytes()
    done = find_fixes(path)
    if path.read_bytes() != data:
        raise Amiss("the file was written")
    if done.after != done.before:
        path.write_bytes(done.after.encode("utf-8", "surrogatepass"))
        again = find_fixes(path)
        if len(again.left) > len(done.left) and not again.fixed:
            raise Amiss("more is wrong than was told")
    return (*done.fixed, *done.left)


EDIT_READERS: Mapping[str, Reader] = {
    "answers": Reader(_answers, _answer, _spoil_table),
    "rows": Reader(_tables, _rows, _spoil_table),
    "status": Reader(_workshops, _status),
    "editions": Reader(_editions, _next_edition),
    "people": Reader(_lists, _people, _spoil_table),
    "fix": Reader(_workshops, _fix),
}
