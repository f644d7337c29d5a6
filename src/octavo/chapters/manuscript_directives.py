"""The directives of a chapter's manuscript: listings, equations, and those of other tools that a book ignores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives import admonitions, body, misc, tables
from docutils.utils.code_analyzer import Lexer, LexerError

from ..model.text_checks import is_forbidden_character
from ..rendering.rst import directives as vocabulary
from ..rendering.rst.chart_directive import DrawDataChart
from ..rendering.rst.directives import AllowedMarkup
from ..rendering.rst.figure_directives import FullBleed
from ..rendering.rst.picture_credits import CreditedFigure, OptionSpec
from .manuscript_roles import CHAPTER_ROLES


def _number_or_none(argument: str | None) -> int | None:
    return directives.nonnegative_int(argument) if argument and argument.strip() else None


class CodeBlock(Directive):
    """``.. code-block:: LANGUAGE`` sets a listing; with ``:caption:`` it is numbered."""

    optional_arguments = 1
    has_content = True
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "caption": directives.unchanged_required,
        "name": directives.unchanged,
        "class": directives.class_option,
        "number-lines": _number_or_none,
        "linenos": directives.flag,
        "linenostart": directives.nonnegative_int,
        "lineno-start": directives.nonnegative_int,
        "emphasize-lines": directives.unchanged_required,
        "dedent": _number_or_none,
        "force": directives.flag,
        "language": directives.unchanged_required,
        "tab-width": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Return the listing, with Pygments classes."""
        self.assert_has_content()
        language = (self.arguments[0] if self.arguments else self.options.get("language", "")).strip().lower()
        code = self._dedented_code()
        block = nodes.literal_block(code, classes=["code", *self.options.get("class", [])])
        block.line = self.content_offset + 1
        if (first := self._first_number()) is not None:
            block["first-number"] = first
        block["stressed"] = self._emphasized_lines(code.count("\n") + 1)
        for classes, words in self._highlight_tokens(code, language):
            known = [name for name in classes if name not in _PLAIN_TOKENS]
            block += nodes.inline(words, words, classes=known) if known else nodes.Text(words)
        if "tab-width" in self.options:
            report_advice(self, "':tab-width:' is ignored; tabs are eight characters wide", "use spaces")
        if "caption" not in self.options:
            self.add_name(block)
            return [block]
        listing = nodes.container("", classes=["listing"])
        caption = nodes.caption(self.options["caption"], "")
        inner, messages = self.state.inline_text(self.options["caption"], self.lineno)
        caption.extend(inner)
        listing += [caption, block]
        self.add_name(listing)
        return [listing, *messages]

    def _dedented_code(self) -> str:
        """Return the text of the listing, dedented as requested."""
        lines = list(self.content)
        if "dedent" not in self.options:
            return "\n".join(lines)
        wanted, indent = self.options["dedent"], min((_indentation(line) for line in lines if line), default=0)
        taken = indent if wanted is None else min(wanted, indent)
        return "\n".join(line[taken:] for line in lines)

    def _first_number(self) -> int | None:
        """Return the number of the first line, or None if lines are not numbered."""
        given = [self.options[name] for name in ("lineno-start", "linenostart", "number-lines") if name in self.options]
        if not given and "linenos" not in self.options:
            return None
        return next((number for number in given if number is not None), 1)

    def _emphasized_lines(self, lines: int) -> tuple[int, ...]:
        """Return the emphasized lines, counted from 1."""
        wanted = self.options.get("emphasize-lines", "")
        if not re.fullmatch(r"\s*\d+(?:\s*-\s*\d*)?(?:\s*,\s*\d+(?:\s*-\s*\d*)?)*\s*", wanted or "1"):
            report_advice(self, f"':emphasize-lines: {wanted}' names no lines", "write line numbers such as 2,4-6")
            return ()
        chosen: set[int] = set()
        for piece in filter(None, wanted.replace(" ", "").split(",")):
            first, dash, last = piece.partition("-")
            chosen.update(range(int(first), min(lines, int(last or lines) if dash else int(first)) + 1))
        return tuple(sorted(chosen))

    def _highlight_tokens(self, code: str, language: str) -> Iterator[tuple[list[str], str]]:
        if language in ("", "none", "text", "default"):
            yield [], code
            return
        try:
            yield from Lexer(code, language, "short")
        except LexerError:
            self.state.document.reporter.warning(f'No lexer for the language "{language}"', line=self.lineno)
            yield [], code


