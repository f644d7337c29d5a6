"""Format citations and the list of references in a CSL style, as runs of styled text."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from ...findings.finding import Finding, MissingKind, Severity
from ...language.enumerators import to_letters
from .bibtex_names import ET_AL_MARK, Name
from .cited_entries import CitedEntries
from .csl_items import CslItem, build_csl_item
from .latex_text import STYLE_END, STYLE_MARKS

Runs = tuple[tuple[str, str], ...]

_MIN_RANGE_LENGTH: Final = 3
_STYLE_MARK: Final = f"[{''.join(STYLE_MARKS.values())}{STYLE_END}]*"
_STYLE_OF_MARK: Final = {mark: kind for kind, mark in STYLE_MARKS.items()}
_NUMBER: Final = ("\ue021", "\ue022")
_ADDRESS: Final = ("\ue023", "\ue024")


@dataclass(frozen=True)
class FormattedCitation:
    """A citation in the text: runs of (kind, words).

    The kind is "", "emphasis", "strong", "superscript", "subscript", "small-caps" or "link"; the words of a link are
    its address.
    """

    runs: Runs


@dataclass(frozen=True)
class FormattedReference:
    """An entry of the list of references: its key, its label in a numeric style ("[1]", "1."), and its runs."""

    key: str
    label: str
    runs: Runs


def suggest_citation_styles(name: str) -> list[str]:
    """Return up to five names of citation styles similar to this one."""
    from . import csl_styles

    return csl_styles.find_similar_styles(name)


# Formatting


def format_citations(
    library: CitedEntries, citations: Sequence[Sequence[str]], style: str, language: str
) -> tuple[tuple[FormattedCitation, ...], tuple[FormattedReference, ...], tuple[Finding, ...]]:
    """Format citations, each a list of keys, and the cited references, in the order that the style prescribes.

    A key that is not in the library is printed in brackets and reported.
    """
    from . import csl_styles

    findings = list(_find_unknown_keys(library, citations))
    loaded, fault = csl_styles.load_citation_style(style, language)
    findings += [fault] if fault else []
    keys = tuple(dict.fromkeys(key for citation in citations for key in citation if key in library.entries))
    about = {}
    for key in keys:
        about[key], amiss = build_csl_item(library.entries[key], language)
        findings += amiss
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py warns about variables of newer CSL versions
        formatter = _CitationFormatter(loaded, about)
        cited = tuple(FormattedCitation(formatter.format_citation(citation)) for citation in citations)
        references = tuple(formatter.format_reference(key) for key in formatter.order)
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
    """Formats citations and references in one style."""

    def __init__(self, style: Any, about: dict[str, CslItem]) -> None:
        self.style = style
        self.numbers = {key: str(number) for number, key in enumerate(about)}
        self.keys = {number: key for key, number in self.numbers.items()}
        self.about = about
        self.findings: list[Finding] = []
        self.layout = style.root.citation.layout
        self.list = style.root.bibliography.layout
        self.turned = str(style.root.get_locale_option("punctuation-in-quote")).lower() == "true"
        self.order = self._sort_references()
        self._register_references({})
        if self._read_option("disambiguate-add-year-suffix") == "true":
            self._add_year_suffixes()

    def _read_option(self, name: str) -> str:
        return str(self.style.root.citation.get(name, ""))

    def _create_library(self, about: dict[str, CslItem], letters: dict[str, str]) -> Any:
        from .csl_styles import CslStyleLibrary

        numbers = self.numbers
        lettered = {numbers[key]: letter for key, letter in letters.items()}
        return CslStyleLibrary(self.style, {numbers[key]: one for key, one in about.items()}, lettered)

    def _sort_references(self) -> list[str]:
        """Return the keys in the style's order, which ignores accents."""
        shelf = self._create_library({key: _fold_accents(one) for key, one in self.about.items()}, {})
        shelf.register_items(list(self.keys))
        try:
            shelf.sort()
        except Exception as error:  # as in _render_piece
            message = f"the style failed to sort the references ({type(error).__name__}); they are in order of citation"
            self.findings.append(Finding("style-failed", message, None, "choose another style", Severity.WARNING))
        return [self.keys[number] for number in shelf.keys]

    def _register_references(self, marks: dict[str, str]) -> None:
        self.ones: dict[str, str] = {}
        self.shelf = self._create_library(self.about, marks)
        self.items = self.shelf.register_items([self.numbers[key] for key in self.order])

    def _add_year_suffixes(self) -> None:
        """Add letters to the years of references whose citations would look the same."""
        alike: dict[str, list[str]] = {}
        for key in self.order:
            alike.setdefault(self._format_cite(key), []).append(key)
        marks = {key: to_letters(at + 1) for keys in alike.values() if len(keys) > 1 for at, key in enumerate(keys)}
        if marks:
            self._register_references(marks)

    # Citations

    def format_citation(self, keys: Sequence[str]) -> Runs:
        known = sorted({key for key in keys if key in self.numbers}, key=self.order.index)
        lost = [f"[{key}]" for key in dict.fromkeys(keys) if key not in self.numbers]
        if not known:
            return (("", " ".join(lost)),)
        ordered = self._sort_keys(known) if len(known) > 1 else known
        pieces = (
            self._collapse_numbers(ordered)
            if self._read_option("collapse") == "citation-number"
            else [*map(self._format_cite, ordered)]
        )
        text = str(self.layout.format(self.layout.wrap(self.layout.join(pieces))))
        return _build_runs(" ".join([text, *lost]), self.turned)

    def _sort_keys(self, keys: list[str]) -> list[str]:
        sort = self.style.root.citation.find("{*}sort")
        if sort is None:
            return keys
        items = sort.sort([self.items[self.numbers[key]] for key in keys], self.layout)
        return [self.keys[item.key] for item in items]

    def _format_cite(self, key: str) -> str:
        if key not in self.ones:
            self.shelf.marks_numbers = False
            self.ones[key] = self._render_cite(key)
        return self.ones[key]

    def _render_cite(self, key: str) -> str:
        return self._render_piece(self.layout, key, lambda: self.layout.render_children(self.items[self.numbers[key]]))

    def _collapse_numbers(self, keys: list[str]) -> list[str]:
        """Collapse three or more consecutive numbers into a range."""
        pieces = [(self.order.index(key), self._format_cite(key)) for key in keys]
        ranges = []
        for _, group in groupby(enumerate(sorted(pieces)), lambda pair: pair[1][0] - pair[0]):
            texts = [text for _, (_, text) in group]
            ranges += [f"{texts[0]}–{texts[-1]}"] if len(texts) >= _MIN_RANGE_LENGTH else texts
        return ranges

    # References

    def format_reference(self, key: str) -> FormattedReference:
        item = self.items[self.numbers[key]]
        self.shelf.marks_numbers = True
        text = self._render_piece(
            self.list, key, lambda: self.list.format(self.list.wrap(self.list.render_children(item)))
        )
        opened, closed = _NUMBER
        label = re.match(rf"({_STYLE_MARK}[\[(]?{opened}\d+{closed}{_STYLE_MARK}[\].):]*{_STYLE_MARK})\s*", text)
        if label:
            words = "".join(words for _, words in _build_runs(re.sub(f"[{opened}{closed}]", "", label[1]), False))
            return FormattedReference(key, words, _build_runs(text[label.end() :], self.turned))
        return FormattedReference(key, "", _build_runs(re.sub(f"[{opened}{closed}]", "", text), self.turned))

    def _render_piece(self, layout: Any, key: str, render: Callable[[], object]) -> str:
        """Render one piece with citeproc-py. If that fails, format it plainly and report it."""
        layout.repressed = {}
        self.items[self.numbers[key]].repressed.clear()
        self.style.root.citation.cites = []
        try:
            text = render()
        except Exception as error:  # citeproc-py raises AttributeError, KeyError, ValueError and others
            text = None
            message = f"the style failed to format {key} ({type(error).__name__}), so it is formatted plainly"
            finding = Finding("style-failed", message, None, "choose another style", Severity.WARNING, key)
            self.findings += [finding] if finding not in self.findings else []
        return str(text) if text else _format_plainly(self.about[key])


