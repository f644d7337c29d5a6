"""Write the results of preflight as one self-contained HTML page, with images of the pages."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby

from ...findings.console_text import display_path, show_control_characters
from ...findings.finding import Severity
from ...pdf.objects.geometry import Box
from ...pdf.renderers.page_images import PageImage
from ..records.check_results import CheckResult
from .text_json_junit import CheckedFile, count_all_results, describe_result, format_page_count

MOST_PICTURES = 60
"""The most pages of a file that are shown; results on the others are only listed."""

_STYLE = """\
:root { color-scheme: light dark; --error: #b3261e; --warning: #8a5a00; --advice: #1f5f99; --line: #8884 }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2.5rem 0 .3rem; overflow-wrap: anywhere }
section.page { display: grid; grid-template-columns: minmax(9rem, 17rem) 1fr; gap: 1.2rem; padding: 1rem 0; border-top: 1px solid var(--line) }
section.page.bare { grid-template-columns: 1fr }
figure { margin: 0; position: relative; line-height: 0; align-self: start; background: #fff; outline: 1px solid var(--line) }
figure img { width: 100%; height: auto }
figure a { position: absolute; min-width: 6px; min-height: 6px; box-sizing: border-box; border: 2px solid; border-radius: 2px; transform: translate(-1px, 1px) }
.error { color: var(--error) } .warning { color: var(--warning) } .advice { color: var(--advice) }
ul { margin: 0; padding: 0; list-style: none } li { padding: .15rem 0 .5rem; overflow-wrap: anywhere } li:target { outline: 2px solid; outline-offset: 4px }
li b { font-weight: 600 } li span, .criteria td + td { color: color-mix(in srgb, currentColor 72%, transparent) } h3 { margin: 0 0 .4rem; font-size: 1rem }
table { border-collapse: collapse; margin: 1rem 0 } td, th { text-align: left; vertical-align: top; padding: .25rem 1rem .25rem 0; border-bottom: 1px solid var(--line) }
@media (max-width: 40rem) { section.page { grid-template-columns: 1fr } }
"""  # noqa: E501 - one rule a line reads best

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


def choose_pages_shown(judged: CheckedFile) -> tuple[int, ...]:
    """Choose the pages to show: those with the most severe results, in page order."""
    gravity = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}
    worst: dict[int, int] = {}
    for found in judged.report.found:
        if found.page:
            worst[found.page] = min(worst.get(found.page, 9), gravity[found.severity])
    chosen = sorted(worst, key=lambda page: (worst[page], page))[:MOST_PICTURES]
    return tuple(sorted(chosen))


def write_html_report(judged: Iterable[tuple[CheckedFile, Pictures]], criteria: Iterable[tuple[str, str]]) -> str:
    """Return the HTML page; `criteria` lists the name and the requirement of each check."""
    body = [part for number, (one, pictures) in enumerate(judged) for part in _html_of_file(one, pictures, number)]
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(text)}</td></tr>" for name, text in criteria)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Preflight</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src '
        "'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body>\n<h1>Preflight</h1>\n{''.join(body)}"
        f'<h2>What the checks require</h2><table class="criteria"><tbody>{rows}</tbody></table>\n</body></html>\n'
    )


def _html_of_file(judged: CheckedFile, pictures: Pictures, number: int) -> Iterator[str]:
    report = judged.report
    yield f"<h2>{_escape_html(display_path(judged.path))}</h2>\n"
    pages, profile = format_page_count(report.pages), _escape_html(judged.profile)
    yield f"<p>{pages}, checked against {profile}: {count_all_results(judged)}</p>\n"
    listed = list(enumerate(report.found))
    for page, found in groupby(sorted(listed, key=lambda one: one[1].page), key=lambda one: one[1].page):
        yield _html_of_page(page, list(found), pictures.get(page), number)


def _html_of_page(page: int, listed: list[tuple[int, CheckResult]], picture: PageImage | None, file: int) -> str:
    title = f"Page {page}" if page else "The whole document"
    items = "".join(_html_of_result(f"f{file}-{number}", found) for number, found in listed)
    figure = _html_of_figure(page, listed, picture, file) if picture else ""
    kind = "page" if picture else "page bare"
    return f'<section class="{kind}">{figure}<div><h3>{title}</h3><ul>{items}</ul></div></section>\n'


def _html_of_figure(page: int, listed: list[tuple[int, CheckResult]], picture: PageImage, file: int) -> str:
    source = base64.b64encode(picture.png).decode()
    marks = "".join(
        f'<a class="{found.severity}" href="#f{file}-{number}" style="{place}"'
        f' title="{_escape_html(found.message)}"></a>'
        for number, found in listed
        for box in found.boxes
        if (place := _picture_position(picture, box))
    )
    return f'<figure><img src="data:image/png;base64,{source}" alt="Page {page}">{marks}</figure>'


def _html_of_result(name: str, found: CheckResult) -> str:
    hint = f"<br><span>{_escape_html(found.hint)}</span>" if found.hint else ""
    condition = f" <span>({_escape_html(found.condition)})</span>" if found.condition else ""
    marked = f", {len(found.boxes)} of them marked" if 0 < len(found.boxes) < found.count else ""
    words = _escape_html(describe_result(found))
    what = f'<b class="{found.severity}">{found.severity}, {found.check}:</b> {words}{marked}'
    return f'<li id="{name}">{what}{condition}{hint}</li>'


def _escape_html(text: str) -> str:
    return escape(show_control_characters(text))
