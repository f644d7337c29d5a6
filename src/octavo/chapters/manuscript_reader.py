"""Read a chapter's manuscript, written in reStructuredText.

Manuscripts come from many authors. A fault is reported and its text printed as written; it stops no other chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes, utils
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives import admonitions, body, images, misc, tables
from docutils.utils.code_analyzer import Lexer, LexerError

from ..findings.finding import Finding, Place, Severity
from ..loading.source_map import split_lines
from ..loading.text_decoding import decode_leniently
from ..model.text_checks import is_forbidden_character
from ..rendering.rst import directives as vocabulary
from ..rendering.rst.directives import AllowedMarkup
from ..rendering.rst.docutils_parser import ParsedText, parse_lines
from ..rendering.rst.smart_punctuation import apply_smart_punctuation
from ..rendering.rst.unsupported_markup import repair_manuscript_markup

MOST_MANUSCRIPT_CHARACTERS = 2_000_000
# Characters at which docutils would split a line, though they do not end one.
_LINE_SEPARATORS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


class cite(nodes.Inline, nodes.Element):  # noqa: N801 - docutils' nodes are lower case
    """A citation of entries of the bibliography: ``keys``."""


class cross(nodes.Inline, nodes.Element):  # noqa: N801
    """A reference to a label, here or in another chapter: ``keys``, the ``role``, and ``words`` if given."""


class label(nodes.Inline, nodes.Element):  # noqa: N801
    """The label of the figure, table, equation or section that contains it."""


class indexed(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Text that is in the subject index, under ``term``."""


@dataclass(frozen=True)
class Manuscript:
    """A parsed manuscript: its tree, its own title, and its lines as written."""

    tree: nodes.document
    title: str
    written: ParsedText
    findings: tuple[Finding, ...]


def read_manuscript_lines(data: bytes, path: Path) -> tuple[ParsedText, list[Finding]]:
    """Decode the lines of a manuscript; text that is not UTF-8 is read as Windows-1252."""
    text, found = decode_leniently(data, path, "the manuscript")
    if len(text) > MOST_MANUSCRIPT_CHARACTERS:
        message = f"the manuscript has {len(text):,} characters; the limit is {MOST_MANUSCRIPT_CHARACTERS:,}"
        found.append(Finding("manuscript-too-long", message, Place(path), "split it into chapters"))
        text = ""
    lines = [line.expandtabs(8).rstrip().translate(_LINE_SEPARATORS) for line in split_lines(text)]
    places = tuple(Place(path, number) for number in range(1, len(lines) + 1))
    return ParsedText(tuple(lines), places, whole=True), found


def parse_manuscript(data: bytes, path: Path, prefix: str, language: str = "") -> Manuscript:
    """Parse a manuscript; `prefix` starts all its ids."""
    written, found = read_manuscript_lines(data, path)
    document, said = parse_lines(written, prefix, CHAPTER_MARKUP, lenient=True)
    found += said
    title = _take_title(document)
    found += repair_manuscript_markup(document, written)
    apply_smart_punctuation(document, language)
    if not document.astext().strip() and not any(document.findall(nodes.image)):
        found.append(Finding("nothing-printed", "this manuscript has no content to print", Place(path)))
    return Manuscript(document, title, written, tuple(replace(one, severity=_soften_severity(one)) for one in found))


def _soften_severity(finding: Finding) -> Severity:
    stops = ("nothing-printed", "manuscript-too-long", "rest-too-deep")
    return finding.severity if finding.severity is not Severity.ERROR or finding.code in stops else Severity.WARNING


def _take_title(document: nodes.document) -> str:
    """Remove and return the manuscript's own title if everything is below it; the chapter has its title already."""
    silent = (nodes.comment, nodes.substitution_definition, nodes.target, nodes.footnote, nodes.citation)
    shown = [child for child in document.children if not isinstance(child, silent)]
    if len(shown) != 1 or not isinstance(section := shown[0], nodes.section):
        return ""
    title, *rest = section.children
    at = document.index(section)
    document.children[at : at + 1] = rest
    for child in rest:
        child.parent = document
    return title.astext()


# Roles


