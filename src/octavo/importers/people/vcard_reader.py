"""Read contacts in vCard files (RFC 6350, and versions 2.1 and 3.0) as a table of people."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, FindingsError, Severity
from ..tables.table_reader import Row, Table, clean_cell, cut_finding, decode_table

VCARD_SUFFIXES: Final = (".vcf", ".vcard")
_HEADINGS: Final = (
    "Family name",
    "Given name",
    "Title",
    "Suffix",
    "Name",
    "Organization",
    "Position",
    "City",
    "Country",
    "E-mail",
    "Telephone",
    "Address",
    "ORCID",
    "Role",
)
_MOST_CARDS: Final = 20_000
_PART: Final = re.compile(r"((?:[^;\\]|\\.)*)(?:;|$)", re.DOTALL)
_READ_PROPERTIES: Final = frozenset(
    ["BEGIN", "END", "VERSION", "N", "FN", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "ADR", "UID", "REV", "PRODID"]
)
_ORCID: Final = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def read_vcards(path: Path, data: bytes) -> Table:
    """Read a file of contacts. Each row has the number of the line on which its card begins."""
    text, findings = decode_table(path, data)
    cards = tuple(_read_cards(text))
    if not cards:
        hint = "export the contacts as vCard (.vcf)"
        raise FindingsError([*findings, Finding("unreadable-table", f"{path.name} contains no vCard", None, hint)])
    if len(cards) > _MOST_CARDS:
        findings.append(cut_finding(path.name, cards[_MOST_CARDS].number))
    head = Row(1, _HEADINGS)
    filled = [at for at in range(len(head.cells)) if any(card.cells[at] for card in cards)]
    rows = (Row(row.number, tuple(row.cells[at] for at in filled)) for row in (head, *cards[:_MOST_CARDS]))
    unread = ", ".join(sorted(_list_unread_properties(text)))
    if unread:
        message = f"{path.name}: these properties of contacts were left out: {unread}"
        findings.append(Finding("left-out", message, None, "add by hand what is wanted", Severity.ADVICE))
    return Table("", tuple(rows), tuple(findings))


def _list_unread_properties(text: str) -> set[str]:
    names = {_split_line(line)[0] for _, line in _unfolded_lines(text)}
    return {name for name in names if re.fullmatch("[A-Z][A-Z-]+", name)} - _READ_PROPERTIES


def _read_cards(text: str) -> Iterator[Row]:
    card: dict[str, str] | None = None
    number = 0
    for line_number, written in _unfolded_lines(text):
        name, parameters, value = _split_line(written)
        if (name, value.upper()) == ("BEGIN", "VCARD"):
            if card:  # it does not end
                yield _write_row(number, card)
            card, number = {}, line_number
        elif (name, value.upper()) == ("END", "VCARD") and card is not None:
            yield _write_row(number, card)
            card = None
        elif card is not None:
            for key, words in _read_property(name, _decode_value(parameters, value)):
                card.setdefault(key, words)
    if card:
        yield _write_row(number, card)


def _write_row(number: int, card: Mapping[str, str]) -> Row:
    return Row(number, tuple(clean_cell(card.get(key, "")) for key in _HEADINGS))


def _unfolded_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file, joined where they are folded, with the number of the first."""
    lines = text.splitlines()
    number, held = 0, ""
    for at, line in enumerate(lines, 1):
        if line[:1] in (" ", "\t") and held:
            held += line[1:]
        elif held.endswith("=") and "QUOTED-PRINTABLE" in held.upper():
            held += f"\r\n{line}"
        else:
            if held:
                yield number, held
            number, held = at, line
    if held:
        yield number, held


def _split_line(line: str) -> tuple[str, str, str]:
    head, _, value = line.partition(":")
    name, _, parameters = head.partition(";")
    return name.rpartition(".")[2].strip().upper(), parameters.upper(), value.strip()


def _decode_value(parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" not in parameters:
        return value
    return quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")


def _read_property(name: str, value: str) -> Iterator[tuple[str, str]]:
    parts = [_unescape(part) for part in _PART.findall(value)]
    parts += [""] * (8 - len(parts))
    if name == "N":
        yield "Family name", parts[0]
        yield "Given name", " ".join(filter(None, parts[1:3]))
        yield "Title", parts[3]
        yield "Suffix", parts[4]
    elif name == "ADR":
        yield "Address", ", ".join(filter(None, (*parts[:3], f"{parts[5]} {parts[3]}".strip())))
        yield "City", parts[3]
        yield "Country", parts[6]
    elif name in ("FN", "ORG", "TITLE", "ROLE", "EMAIL", "TEL"):
        key = {"FN": "Name", "ORG": "Organization", "TITLE": "Position", "ROLE": "Role", "EMAIL": "E-mail"}
        yield key.get(name, "Telephone"), ", ".join(filter(None, parts)) if name == "ORG" else _unescape(value)
    elif orcid := _ORCID.search(value):
        yield "ORCID", orcid[0]


def _unescape(words: str) -> str:
    return re.sub(r"\\([nN,;:\\])", lambda found: " " if found[1] in "nN" else found[1], words)
