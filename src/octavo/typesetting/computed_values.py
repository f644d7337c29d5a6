"""Compute the values of styles by a short way where WeasyPrint's general one would find the same.

Most values are inherited, initial, or written as they are used. WeasyPrint 70.0 asks of each whether it is a variable,
a logical property, a formula or one that depends on others; here that is known beforehand for each property. What is
not plain goes the way of WeasyPrint. The same properties become known in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import ComputedStyle, ComputeValue, ComputeWritten, CssModule, WeasyPrint

_DEPENDENT = frozenset(("display", "float", "page", "position"))
"""Properties whose values depend on those of others."""
_DECORATION = "text_decoration_"


class _Way(NamedTuple):
    """How a property gets its value: whether it is inherited, else from which value, and what computes it."""

    is_inherited: bool
    initial: Any
    is_initial_final: bool
    compute: ComputeWritten | None
    logical: tuple[str, ...]
    """Logical properties that may stand for it."""


@contextmanager
def short_computation(weasyprint: WeasyPrint) -> Iterator[None]:
    """Compute plain values by the short way while the block runs."""
    style = weasyprint.css.ComputedStyle
    with patched_attributes(style, __missing__=_patch_missing(weasyprint.css)):
        yield


def _patch_missing(css: CssModule) -> ComputeValue:
    compute_usual = css.ComputedStyle.__missing__
    check_math = css.check_math
    ways = _list_ways(css)
    # None of these can be a formula.
    plain = frozenset((str, int, float, type(None), type(css.ZERO_PIXELS), list))
    words = ("inherit", "initial")
    pending = css.Pending

    def compute_value(style: ComputedStyle, key: str) -> Any:
        way = ways.get(key) or (_CUSTOM if key[:2] == "__" else None)
        parent = style.parent_style
        if way is None or parent is None:
            return compute_usual(style, key)
        cascaded = style.cascaded
        if way.logical:
            style["direction"]
            if not cascaded.keys().isdisjoint(way.logical):
                return compute_usual(style, key)
        written = cascaded.get(key)
        if written is not None:
            value = written[0]
            kind = type(value)
            if kind is str:
                if value in words:
                    return compute_usual(style, key)
            elif kind not in plain and (isinstance(value, pending) or check_math(value)):
                return compute_usual(style, key)
        elif way.is_inherited:
            value = parent[key]
            if type(value) not in plain and check_math(value):
                return compute_usual(style, key)
            style[key] = value
            return value
        else:
            value = way.initial
            if way.is_initial_final:
                style[key] = value
                return value
        if way.compute:
            value = way.compute(style, key, value)
        style[key] = value
        return value

    return compute_value


_CUSTOM = _Way(True, None, False, None, ())
"""The way of custom properties, whose names begin with two dashes."""


def _list_ways(css: CssModule) -> dict[str, _Way]:
    """Return the way of each property that has a short one."""
    ways = {}
    for key, initial in css.INITIAL_VALUES.items():
        if key in _DEPENDENT or key.startswith(_DECORATION) or css.check_math(initial):
            continue
        name_logical = css.PHYSICAL_FUNCTIONS.get(key)
        logical = {name_logical(block="ttb", inline=inline) for inline in ("ltr", "rtl")} if name_logical else ()
        is_final = key not in css.INITIAL_NOT_COMPUTED
        ways[key] = _Way(key in css.INHERITED, initial, is_final, css.COMPUTER_FUNCTIONS.get(key), tuple(logical))
    return ways
