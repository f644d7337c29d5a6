"""List the sections of a report for its template: its usual ones, or those that the workshop asks for."""

from __future__ import annotations

from ...model import Workshop
from ...model.report_sections import REPORT_SECTIONS, Section
from .model_to_dict import TemplateValues


def list_sections(workshop: Workshop, product: str) -> list[TemplateValues]:
    """Return the sections of a report in order, each with its templates, or with title and text if it is an own one.

    A section is an annex if only annexes come after it, and own ones. It is at the
    front if no wide one comes before it.
    """
    plans = {plan.name: plan for plan in REPORT_SECTIONS.get(product, ())}
    asked = workshop.sections.of_product(product) if workshop.sections and plans else ()
    wanted = [one for one in asked if one.name is None or one.name in plans]
    wanted = wanted or [Section(name=plan.name) for plan in plans.values() if plan.is_usual]
    bodies = [number for number, one in enumerate(wanted) if one.name and not plans[one.name].is_annex]
    annexes = [number for number, one in enumerate(wanted) if one.name and plans[one.name].is_annex]
    first_wide = min(
        (number for number, one in enumerate(wanted) if one.name and plans[one.name].is_wide), default=len(wanted)
    )
    first_annex = min((number for number in annexes if number > max(bodies, default=-1)), default=len(wanted))
    return [
        {
            "name": one.name or "",
            "templates": _list_templates(product, one.name) if one.name else [],
            "title": one.title or "",
            "text": one.text,
            "is_annex": number >= first_annex,
            "is_front": number < first_wide,
        }
        for number, one in enumerate(wanted)
    ]


def _list_templates(product: str, name: str) -> list[str]:
    """Return the templates of a section: that of the report, or else that of the follow-up report."""
    folders = dict.fromkeys((product, "follow-up" if product == "report" else product))
    return [f"{folder}/sections/{name}.rst" for folder in folders]
