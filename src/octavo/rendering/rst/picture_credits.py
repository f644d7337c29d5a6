"""The credit of a picture: who made it and on what terms it is printed, in a line apart from its caption."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives import images
from docutils.parsers.rst.states import SubstitutionDef

OptionSpec: TypeAlias = dict[str, Callable[[str], Any]]
"""The options of a directive, each with what reads its value, as docutils has them."""
OPTION: OptionSpec = {"credit": directives.unchanged_required}
"""The option ``:credit:`` of a directive that prints a picture."""


class credit(nodes.Part, nodes.TextElement):  # noqa: N801 - docutils' nodes are lower case
    """Who made a picture, and on what terms it is printed; it stands in a figure, behind its caption."""


def find_credit(figure: nodes.Element) -> credit | None:
    """Return the credit of a figure."""
    return next((child for child in figure.children if isinstance(child, credit)), None)


def has_caption(figure: nodes.Element) -> bool:
    """Return whether a figure has a caption."""
    return any(isinstance(child, nodes.caption) for child in figure.children)


def add_credit(directive: Directive, figure: nodes.figure) -> None:
    """Add the credit that a directive names to the figure that it makes, behind its caption."""
    written = " ".join(str(directive.options.get("credit", "")).split())
    if not written:
        return
    words, messages = directive.state.inline_text(written, directive.lineno)
    made = credit(written, "", *words)
    made.line = directive.lineno
    captions = [child for child in figure.children if isinstance(child, nodes.caption)]
    figure.insert(figure.index(captions[0]) + 1 if captions else min(1, len(figure)), made)
    figure += messages


class CreditedFigure(images.Figure):
    """``.. figure::``, as in docutils, with ``:credit:``."""

    option_spec: ClassVar[OptionSpec] = {**(images.Figure.option_spec or {}), **OPTION}

    def run(self) -> list[nodes.Node]:
        """Return the figure with its credit."""
        made: list[nodes.Node] = list(super().run())
        for figure in made:
            if isinstance(figure, nodes.figure):
                add_credit(self, figure)
        return made


class CreditedImage(images.Image):
    """``.. image::``, as in docutils; one with ``:credit:`` is a figure without caption and number."""

    option_spec: ClassVar[OptionSpec] = {**(images.Image.option_spec or {}), **OPTION}

    def run(self) -> list[nodes.Node]:
        """Return the image, or a figure with the image and its credit."""
        made: list[nodes.Node] = list(super().run())
        if "credit" not in self.options or not made:
            return made
        if isinstance(self.state, SubstitutionDef):
            raise self.error("an image within a line has no place for a credit: write it into the text")
        figure = nodes.figure("", *made)
        figure.line = self.lineno
        image = next(figure.findall(nodes.image))
        if "align" in image:
            figure["align"] = image.attributes.pop("align")
        add_credit(self, figure)
        return [figure]
