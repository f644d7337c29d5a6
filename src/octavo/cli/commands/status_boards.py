"""What `octavo status` does: tell what its words mean, print the boards of workshops, enter a status."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...files.atomic_files import ChangedMeanwhileError, UnwritableError, replace_file_atomically
from ...files.typed_paths import working_folder
from ...findings.console_text import display_path, show_control_characters
from ...findings.finding import FindingsError, has_errors
from ...follow_up.status_board import Board, BoardRow, read_board
from ...follow_up.status_texts import find_status, known_labels, unknown_recommendation_finding, unknown_status_finding
from ...importers.workshop_edit import open_workshop
from ...project.project_folders import find_workshop
from ..console.terminal import ExitCode, print_line, show_findings
from .import_options import show_change
from .shared_options import find_workshops

if TYPE_CHECKING:
    from ...follow_up.status_entry import EnteredStatuses, StatusEntry

_HEADS = ("No.", "Status", "Responsible", "Due", "Looked at")
_LEAST_OWNER = 16
"""Columns of the third column, however narrow the terminal is."""
_MOST_WORDS = 3
_TRIES = 20
"""How often a status is entered anew if others write into the file at the same time."""
_USUAL_ID = re.compile(r"R\d+")


def read_words(words: Sequence[str]) -> tuple[tuple[str, ...], str, str]:
    """Return the workshop that is named, if any, the id of a recommendation, and a status. Raises UsageError."""
    if len(words) > _MOST_WORDS:
        raise click.UsageError("too many words: write [WORKSHOP] ID STATUS, and quote texts")
    if len(words) == _MOST_WORDS:
        return (words[0],), words[1], words[2]
    first_is_id = bool(words) and not is_workshop(words[0]) and is_recommendation(words[0])
    if len(words) == 2:
        if first_is_id or not is_workshop(words[0]):
            return (), words[0], words[1]
        return (words[0],), words[1], ""
    return ((), words[0], "") if first_is_id else (tuple(words), "", "")


def read_status(word: str) -> str:
    """Return the status that was typed. Raises UsageError."""
    # The labels need the translations, which the words of workshop.yaml do without.
    if known := find_status(word) or find_status(word, known_labels()):
        return known
    finding = unknown_status_finding(word, None)
    raise click.UsageError(show_control_characters(f"{finding.message}; {finding.hint}"))


def is_workshop(word: str) -> bool:
    """Return whether a word names a workshop."""
    try:
        return bool(find_workshop(word, working_folder()))
    except LookupError:
        return False


def is_recommendation(word: str) -> bool:
    """Return whether a word is the id of a recommendation of any workshop."""
    if _USUAL_ID.fullmatch(word):
        return True
    for path in find_workshops(()):
        try:
            if any(row.id == word for row in read_board(path).rows):
                return True
        except FindingsError:
            continue
    return False


def choose_workshop(named: Sequence[str], identity: str) -> Path:
    """Return the workshop that is named, or the only one that has the recommendation."""
    found = find_workshops(named)
    if len(found) == 1:
        return found[0]
    having = [path for path in found if any(row.id == identity for row in read_board(path).rows)]
    if len(having) == 1:
        return having[0]
    names = ", ".join(path.parent.name for path in having or found)
    raise click.UsageError(f"name the workshop before the recommendation: {show_control_characters(names)}")


def show_boards(workshops: Sequence[Path], identity: str, day: date | None, form: str) -> int:
    """Print the boards of workshops, or with an id the history of a recommendation; return the exit code."""
    code, boards = ExitCode.FINE, []
    for path in workshops:
        try:
            boards.append(read_board(path, day))
        except FindingsError as faults:
            show_findings(faults.findings, "text")
            code = ExitCode.FAULTY
    if identity:
        boards = [board for board in boards if any(row.id == identity for row in board.rows)] or boards
        if not any(row.id == identity for board in boards for row in board.rows):
            ids = [row.id for board in boards for row in board.rows]
            show_findings((unknown_recommendation_finding(identity, ids, None),), "text")
            return ExitCode.FAULTY
    if form == "json":
        print_line(json.dumps([_board_as_json(board, identity) for board in boards], indent=2, ensure_ascii=False))
    for number, board in enumerate(boards):
        if form == "text":
            print_line(("\n" if number else "") + _format_board(board, identity))
        show_findings(board.findings, "text")
        code = ExitCode.FAULTY if has_errors(board.findings) else code
    sys.stdout.flush()
    return code


def _board_as_json(board: Board, identity: str) -> dict[str, object]:
    rows = [
        {
            "id": row.id,
            "title": row.title,
            "status": row.status,
            "responsible": row.owner,
            "due": row.due,
            "looked_at": row.looked_at,
            "overdue": row.is_overdue,
            "history": [{"date": one.date, "status": one.status, "note": one.note} for one in row.history],
        }
        for row in board.rows
        if identity in ("", row.id)
    ]
    return {"workshop": board.workshop, "day": board.day and board.day.isoformat(), "recommendations": rows}


def _format_board(board: Board, identity: str) -> str:
    if identity:
        return "\n".join(_format_history(row) for row in board.rows if row.id == identity)
    if not board.rows:
        return f"{show_control_characters(board.workshop)}: no recommendations"
    lines = [(row.id, row.status, row.owner or "–", row.due or "–", row.looked_at or "–") for row in board.rows]
    cells = [tuple(map(show_control_characters, line)) for line in (_HEADS, *lines)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(_HEADS))]
    rest = sum(widths) - widths[2] + 2 * len(widths) + len("overdue")
    if sys.stdout.isatty():
        widths[2] = max(_LEAST_OWNER, min(widths[2], shutil.get_terminal_size().columns - rest - 1))
    marks = ["", *("overdue" if row.is_overdue else "" for row in board.rows)]
    table = [
        "  ".join([*(_fit(cell, width) for cell, width in zip(line, widths, strict=True)), mark]).rstrip()
        for line, mark in zip(cells, marks, strict=True)
    ]
    return "\n".join([_head_line(board), *table])


def _fit(words: str, width: int) -> str:
    return words.ljust(width) if len(words) <= width else f"{words[: width - 1]}…"


def _head_line(board: Board) -> str:
    counted = [f"{number} {name}" for name, number in board.count_statuses().items()]
    if board.day and board.rows:
        late = sum(row.is_overdue for row in board.rows)
        later = sum(row.looked_at > board.day.isoformat() for row in board.rows)
        counted += [
            f"{late or 'none'} overdue on {board.day}",
            *([f"{later} looked at after that day"] if later else []),
        ]
    total = len(board.rows)
    name = show_control_characters(board.workshop)
    return f"{name}: {total} recommendation{'s' if total > 1 else ''}: {show_control_characters(', '.join(counted))}"


def _format_history(row: BoardRow) -> str:
    due = f", due {row.due}{' (overdue)' if row.is_overdue else ''}" if row.due else ""
    owner = f", {row.owner}" if row.owner else ""
    lines = [f"{row.id}  {row.title}", f"{row.status}{due}{owner}"]
    lines += [
        f"  {one.date}  {one.status}{f': {_drop_backslashes(one.note)}' if one.note else ''}" for one in row.history
    ]
    return "\n".join(map(show_control_characters, lines))


def _drop_backslashes(note: str) -> str:
    """Return a note as it is printed, without the backslashes that keep its signs from being markup."""
    return re.sub(r"\\([^\w\s])", r"\1", note)


def _enter_and_write(path: Path, entry: StatusEntry, dry_run: bool) -> EnteredStatuses:
    """Enter a status, once more if another command has changed the file meanwhile. Raises FindingsError."""
    from ...follow_up.status_entry import enter_statuses

    for left in reversed(range(_TRIES)):
        done = enter_statuses(open_workshop(path), [entry])
        if dry_run or done.after == done.before:
            break
        try:
            replace_file_atomically(path, done.before.encode(), done.after.encode())
            break
        except ChangedMeanwhileError:
            if not left:
                raise
    return done


def enter_status(path: Path, entry: StatusEntry, dry_run: bool) -> int:
    """Enter a status into a workshop's file, and print what changes; return the exit code."""
    try:
        done = _enter_and_write(path, entry, dry_run)
    except UnwritableError:
        raise
    except FindingsError as faults:
        show_findings(faults.findings, "text")
        return ExitCode.FAULTY
    show_findings(done.findings, "text")
    if done.after == done.before:
        print_line(f"{show_control_characters(display_path(path))} has this already", err=True)
        return ExitCode.FINE
    show_change(done.before, done.after, path, dry_run, "text")
    return ExitCode.FINE
