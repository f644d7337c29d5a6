"""Turn the inlines of pandoc's document tree into runs of styled text, with links and clean ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final, NamedTuple

from .csl_json import GUARD, MARK, OPENING_STAND_INS

_STYLES: Final = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "SmallCaps": "small-caps",
    "Underline": "underline",
    "Strikeout": "",
}
_SPACES: Final = {"Space": " ", "SoftBreak": "\n", "LineBreak": "\n"}
# The processor has its own marks in the language of the style; these are for what is quoted around a citation.
_QUOTATION_MARKS: Final = {"SingleQuote": "‘’", "DoubleQuote": "“”"}
_SPAN_STYLES: Final = {
    "nodecoration": "normal",
    "csl-block": "block",
    "csl-left-margin": "left-margin",
    "csl-right-inline": "right-inline",
    "csl-indent": "indent",
}
# Each of these turns itself off inside itself.
_ALTERNATING: Final = ("emphasis", "strong", "small-caps")

_CLEANED: Final = str.maketrans({GUARD: "", MARK: ""} | {one: mark for mark, one in OPENING_STAND_INS.items()})
_STRAY_SPACE: Final = re.compile(r" (?=[.,](?:\s|$))")
_DOUBLED_STOP: Final = re.compile(r"(?<!\.)\.\.(?!\.)")
_ADDRESS: Final = re.compile("https?://[^\\s<>]*[^\\s<>.,;:)\\]”»’]")


class Run(NamedTuple):
    """Text in one style: the styles that enclose it, from the outermost, and the address of a link, if it is one.

    Styles are "emphasis", "strong", "superscript", "subscript", "small-caps", "underline", "normal" (which ends all
    before it), and the places of CSL's `display`: "block", "left-margin", "right-inline", "indent".
    """

    text: str
    styles: tuple[str, ...] = ()
    address: str = ""


Runs = tuple[Run, ...]


def read_inlines(inlines: Iterable[Mapping[str, object]]) -> Runs:
    """Return the runs of pandoc's inlines, as its JSON has them; runs of one style are joined."""
    runs = _read(inlines, (), "")
    joined = (
        Run("".join(run.text for run in group), styles, address)
        for (styles, address), group in groupby(runs, lambda run: (run.styles, run.address))
    )
    return tuple(run for run in joined if run.text)


def _read(inlines: Iterable[Mapping[str, Any]], styles: tuple[str, ...], address: str) -> Iterator[Run]:
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            yield Run(_clean(str(content)), styles, address)
        elif kind in _SPACES:
            yield Run(_SPACES[kind], styles, address)
        elif kind in _STYLES:
            yield from _read(content or (), (*styles, *filter(None, [_STYLES[kind]])), address)
        elif kind == "Span":
            (_, classes, _), inner = content or (("", (), ()), ())
            added = [_SPAN_STYLES[name] for name in classes if name in _SPAN_STYLES]
            yield from _read(inner, (*styles, *added), address)
        elif kind == "Link":
            _, inner, (target, _) = content or ((), (), ("", ""))
            yield from _read(inner, styles, _clean(str(target)))
        elif kind == "Note":
            for block in content or ():
                yield from _read(block.get("c", ()), styles, address)
        elif kind == "Quoted":
            marks = _QUOTATION_MARKS[content[0]["t"]] if content else ""
            yield Run(marks[:1], styles, address)
            yield from _read(content[1] if content else (), styles, address)
            yield Run(marks[1:], styles, address)
        elif kind == "Cite":
            yield from _read(content[1] if content else (), styles, address)


def _clean(text: str) -> str:
    """Remove what `csl_json` put into text to keep it as it is."""
    return text.translate(_CLEANED)


def effective_styles(run: Run) -> tuple[str, ...]:
    """Return the styles in which a run shows: emphasis inside emphasis, for example, is upright."""
    shown: list[str] = []
    for style in run.styles:
        if style == "normal":
            shown = [kept for kept in shown if kept not in _ALTERNATING]
        elif style in _ALTERNATING and style in shown:
            shown.remove(style)
        elif style not in shown:
            shown.append(style)
    return tuple(shown)


def plain_text(runs: Iterable[Run]) -> str:
    """Return the words of runs without their styles."""
    return "".join(run.text for run in runs)


def tidy(runs: Runs) -> Runs:
    """Return runs without spaces at both ends, doubled spaces and full stops, and spaces before these and commas."""
    tidied: list[Run] = []
    for run in runs:
        text = re.sub("[ \n]+", " ", run.text)
        if not run.address:
            text = _DOUBLED_STOP.sub(".", _STRAY_SPACE.sub("", text))
        if not tidied or tidied[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            tidied.append(run._replace(text=text))
    if tidied:
        tidied[-1] = tidied[-1]._replace(text=tidied[-1].text.rstrip(" "))
    return tuple(run for run in tidied if run.text)


def end_sentence(runs: Runs, full_stop: str) -> Runs:
    """Return runs that do not end in a comma, colon or semicolon, behind which something is missing."""
    if not runs or runs[-1].text[-1] not in ",:;" or runs[-1].address:
        return runs
    *others, last = runs
    text = last.text.rstrip(" ,:;") + full_stop
    return (*others, last._replace(text=text)) if text else tuple(others)


def split_after(runs: Runs, length: int) -> Runs:
    """Return what is left of runs after their first `length` characters."""
    rest: list[Run] = []
    for run in runs:
        kept = run.text[length:]
        length = max(0, length - len(run.text))
        if kept:
            rest.append(run._replace(text=kept))
    return tuple(rest)


def link_addresses(runs: Runs) -> Runs:
    """Return runs in which every printed address, and no other text, is a link."""
    return tuple(linked for run in runs for linked in _link(run))


def _link(run: Run) -> Iterator[Run]:
    if run.address.endswith(run.text):
        yield run
        return
    start = 0
    for found in _ADDRESS.finditer(run.text):
        yield run._replace(text=run.text[start : found.start()], address="")
        yield run._replace(text=found[0], address=found[0])
        start = found.end()
    yield run._replace(text=run.text[start:], address="")
