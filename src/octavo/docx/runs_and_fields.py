"""Make WordprocessingML runs and fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from ..language import text_direction
from .formatting import RunFormat
from .ooxml_elements import Element, make, make_text_element

_PARTS = re.compile(r"[\n\t]|[^\n\t]+")
_SPACES = re.compile(" {2,}")
_VISIBLE = frozenset(("w:drawing", "w:footnoteReference", "w:footnoteRef", "m:oMath", "w:tab", "w:br"))
_OF_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


def make_run(text: str, run_format: RunFormat = RunFormat()) -> Element:  # noqa: B008 - a RunFormat is immutable
    """Make a run of text; line breaks and tabs become w:br and w:tab."""
    made = make("w:r")
    properties = _make_run_properties(run_format)
    if len(properties):
        made.append(properties)
    for piece in _PARTS.findall(text_direction.strip_isolates(text)):
        if piece == "\n":
            made.append(make("w:br"))
        elif piece == "\t":
            made.append(make("w:tab"))
        else:
            made.append(make_text_element("w:t", piece))
    return made


def _make_run_properties(run_format: RunFormat) -> Element:
    made = make("w:rPr")
    if run_format.style:
        made.append(make("w:rStyle", val=run_format.style))
    for wanted, names in ((run_format.bold, ("w:b", "w:bCs")), (run_format.italic, ("w:i", "w:iCs"))):
        made.extend(make(name) for name in names if wanted)
    if run_format.small_caps:
        made.append(make("w:smallCaps"))
    if run_format.position:
        made.append(make("w:vertAlign", val=run_format.position))
    if run_format.from_the_right:
        made.append(make("w:rtl"))
    if run_format.language:
        is_back = text_direction.language_direction(run_format.language) == text_direction.RTL
        made.append(make("w:lang", **{"bidi" if is_back else "val": run_format.language}))
    return made


def collapse_spaces(content: Iterable[Element]) -> None:
    """Collapse spaces in a paragraph to one, and remove those at its beginning, as HTML does."""
    spaced = True
    for element in (inner for one in content for inner in one.iter()):
        if element.tag == "w:t" and element.text:
            text = _SPACES.sub(" ", element.text)
            element.text = text[1:] if spaced and text.startswith(" ") else text
            spaced = element.text.endswith(" ") if element.text else spaced
        elif element.tag in _VISIBLE:
            spaced = False


def make_field(code: str, shown: Iterable[Element], run_format: RunFormat = RunFormat()) -> list[Element]:  # noqa: B008
    """Make a field: its code, and the result that is shown until the field is updated."""
    return [*open_field(code, run_format), *shown, close_field(run_format)]


def open_field(code: str, run_format: RunFormat = RunFormat()) -> list[Element]:  # noqa: B008
    """Make the runs that begin a field; the result follows."""
    return [
        _wrap_in_run(make("w:fldChar", fldCharType="begin"), run_format),
        _wrap_in_run(make_text_element("w:instrText", f" {code} "), run_format),
        _wrap_in_run(make("w:fldChar", fldCharType="separate"), run_format),
    ]


def close_field(run_format: RunFormat = RunFormat()) -> Element:  # noqa: B008
    """Make the run that ends a field."""
    return _wrap_in_run(make("w:fldChar", fldCharType="end"), run_format)


def _wrap_in_run(content: Element, run_format: RunFormat) -> Element:
    made = make_run("", run_format)
    made.append(content)
    return made


def make_index_entry(term: str) -> list[Element]:
    """Make an XE field, which marks an entry for Word's own index."""
    escaped = term.replace("\\", "\\\\").replace('"', '\\"').replace(":", "\\:")
    return [
        _wrap_in_run(make("w:fldChar", fldCharType="begin"), RunFormat()),
        _wrap_in_run(make_text_element("w:instrText", f' XE "{escaped}" '), RunFormat()),
        close_field(),
    ]


def quote_address(written: str) -> str:
    """Quote a URL: Word does not open a file with an invalid target."""
    return quote(written, safe=_OF_ADDRESSES)