def _format_plainly(one: CslItem) -> str:
    names = ", ".join(name.literal or f"{name.given} {name.family}" for name in one.names.get("author", ()))
    date = one.dates.get("issued")
    year = str(date.parts[0]) if date and date.parts else date.literal if date else ""
    texts = (
        "".join(text for text, _ in one.texts.get(variable, ())) for variable in ("title", "container_title", "URL")
    )
    return ". ".join(part for part in (names, *texts, year) if part)


def _fold_accents(one: CslItem) -> CslItem:
    """Return a copy without accents and style marks, for sorting."""
    return replace(
        one,
        texts={
            variable: tuple((_strip_accents(words), kept) for words, kept in text)
            for variable, text in one.texts.items()
        },
        names={role: tuple(_strip_name_accents(name) for name in names) for role, names in one.names.items()},
    )


def _strip_accents(words: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c))
    return re.sub(f"{_STYLE_MARK}", "", plain.translate(_UNACCENTED_LETTERS))


def _strip_name_accents(name: Name) -> Name:
    return Name(
        _strip_accents(name.family),
        _strip_accents(name.given),
        _strip_accents(name.particle),
        _strip_accents(name.suffix),
        _strip_accents(name.literal),
    )


_UNACCENTED_LETTERS: Final = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe"}
)

