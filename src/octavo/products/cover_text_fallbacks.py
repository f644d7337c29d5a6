"""Shorten the text of a cover's panels step by step until it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..findings.finding import Severity
from ..language.one_line_text import shorten_title
from ..rendering.context.model_to_dict import TemplateValues

LONGEST_STRAP = 80
TOO_LONG_HINTS = {
    "band": "shorten the names of the series and of the event",
    "front": "shorten the title, the subtitle, or the names of editors and publisher",
    "back": "shorten the names of series, event and publisher, or choose a style with larger pages",
    "spine": "add a short spine_title: to press:",
}
"""Hint for each panel whose text does not fit."""
BACK_LENGTHS = (LONGEST_STRAP, 32)
"""Lengths, in characters, to which names on the back are cut."""
SPINE_TITLE_LENGTHS = (90, 70, 50, 35, 24, 16)
"""Lengths, in characters, to which a title on the spine is cut."""


@dataclass(frozen=True)
class CoverText:
    """One text of a panel: replaced facts, and what it leaves out, if anything."""

    facts: Mapping[str, object] = field(default_factory=dict)
    missing: str = ""
    severity: Severity = Severity.WARNING
    hint: str = "shorten the text"


def band_wordings(told: TemplateValues) -> Iterator[CoverText]:
    """Yield the texts of the band at the top of the front; the last has a shortened series name."""
    yield CoverText()
    if told["sub_strap"]:
        yield CoverText({"sub_strap": ""}, _describe_omission(told["sub_strap"]))
    strap = shorten_title(told["strap"], LONGEST_STRAP)
    if strap != told["strap"]:
        yield CoverText(
            {"sub_strap": "", "strap": strap}, _describe_omission(told["sub_strap"], cut=f"“{strap}” is cut short")
        )


def front_wordings(told: TemplateValues, several: Callable[[str], str]) -> Iterator[CoverText]:
    """Yield the texts of the front; the last has one name per role. `several` adds "et al." to a name."""
    yield CoverText()
    if any(len(credit["names"]) > 1 for credit in told["credits"]):
        yield CoverText(
            {"credits": [_first_name_only(credit, several) for credit in told["credits"]]}, "only one name is printed"
        )


def _first_name_only(credit: TemplateValues, several: Callable[[str], str]) -> TemplateValues:
    first, *others = credit["names"]
    return {**credit, "names": [several(first) if others else first]}


def back_wordings(told: TemplateValues) -> Iterator[CoverText]:
    """Yield the texts of the back: complete, without the figure's note, without the blurb, with shortened names."""
    yield CoverText()
    no_note = {"figure_note": ""}
    if told["figure_note"]:
        yield CoverText(no_note)
    no_blurb = "the blurb is omitted" if told["blurb"] else ""
    if no_blurb:
        yield CoverText({**no_note, "blurb": ""}, no_blurb, hint="shorten blurb: in press:")
    for most in BACK_LENGTHS:
        statement = [shorten_title(line, most) for line in told["statement"]]
        brief = {"statement": statement, "publisher": shorten_title(told["publisher"], most)}
        if any(brief[name] != told[name] for name in brief):
            missing = " and ".join(filter(None, (no_blurb, "long names are cut short")))
            yield CoverText({**no_note, **brief, "blurb": ""}, missing, hint=TOO_LONG_HINTS["back"])


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
    said = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} omitted" if missing else ""
    return " and ".join(filter(None, (said, cut)))
