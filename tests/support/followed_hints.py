"""Follow the hints of a broken workshop: those that a program can follow, and the edits that a person would make."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from octavo.findings.finding import Finding
from octavo.loading.fix_edits import FixResolver, apply_edits

WHOLE_WORKSHOP = """\
schema_version: 1
id: tides
language: en
event:
  type: workshop
  title: Reading the Tides
  start: 2026-03-30
  end: 2026-04-01
people:
  - id: hansen
    family: Hansen
    country: NO
directors:
  - person: hansen
summary:
  executive: The workshop compared how tides are read and foretold.
policy:
  disclaimer: The views are those of the participants.
"""


def follow_fixes(workshop: Path, findings: Iterable[Finding]) -> None:
    """Make every fix of the findings, certain or not, in the workshop's file."""
    fixable = [one for one in findings if one.fix and one.place and one.place.file == workshop]
    if not fixable:
        return
    text = workshop.read_bytes().decode("utf-8-sig")
    resolver = FixResolver(text)
    edits = [resolver.find_edit(one) for one in fixable]
    assert None not in edits, "a fix that cannot be made"
    workshop.write_bytes(apply_edits(text, [edit for edit in edits if edit]).encode())


def follow_edits(folder: Path, steps: str) -> None:
    """Do in a folder what the file follow.txt of a case says that a person does."""
    for step in steps.split("\n\n"):
        if not step.strip():
            continue
        head, *lines = step.rstrip("\n").split("\n")
        what, _, name = head.partition(": ")
        match what:
            case "make a picture":
                _make_picture(folder / name)
            case "write a text":
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text("The gauges were read.\n", "utf-8")
            case "make a font":
                _copy_font(folder / name)
            case "save as UTF-8":
                _save_as_utf8(folder / name)
            case "describe a workshop":
                (folder / name).write_text(WHOLE_WORKSHOP, "utf-8")
            case "at the end of workshop.yaml":
                with (folder / "workshop.yaml").open("a", encoding="utf-8") as file:
                    file.write("".join(f"{line[2:]}\n" for line in lines))
            case _:
                _replace_lines(folder / head.removeprefix("in "), lines)


def _replace_lines(file: Path, lines: list[str]) -> None:
    old = "".join(f"{line[2:]}\n" for line in lines if line.startswith("-"))
    new = "".join(f"{line[2:]}\n" for line in lines if line.startswith("+"))
    text = file.read_bytes().decode()
    if not text.endswith("\n"):
        text += "\n"
    assert text.count(f"\n{old}") + text.startswith(old) == 1, f"{file.name} has not just once:\n{old}"
    at = 0 if text.startswith(old) else text.index(f"\n{old}") + 1
    file.write_bytes((text[:at] + new + text[at + len(old) :]).encode())


def _make_picture(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    Image.new("RGB", (40, 30), "navy").save(file)


def _copy_font(file: Path) -> None:
    from octavo.typesetting.shipped_fonts import FACES_FOLDER

    file.parent.mkdir(exist_ok=True)
    shutil.copy(next(iter(sorted(FACES_FOLDER.rglob("*.ttf")))), file)


def _save_as_utf8(file: Path) -> None:
    data = file.read_bytes()
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"
    file.write_bytes(data.decode(codec).encode())
