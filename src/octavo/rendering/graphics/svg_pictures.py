"""Read an SVG drawing of a stranger and write it anew from what is known to be harmless.

Only shapes, groups, gradients and clips are kept, with their own colours. What reaches outside the drawing, moves, runs
or needs a face of the machine is refused with what to do. What is written holds no reference to anything but itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

MAX_SVG_BYTES: Final = 2_000_000
MAX_ELEMENTS: Final = 20_000
"""Elements of a drawing, counted as often as they are drawn."""
MAX_DEPTH: Final = 64
SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XLINK_HREF: Final = f"{{{_XLINK}}}href"
_CONTAINERS: Final = frozenset({"svg", "g", "defs", "symbol", "clipPath", "linearGradient", "radialGradient", "switch"})
_SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "stop"})
_IGNORED: Final = frozenset({"title", "desc", "metadata"})
"""Elements that draw nothing; alternative text comes from workshop.yaml."""
_REFUSED: Final = {
    "script": "holds a script",
    "foreignObject": "holds HTML",
    "image": "holds a picture of its own",
    "text": "holds text, which needs a face that may be missing",
    "animate": "moves",
    "animateTransform": "moves",
    "set": "moves",
    "filter": "uses a filter",
    "mask": "uses a mask",
    "pattern": "uses a pattern",
}
_ATTRIBUTES: Final = frozenset(
    (
        *("id", "class", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width"),
        *("height", "points", "viewBox", "preserveAspectRatio", "transform", "gradientTransform", "gradientUnits"),
        *("spreadMethod", "clipPathUnits", "offset", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width"),
        *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset"),
        *("stroke-opacity", "opacity", "clip-path", "clip-rule", "stop-color", "stop-opacity", "color", "display"),
        "visibility",
    )
)
_NOT_STYLES: Final = ("id", "class", "d", "x", "y", "points", "viewBox", "transform", "width", "height")
_STYLE_PROPERTIES: Final = _ATTRIBUTES - frozenset(_NOT_STYLES)
_LOCAL: Final = re.compile(r"url\(\s*['\"]?#([\w:.-]+)['\"]?\s*\)")
_RULE: Final = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR: Final = re.compile(r"\s*[.#]?[\w-]+\s*")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in)?\s*")
_PIXELS: Final = {"px": 1.0, None: 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[<>]*>", re.IGNORECASE)
_MAX_SIDE: Final = 100_000.0


class UnsafeDrawing(Exception):  # noqa: N818 - a way out of the steps, which ends as a finding
    """Why a drawing is refused, in words that follow its name, and what to do."""


@dataclass(frozen=True)
class SafeDrawing:
    """A drawing written anew, with its size in CSS pixels."""

    data: bytes
    width: float
    height: float


def looks_like_svg(data: bytes) -> bool:
    """Return whether a file is meant as SVG, from its first bytes."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"<svg" in data[:65536]


def read_svg(data: bytes) -> SafeDrawing:
    """Read a drawing and write it anew. Raises UnsafeDrawing if it holds what is not known to be harmless."""
    root = _parse_drawing(data)
    _refuse_depth(root)
    width, height = _drawing_size(root)
    drawn = _Sanitizer(root).write()
    drawn.set("width", f"{width:g}")
    drawn.set("height", f"{height:g}")
    drawn.set("xmlns", SVG)
    drawn.set("xmlns:xlink", _XLINK)
    return SafeDrawing(ElementTree.tostring(drawn, "utf-8"), width, height)


def _parse_drawing(data: bytes) -> ElementTree.Element:
    if len(data) > MAX_SVG_BYTES:
        raise UnsafeDrawing("is larger than 2 MB", "simplify it, or export it as PNG")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnsafeDrawing("is not in UTF-8", "export it again as plain SVG") from None
    text = _DOCTYPE.sub("", text)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise UnsafeDrawing("declares entities", "export it again as plain SVG")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - it declares no entities, and its size is bounded
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise UnsafeDrawing(f"is damaged: {error}", "export it again as plain SVG") from None
    if root.tag != f"{{{SVG}}}svg":
        raise UnsafeDrawing("is not an SVG drawing", "export it again as plain SVG, or as PNG")
    return root


