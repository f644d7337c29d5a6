"""The directives of pictures that stand side by side, and of photographs that reach the edges of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives

from .picture_credits import OPTION, CreditedFigure, OptionSpec

MOST_IN_GROUP = 6
WHOLE_PAGE, PAGE_HEAD = "whole-page", "page-head"
"""Classes of the figures that reach the edges of the page: on all sides, or on all but the lower one."""
_PLACES = {"page": WHOLE_PAGE, "head": PAGE_HEAD}
_SIZES = ("width", "height", "scale", "align", "figwidth")


class side_by_side(nodes.General, nodes.Element):  # noqa: N801 - docutils' nodes are lower case
    """Figures in rows: of equal height, or, if ``equal`` is width, of equal width."""


class SideBySide(Directive):
    """``.. side-by-side::`` sets the figures below it beside each other, each with its own caption."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"equal": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the figures; if they cannot stand side by side, report it, and return them one after the other."""
        around = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, around)
        equal = self.options.get("equal", "height").strip().lower()
        if equal not in ("height", "width"):
            return self._report(
                f"':equal: {equal}' is not known",
                "write  :equal: height  or  :equal: width",
                around,
                f":equal: {equal}",
            )
        group = side_by_side("", equal=equal)
        figures = []
        for child in list(around.children):
            figure = _as_figure(child)
            if figure is not None:
                figures.append(figure)
            elif not isinstance(child, nodes.target):
                words = " ".join(child.astext().split())[:40]
                message = f"only figures can stand side by side, but “{words}” is none"
                return self._report(message, "move it above or below '.. side-by-side::'", around, words)
            # A label stands before the figure that it names.
            group += figure or child
        if not 2 <= len(figures) <= MOST_IN_GROUP:
            message = f"'.. side-by-side::' takes two to {MOST_IN_GROUP} figures, and has {len(figures)}"
            hint = "write each as  .. figure:: FILE  below it, indented by three spaces"
            return self._report(message, hint, around)
        for figure in figures:
            self._set_width(figure)
        group.line = self.lineno
        return [group]

    def _set_width(self, figure: nodes.figure) -> None:
        """Let a picture fill its place, whatever size it asks for."""
        pictures = list(figure.findall(nodes.image))
        elements: list[nodes.Element] = [figure, *pictures]
        for node in elements:
            for name in _SIZES:
                # A photograph that is to fill a page has a width that its author has not written.
                if node.attributes.pop(name, None) is not None and not figure.get("bleed"):
                    message = f"':{name}:' is ignored: pictures side by side share the width of the text"
                    self.state.document.reporter.info(message, advice="remove it", line=self.lineno)
        for image in pictures:
            image["width"] = "100%"

    def _report(self, message: str, hint: str, around: nodes.container, needle: str = "") -> list[nodes.Node]:
        source, line = self.state_machine.get_source_and_line(self.lineno)
        self.state.document.reporter.error(message, source=str(source), line=line, remedy=hint, needle=needle)
        return list(around.children)


def _as_figure(node: nodes.Node) -> nodes.figure | None:
    """Return a figure with a picture, or a picture as a figure without caption; None for anything else."""
    if isinstance(node, nodes.figure) and any(node.findall(nodes.image)):
        return node
    if isinstance(node, nodes.image) or (isinstance(node, nodes.reference) and any(node.findall(nodes.image))):
        figure = nodes.figure("", node)
        figure.line = node.line
        return figure
    return None


class FullBleed(CreditedFigure):
    """``.. full-bleed:: FILE``: a photograph that fills a page, or with ``:place: head`` the head of one.

    Its caption, which stands below it, follows on the next page if it fills one.
    """

    option_spec: ClassVar[OptionSpec] = {
        "alt": directives.unchanged,
        "name": directives.unchanged,
        "class": directives.class_option,
        "place": directives.unchanged_required,
        **OPTION,
    }

    def run(self) -> list[nodes.Node]:
        """Return a figure whose class says how far the photograph reaches."""
        place = self.options.pop("place", "page").strip().lower()
        made: list[nodes.Node] = list(super().run())
        if place not in _PLACES:
            source, line = self.state_machine.get_source_and_line(self.lineno)
            hint = "write  :place: page  for a whole page, or  :place: head  for the upper half of one"
            message = f"':place: {place}' is not known"
            needle = f":place: {place}"
            self.state.document.reporter.error(message, source=str(source), line=line, remedy=hint, needle=needle)
        for figure in made:
            if isinstance(figure, nodes.figure) and place in _PLACES:
                figure["bleed"] = _PLACES[place]
                for image in figure.findall(nodes.image):
                    image["width"] = "100%"
        return made


def list_bleeding_images(tree: nodes.document) -> Iterator[nodes.image]:
    """Yield the images of the figures that reach the edges of the page."""
    for figure in tree.findall(nodes.figure):
        if figure.get("bleed"):
            yield from figure.findall(nodes.image)


def forget_lost_images(tree: nodes.document) -> None:
    """Turn figures whose photograph is not there into figures like others."""
    for figure in tree.findall(nodes.figure):
        if figure.get("bleed") and next(figure.findall(nodes.image), None) is None:
            del figure["bleed"]
