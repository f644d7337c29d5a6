"""Compare the pages of the summary with those it may have, and say what to cut, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..findings.finding import TOO_MANY_PAGES, Finding, Severity
from ..loading.value_positions import Location
from ..model import Rest
from ..model.report_sections import REPORT_SECTIONS
from ..typesetting.typeset_job import TypesetPart
from .product_inputs import ProductInputs, iterate_values

_MOST_NAMED = 3


def check_page_limit(inputs: ProductInputs, parts: Sequence[TypesetPart]) -> Iterator[Finding]:
    """Report that the summary has more pages than it may have, with the lines that are too many and its longest texts.

    The lines are counted on the finished pages after the last that is allowed.
    """
    summary = inputs.workshop.summary
    limit = summary.pages if summary and inputs.product.name == "summary" else None
    pages = sum(part.pages for part in parts)
    if limit is None or pages <= limit:
        return
    from ..pdf.renderers.pdfium_text import read_page_texts  # few summaries are too long

    texts = [text for part in parts for text in read_page_texts(part.pdf, ink=False).texts]
    lines = max(1, sum(1 for text in texts[limit:] for line in text.splitlines() if line.strip()))
    too_many = f"{lines} {'line' if lines == 1 else 'lines'}"
    message = f"the summary has {pages} pages, about {too_many} more than fit on the {limit} that it may have"
    longest = sorted(_list_texts(inputs), key=lambda entry: -len(entry[1].split()))[:_MOST_NAMED]
    named = "; ".join(_describe_text(inputs, at, text) for at, text in longest)
    hint = f"shorten it by {too_many}: the longest texts are {named}"
    hint += "; or leave out a section, with sections: summary:, or allow more pages"
    place = inputs.places.find_value("summary", "pages")
    yield Finding(TOO_MANY_PAGES, message, place, hint, Severity.WARNING)


def _list_texts(inputs: ProductInputs) -> Iterator[tuple[Location, Rest]]:
    """Yield the texts that the summary prints, with their locations."""
    workshop = inputs.workshop
    asked = workshop.sections.summary if workshop.sections else ()
    names = {one.name for one in asked}
    plans = [plan for plan in REPORT_SECTIONS["summary"] if (plan.name in names if asked else plan.is_usual)]
    printed = {path for plan in plans for path in plan.keys} | {("policy", "disclaimer"), ("sections", "summary")}
    for at, text in iterate_values(workshop, Rest):
        if any(at[: len(path)] == path for path in printed) and "tracking" not in at and "abstract" not in at:
            yield at, text


def _describe_text(inputs: ProductInputs, at: Location, text: Rest) -> str:
    """Name a text by its keys, with its line and its words: summary.executive (line 12, 240 words)."""
    place = inputs.locate_text(at, text, 0)
    file = "" if place.file == inputs.source else f"{place.file.name}, "
    keys = ".".join(str(step + 1) if isinstance(step, int) else step for step in at)
    return f"{keys} ({file}line {place.line}, {len(text.split())} words)"
