"""Import a text in Word as a chapter or annex of a workshop: a reStructuredText file, with its pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ...chapters.manuscript_reader import parse_manuscript
from ...files.guarded_files import find_link, is_there, link_finding, read_file
from ...findings.finding import Finding, FindingsError, Severity
from ...language.slugs import make_slug
from ...model.rest_text import LongRest
from ...rendering.graphics.images import rewrite_image
from ...rendering.rst.value_substitution import parse_value
from ..rst.block_writer import RstWriter
from ..rst.document_tree import DocumentTree, Node, UnreadableDocument, plain_text, read_document
from ..workshop_edit import read_in_worker, read_source
from .word_document import prepare_document
from .word_package import MOST_BYTES, WordPackage, open_package

_MOST_PICTURES: Final = 500
_LABELS_TABLE: Final = """
    figure fig abbildung abb table tab tabelle tableau figura tabla tabella quadro rysunek tabela рисунок рис таблица
    табл таблиця figuur tabel figur tabell
"""
_LABELS: Final = frozenset(_LABELS_TABLE.split())
"""Words for figures and tables at the start of captions."""
_NUMBER: Final = re.compile(r"[A-Z]?\d+(?:[.-]\d+)*[.:]?")
_SIGNS: Final = re.compile(r"[.:–—-]?")
_MOST_LABEL_PIECES: Final = 4
_HINTS: Final = {
    "has no description": "describe it for readers who cannot see it",
    "picture": "save the picture as PNG, and add it as .. figure:: NAME.png",
}
"""What to do, by words of a loss."""
_MOST_EXAMPLES: Final = 5


class TextUse(StrEnum):
    """For what a text is: a chapter, or a long text of workshop.yaml, whose pictures are named from its folder."""

    CHAPTER = "chapter"
    ANNEX = "annex"


@dataclass(frozen=True)
class ReadText:
    """A text as reStructuredText, its title, its pictures by the name of their files, and what is told of it."""

    text: str
    title: str
    pictures: Mapping[str, bytes]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class TextImport:
    """What an import writes: files by their paths, and what is told."""

    target: Path
    files: Mapping[Path, bytes]
    findings: tuple[Finding, ...]


def import_text(
    source: Path, folder: Path, to: str = "", use: TextUse = TextUse.CHAPTER, replace: bool = False
) -> TextImport:
    """Return the files that a text becomes in the folder of a workshop; nothing is written.

    `to` is the path of its file there; if it is empty, chapters/NAME.rst or annexes/NAME.rst. Files that are the same
    already are not among them. Raises FindingsError if the document cannot be read, or if another file is there and may
    not be replaced.
    """
    path = _choose_path(source, to, use)
    data = read_source(source, MOST_BYTES)
    read = read_in_worker(source, _warm_up, read_text, source, data, path, use)
    target = folder / path
    wanted = {target: read.text.encode(), **{target.parent / name: image for name, image in read.pictures.items()}}
    files = {file: content for file, content in wanted.items() if not _is_same(file, content, replace)}
    return TextImport(target, files, (*read.findings, _tell_entry(path, read.title, use)))


def _choose_path(source: Path, to: str, use: TextUse) -> str:
    if not to:
        folder = "chapters" if use is TextUse.CHAPTER else "annexes"
        return f"{folder}/{make_slug(source.stem, 'text')}.rst"
    path = PurePosixPath(to.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or path.suffix != ".rst" or len(path.as_posix()) > 200:
        hint = "write a path such as chapters/minutes.rst"
        message = f"'{to}' is not the path of a reST file in the folder of the workshop"
        raise FindingsError([Finding("bad-path", message, None, hint)])
    return path.as_posix()


def _is_same(file: Path, content: bytes, replace: bool) -> bool:
    """Return whether a file has this content already. Raises FindingsError if another may not be replaced."""
    if link := find_link(file):
        raise FindingsError([link_finding(link)])
    if not is_there(file):
        return False
    try:
        is_same = read_file(file, len(content) + 1) == content
    except OSError as error:
        raise FindingsError([Finding("unreadable-file", f"{file.name}: {error.strerror}", None, "remove it")]) from None
    if not is_same and not replace:
        message = f"{file.parent.name}/{file.name} exists and is another text"
        hint = "use --replace to write over it, or --to with another path"
        raise FindingsError([Finding("file-exists", message, None, hint)])
    return is_same


def _tell_entry(path: str, title: str, use: TextUse) -> Finding:
    name = make_slug(PurePosixPath(path).stem)
    shown = "'" + (title or "Title").replace("'", "''") + "'"
    message = f"the text is not printed before workshop.yaml names it: source: {path}"
    hint = f"add to annexes:, or to a report of sections: {{title: {shown}, source: {path}}}"
    if use is TextUse.CHAPTER:
        hint = f"add to chapters: {{id: {name}, title: {shown}, authors: [ID], source: {path}}}"
    return Finding("not-named", message, None, hint, Severity.ADVICE)


def _warm_up() -> None:
    import_module("octavo.rendering.rst.value_substitution")


def read_text(source: Path, data: bytes, path: str, use: TextUse) -> ReadText:
    """Read a Word document that is written to a path of a workshop. Raises FindingsError."""
    package = open_package(source, data)
    readable, losses = prepare_document(package)
    try:
        tree = read_document(readable, "docx")
    except UnreadableDocument as fault:
        hint = "open it in Word and save it again"
        raise FindingsError([Finding("unreadable-text", f"{source.name} {fault}", None, hint)]) from None
    pictures = _Pictures(package, PurePosixPath(path).stem)
    pictures.read(tree.blocks)
    above = PurePosixPath(path).parent if use is TextUse.ANNEX else PurePosixPath()
    names = {name: (above / file).as_posix() for name, file in pictures.names.items()}
    written = RstWriter(names, has_headings=True).write(DocumentTree(_strip_labels(tree.blocks), tree.meta))
    told = [*_report_losses(source, {**losses.found, **pictures.losses, **written.losses}), *_report_meta(source, tree)]
    if not written.text:
        raise FindingsError(
            [*told, Finding("nothing-printed", f"{source.name} has no text", None, "name another file")]
        )
    return ReadText(written.text, written.title, pictures.files, (*told, *_check_text(source, written.text, use)))


@dataclass
class _Pictures:
    """The pictures of a document, written anew under names of their own."""

    package: WordPackage
    stem: str
    names: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    losses: dict[str, list[str]] = field(default_factory=dict)

    def read(self, blocks: Sequence[Node]) -> None:
        """Read the pictures that are shown, in their order."""
        for image in _list_images(blocks):
            name = image["c"][2][0]
            if name not in self.names and len(self.files) < _MOST_PICTURES:
                self.names[name] = self._rewrite(name)
        self.names = {name: file for name, file in self.names.items() if file}

    def _rewrite(self, name: str) -> str:
        data = self.package.parts.get(f"word/{name.removeprefix('/word/')}")
        if data is None:
            return ""
        try:
            asset = rewrite_image(name, data)
        except FindingsError as refusal:
            fault = refusal.findings[0].message.removeprefix(f"'{name}' ")
            self.losses.setdefault(f"a picture {fault}, and was left out", []).append(name)
            return ""
        suffix = ".jpg" if asset.media_type == "image/jpeg" else ".png"
        file = f"{self.stem}-{len(self.files) + 1}{suffix}"
        self.files[file] = asset.data
        return file


def _list_images(node: object) -> Iterator[Node]:
    if isinstance(node, list | tuple):
        for one in node:
            yield from _list_images(one)
    elif isinstance(node, dict):
        if node.get("t") == "Image":
            yield node
        yield from _list_images(node.get("c"))


def _strip_labels(node: object) -> Any:
    """Return a tree whose captions have no “Figure 1” at their start: they are numbered when they are set."""
    if isinstance(node, list):
        return [_strip_labels(one) for one in node]
    if not isinstance(node, dict):
        return node
    content = _strip_labels(node.get("c"))
    if node.get("t") in ("Figure", "Table") and content[1][1]:
        first = content[1][1][0]
        if first["t"] in ("Para", "Plain"):
            content[1][1][0] = {"t": first["t"], "c": _strip_label(first["c"])}
    return {**node, "c": content} if "c" in node else node


def _strip_label(inlines: list[Node]) -> list[Node]:
    """Return a caption without its label, which may be bold; as it is, if it has none, or nothing else."""
    for count in range(1, min(len(inlines), _MOST_LABEL_PIECES) + 1):
        pieces = plain_text(inlines[:count]).replace("\u00a0", " ").split()
        if len(pieces) == 2 and pieces[0].rstrip(".").casefold() in _LABELS and _NUMBER.fullmatch(pieces[1]):
            rest = inlines[count:]
            while rest and (_is_blank(rest[0]) or (rest[0]["t"] == "Str" and _SIGNS.fullmatch(rest[0]["c"]))):
                rest = rest[1:]
            return rest or inlines
    return inlines


def _is_blank(inline: Node) -> bool:
    return inline["t"] in ("Space", "SoftBreak", "LineBreak")


def _report_losses(source: Path, losses: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    for what, cases in losses.items():
        shown = [case for case in dict.fromkeys(cases) if case]
        more = f" and {len(shown) - _MOST_EXAMPLES} more" if len(shown) > _MOST_EXAMPLES else ""
        count = f" ({len(cases)} times)" if len(cases) > 1 else ""
        examples = f": {'; '.join(shown[:_MOST_EXAMPLES])}{more}" if shown else ""
        hint = next((hint for words, hint in _HINTS.items() if words in what), "compare the text with the document")
        is_small = what.startswith(("tracked", "headers", "comments", "the table of contents", "a text box"))
        severity = Severity.ADVICE if is_small else Severity.WARNING
        yield Finding("text-loss", f"{source.name}: {what}{count}{examples}", None, hint, severity)


def _report_meta(source: Path, tree: DocumentTree) -> Iterator[Finding]:
    for key in ("title", "subtitle", "author", "date", "abstract"):
        if words := plain_text([tree.meta[key]]) if key in tree.meta else "":
            message = f"{source.name}: the {key} “{words[:200]}” is not in the text"
            yield Finding("text-meta", message, None, "write it into workshop.yaml", Severity.ADVICE)


def _check_text(source: Path, text: str, use: TextUse) -> Iterator[Finding]:
    """Tell what our readers of chapters and long texts find in the text."""
    if use is TextUse.CHAPTER:
        findings: Sequence[Finding] = parse_manuscript(text.encode(), source.with_suffix(".rst"), "import-").findings
    elif len(text) > LongRest.max_length:
        message = f"the text has {len(text):,} characters; an annex has at most {LongRest.max_length:,}"
        findings = [Finding("text-too-long", message, None, "divide it, or import it as a chapter", Severity.WARNING)]
    else:
        findings = parse_value(LongRest(text))[1]
    for finding in findings:
        line = f", line {finding.place.line}" if finding.place else ""
        message = f"in the text that was written{line}: {finding.message}"
        yield Finding(finding.code, message, None, finding.hint, finding.severity)
