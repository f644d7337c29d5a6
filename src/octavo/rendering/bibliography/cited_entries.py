"""Collect the entries of several .bib files by key, and find those that cite or resemble each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from ...findings.finding import Finding, Severity
from ...processes.current_file import working_on
from . import bibtex_reader
from .bibtex_reader import BibtexEntry


@dataclass(frozen=True)
class CitedEntries:
    """The entries of several .bib files, by key."""

    entries: Mapping[str, BibtexEntry]

    @classmethod
    def parse_files(cls, files: Sequence[tuple[Path, str]]) -> tuple[CitedEntries, tuple[Finding, ...]]:
        """Parse the texts of .bib files. Of entries that share a key, the first is kept and the others are reported."""
        entries: dict[str, BibtexEntry] = {}
        findings: list[Finding] = []
        for file, text in files:
            with working_on(file):
                found, amiss = bibtex_reader.parse_bibtex(file, text)
            findings += amiss
            for entry in found:
                first = entries.setdefault(entry.key, entry)
                if first is not entry:
                    findings.append(_describe_duplicate(first, entry))
        crossed, lost = _apply_crossrefs(entries)
        return cls(MappingProxyType(crossed)), (*findings, *lost)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.entries)

    def closest_key(self, key: str) -> str:
        """Return the key most similar to this one, or "" if there is none."""
        folded = {known.casefold(): known for known in self.entries}
        near = get_close_matches(key.casefold(), folded, 1, 0.7)
        return folded[near[0]] if near else ""


def _describe_duplicate(first: BibtexEntry, entry: BibtexEntry) -> Finding:
    where = f"{first.place.file.name}, line {first.place.line}"
    if (first.entry_type, first.fields) == (entry.entry_type, entry.fields):
        message, hint = f"{entry.key} is repeated; its first entry is at {where}", "delete one of the two"
        return Finding("entry-twice", message, entry.place, hint, Severity.ADVICE)
    message = f"the key {entry.key} is already used by another entry, at {where}"
    return Finding("entry-twice", message, entry.place, "give one of them another key; only the first is used")


def _apply_crossrefs(entries: dict[str, BibtexEntry]) -> tuple[dict[str, BibtexEntry], list[Finding]]:
    """Return the entries with the fields that they inherit by `crossref`, and findings on unknown parents."""
    crossed, findings = dict(entries), []
    for key, entry in entries.items():
        name = entry.fields.get("crossref", "").strip()
        parent = entries.get(name)
        if name and parent is None:
            place = entry.field_places["crossref"]
            findings.append(
                Finding("unknown-crossref", f"the crossref of {key} names {name}, which is not an entry", place)
            )
        elif parent is not None:
            inherited = {"booktitle" if field == "title" else field: value for field, value in parent.fields.items()}
            crossed[key] = replace(entry, fields={**inherited, **entry.fields})
    return crossed, findings
