"""The sections of the reports: their usual order, and the order and own sections that a workshop asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from pydantic import model_validator

from .base_model import Many, Model, Private
from .rest_text import LongRest
from .text_checks import make_value_error
from .text_in_languages import Translated
from .text_types import AssetPath, Slug, Title

KeyPath = tuple[str, ...]


class SectionPlan(NamedTuple):
    """A section of a report: its name, the keys of workshop.yaml that it prints, and whether it is an annex.

    In the summary, `is_wide` sections are set in the whole width of the page, and others beside its numbers. A report
    has sections that are not `is_usual` only if they are asked for.
    """

    name: str
    keys: tuple[KeyPath, ...] = ()
    is_annex: bool = False
    is_wide: bool = False
    is_usual: bool = True


_FINDINGS: Final = (("summary", "findings"), ("summary", "conclusions"), ("summary", "open_problems"), ("figures",))
_EVENT: Final = (("event", "background"), ("event", "scope"), ("event", "objectives"), ("committee",))
_RESULTS: Final = (
    ("results", "outcomes"),
    ("results", "impact"),
    ("results", "collaborations"),
    ("results", "media"),
    ("publication",),
)
_SUMMARY = SectionPlan("summary", (("summary", "executive"),))
_LESSONS = SectionPlan("lessons", (("results", "lessons"),))
_EXPENDITURE = SectionPlan("expenditure", (("expenditure",),))
_DECLARATION = SectionPlan("declaration", (("declaration",),))
_PARTICIPANTS: Final = (("participants",), ("participation",))
REPORT_SECTIONS: Final[Mapping[str, tuple[SectionPlan, ...]]] = {
    "summary": (
        SectionPlan("findings", (("summary", "findings"),)),
        SectionPlan("decisions"),
        SectionPlan("why", (("summary", "why"),)),
        _SUMMARY,
        SectionPlan("background", (("event", "background"),), is_usual=False),
        SectionPlan("objectives", (("event", "objectives"),), is_usual=False),
        SectionPlan("conclusions", (("summary", "conclusions"),)),
        SectionPlan("recommendations", (("recommendations",),), is_wide=True),
        SectionPlan("programme", (("programme",),), is_wide=True, is_usual=False),
        SectionPlan("working-groups", (("working_groups",),), is_wide=True, is_usual=False),
        SectionPlan("new-ties", (("results", "collaborations"),), is_wide=True, is_usual=False),
        SectionPlan("participants", _PARTICIPANTS, is_wide=True),
        SectionPlan("publication", (("publication",),), is_wide=True),
        SectionPlan("directors", is_wide=True, is_usual=False),
    ),
    "report": (
        _SUMMARY,
        SectionPlan("findings", _FINDINGS),
        SectionPlan("recommendations", (("recommendations",),)),
        SectionPlan("background", _EVENT),
        SectionPlan("sessions", (("programme",),)),
        SectionPlan("working-groups", (("working_groups",),)),
        SectionPlan("outcomes", _RESULTS),
        _LESSONS,
        SectionPlan("participants", _PARTICIPANTS),
        SectionPlan("key-speakers"),
        SectionPlan("programme", (("programme",),)),
        _EXPENDITURE,
        _DECLARATION,
        SectionPlan("acknowledgements", (("report", "acknowledgements"), ("sponsors",))),
        SectionPlan("glossary", (("glossary",),), is_annex=True),
        SectionPlan("annexes", (("annexes",),), is_annex=True),
    ),
    "follow-up": (
        SectionPlan("status", (("recommendations",),)),
        _SUMMARY,
        SectionPlan("background", (*_EVENT, ("sponsors",))),
        SectionPlan("method", (("report", "method"),)),
        SectionPlan("recommendations", (("recommendations",),)),
        SectionPlan("findings", (*_FINDINGS, ("working_groups",))),
        SectionPlan("outcomes", _RESULTS),
        _LESSONS,
        _EXPENDITURE,
        _DECLARATION,
        SectionPlan("programme", (("programme",),), is_annex=True),
        SectionPlan("abstracts", is_annex=True),
        SectionPlan("participants", (*_PARTICIPANTS, ("photos",)), is_annex=True),
        SectionPlan("key-speakers", is_annex=True),
        SectionPlan("publication", (("publication",),), is_annex=True),
        SectionPlan("log", is_annex=True),
        SectionPlan("glossary", (("glossary",),), is_annex=True),
        SectionPlan("annexes", (("annexes",),), is_annex=True),
    ),
}
"""The sections of each report in their order. Each is one template."""


class Section(Model):
    """A section of a report: the name of one of its own, or one that the organizer writes, with title and text."""

    name: Slug | None = None
    """Name of a section of the report. In place of name: and the name, the name alone will do."""
    title: Title | None = None
    """Heading of a section of your own."""
    text: LongRest | None = None
    """Its text, with lists, tables, figures and charts."""
    source: Private[Translated[AssetPath | None]] = None
    """File with its text, in place of text: its path in the workshop's folder."""

    @model_validator(mode="before")
    @classmethod
    def _read_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _check_parts(self) -> Section:
        if self.name and (self.title or self.text):
            raise make_value_error(
                "named-and-written",
                "'{value}' is a section of the report, which has its own title and text; write its name alone, or a "
                "title and a text without a name",
                value=self.name,
            )
        if not self.name and not (self.title and self.text):
            lacking = "title" if not self.title else "text"
            raise make_value_error(
                "missing-key",
                "a section of your own has no {lacking}; add {lacking}: to it",
                lacking=lacking,
            )
        return self


class Sections(Model):
    """The sections of the reports, in order. A report that is not named has its usual ones."""

    summary: Many[Section]
    """Sections of the summary: names, or own ones with title and text."""
    report: Many[Section]
    """Sections of the workshop report: names, or own ones with title and text."""
    follow_up: Many[Section]
    """Sections of the follow-up report: names, or own ones with title and text."""

    def of_product(self, product: str) -> tuple[Section, ...]:
        """Return the sections that are asked for of a report; none if it has its usual ones."""
        sections: tuple[Section, ...] = getattr(self, sections_key(product))
        return sections


def sections_key(product: str) -> str:
    """Return the key below `sections` that belongs to a report."""
    return product.replace("-", "_")


def reports_with_sections() -> Iterator[tuple[str, str]]:
    """Yield each report that has sections, with its key below `sections`."""
    return ((product, sections_key(product)) for product in REPORT_SECTIONS)