def _literal_role(name: str) -> Any:
    def role(
        _role: str, raw: str, text: str, _line: int, _inliner: Any, _options: Any = None, _content: Any = ()
    ) -> Any:
        return [nodes.literal(raw, utils.unescape(text), classes=[name])], []

    return role


def _cite_role(
    _role: str, raw: str, text: str, line: int, _inliner: Any, _options: Any = None, _content: Any = ()
) -> Any:
    node = cite(raw, keys=_split_keys(text))
    node.line = line
    return [node], []


def _reference_role(
    name: str, raw: str, text: str, line: int, _inliner: Any, _options: Any = None, _content: Any = ()
) -> Any:
    """Refer to one or more labels, optionally with own text: ``:ref:`the model <model>```."""
    found = re.fullmatch(r"(.*\S)\s*<([^<>]+)>", utils.unescape(text), re.DOTALL)
    words = {"words": " ".join(found[1].split())} if found else {}
    node = cross(raw, keys=_split_keys(found[2] if found else text), role=name.lower(), **words)
    node.line = line
    return [node], []


def _split_keys(text: str) -> list[str]:
    return [name.strip() for name in utils.unescape(text).split(",") if name.strip()]


def _label_role(
    _role: str, raw: str, text: str, _line: int, _inliner: Any, _options: Any = None, _content: Any = ()
) -> Any:
    return [label(raw, name=utils.unescape(text).strip())], []


def _index_role(
    _role: str, raw: str, text: str, _line: int, _inliner: Any, _options: Any = None, _content: Any = ()
) -> Any:
    """Mark words for the subject index: ``:index:`clocks``` or ``:index:`those clocks <clocks>```."""
    found = re.fullmatch(r"(.*?)\s*<([^<>]+)>", utils.unescape(text), re.DOTALL)
    words, term = (found[1], found[2]) if found else (utils.unescape(text),) * 2
    return [indexed(raw, words, term=" ".join(term.split()))], []


# Directives


def _number_or_none(argument: str | None) -> int | None:
    return directives.nonnegative_int(argument) if argument and argument.strip() else None


class CodeBlock(Directive):
    """``.. code-block:: LANGUAGE`` sets a listing; with ``:caption:`` it is numbered."""

    optional_arguments = 1
    has_content = True
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
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

    optional_arguments = 100
    has_content = True
    option_spec: ClassVar[Any] = None

    def run(self) -> list[nodes.Node]:
        """Return nothing, and report it."""
        report_advice(self, f"'.. {self.name}::' is ignored: the book defines its own layout", "remove it")
        return []


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


class _AnyOption(dict[str, Any]):
    """An option table that accepts every option unchanged."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        return directives.unchanged

    def __bool__(self) -> bool:
        return True


IgnoredDirective.option_spec = _AnyOption()


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

    option_spec: ClassVar[Any] = {
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


CHAPTER_MARKUP = AllowedMarkup(
    {
        **vocabulary.VALUE_MARKUP.directives,
        "figure": images.Figure,
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
        "tip": admonitions.Tip,
        "warning": admonitions.Warning,
        "admonition": admonitions.Admonition,
        "topic": body.Topic,
        "sidebar": body.Sidebar,
        "container": body.Container,
        "compound": body.Compound,
        "highlights": body.Highlights,
        "pull-quote": body.PullQuote,
        "line-block": body.LineBlock,
        "class": misc.Class,
        "replace": misc.Replace,
        "unicode": UnicodeCharacter,
        "default-role": misc.DefaultRole,
        "role": misc.Role,
        "contents": IgnoredDirective,
        "highlight": IgnoredDirective,
        "sectnum": IgnoredDirective,
        "header": MarginText,
        "footer": MarginText,
    },
    {
        **vocabulary.VALUE_MARKUP.roles,
        "math": roles.math_role,
        "code": roles.code_role,
        "kbd": _literal_role("kbd"),
        "samp": _literal_role("samp"),
        "file": _literal_role("file"),
        "command": _literal_role("command"),
        "cite": _cite_role,
        "ref": _reference_role,
        "eq": _reference_role,
        "numref": _reference_role,
        "label": _label_role,
        "index": _index_role,
    },
)
