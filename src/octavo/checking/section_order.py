"""Check the sections that a workshop asks for: their names, what stands twice, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ..findings.finding import Finding, Severity
from ..loading.value_positions import ValuePositions
from ..model import Workshop
from ..model.report_sections import REPORT_SECTIONS, KeyPath, Section, reports_with_sections, sections_key


def check_sections(workshop: Workshop, places: ValuePositions, product: str | None = None) -> Iterator[Finding]:
    """Report unknown and repeated sections of all reports, and what `product` leaves out although it is there."""
    if workshop.sections is None:
        return
    for report, key in reports_with_sections():
        asked = workshop.sections.of_product(report)
        if not asked and ("sections", key) in places.keys:
            message = f"no section is listed for the {report}, so it has its usual ones"
            place = places.find_key("sections", key)
            yield Finding(
                "no-sections", message, place, f"list its sections below {key}:, or delete {key}:", Severity.WARNING
            )
        yield from _check_names(report, key, asked, places)
        if asked and report == product:
            yield from _report_left_out(workshop, report, asked, places)


def _check_names(report: str, key: str, asked: tuple[Section, ...], places: ValuePositions) -> Iterator[Finding]:
    known = [plan.name for plan in REPORT_SECTIONS[report]]
    seen: set[str] = set()
    for number, section in enumerate(asked):
        said = section.name or section.title or ""
        at = ("sections", key, number)
        place = places.find_value(*at, "name" if section.name else "title")
        if said.casefold() in seen:
            message = f"the section '{said}' stands twice in the {report}"
            yield Finding("section-twice", message, place, "remove one of the two, or give one another title")
        seen.add(said.casefold())
        if section.name and section.name not in known:
            near = get_close_matches(section.name.lower().replace("_", "-"), known, 1)
            meant = f"did you mean {near[0]}? " if near else ""
            message = f"the {report} has no section '{section.name}'"
            hint = f"{meant}the sections are {', '.join(known)}; one of your own has title: and text:"
            yield Finding("unknown-section", message, place, hint)


def _report_left_out(
    workshop: Workshop, report: str, asked: tuple[Section, ...], places: ValuePositions
) -> Iterator[Finding]:
    """Advise once of all usual sections that are left out although workshop.yaml has something for them.

    Who lists sections need not be told of those that a report has only if they are asked for.
    """
    named = {section.name for section in asked}
    printed = {path for plan in REPORT_SECTIONS[report] if plan.name in named for path in plan.keys}
    left_out = {}
    for plan in REPORT_SECTIONS[report]:
        filled = [path for path in plan.keys if path not in printed and _has_value(workshop, path)]
        if plan.is_usual and plan.name not in named and filled:
            left_out[plan.name] = f"{plan.name} ({', '.join('.'.join(path) for path in filled)})"
    if left_out:
        sections = "the section" if len(left_out) == 1 else "sections"
        message = f"the {report} leaves out {sections} {', '.join(left_out.values())}, for which there is something"
        hint = f"add {', '.join(left_out)} to the sections of the {report}, if not left out on purpose"
        place = places.find_key("sections", sections_key(report))
        yield Finding("section-left-out", message, place, hint, Severity.ADVICE)


def _has_value(workshop: Workshop, path: KeyPath) -> bool:
    value: object = workshop
    for key in path:
        value = getattr(value, key, None)
    return bool(value)
