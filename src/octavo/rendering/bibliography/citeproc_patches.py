"""Correct citeproc-py 0.11: output that deviates from CSL, and look-ups that take seconds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from citeproc import model
from citeproc.source import VariableError
from citeproc.string import String

_NAMESPACE: Final = {"cs": "http://purl.org/net/xbiblio/csl"}


class _VariableUsage:
    """How many variables have been requested, and which have been printed, since the process started."""

    asked = 0
    printed: Final[list[str]] = []


def _track_variables(process: Callable[..., Any]) -> Callable[..., Any]:
    """Record the use of variables, and do not print one again that has been substituted for names."""

    @wraps(process)
    def counted(self: Any, item: Any, *arguments: Any, **options: Any) -> Any:
        variable = self.get("variable")
        if variable in (None, "year-suffix"):
            return process(self, item, *arguments, **options)
        _VariableUsage.asked += 1
        names = [name for name in variable.split() if name.replace("-", "_") in item.reference]
        if options.get("names_context") is None and names and item.repressed.issuperset(names):
            raise VariableError
        result = process(self, item, *arguments, **options)
        if result[0] if isinstance(result, tuple) else result:
            _VariableUsage.printed.extend(names or [variable])
        return result

    return counted


def _render_group(self: Any, item: Any, context: Any = None, **options: Any) -> Any:
    """Render a group, unless it requests variables and none of them has a value. An inner group counts as one."""
    asked, printed = _VariableUsage.asked, len(_VariableUsage.printed)
    texts, filled = [], False
    for child in self.iterchildren():
        more = {"delimiter": self.get("delimiter", "")} if isinstance(child, model.Choose) else {}
        try:
            text = child.render(item, context=context, **more, **options)
        except VariableError:
            continue
        if text is not None:
            texts.append(text)
            filled = filled or _contains_variables(child)
    if texts and (filled or _VariableUsage.asked == asked or len(_VariableUsage.printed) > printed):
        return self.join(texts)
    raise VariableError


def _contains_variables(element: Any) -> bool:
    return isinstance(element, model.Group) or ("macro" in element.attrib and bool(element.calls_variable()))


def _calls_variable(self: Any) -> bool:
    """Return whether a macro requests variables, computed once for each macro."""
    if self.get("calls") is None:
        self.set("calls", "yes" if any(child.calls_variable() for child in self) else "no")
    return bool(self.get("calls") == "yes")


def _render_substitute(self: Any, item: Any, context: Any = None, **options: Any) -> Any:
    """Render the first available substitute for names, and record its variables."""
    names = self.getparent()
    for child in self.getchildren():
        printed = len(_VariableUsage.printed)
        more = {"names_context": names} if isinstance(child, model.Names) and child.name is None else {}
        try:
            text = child.render(item, context=context, **more, **options)
        except VariableError:
            continue
        if text:
            item.repressed.update(_VariableUsage.printed[printed:])
            return text
    return None


def _process_label(self: Any, item: Any, variable: Any = None, *arguments: Any, **options: Any) -> Any:
    """Render no label for a variable without a value."""
    name = (self.get("variable") or "locator").replace("-", "_")
    if variable is None and name != "locator" and name not in item.reference:
        return None
    return _original_label(self, item, variable, *arguments, **options)


def _render_macro(self: Any, item: Any, context: Any = None, sort_options: Any = None) -> Any:
    if sort_options is not None:
        item.repressed.clear()  # each sort key is rendered by itself
    return self.render_children(item, context=context, sort_options=sort_options)


def _apply_text_case(self: Any, text: Any, language: str | None = None) -> Any:
    """Apply a text case also to labels and to plain strings, on which citeproc-py fails."""
    language = language or getattr(self.get_root(), "spoken", "en")
    return _original_case(self, String(text) if type(text) is str else text, language)


def _format_last_page(self: Any, first: str, last: str) -> Any:
    """Abbreviate the last page only if it has as many digits as the first: 1-10 became 1-0."""
    shapes = [re.sub(r"\d", "0", page) for page in (first, last)]
    return _original_last_page(self, first, last) if shapes[0] == shapes[1] else last


def _find_macro(self: Any, name: str) -> Any:
    """Look up a macro by its name in a table: citeproc-py searches the whole style each time."""
    root = self.get_root()
    if getattr(root, "macros", None) is None:
        root.macros = {macro.get("name"): macro for macro in root.findall("cs:macro", _NAMESPACE)}
    return root.macros[name]


def _render_single_date(self: Any, date: Any, show_parts: Any = None, context: Any = None) -> Any:
    """Join the parts of a date with the delimiter of the locale, if it has one."""
    parts = self.parts(date, show_parts, None if context is self else context)
    outer = context if context is not None and self.is_locale_date() else self
    return (self if self.get("delimiter") else outer).join(parts) if parts else None


_original_label: Final = model.Label.process
_original_case: Final = model.TextCased.case
_original_last_page: Final = model.FormatNumber._format_last_page


def patch_citeproc() -> None:
    """Install the corrections. Calling this again changes nothing."""
    for kind in (model.Text, model.Names, model.Number, model.Date):
        if not hasattr(kind.process, "__wrapped__"):
            kind.process = _track_variables(kind.process)
    model.Group.process = _render_group
    model.Substitute.render = _render_substitute
    model.Label.process = _process_label
    model.Macro.render = _render_macro
    model.Macro.calls_variable = _calls_variable
    model.TextCased.case = _apply_text_case
    model.FormatNumber._format_last_page = _format_last_page
    model.CitationStylesElement.get_macro = _find_macro
    model.Date.render_single_date = _render_single_date