def _refuse_depth(root: ElementTree.Element) -> None:
    """Refuse a drawing that is nested too deep; the way down is walked without recursion."""
    level, depth, number = [root], 0, 0
    while level:
        depth, number = depth + 1, number + len(level)
        if depth > MAX_DEPTH:
            raise _depth_error()
        if number > MAX_ELEMENTS:
            raise UnsafeDrawing("has too many parts", "simplify it, or export it as PNG")
        level = [child for element in level for child in element]


def _drawing_size(root: ElementTree.Element) -> tuple[float, float]:
    """Return the size in CSS pixels: the one stated, or else that of the view box."""
    box = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", root.get("viewBox", ""))]
    sides = [_read_length(root.get(name, "")) for name in ("width", "height")]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        # The proportions are those of what is drawn.
        width = sides[0] or box[2]
        sides = [width, width * box[3] / box[2]]
    if not all(sides) or max(map(float, sides)) > _MAX_SIDE:
        raise UnsafeDrawing("does not say how large it is", "export it with its width and height, or with a viewBox")
    return float(sides[0]), float(sides[1])


def _read_length(written: str) -> float:
    found = _LENGTH.fullmatch(written)
    return float(found[1]) * _PIXELS[found[2]] if found else 0.0


class _Sanitizer:
    """Copies what is harmless of one drawing."""

    def __init__(self, root: ElementTree.Element) -> None:
        self._root = root
        self._by_id = {element.get("id", ""): element for element in root.iter() if element.get("id")}
        self._used_by_rule: dict[str, list[str]] = {}
        """The ids that rules of style sheets name, by their selectors."""
        for sheet in root.iter(f"{{{SVG}}}style"):
            for selectors, body in _RULE.findall(_COMMENT.sub("", sheet.text or "")):
                for selector in selectors.split(",") if _LOCAL.search(body) else ():
                    self._used_by_rule.setdefault(selector.strip(), []).extend(_LOCAL.findall(body))
        self._counted: dict[int, int] = {}
        self._heights: dict[int, int] = {}
        """How deep the parts of an element are nested, with what they use."""
        self._open: set[int] = set()

    def write(self) -> ElementTree.Element:
        """Return the drawing, written anew."""
        if self._count_drawn(self._root) > MAX_ELEMENTS:
            raise UnsafeDrawing("repeats its parts too often", "simplify it, or export it as PNG")
        copied = self._copy(self._root)
        if copied is None:
            raise UnsafeDrawing("draws nothing", "export it again as plain SVG")
        return copied

    def _count_drawn(self, element: ElementTree.Element) -> int:
        """Count the elements that are drawn; those that are used again, or clip or fill others, as often as they do."""
        known = self._counted.get(id(element))
        if known is not None:
            return known
        if id(element) in self._open:
            raise UnsafeDrawing("uses itself", "export it again as plain SVG")
        if len(self._open) >= MAX_DEPTH:
            raise _depth_error()
        self._open.add(id(element))
        used = (self._by_id.get(name) for name in self._list_used(element))
        parts = [part for part in (*element, *used) if part is not None]
        total = min(1 + sum(map(self._count_drawn, parts)), MAX_ELEMENTS + 1)
        self._open.discard(id(element))
        self._counted[id(element)] = total
        self._heights[id(element)] = height = 1 + max((self._heights[id(part)] for part in parts), default=0)
        if height > MAX_DEPTH:
            raise _depth_error()
        return total

    def _list_used(self, element: ElementTree.Element) -> Iterator[str]:
        """Yield the ids that an element uses, itself or by the rules of the style sheet for it."""
        yield from _used_ids(element)
        name = str(element.tag).rpartition("}")[2]
        for selector in (name, f"#{element.get('id')}", *(f".{one}" for one in element.get("class", "").split())):
            yield from self._used_by_rule.get(selector, ())

    def _copy(self, element: ElementTree.Element) -> ElementTree.Element | None:
        tag = str(element.tag)
        namespace, _, name = tag.rpartition("}")
        if namespace != f"{{{SVG}" or name in _IGNORED:
            return None  # what an editor keeps for itself
        if name == "style":
            copied = ElementTree.Element(name)
            copied.text = "\n".join(_copy_rules(element.text or ""))
            return copied
        if name in _REFUSED:
            hint = "convert texts to paths and remove the rest in a drawing program, or export it as PNG"
            raise UnsafeDrawing(_REFUSED[name], hint)
        if name not in _CONTAINERS | _SHAPES:
            raise UnsafeDrawing(
                f"holds <{name[:40]}>, which is not known here", "export it again as plain SVG, or as PNG"
            )
        copied = ElementTree.Element(name, dict(self._copy_attributes(element)))
        for child in element:
            if (inner := self._copy(child)) is not None:
                copied.append(inner)
        return copied

    def _copy_attributes(self, element: ElementTree.Element) -> Iterator[tuple[str, str]]:
        for name, value in element.items():
            if name in (_XLINK_HREF, "href"):
                target = value.strip()
                if not target.startswith("#"):
                    raise _outside_error(target)
                yield "xlink:href", target
            elif name == "style":
                yield name, "; ".join(_copy_declarations(value))
            elif name == "spreadMethod" and value.strip() != "pad":
                raise UnsafeDrawing("repeats a gradient", "draw it without, or export it as PNG")
            elif name in _ATTRIBUTES:
                yield name, _check_value(value)


