"""Write pandoc's tree of a document as reStructuredText, for a chapter or for a value of workshop.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .document_tree import DocumentTree, Node, plain_text
from .inline_writer import InlineReader, Losses, Run, clean_text, protect_start, wrap_line, write_runs
from .table_writer import column_width, write_table

_UNDERLINES: Final = "=-~^\"'"
_BULLETS: Final = "-*+"
_ENUMERATORS: Final = ("{}.", "({})", "{})")
_CM: Final = 2.54
_LEAST_WIDTH, _MOST_WIDTH = 0.1, 30.0
"""Inches."""
_FIRST_LETTER: Final = ord("a")


@dataclass(frozen=True)
class WrittenDocument:
    """A document in reStructuredText, the images that it shows by their names in the source, and what was lost."""

    text: str
    title: str
    losses: Mapping[str, Sequence[str]]


@dataclass
class _State:
    losses: Losses = field(default_factory=Losses)
    notes: list[str] = field(default_factory=list)
    images: list[Node] = field(default_factory=list)
    """Images of the paragraph that is being read."""
    levels: list[int] = field(default_factory=list)


class RstWriter:
    """Writes one document.

    `images` has the file for the name of each image; one that it does not have is left out. Headings become bold lines
    without `has_headings`: values of workshop.yaml have none.
    """

    def __init__(self, images: Mapping[str, str] | None = None, has_headings: bool = False) -> None:
        self._images, self._has_headings = images or {}, has_headings
        self._state = _State()
        self._inlines = InlineReader(self._state.losses, self._add_note, self._state.images.append)

    def write(self, tree: DocumentTree) -> WrittenDocument:
        """Write a document; its notes stand at its end."""
        lines = self.write_blocks(tree.blocks)
        for note in self._state.notes:
            lines += ["", note]
        title = plain_text(tree.meta.get("title", {}).get("c", []))
        text = "\n".join(_trim_rules(lines)).strip("\n")
        return WrittenDocument(f"{text}\n" if text else "", title, self._state.losses.found)

    def write_blocks(self, blocks: Sequence[Node]) -> list[str]:
        """Return the lines of blocks, with an empty line between two of them."""
        lines: list[str] = []
        before = ""
        variant = 0
        for block in _unpack(blocks):
            variant = variant + 1 if block["t"] == before and before.endswith("List") else 0
            written = list(self._write_block(block, variant, before))
            if written:
                lines += ["", *written] if lines else written
                before = block["t"]
        return lines

    def _write_block(self, block: Node, variant: int, before: str) -> Iterator[str]:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in ("Para", "Plain"):
            yield from self._write_paragraph(content)
        elif kind == "Header":
            yield from self._write_heading(content[0], content[2])
        elif kind == "BlockQuote":
            if before.endswith("List") or before in ("Figure", "BlockQuote", "Note"):
                yield from [".. epigraph::", ""]
            yield from _indent(self.write_blocks(content), "   ")
        elif kind == "BulletList":
            marks = (_BULLETS[variant % len(_BULLETS)] for _ in content)
            yield from self._write_list(content, marks)
        elif kind == "OrderedList":
            yield from self._write_list(content[1], _enumerate(content[0], len(content[1]), variant))
        elif kind == "DefinitionList":
            yield from self._write_definitions(content)
        elif kind == "CodeBlock":
            code = [clean_text(line) for line in content[1].expandtabs().split("\n")]
            yield from ["::", "", *_indent(code, "   ")] if any(code) else []
        elif kind == "LineBlock":
            yield from self._write_lines([self._inlines.read(line) for line in content])
        elif kind == "HorizontalRule":
            yield "----"
        elif kind == "Table":
            yield from write_table(content, self)
            yield from self._write_images()
        elif kind == "Figure":
            yield from self._write_figure(content)
        elif kind == "RawBlock":
            if not content[1].strip().startswith("<!--"):
                self._state.losses.add("markup of another language was left out", content[1])
        else:
            self._state.losses.add(f"“{kind}” is not known, and was left out", plain_text(content))

    # Paragraphs

    def write_line(self, inlines: Sequence[Node]) -> str:
        """Return inlines on one line, for a heading, a caption or a term."""
        runs = [_make_inline(run) for run in self._inlines.read(inlines)]
        return protect_start(write_runs(runs)) if runs else ""

    def _write_paragraph(self, inlines: Sequence[Node]) -> Iterator[str]:
        runs = self._inlines.read(inlines)
        is_apart = False
        for piece in _split_at_displays(runs):
            lines = list(self._write_piece(piece))
            if lines:
                yield from ["", *lines] if is_apart else lines
                is_apart = True
        images = list(self._write_images())
        yield from ["", *images] if is_apart and images else images

    def _write_piece(self, runs: Sequence[Run]) -> Iterator[str]:
        if runs and runs[0].kind == "display":
            yield from [".. math::", "", f"   {runs[0].words}"]
        elif any(run.kind == "break" for run in runs):
            yield from self._write_lines(_split_at_breaks(runs))
        elif text := write_runs(runs):
            yield from wrap_line(protect_start(text))

    def _write_lines(self, lines: Sequence[Sequence[Run]]) -> Iterator[str]:
        written = [write_runs([_make_inline(run) for run in line]) for line in lines]
        filled = [line for line in written if line]
        if len(filled) == 1:
            yield from wrap_line(protect_start(filled[0]))
        else:
            yield from (f"| {line}" for line in filled)

    def _write_heading(self, level: int, inlines: Sequence[Node]) -> Iterator[str]:
        if not self._has_headings:
            inlines = [{"t": "Strong", "c": inlines}]
        words = self.write_line(inlines)
        if words and not self._has_headings:
            yield words
        elif words:
            levels = self._state.levels
            while levels and levels[-1] >= level:
                levels.pop()
            levels.append(level)
            sign = _UNDERLINES[min(len(levels), len(_UNDERLINES)) - 1]
            yield from [words, sign * max(column_width(words), 4)]
        yield from self._write_images()

    # Lists

    def _write_list(self, entries: Sequence[Sequence[Node]], marks: Iterator[str]) -> Iterator[str]:
        for entry, mark in zip(entries, marks, strict=True):
            lines = self.write_blocks(entry) or ["\\ "]
            is_loose = len(lines) > 1 and "" in lines
            yield f"{mark} {lines[0]}"
            yield from _indent(lines[1:], " " * (len(mark) + 1))
            if is_loose and entry is not entries[-1]:
                yield ""

    def _write_definitions(self, entries: Sequence[Any]) -> Iterator[str]:
        for term, definitions in entries:
            yield self.write_line(term) or "\\ "
            blocks = [block for definition in definitions for block in definition]
            yield from _indent(self.write_blocks(blocks) or ["\\ "], "   ")
            if term is not entries[-1][0]:
                yield ""

    # Notes and images

    def _add_note(self, blocks: Sequence[Node]) -> str:
        at = len(self._state.notes)
        self._state.notes.append("")
        own_images = len(self._state.images)
        lines = self.write_blocks(blocks) or ["\\ "]
        del self._state.images[own_images:]
        self._state.notes[at] = "\n".join([f".. [#] {lines[0]}", *_indent(lines[1:], "   ")])
        return "[#]_"

    def _write_images(self) -> Iterator[str]:
        """Write the images of what was just read, each below the other."""
        images, self._state.images[:] = list(self._state.images), []
        is_apart = False
        for image in images:
            file = self._find_image(image)
            if file:
                yield from ["", f".. image:: {file}"] if is_apart else [f".. image:: {file}"]
                yield from self._describe(image)
                is_apart = True

    def _write_figure(self, content: Any) -> Iterator[str]:
        _, (_, caption), blocks = content
        inner = self._find_inner_image(blocks)
        if inner is None or not (file := self._find_image(inner)):
            yield from self.write_blocks([*blocks, *caption] if inner is None else caption)
            return
        words = self.write_blocks(caption)
        yield f".. figure:: {file}"
        yield from self._describe(inner)
        if words:
            yield from ["", *_indent(words, "   ")]

    def _find_inner_image(self, blocks: Sequence[Node]) -> Node | None:
        if len(blocks) == 1 and blocks[0]["t"] in ("Plain", "Para"):
            inlines = blocks[0]["c"]
            if len(inlines) == 1 and inlines[0]["t"] == "Image":
                image: Node = inlines[0]
                return image
        return None

    def _find_image(self, image: Node) -> str:
        name = image["c"][2][0]
        if name not in self._images:
            if not self._images.get("", ""):
                self._state.losses.add("a picture was left out", _image_words(image) or name)
            return ""
        return self._images[name]

    def _describe(self, image: Node) -> Iterator[str]:
        words = _image_words(image)
        if words:
            yield f"   :alt: {_strip_markup(words)}"
        else:
            self._state.losses.add("a picture has no description (:alt:)", image["c"][2][0])
            yield "   :alt: A picture"
        if width := _image_width(image):
            yield f"   :width: {width}"


def _image_words(image: Node) -> str:
    return clean_text(plain_text(image["c"][1]) or image["c"][2][1])[:900]


def _image_width(image: Node) -> str:
    """Return the width of an image, if it is told in inches and can be seen."""
    told = dict(image["c"][0][2]).get("width", "")
    try:
        inches = float(told.removesuffix("in")) if told.endswith("in") else 0.0
    except ValueError:
        return ""
    return f"{inches * _CM:.1f}cm" if _LEAST_WIDTH <= inches <= _MOST_WIDTH else ""


def _strip_markup(words: str) -> str:
    return re.sub(r"([\\*`|_])", r"\\\1", words)


def _unpack(blocks: Sequence[Node]) -> Iterator[Node]:
    """Yield blocks, with those within a Div in its place."""
    for block in blocks:
        if block["t"] == "Div":
            yield from _unpack(block["c"][1])
        elif block["t"] != "Null":
            yield block


def _make_inline(run: Run) -> Run:
    """Return a run that may stand on one line: no line break, and no displayed formula."""
    if run.kind == "break":
        return Run(" ")
    return Run(run.words, "math") if run.kind == "display" else run


def _split_at_displays(runs: Sequence[Run]) -> Iterator[list[Run]]:
    piece: list[Run] = []
    for run in runs:
        if run.kind == "display":
            yield from [piece, [run]]
            piece = []
        else:
            piece.append(run)
    yield piece


def _split_at_breaks(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.kind == "break":
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def _enumerate(attributes: Any, count: int, variant: int) -> Iterator[str]:
    """Return the numbers of a list, which begins and counts as in the source, if reStructuredText can."""
    start, style = int(attributes[0]), attributes[1]["t"]
    form = _ENUMERATORS[variant % len(_ENUMERATORS)]
    is_lettered = style in ("LowerAlpha", "UpperAlpha") and start + count <= 27
    for number in range(start, start + count):
        if is_lettered:
            letter = chr(_FIRST_LETTER + number - 1)
            yield form.format(letter.upper() if style == "UpperAlpha" else letter)
        else:
            yield form.format(number)


def _indent(lines: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}{line}" if line else "" for line in lines]


def _trim_rules(lines: list[str]) -> list[str]:
    """Drop the rules at the start and end, and those that follow another: no text is divided there."""
    kept: list[str] = []
    for line in lines:
        is_rule = line == "----"
        filled = [one for one in kept if one]
        if is_rule and (not filled or filled[-1] == "----"):
            continue
        kept.append(line)
    while kept and kept[-1] in ("", "----"):
        kept.pop()
    return kept
