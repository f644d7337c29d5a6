"""Open the figures of a manuscript, judge them, and print the name of one that cannot be shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from docutils import nodes

from ..checking.name_leaks import find_data_names
from ..files.typed_paths import absolute_path
from ..files.workshop_files import read_workshop_file
from ..findings.finding import Finding, MissingKind, Place, Severity
from ..language.translator import get_translator
from ..processes.current_file import working_on
from ..rendering.graphics.images import ImageAsset, open_images
from ..rendering.rst.chart_data_files import complete_charts
from ..rendering.rst.figure_directives import forget_lost_images, list_bleeding_images
from . import pdf_figures
from .bleeding_photographs import find_photograph_fault
from .chapter_job import ChapterJob
from .figure_faults import NOT_ARCHIVAL, NOT_DESCRIBED, NOT_READABLE, UNFIT, FigureFault, FigureJudge
from .manuscript_reader import Manuscript

_DRAWING_SUFFIXES = (".pdf",)


class ManuscriptFigures:
    """The opened images of a manuscript. The name of one that cannot be opened is printed in its place."""

    def __init__(self, job: ChapterJob, text: Manuscript, judge: FigureJudge) -> None:
        self.findings: list[Finding] = []
        self.images: dict[str, ImageAsset] = {}
        self.drawings: dict[str, pdf_figures.PdfFigure] = {}
        self._root, self._path, self._judge = job.root, job.path, judge
        shown = list(self._wanted_images(text, job))
        pictures = [image for image in shown if not _is_drawing(image)]
        opened = open_images(self._root, [(str(image["uri"]), self._image_place(image)) for image in pictures])
        self.images.update(opened.images)
        self.findings += map(_soften_picture_finding, opened.findings)
        # Missing files are recorded too: the cache must notice when they appear.
        self._files = [*opened.files, *(job.root / str(image["uri"]) for image in pictures)]
        read = complete_charts(
            text.tree, job.root, get_translator(job.language), lambda path: path_from_root(path, job)
        )
        self._files += read.files
        self.findings += map(_soften_picture_finding, read.findings)
        self.findings += find_data_names(re.compile(job.protected) if job.protected else None, read.lines)
        self.data_lines = read.lines
        for image in shown:
            if _is_drawing(image):
                self._open_drawing(image)
            self._add_alternative_text(image)
        self._judge_photographs(text.tree, job)

    def _judge_photographs(self, tree: nodes.document, job: ChapterJob) -> None:
        """Print the names of photographs that cannot fill a page."""
        for image in list(list_bleeding_images(tree)):
            place = self._image_place(image)
            if fault := find_photograph_fault(self.images[image["uri"]], image, place, job.sheets):
                self.findings.append(fault)
                _print_file_name(image)
        forget_lost_images(tree)

    def _wanted_images(self, text: Manuscript, job: ChapterJob) -> Iterator[nodes.image]:
        """Yield the images to be shown, with their paths from the workshop's folder."""
        for image in list(text.tree.findall(nodes.image)):
            image["named"] = image["uri"]
            image["uri"] = path_from_root(str(image["uri"]), job)
            if fault := job.without.get(image["uri"]):
                self.findings.append(replace(fault, place=self._image_place(image), missing=MissingKind.FIGURE))
                _print_file_name(image)
            else:
                yield image

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were read or are missing. What a path outside the workshop's folder names was not opened."""
        files = dict.fromkeys(map(absolute_path, self._files))
        return tuple(file for file in files if file.is_relative_to(absolute_path(self._root)))

    def _image_place(self, image: nodes.image) -> Place:
        place: Place | None = image.get("place")
        return place or Place(self._path)

    def _open_drawing(self, image: nodes.image) -> None:
        uri = str(image["uri"])
        if uri in self.images:
            return
        file, data, finding = read_workshop_file(self._root, uri, self._image_place(image))
        self._files.append(file)
        if finding is None:
            try:
                with working_on(file):
                    drawn = pdf_figures.open_pdf_figure(data)
            except pdf_figures.UnusableFigure as error:
                message = f"the figure '{uri}' {error.args[0]}"
                finding = Finding("bad-drawing", message, self._image_place(image), error.args[1])
            else:
                faults = list(self._list_faults(drawn))
                self.findings += [fault.report(uri, self._image_place(image)) for fault in faults]
                if any(fault.code == UNFIT for fault in faults):
                    return
                self.images[uri] = drawn.stand_in
                self.drawings[drawn.stand_in.id] = drawn
                if drawn.damage:
                    words = f"the figure '{uri}' is damaged and was repaired as far as possible: {drawn.damage}"
                    finding = Finding(
                        "bad-drawing", words, self._image_place(image), "export it again and check the result"
                    )
        if finding is not None:
            self.findings.append(_soften_picture_finding(finding))

    def _list_faults(self, drawn: pdf_figures.PdfFigure) -> Iterator[FigureFault]:
        """Yield what keeps a figure out of the book, or else what takes away a claim of the book."""
        judged = self._judge(drawn)
        unfit = [fault for fault in judged if fault.code == UNFIT]
        if unfit:
            yield unfit[0]
        elif why := pdf_figures.find_pdfua_obstacle(drawn.pdf):
            yield FigureFault(NOT_READABLE, why, "export it with embedded fonts and Unicode maps")
        elif why := pdf_figures.find_pdfa_obstacle(drawn.pdf):
            yield FigureFault(NOT_ARCHIVAL, why, "export it in RGB or grey")
        else:
            yield from judged

    def _add_alternative_text(self, image: nodes.image) -> None:
        """Use the caption as alternative text if there is none; print the name of a missing figure.

        Without a caption the picture stays without alternative text, since its file name describes nothing: the book
        then cannot claim PDF/UA (ISO 14289-1, 7.3).
        """
        uri = str(image["uri"])
        if uri not in self.images:
            _print_file_name(image)
            return
        said = " ".join(str(image.get("alt") or "").split())
        is_file_name = said.casefold() in _list_file_names(image)
        if said and not is_file_name:
            return
        image.attributes.pop("alt", None)
        caption = next((node for node in image.parent.children if isinstance(node, nodes.caption)), None)
        subject = f"the figure '{uri}' has " + ("only its file name as" if is_file_name else "no") + " alternative text"
        write = "write a description after" if is_file_name else "add a line"
        hint = f"{write}  :alt:" + ("" if is_file_name else "  with a description  below it, indented by three spaces")
        if caption is not None:
            image["alt"] = " ".join(caption.astext().split())
            message, code, severity = f"{subject}; screen readers read its caption", "caption-as-text", Severity.ADVICE
        else:
            image["undescribed"] = True
            message = f"{subject} and no caption: the book can then not claim PDF/UA"
            code, severity = NOT_DESCRIBED, Severity.WARNING
        self.findings.append(Finding(code, message, self._image_place(image), hint, severity))


