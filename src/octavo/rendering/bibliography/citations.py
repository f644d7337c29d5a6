"""Format citations and the list of references in a CSL style, as runs of styled text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...findings.finding import CITATIONS_NOT_SET, Finding, MissingKind, Severity
from . import csl_styles
from .bibtex_names import ET_AL_MARK
from .citation_processor import Citation, CitationsNotSet, Cite, ProcessedCitations, process_citations
from .cited_entries import CitedEntries
from .csl_adaptation import GivenNames, adapt_style, tells_namesakes_apart
from .csl_items import CslItem, build_csl_item
from .csl_json import write_item
from .csl_style_reader import CitationStyle
from .latex_text import PRIVATE_CHARACTERS
from .styled_runs import Run, Runs, end_sentence, link_addresses, plain_text, split_after, tidy

OwnStyle = tuple[Path, bytes]
"""The file of a style in the user's project, and its source."""
MOST_WORKS_WITH_NAMESAKES: Final = 300
"""With more, telling all authors of one family name apart would take seconds: 16 s with 1,000 works."""
_NUMBER: Final = re.compile(r"[\[(]?(\d+)[\].):]*\s+")
_DISPLAY_STYLES: Final = ("block", "left-margin", "right-inline", "indent")


@dataclass(frozen=True)
class FormattedCitation:
    """A citation in the text."""

    runs: Runs


@dataclass(frozen=True)
class FormattedReference:
    """An entry of the list of references: its key, its label in a numeric style ("[1]", "1."), and its runs."""

    key: str
    label: str
    runs: Runs


FormattedCitations = tuple[tuple[FormattedCitation, ...], tuple[FormattedReference, ...], tuple[Finding, ...]]


def suggest_citation_styles(name: str) -> list[str]:
    """Return up to five names of citation styles similar to this one."""
    return csl_styles.find_similar_styles(name)


def format_citations(
    library: CitedEntries,
    citations: Sequence[Sequence[str]],
    style: str,
    language: str,
    own_style: OwnStyle | None = None,
) -> FormattedCitations:
    """Format citations, each a list of keys, and the cited references, in the order that the style prescribes.

    `style` is the name of an installed style, which `own_style` replaces. A key that is not in the library is printed
    in brackets and reported.
    """
    findings = list(_find_unknown_keys(library, citations))
    loaded, faults = csl_styles.load_citation_style(style, own_style)
    findings += faults
    items: dict[str, CslItem] = {}
    for key in dict.fromkeys(key for citation in citations for key in citation if key in library.entries):
        items[key], amiss = build_csl_item(library.entries[key], language)
        findings += amiss
    formatter = _CitationFormatter(loaded, items, language)
    cited, references = formatter.format(citations)
    return cited, references, (*findings, *formatter.findings)


def _find_unknown_keys(library: CitedEntries, citations: Sequence[Sequence[str]]) -> Iterator[Finding]:
    for key in dict.fromkeys(key for citation in citations for key in citation):
        if key not in library.entries:
            near = library.closest_key(key)
            hint = (
                f"did you mean {near}?" if near else "add an entry with this key to the .bib file, or correct the key"
            )
            message = f"no reference has the key {key}"
            yield Finding("unknown-citation", message, None, hint, subject=key, missing=MissingKind.CITATION)