_PLAIN_TOKENS = frozenset({"p", "n", "w", "x", "code"})


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def report_advice(directive: Directive, message: str, hint: str) -> None:
    """Report an option or directive that is ignored."""
    directive.state.document.reporter.info(message, advice=hint, line=directive.lineno)


class IgnoredDirective(Directive):
    """A directive for another tool's layout, without text of its own."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return nothing, and report it."""
        reason = _REASONS.get(self.name, "the book defines its own layout")
        report_advice(self, f"'.. {self.name}::' is ignored: {reason}", "remove it")
        return []


_REASONS = {
    "meta": "metadata come from workshop.yaml",
    "title": "the title comes from workshop.yaml",
    "target-notes": "links keep their addresses, which are not listed",
}


class MarginText(Directive):
    """``.. header::`` and ``.. footer::``: text for page margins, which in a book have their own content."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the text as a paragraph, and report it."""
        self.assert_has_content()
        message = f"Margins are the book's own: '.. {self.name}::'"
        self.state.document.reporter.warning(message, line=self.lineno)
        words = nodes.container("\n".join(self.content))
        self.state.nested_parse(self.content, self.content_offset, words)
        return [words]


class UnicodeCharacter(misc.Unicode):
    """``.. |name| unicode:: 0x2014``: a character by its number, if it may be printed."""

    def run(self) -> list[nodes.Node]:
        """Return the characters."""
        made = list(super().run())
        if strange := next((sign for node in made for sign in node.astext() if is_forbidden_character(sign)), ""):
            raise self.error(f"U+{ord(strange):04X} is not a printable character")
        return made


class Equation(body.MathBlock):
    """``.. math::``: an equation, numbered if it has ``:label:``."""

    option_spec: ClassVar[OptionSpec] = {
        **body.MathBlock.option_spec,
        "label": directives.unchanged_required,
        "type": directives.unchanged,
        "nowrap": directives.flag,
        "no-wrap": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Return the equation as docutils does, with its label."""
        made: list[nodes.Node] = super().run()  # type: ignore[no-untyped-call] # docutils says no types here
        blocks = [node for node in made if isinstance(node, nodes.math_block)]
        for block in blocks:
            block.line = block.line or self.lineno
            block["type"] = self.options.get("type", "")
        if blocks and "label" in self.options:
            blocks[-1]["label"] = self.options["label"].strip()
        return made


class Figure(CreditedFigure):
    """``.. figure::``, as in docutils, which would read the picture for ``:figwidth: image``."""

    def run(self) -> list[nodes.Node]:
        """Return the figure."""
        if self.options.get("figwidth") == "image":
            report_advice(self, "':figwidth: image' is ignored: captions are as wide as the text", "write a width")
        return list(super().run())


CHAPTER_MARKUP = AllowedMarkup(
    {
        **vocabulary.VALUE_MARKUP.directives,
        "figure": Figure,
        "full-bleed": FullBleed,
        "chart": DrawDataChart,
        "csv-table": tables.CSVTable,
        "math": Equation,
        "code": CodeBlock,
        "code-block": CodeBlock,
        "sourcecode": CodeBlock,
        "parsed-literal": body.ParsedLiteral,
        "attention": admonitions.Attention,
        "caution": admonitions.Caution,
        "danger": admonitions.Danger,
        "error": admonitions.Error,
        "hint": admonitions.Hint,
        "warning": admonitions.Warning,
        "admonition": admonitions.Admonition,
        "topic": body.Topic,
        "sidebar": body.Sidebar,
        "container": body.Container,
        "compound": body.Compound,
        "highlights": body.Highlights,
        "line-block": body.LineBlock,
        "class": misc.Class,
        "replace": misc.Replace,
        "unicode": UnicodeCharacter,
        "default-role": misc.DefaultRole,
        "role": misc.Role,
        "rst-class": misc.Class,
        **dict.fromkeys(("contents", "highlight", "sectnum", "section-numbering"), IgnoredDirective),
        **dict.fromkeys(("meta", "title", "target-notes"), IgnoredDirective),
        "header": MarginText,
        "footer": MarginText,
    },
    CHAPTER_ROLES,
)