# Punctuation


def _build_runs(text: str, turned: bool) -> Runs:
    """Correct the punctuation where pieces of a style meet, and split the text into runs."""
    addresses: list[str] = []

    def keep(found: re.Match[str]) -> str:
        addresses.append(re.sub(f"[{''.join(_ADDRESS)}{STYLE_MARKS['link']}]", "", found[0]).removesuffix(STYLE_END))
        return f"{_ADDRESS[0]}{len(addresses) - 1}{_ADDRESS[1]}"

    text = _nest_quotation_marks(_ADDRESS_PATTERN.sub(keep, text))
    for pattern, mended in (*_PUNCTUATION_FIXES, *(_AMERICAN_QUOTE_FIXES if turned else ())):
        text = pattern.sub(mended, text)
    return tuple(_split_styles(text.strip(), addresses))


def _nest_quotation_marks(text: str) -> str:
    """Turn nested quotation marks into single ones, if all are in pairs."""
    depth, letters = 0, list(text)
    for at, letter in enumerate(letters):
        if letter == "“":
            letters[at] = "‘" if depth else letter
            depth += 1
        elif letter == "”":
            depth -= 1
            letters[at] = "’" if depth > 0 else letter
        if depth < 0:
            return text
    return text if depth else "".join(letters)


_ADDRESS_PATTERN: Final = re.compile(
    f"(?:https?://(?:dx\\.)?[a-z.]*/?)?{_ADDRESS[0]}[^{_ADDRESS[1]}]*{_ADDRESS[1]}"
    f"|{STYLE_MARKS['link']}[^{STYLE_END}]*{STYLE_END}"
    f"|https?://[^\\s\ue010-\ue024<>]*[^\\s\ue010-\ue024<>.,;:)\\]”»]"
)
_PUNCTUATION_FIXES: Final = tuple(
    (re.compile(pattern), mended)
    for pattern, mended in (
        (rf"(?:,?\s+(?:and|&|et|und)?\s*)?{ET_AL_MARK}", " et al."),
        (rf"[({{\[]({_STYLE_MARK})[)}}\]]", r"\1"),
        (r" +", " "),
        (rf" ({_STYLE_MARK})(?=[,;.:](?:\s|{_STYLE_MARK}$|$))", r"\1"),
        (rf"(?<=[(\[])({_STYLE_MARK}) ", r"\1"),
        (rf" ({_STYLE_MARK})(?=[)\]])", r"\1"),
        (rf"([,;:])({_STYLE_MARK})\s?\1", r"\1\2"),
        (rf";({_STYLE_MARK}):", r"\1:"),
        (rf"[,;:]({_STYLE_MARK})\.", r"\1."),
        (rf"(?<!\.)\.({_STYLE_MARK})\.(?!\.)", r".\1"),
        (rf"([?!])({_STYLE_MARK})[.]", r"\1\2"),
        (rf"([?!]”)({_STYLE_MARK})[.]", r"\1\2"),
        (rf"\.({_STYLE_MARK})[:;](?= )", r".\1"),
        (r"^[\s,.;:]+", ""),
        (r"[\s,;:]+$", ""),
    )
)
# American usage puts a comma or a full stop before a closing quotation mark.
_AMERICAN_QUOTE_FIXES: Final = tuple(
    (re.compile(pattern), mended)
    for pattern, mended in (
        (rf"(?<=[.?!,])({_STYLE_MARK}’?{_STYLE_MARK})”({_STYLE_MARK})[.,]", r"\1”\2"),
        (rf"”({_STYLE_MARK})([.,])", r"\2”\1"),
    )
)


def _split_styles(text: str, addresses: list[str]) -> Iterator[tuple[str, str]]:
    """Split marked text into runs. Of nested styles, the innermost counts."""
    open_styles: list[str] = []
    for found in re.finditer(f"{_ADDRESS[0]}(\\d+){_ADDRESS[1]}|[\ue010-\ue024]|[^\ue010-\ue024]+", text):
        piece = found[0]
        if found[1]:
            address = addresses[int(found[1])]
            yield ("link" if "://" in address else "", address)
        elif piece in _STYLE_OF_MARK:
            open_styles.append(_STYLE_OF_MARK[piece])
        elif piece == STYLE_END:
            del open_styles[-1:]
        elif piece[0] > "\ue024" or piece[0] < "\ue010":
            yield (open_styles[-1] if open_styles else "", piece)