class _CitationFormatter:
    """Formats citations and references in one style. The processor knows each key as a number."""

    def __init__(self, style: CitationStyle, items: Mapping[str, CslItem], language: str) -> None:
        self._style, self._items, self._language = style, items, language
        self._numbers = {key: str(number) for number, key in enumerate(items)}
        self._keys = {number: key for key, number in self._numbers.items()}
        self.findings: list[Finding] = []

    def format(
        self, citations: Sequence[Sequence[str]]
    ) -> tuple[tuple[FormattedCitation, ...], tuple[FormattedReference, ...]]:
        known = [tuple(dict.fromkeys(key for key in keys if key in self._items)) for keys in citations]
        wanted = [keys for keys in known if keys]
        done = self._process(wanted)
        texts = iter(done.citations if done else map(self._cite_plainly, wanted))
        cited = tuple(
            self._finish_citation(next(texts) if keys else (), keys, all_keys)
            for keys, all_keys in zip(known, citations, strict=True)
        )
        if done is None:
            return cited, tuple(self._list_plainly())
        listed = enumerate(done.references.items(), 1)
        return cited, tuple(
            self._format_reference(self._keys[number], position, runs) for position, (number, runs) in listed
        )

    def _process(self, citations: Sequence[Sequence[str]]) -> ProcessedCitations | None:
        """Return what the processor sets; None if it cannot, which is reported."""
        if not citations:
            return ProcessedCitations((), {})
        known, end = self._style.named_types, self._style.initials_end
        items = [write_item(self._numbers[key], item, known, end) for key, item in self._items.items()]
        source = adapt_style(self._style, self._choose_given_names())
        named = [Citation(tuple(Cite(self._numbers[key]) for key in keys)) for keys in citations]
        try:
            return process_citations(source, items, named, self._language)
        except CitationsNotSet as error:
            message = f"the citations are formatted plainly: {error}"
            missing = MissingKind.BIBLIOGRAPHY
            self.findings.append(Finding(CITATIONS_NOT_SET, message, None, error.hint, missing=missing))
            return None

    def _choose_given_names(self) -> GivenNames:
        if not tells_namesakes_apart(self._style):
            return GivenNames.AS_STYLED
        if not _have_namesakes(self._items.values()):
            return GivenNames.NEVER
        if len(self._items) <= MOST_WORKS_WITH_NAMESAKES:
            return GivenNames.AS_STYLED
        message = f"with more than {MOST_WORKS_WITH_NAMESAKES} works, the style adds given names only where needed"
        hint = "nothing, if citations of authors of one family name are clear by their years"
        self.findings.append(Finding("given-names-left-out", message, None, hint, Severity.ADVICE))
        return GivenNames.WHERE_AMBIGUOUS

    def _finish_citation(self, runs: Runs, keys: Sequence[str], all_keys: Sequence[str]) -> FormattedCitation:
        lost = " ".join(f"[{key}]" for key in dict.fromkeys(all_keys) if key not in self._items)
        shown = tidy(_strip_display(runs))
        if keys and not shown:
            shown = tuple(run for key in keys for run in self._format_plainly(key))
        space = " " if shown and lost else ""
        return FormattedCitation((*shown, Run(space + lost)) if lost else shown)

    def _format_reference(self, key: str, position: int, runs: Runs) -> FormattedReference:
        label, text = self._split_label(tidy(runs), position)
        text = end_sentence(tidy(link_addresses(_strip_display(text))), self._style.reference_end)
        return FormattedReference(key, label, text or self._format_plainly(key))

    def _split_label(self, runs: Runs, position: int) -> tuple[str, Runs]:
        """Split what stands before an entry: the field that the style sets apart, or its number."""
        field = [run for run in runs if "left-margin" in run.styles]
        if field and runs[0] == field[0] and len(field) < len(runs):
            return plain_text(field).strip(), runs[len(field) :]
        number = _NUMBER.match(plain_text(runs)) if self._style.numbers_references else None
        if number and number[1] == str(position):
            return number[0].strip(), split_after(runs, number.end())
        return "", runs

    # Without the style

    def _format_plainly(self, key: str) -> Runs:
        """Return an entry without its style, which prints nothing of it."""
        return (Run(_write_plainly(self._items[key])),)

    def _cite_plainly(self, keys: Sequence[str]) -> Runs:
        return (Run(f"[{', '.join(str(int(self._numbers[key]) + 1) for key in keys)}]"),)

    def _list_plainly(self) -> Iterator[FormattedReference]:
        for number, (key, item) in enumerate(self._items.items(), 1):
            yield FormattedReference(key, f"{number}.", (Run(_write_plainly(item)),))


def _have_namesakes(items: Iterable[CslItem]) -> bool:
    """Return whether different people of one family name are named, in any part."""
    names = {name for item in items for people in item.names.values() for name in people if name.family}
    return len({name.family for name in names}) < len(names)


def _strip_display(runs: Runs) -> Runs:
    """Remove where a style places its fields: a chapter sets them one after the other."""
    return tuple(
        run._replace(styles=tuple(style for style in run.styles if style not in _DISPLAY_STYLES)) for run in runs
    )


def _write_plainly(item: CslItem) -> str:
    names = [name.literal or f"{name.given} {name.family}" for name in item.names.get("author", ())]
    date = item.dates.get("issued")
    year = str(date.parts[0]) if date and date.parts else date.literal if date else ""
    texts = (
        "".join(text for text, _ in item.texts.get(variable, ())) for variable in ("title", "container_title", "URL")
    )
    authors = ", ".join("et al." if name == ET_AL_MARK else name for name in names)
    parts = (part.rstrip(".") for part in (authors, *texts, year))
    return PRIVATE_CHARACTERS.sub("", ". ".join(filter(None, parts)))
