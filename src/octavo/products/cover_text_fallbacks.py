"""Word the panels of a cover more and more briefly: what it tells in, wordings of a panel out, the fullest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..findings.finding import Severity
from ..language.one_line_text import shorten_title
from ..rendering.context.model_to_dict import TemplateValues

LONGEST_STRAP = 80
TOO_LONG_HINTS = {
    "band": "shorten the names of the series and of the event",
    "front": "shorten the title, the subtitle, or the names of editors and publisher",
    "back": "shorten the names of series, event and publisher, or choose a style of larger pages",
    "spine": "write spine_title: and a short title below press:",
}
"""What to do where a panel has no room for its words, by its name."""
BACK_LENGTHS = (LONGEST_STRAP, 32)
"""Letters to which names are cut on a back that has no room for them."""
SPINE_TITLE_LENGTHS = (90, 70, 50, 35, 24, 16)
"""Letters to which a title is cut on a spine that is too short for it."""


@dataclass(frozen=True)
class CoverText:
    """One way to word a panel: facts in the place of others, and what is missing then, if anything is."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    missing: str = ""
    severity: Severity = Severity.WARNING
    hint: str = "shorten the words"


def band_wordings(told: TemplateValues) -> Iterator[CoverText]:
    """Word the head of the front, at last with the name of the series cut short."""
    yield CoverText()
    if told["sub_strap"]:
        yield CoverText({"sub_strap": ""}, _describe_omission(told["sub_strap"]))
    strap = shorten_title(told["strap"], LONGEST_STRAP)
    if strap != told["strap"]:
        yield CoverText(
            {"sub_strap": "", "strap": strap}, _describe_omission(told["sub_strap"], cut=f"“{strap}” is cut short")
        )


def front_wordings(told: TemplateValues, several: Callable[[str], str]) -> Iterator[CoverText]:
    """Word the front, at last with one name for each office; `several` says that others go with it."""
    yield CoverText()
    if any(len(credit["names"]) > 1 for credit in told["credits"]):
        yield CoverText(
            {"credits": [_first_name_only(credit, several) for credit in told["credits"]]}, "only one name is given"
        )


def _first_name_only(credit: TemplateValues, several: Callable[[str], str]) -> TemplateValues:
    first, *others = credit["names"]
    return {**credit, "names": [several(first) if others else first]}


def back_wordings(told: TemplateValues) -> Iterator[CoverText]:
    """Word the back, then without what it says about the book, at last with the names of series and publisher cut."""
    yield CoverText()
    no_blurb = "the words about the book are left out" if told["blurb"] else ""
    if no_blurb:
        yield CoverText({"blurb": ""}, no_blurb, hint="shorten blurb: below press:")
    for most in BACK_LENGTHS:
        statement = [shorten_title(line, most) for line in told["statement"]]
        brief = {"statement": statement, "publisher": shorten_title(told["publisher"], most)}
        if any(brief[name] != told[name] for name in brief):
            missing = " and ".join(filter(None, (no_blurb, "long names are cut short")))
            yield CoverText({**brief, "blurb": ""}, missing, hint=TOO_LONG_HINTS["back"])


def spine_wordings(told: TemplateValues, title: str) -> Iterator[CoverText]:
    """Word the spine: names, title and series; then with less of the series, without names, with less of the title."""
    names, series, number = told["names"], told["series"], told["short_series"]
    yield CoverText(_spine_facts(names, title, series))
    if number:
        yield CoverText(
            _spine_facts(names, title, number), _describe_omission(series.removesuffix(number).strip()), Severity.ADVICE
        )
    if series:
        yield CoverText(_spine_facts(names, title, ""), _describe_omission(series), Severity.ADVICE)
    if names:
        yield CoverText(_spine_facts("", title, ""), _describe_omission(series, names), Severity.ADVICE)
    for cut in dict.fromkeys(shorten_title(title, most) for most in SPINE_TITLE_LENGTHS):
        if cut != title:
            told_cut = f"the title is cut to “{cut}”"
            yield CoverText(
                _spine_facts("", cut, ""), _describe_omission(series, names, cut=told_cut), hint=TOO_LONG_HINTS["spine"]
            )


def _spine_facts(names: str, title: str, series: str) -> TemplateValues:
    return {"spine": {"names": names, "title": title, "series": series}}


def _describe_omission(*words: str, cut: str = "") -> str:
    missing = [f"“{one}”" for one in words if one]
    said = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} left out" if missing else ""
    return " and ".join(filter(None, (said, cut)))
