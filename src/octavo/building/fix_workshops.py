"""Correct in a workshop file what is certainly wrong, and prove that nothing else changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Final

from ..checking.consistency import check_consistency
from ..files.guarded_files import find_link, link_finding, read_file
from ..files.workshop_files import find_path_fault
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..findings.fix import FixKind
from ..loading.fix_edits import FixResolver, apply_edits
from ..loading.text_decoding import MAX_BYTES, decode_bytes
from ..loading.workshop_loader import LoadedWorkshop, load_workshop_text
from ..model.text_types import AssetPath
from ..products.product_inputs import iterate_values

_BYTE_ORDER_MARK: Final = "\ufeff"
MAX_ROUNDS: Final = 300
"""Errors of syntax that are corrected one after the other, since the parser stops at each."""
MAX_TRIALS: Final = 60
"""Fixes that are tried alone after not all could be made together."""
_CONTENT = re.compile(r"\s*[^\s#]")
"""The beginning of a line that is neither empty nor a comment."""


class Stage(IntEnum):
    """How far a file can be read: what is wrong at a later stage is hidden until then."""

    UNREAD = 0
    READ = 1
    VALID = 2


@dataclass(frozen=True)
class Inspection:
    """How far a text can be read, and what is wrong with it."""

    stage: Stage
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FixResult:
    """A workshop file before and after its fixes, what was fixed, and what is left to a person."""

    before: str
    after: str
    fixed: tuple[Finding, ...]
    left: tuple[Finding, ...]


Inspect = Callable[[str], Inspection]


def find_fixes(source: Path) -> FixResult:
    """Return what a workshop file is after its certain fixes; nothing is written. Raises FindingsError."""
    if link := find_link(source):
        raise FindingsError([link_finding(link)])
    data = read_file(source, MAX_BYTES + 1)
    text, found = decode_bytes(source, data)
    if text is None:
        raise FindingsError(found)
    before = data.decode("utf-8")
    mark = before[: before.startswith(_BYTE_ORDER_MARK)]
    done = fix_text(before.removeprefix(mark), lambda text: inspect_text(source, text))
    return FixResult(before, mark + done.after, done.fixed, done.left)


def inspect_text(source: Path, text: str) -> Inspection:
    """Find what is wrong with the text of a workshop file in all its languages, with its references and its paths."""
    loaded = load_workshop_text(source, text)
    seen = _inspect_loaded(source, loaded)
    languages = loaded.languages.all[1:] if seen.stage else ()
    others = [_inspect_loaded(source, load_workshop_text(source, text, one)) for one in languages]
    found = dict.fromkeys(finding for one in (seen, *others) for finding in one.findings)
    return Inspection(min(one.stage for one in (seen, *others)), tuple(found))


def _inspect_loaded(source: Path, loaded: LoadedWorkshop) -> Inspection:
    if loaded.workshop is None:
        is_read = not any(one.code == "yaml-syntax" and one.severity is Severity.ERROR for one in loaded.findings)
        return Inspection(Stage.READ if is_read else Stage.UNREAD, _without_fixes_of_others(loaded.findings, source))
    found = [*loaded.findings, *check_consistency(loaded.workshop, loaded.places)]
    for at, path in iterate_values(loaded.workshop, AssetPath):
        if fault := find_path_fault(source.parent, str(path), loaded.places.find_value(*at)):
            found.append(fault)
    return Inspection(Stage.VALID, _without_fixes_of_others(found, source))


def _without_fixes_of_others(findings: Iterable[Finding], source: Path) -> tuple[Finding, ...]:
    """Return findings without the fixes of texts that stand in files of their own."""
    return tuple(one if one.place and one.place.file == source else replace(one, fix=None) for one in findings)


def fix_text(text: str, inspect: Inspect) -> FixResult:
    """Make all fixes that are certain. A fix that leaves its fault, or makes a new one, is not made."""
    before, seen = text, inspect(text)
    fixed: list[Finding] = []
    if seen.stage is Stage.UNREAD:
        text, seen, fixed = _fix_syntax(text, seen, inspect)
    refused: set[tuple[str, Place | None]] = set()
    trials = 0
    while trials <= MAX_TRIALS:
        wanted = [one for one in seen.findings if _is_certain(one) and (one.code, one.place) not in refused]
        if not wanted or seen.stage is Stage.UNREAD:
            break
        if done := _make_fixes(text, seen, wanted, inspect):
            text, seen = done
            fixed += wanted
            continue
        for finding in wanted[:MAX_TRIALS]:
            trials += 1
            if done := _make_fixes(text, seen, [finding], inspect):
                text, seen = done
                fixed.append(finding)
                break
            refused.add((finding.code, finding.place))
    return FixResult(before, text, tuple(fixed), seen.findings)


def _is_certain(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.is_certain


def _make_fixes(
    text: str, seen: Inspection, wanted: Sequence[Finding], inspect: Inspect
) -> tuple[str, Inspection] | None:
    """Return the text with fixes and what is wrong with it; None unless the faults are gone and none is new."""
    resolver = FixResolver(text)
    edits = [resolver.find_edit(finding) for finding in wanted]
    if None in edits:
        return None
    new = apply_edits(text, [edit for edit in edits if edit])
    after = inspect(new)
    if new == text or after.stage < seen.stage:
        return None
    before_keys, after_keys = _count_faults(seen.findings), _count_faults(after.findings)
    if any(after_keys[_key(one)] >= before_keys[_key(one)] for one in wanted):
        return None
    new_faults = (after_keys - before_keys).keys()
    lines = {one.place.line for one in wanted if one.place}
    worse = [one for one in after.findings if _key(one) in new_faults and not _is_hidden(one, lines)]
    return None if after.stage is seen.stage and worse else (new, after)


def _is_hidden(finding: Finding, lines: set[int]) -> bool:
    """Return whether a wrong key hid a fault of its value, which can be corrected in its turn."""
    return _is_certain(finding) and finding.place is not None and finding.place.line in lines


def _fix_syntax(text: str, seen: Inspection, inspect: Inspect) -> tuple[str, Inspection, list[Finding]]:
    """Correct errors of syntax until the file can be read, or an error comes that only a person can correct.

    Nothing may be wrong with a line that was corrected but what is corrected in its turn: else it stays as it was.
    """
    new, now, fixed = text, seen, list[Finding]()
    for _ in range(MAX_ROUNDS):
        wanted = [one for one in now.findings if _is_certain(one) and one.fix and one.fix.kind is FixKind.TEXT]
        if now.stage is not Stage.UNREAD or not wanted:
            break
        edits = [FixResolver(new).find_edit(one) for one in wanted]
        changed = apply_edits(new, [edit for edit in edits if edit])
        if changed == new:
            break
        new, now = changed, inspect(changed)
        fixed += wanted
    lines = {one.place.line for one in fixed if one.place}
    spoilt = {
        one.place.line
        for one in now.findings
        if one.severity is Severity.ERROR and one.place and one.place.line in lines and not _is_certain(one)
    }
    if now.stage is Stage.UNREAD:
        # What stands below an error may be part of it, as all does after a bracket that is not closed; and what was
        # corrected just above it may have made it.
        first = min((one.place.line for one in now.findings if one.place and not _is_certain(one)), default=0)
        above = [number for number, line in enumerate(new.splitlines()[: max(0, first - 1)], 1) if _CONTENT.match(line)]
        spoilt |= {line for line in lines if line >= max(above, default=0)}
    if not spoilt:
        return new, now, fixed
    kept = _take_back_lines(text, new, spoilt)
    if kept is None:
        return text, seen, []
    changed, taken_back = kept
    return changed, inspect(changed), [one for one in fixed if one.place and one.place.line not in taken_back]


def _take_back_lines(before: str, after: str, spoilt: set[int]) -> tuple[str, set[int]] | None:
    """Return a corrected text with some lines, counted from 1, as they were before, and all such lines.

    Lines that were changed beside one another go together. None if there are more lines than before, or fewer.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) != len(new):
        return None
    taken: set[int] = set()
    for line in spoilt:
        for step in (-1, 1):
            at = line - 1
            while 0 <= at < len(old) and (at == line - 1 or old[at] != new[at]):
                taken.add(at)
                at += step
    return "".join(old[at] if at in taken else line for at, line in enumerate(new)), {at + 1 for at in taken}


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def _count_faults(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter(map(_key, findings))