def _list_file_names(image: nodes.image) -> frozenset[str]:
    """Return what names the file of a picture, in lower case: its path, from the workshop or the text, and its name."""
    path = PurePosixPath(str(image["uri"]).casefold())
    return frozenset({str(path), str(image.get("named", "")).casefold(), path.name})


def _print_file_name(image: nodes.image) -> None:
    """Replace a figure that cannot be shown by its name."""
    shown = nodes.paragraph("", f"[{image['uri']}]", classes=["missing"])
    if "place" in image:
        shown["place"] = image["place"]
    image.parent.replace(image, shown)


def _soften_picture_finding(finding: Finding) -> Finding:
    """Reduce the error of a picture to a warning: its name is printed and the book is still made."""
    if finding.severity is not Severity.ERROR:
        return finding
    return replace(finding, severity=Severity.WARNING, missing=MissingKind.FIGURE)


def path_from_root(uri: str, job: ChapterJob) -> str:
    """Convert a path relative to the manuscript to one relative to the workshop's folder; ``%20`` is a space."""
    decoded = unquote(uri)
    uri = decoded if decoded.isprintable() else uri
    if uri.startswith(("/", "~")) or "://" in uri or "\\" in uri:
        return uri
    home = PurePosixPath(job.path.parent.relative_to(job.root).as_posix())
    return posixpath.normpath((home / uri).as_posix())


def _is_drawing(image: nodes.image) -> bool:
    return str(image["uri"]).lower().endswith(_DRAWING_SUFFIXES)
