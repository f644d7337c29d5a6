"""Whoever follows the hints for a spoiled workshop finds that the faults are gone, and no new one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.building.fix_workshops import inspect_text
from octavo.findings.finding import Severity
from octavo.loading.fix_edits import FixResolver, apply_edits

SOURCE = Path(__file__).parents[2] / "reports/specimen/workshop.yaml"
LINES = SOURCE.read_text("utf-8").split("\n")
ENTRY = re.compile(r"(\s*(?:- )?)([a-z_]+):(?: (.*))?")


@cache
def known() -> frozenset[tuple[str, str]]:
    return frozenset((one.code, one.message) for one in inspect_text(SOURCE, "\n".join(LINES)).findings)


def spoiled(line: str) -> Iterator[str]:
    """Yield a line of the file as people get it wrong."""
    match = ENTRY.fullmatch(line)
    if not match:
        return
    start, key, value = match.groups()
    yield line.replace(f"{key}:", f"{key.title()}:", 1)
    if len(key) > 4:
        yield line.replace(f"{key}:", f"{key[:-2]}{key[-1]}{key[-2]}:", 1)
    if not value or value in ("|", ">"):
        return
    yield f"{start}{key}:{value}"
    if not value.startswith(("'", '"', "[", "{")):
        yield f"{start}{key}: “{value}”"
        yield f"{start}{key}: {value}\u200b"
        yield f'{start}{key}: "{value}'
    if re.fullmatch(r"[A-Z]\w+(?: \w+)+", value):
        yield f"{start}{key}: @{value}"
        yield f"{start}{key}: Part one: {value}"
        yield f"{start}{key}: 'It's {value}'"
        yield f'{start}{key}: "{value} \\Omega"'
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        year, month, day = value.split("-")
        yield f"{start}{key}: {day}.{month}.{year}"
        yield f"{start}{key}: {year}/{month}/{day}"
    if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", value):
        yield f"{start}{key}: {value.upper()}"
        yield f"{start}{key}: [{value}]"


@settings(max_examples=40)
@given(st.data())
def test_a_fix_that_is_made_leaves_neither_its_fault_nor_a_new_one(data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([number for number, line in enumerate(LINES) if ENTRY.fullmatch(line)]))
    line = data.draw(st.sampled_from(sorted(spoiled(LINES[at]))))
    text = "\n".join([*LINES[:at], line, *LINES[at + 1 :]])
    found = [one for one in inspect_text(SOURCE, text).findings if (one.code, one.message) not in known()]
    resolver = FixResolver(text)
    edits = [resolver.find_edit(one) for one in found if one.fix]
    assert None not in edits
    left = inspect_text(SOURCE, apply_edits(text, [edit for edit in edits if edit])).findings
    unfixed = {(one.code, one.message) for one in found if not one.fix}
    assert {(one.code, one.message) for one in left if one.severity is not Severity.ADVICE} <= known() | unfixed