def _reference(element: ElementTree.Element) -> str:
    return (element.get(_XLINK_HREF) or element.get("href") or "").strip()


def _used_ids(element: ElementTree.Element) -> Iterator[str]:
    """Yield the ids of the parts that an element draws again, or that clip or fill it."""
    if element.tag == f"{{{SVG}}}use":
        yield _reference(element).removeprefix("#")
    for value in element.attrib.values():
        yield from _LOCAL.findall(value)


def _depth_error() -> UnsafeDrawing:
    return UnsafeDrawing("is nested too deep", "ungroup it, or export it as PNG")


def _outside_error(target: str) -> UnsafeDrawing:
    shown = target if len(target) <= 40 else f"{target[:39]}…"
    return UnsafeDrawing(f"refers to something outside itself: {shown!r}", "embed it as shapes, or export it as PNG")


def _copy_rules(text: str) -> Iterator[str]:
    """Yield the rules of a style sheet inside the drawing, for classes, ids and elements."""
    text = _COMMENT.sub("", text)
    if "@" in text or "\\" in text:
        raise UnsafeDrawing("has a style sheet that is not plain", "export it with presentation attributes, or as PNG")
    for selectors, body in _RULE.findall(text):
        kept = [one.strip() for one in selectors.split(",") if _SELECTOR.fullmatch(one)]
        if kept:
            yield f"{', '.join(kept)} {{ {'; '.join(_copy_declarations(body))} }}"


def _copy_declarations(text: str) -> Iterator[str]:
    """Yield the declarations of a style that say how shapes are painted."""
    if "\\" in text:
        raise UnsafeDrawing("has a style with escapes", "export it with presentation attributes, or as PNG")
    for declaration in _COMMENT.sub("", text).split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() in _STYLE_PROPERTIES:
            yield f"{name.strip()}: {_check_value(value.strip())}"


def _check_value(value: str) -> str:
    """Return a value that refers to nothing but parts of the drawing."""
    left = _LOCAL.sub("", value)
    if "url(" in left.lower() or "://" in left or "\\" in left:
        raise _outside_error(value.strip())
    return value
