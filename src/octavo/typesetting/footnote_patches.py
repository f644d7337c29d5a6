"""Correct how WeasyPrint breaks footnotes across pages."""

from __future__ import annotations

from typing import Any


def patch_linebox_layout(lay_out: Any) -> Any:
    """Patch `_linebox_layout`: when a line only fits because earlier notes move on, move its own notes on too.

    WeasyPrint 70 adds such a line and stops before it looks for the line's notes, so they are never printed.
    """

    def linebox_layout(context: Any, box: Any, index: Any, child: Any, new_children: Any, *args: Any) -> Any:
        result = lay_out(context, box, index, child, new_children, *args)
        abort, stop, _, _, new_footnotes, _ = result
        if stop and not abort and new_children and context.footnotes:
            for descendant in new_children[-1].descendants():
                if descendant.footnote in context.footnotes:
                    context.layout_footnote(descendant.footnote)
                    context.report_footnote(descendant.footnote)
                    new_footnotes.append(descendant.footnote)
        return result

    return linebox_layout
