"""Write the results of preflight as one self-contained HTML page, with images of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from ...findings.console_text import display_path
from ...findings.finding import Severity
from ...pdf.objects.geometry import Box
from ...pdf.renderers.page_images import PageImage
from ...rendering.html.page_templates import render_page
from ..records.check_results import CheckResult
from .text_json_junit import CheckedFile, count_all_results, describe_result, format_page_count

MOST_PICTURES = 60
"""The most pages of a file that are shown; results on the others are only listed."""

Pictures = Mapping[int, PageImage]
"""Images of pages, by number from 1."""


def _picture_position(picture: PageImage, box: Box) -> str | None:
    """Return the CSS position of a box on a page image, or None if it is outside."""
    left, bottom, right, top = picture.box
    width, height = right - left, top - bottom
    x0, x1 = max(box[0], left), min(box[2], right)
    y0, y1 = max(box[1], bottom), min(box[3], top)
    if x1 < x0 or y1 < y0 or width <= 0 or height <= 0:
        return None
    edges = ((x0 - left) / width, (top - y1) / height, (x1 - x0) / width, (y1 - y0) / height)
    names = ("left", "top", "width", "height")
    return ";".join(f"{name}:{100 * edge:.2f}%" for name, edge in zip(names, edges, strict=True))


def choose_pages_shown(checked: CheckedFile) -> tuple[int, ...]:
    """Choose the pages to show: those with the most severe results, in page order."""
    gravity = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}
    worst: dict[int, int] = {}
    for found in checked.report.found:
        if found.page:
            worst[found.page] = min(worst.get(found.page, 9), gravity[found.severity])
    chosen = sorted(worst, key=lambda page: (worst[page], page))[:MOST_PICTURES]
    return tuple(sorted(chosen))


def write_html_report(checked: Iterable[tuple[CheckedFile, Pictures]], criteria: Iterable[tuple[str, str]]) -> str:
    """Return the HTML page; `criteria` lists the name and the requirement of each check."""
    files = [_file_values(one, pictures, number) for number, (one, pictures) in enumerate(checked)]
    return render_page("octavo.preflight.reports", "html_report.html", files=files, criteria=tuple(criteria))


def _file_values(checked: CheckedFile, pictures: Pictures, number: int) -> dict[str, object]:
    listed = [(f"f{number}-{place}", found) for place, found in enumerate(checked.report.found)]
    by_page = groupby(sorted(listed, key=lambda one: one[1].page), key=lambda one: one[1].page)
    return {
        "path": display_path(checked.path),
        "page_count": format_page_count(checked.report.pages),
        "profile": checked.profile,
        "result_count": count_all_results(checked),
        "pages": [_page_values(page, list(found), pictures.get(page)) for page, found in by_page],
    }


def _page_values(page: int, listed: list[tuple[str, CheckResult]], picture: PageImage | None) -> dict[str, object]:
    return {
        "number": page,
        "picture": picture,
        "marks": [mark for name, found in listed for mark in _mark_values(name, found, picture)],
        "results": [_result_values(name, found) for name, found in listed],
    }


def _mark_values(name: str, found: CheckResult, picture: PageImage | None) -> Iterator[dict[str, object]]:
    if picture is None:
        return
    for box in found.boxes:
        position = _picture_position(picture, box)
        if position:
            yield {"severity": found.severity, "target": name, "position": position, "message": found.message}


def _result_values(name: str, found: CheckResult) -> dict[str, object]:
    return {
        "id": name,
        "severity": found.severity,
        "check": found.check,
        "message": describe_result(found),
        "marked": len(found.boxes) if 0 < len(found.boxes) < found.count else 0,
        "condition": found.condition,
        "hint": found.hint,
    }
