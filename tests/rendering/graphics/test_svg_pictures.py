"""An SVG of a stranger is written anew from shapes alone, or refused with what to do."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.rendering.graphics.svg_pictures import MAX_ELEMENTS, SVG, UnsafeDrawing, read_svg

HEAD = f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 10">'


def drawn(inside: str, head: str = HEAD) -> str:
    return read_svg(f"{head}{inside}</svg>".encode()).data.decode()


def test_shapes_colours_gradients_and_clips_are_kept() -> None:
    written = drawn(
        "<style>/* of a program */ .a, #b { fill: #c00; font-family: X } p > q { fill: red }</style>"
        '<defs><linearGradient id="g"><stop offset="1" style="stop-color:#00f"/></linearGradient>'
        '<clipPath id="c"><use xlink:href="#s"/></clipPath></defs>'
        '<g clip-path="url(#c)" onclick="x()"><rect id="s" class="a" width="4" height="4" fill="url(#g)"/></g>'
    )
    root = ElementTree.fromstring(written)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
        *("svg", "style", "defs", "linearGradient", "stop", "clipPath", "use", "g", "rect"),
    }
    assert ".a, #b { fill: #c00 }" in written and "font-family" not in written and "p > q" not in written
    assert "onclick" not in written and 'fill="url(#g)"' in written and "stop-color: #00f" in written


def test_what_an_editor_keeps_for_itself_is_left_out() -> None:
    written = drawn('<metadata>x</metadata><e:named xmlns:e="urn:e" view="1"/><title>T</title><circle r="1"/>')
    assert "named" not in written and "metadata" not in written and "circle" in written


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (HEAD, (40, 10)),
        (f'<svg xmlns="{SVG}" width="30mm" height="10mm">', (30 * 96 / 25.4, 10 * 96 / 25.4)),
        (f'<svg xmlns="{SVG}" width="100%" height="100%" viewBox="0 0 40 10">', (40, 10)),
        (f'<svg xmlns="{SVG}" width="20" height="20" viewBox="0 0 40 10">', (20, 5)),
    ],
)
def test_the_size_is_that_of_what_is_drawn(head: str, size: tuple[float, float]) -> None:
    made = read_svg(f"{head}</svg>".encode())
    assert (made.width, made.height) == pytest.approx(size)


USED_AGAIN = "".join(f'<g id="a{n}">' + f'<use href="#a{n + 1}"/>' * 10 + "</g>" for n in range(6))
CLIP = f'<clipPath id="c">{"<rect/>" * 500}</clipPath>'
UNSAFE = {
    "a script": "<script>x()</script>",
    "a picture": '<image href="a.png"/>',
    "HTML": "<foreignObject/>",
    "a reference": '<use href="https://example.org/a.svg#b"/>',
    "a file": '<use xlink:href="file:///etc/passwd"/>',
    "data": '<use href="data:image/svg+xml;base64,AA"/>',
    "an address": '<rect fill="url(https://example.org/a)"/>',
    "an address in a style": '<rect style="fill: url(//example.org/a)"/>',
    "an address in a sheet": "<style>.a{fill:url('http://example.org')}</style>",
    "an import": "<style>@import 'a.css';</style>",
    "an escape": "<style>.a{fill:\\75rl(x)}</style>",
    "text": "<text>A</text>",
    "a filter": "<filter/>",
    "a circle of uses": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
    "uses that grow": USED_AGAIN + '<g id="a6"><rect/></g>',
    "a chain of uses": "".join(f'<use id="a{at}" href="#a{at + 1}"/>' for at in range(5000)),
    "a chain of uses, last one first": "".join(f'<use id="a{at + 1}" href="#a{at}"/>' for at in range(5000)),
    "clips that grow": CLIP + '<rect clip-path="url(#c)"/>' * 500,
    "clips of a sheet that grow": CLIP + "<style>.b{clip-path:url(#c)}</style>" + '<rect class="b"/>' * 500,
    "a gradient that repeats": '<linearGradient spreadMethod="repeat" gradientUnits="userSpaceOnUse" x2="0.000001"/>',
    "many parts": "<g/>" * (MAX_ELEMENTS + 1),
    "depth": "<g>" * 100 + "</g>" * 100,
    "an unknown element": "<blink/>",
    "no end": "<g>",
}


@pytest.mark.parametrize("what", UNSAFE)
def test_what_is_not_harmless_is_refused(what: str) -> None:
    with pytest.raises(UnsafeDrawing) as refused:
        drawn(UNSAFE[what])
    assert all(refused.value.args)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html/>",
        b"\xff\xfe<\x00",
        f'<!DOCTYPE svg [<!ENTITY a "{"x" * 9}">]>{HEAD}<desc>&a;</desc></svg>'.encode(),
        f'<!doctype svg SYSTEM "a" [<!ENTITY % b SYSTEM "file:///etc/passwd">]>{HEAD}</svg>'.encode(),
        f'<svg xmlns="{SVG}"/>'.encode(),
        f'<svg xmlns="{SVG}" viewBox="0 0 1 1e30"/>'.encode(),
        f"{HEAD}{'<g/>' * 600_000}</svg>".encode(),
    ],
)
def test_a_file_that_is_no_plain_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(UnsafeDrawing):
        read_svg(data)


def test_a_usual_document_type_is_no_fault() -> None:
    kind = '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
    assert drawn("<rect/>", kind + HEAD)


VALUES = st.text(st.sampled_from("url()#:/\\\"'a @;{}<>&%"), max_size=20)


@given(VALUES, VALUES)
def test_no_value_leads_out_of_a_drawing(one: str, two: str) -> None:
    root = ElementTree.fromstring(f"{HEAD}<style/><rect/></svg>")
    root[0].text = f".a {{ fill: {one} }}"
    root[1].set("fill", two)
    root[1].set("style", f"stroke: {one}")
    try:
        written = read_svg(ElementTree.tostring(root)).data.decode()
    except UnsafeDrawing:
        return
    inside = written.replace(f'xmlns="{SVG}"', "").replace("http://www.w3.org/1999/xlink", "")
    assert "://" not in inside and "@" not in "".join(ElementTree.fromstring(written).itertext())
    assert "url(" not in inside.replace("url(#", "").replace("url('#", "").replace('url("#', "").replace("url( #", "")


def test_what_rules_of_a_drawing_clip_is_counted_as_often_as_it_is_drawn() -> None:
    rules = "".join(f".k{at}, .other {{ fill: red; clip-path: url('#c{at}') }}" for at in range(8))
    clips = [f'<clipPath id="c{at}">' + f'<rect width="4" class="k{at + 1}"/>' * 8 + "</clipPath>" for at in range(8)]
    shown = '<rect width="9" height="9" class="k0"/>'
    with pytest.raises(UnsafeDrawing, match="repeats its parts"):
        drawn(f"<style>{rules}</style>{''.join(clips)}{shown}")
    with pytest.raises(UnsafeDrawing, match="uses itself"):
        drawn(f'<style>{rules}</style><clipPath id="c0">{shown}</clipPath>{shown}')
    few, many = '<circle r="4"/>' * 20, '<circle r="1"/>' * 3000
    assert "c0" in drawn(f'<style>{rules}</style><clipPath id="c0">{few}</clipPath>{shown}{many}')
