"""Convert a PDF to PDF/X: open it, read it, check it, change it, add boxes and marks, and write its metadata."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, Stream

from ..findings.console_text import format_page_list
from ..findings.finding import Finding, Severity, has_errors
from ..model.printer_profile import Profile, Standard
from ..pdf.objects import optional_content
from ..pdf.objects.annotations import remove_external_data
from ..pdf.objects.qpdf_warnings import shorten_qpdf_message
from ..pdf.objects.stream_reader import PDF_ERRORS
from . import pdfx_metadata, trim_and_crop_marks
from .colour_conversion.icc_transform import IccProfileError, Inks
from .image_conversion import picture_overlap
from .resource_traversal import EFFECT, FAULT, PATTERN, TRANSPARENT, ResourceTraversal

ConvertedFile = tuple[bytes, int, tuple[Finding, ...]]
_MOST_PAGES = 10_000


def convert_to_pdfx(data: bytes, profile: Profile, icc: bytes, folds: tuple[float, ...] = ()) -> ConvertedFile:
    """Return the press file, its number of pages, and the findings."""
    if profile.standard is Standard.SCREEN:
        raise ValueError(f"{profile.label} does not use press files")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            inks = _open_inks(profile, icc)
            with pikepdf.open(BytesIO(data)) as pdf:
                return _convert_opened_pdf(pdf, data, profile, icc, inks, folds)
        except IccProfileError as what:
            hint = "name another ICC file with the key icc"
            return b"", 0, (Finding("press-profile", f"the ICC profile of {profile.label} {what}", hint=hint),)
        except pikepdf.PasswordError:
            return b"", 0, (Finding("press-encrypted", "the PDF needs a password"),)
        except PDF_ERRORS as trouble:
            words = shorten_qpdf_message(trouble).split("\n")[0]
            return b"", 0, (Finding("press-damaged", f"the PDF cannot be read: {words}"),)


def _open_inks(profile: Profile, icc: bytes) -> Inks:
    if profile.standard is Standard.X1A and icc[8:9] > b"\x02":
        raise IccProfileError("has a version later than 2, which PDF/X-1a does not allow")
    return Inks(icc, profile.ink / 100)


def _convert_opened_pdf(
    pdf: Pdf, data: bytes, profile: Profile, icc: bytes, inks: Inks, folds: tuple[float, ...]
) -> ConvertedFile:
    if not 1 <= len(pdf.pages) <= _MOST_PAGES:
        return (
            b"",
            0,
            (Finding("press-damaged", f"the PDF has {len(pdf.pages)} pages; 1 to {_MOST_PAGES} are allowed"),),
        )
    flat = profile.standard is Standard.X1A
    optional_content.remove_hidden_content(pdf)
    walk = ResourceTraversal(pdf, inks, flat)
    walk.read_pages()
    findings = [*_transparency_findings(walk, data)] if flat else []
    if not findings:
        walk.apply_changes()
        findings += _add_press_boxes(pdf, profile, walk, folds)
    findings += _fault_findings(walk)
    if has_errors(findings):
        return b"", 0, tuple(findings)
    findings += _spot_colour_findings(walk)
    if not flat:
        _add_page_groups(pdf, walk)
    pdfx_metadata.write_pdfx_metadata(pdf, profile, icc, data)
    for item in pdf.objects:
        if isinstance(item, Stream):
            remove_external_data(item)
    out = BytesIO()
    version, objects = ("1.4", ObjectStreamMode.disable) if flat else ("1.6", ObjectStreamMode.generate)
    pages = len(pdf.pages)
    pdf.save(out, force_version=version, object_stream_mode=objects, deterministic_id=True)
    return out.getvalue(), pages, tuple(findings)


def _fault_findings(walk: ResourceTraversal) -> Iterator[Finding]:
    for words, nodes in walk.reach.notes_of_kind(FAULT).items():
        numbers = walk.reach.pages_showing(nodes)
        where = format_page_list(numbers) if numbers else "the PDF"
        message = f"{where}: cannot be printed because of {words}"
        yield Finding("press-unprintable", message, hint="export the figure or paper again")


def _transparency_findings(walk: ResourceTraversal, data: bytes) -> Iterator[Finding]:
    """Report transparency that PDF/X-1a does not allow."""
    hint = "use a PDF/X-4 profile, or export the figure or paper without transparency"
    reach = walk.reach
    effects = {words: reach.pages_showing(nodes) for words, nodes in reach.notes_of_kind(EFFECT).items()}
    soft = set(walk.soft)
    in_patterns = {node for node in soft if reach.users_of([node]) & reach.noted_nodes(PATTERN)}
    doubtful: dict[int, set[tuple[int, int]]] = {}
    for node, image in walk.soft.items():
        for page in reach.pages_showing([node]):
            doubtful.setdefault(page, set()).add((int(image.Width), int(image.Height)))
    upon = reach.pages_showing(in_patterns) | picture_overlap.find_covering_pages(data, doubtful)
    if upon:
        effects["a transparent image on top of other content"] = upon
    for words, numbers in effects.items():
        message = f"{format_page_list(numbers)}: {words}, which PDF/X-1a does not allow"
        yield Finding("press-transparency", message, hint=hint)


def _add_press_boxes(
    pdf: Pdf, profile: Profile, walk: ResourceTraversal, folds: tuple[float, ...]
) -> Iterator[Finding]:
    """Add blank pages to fill the last sheet, and set the boxes of all pages. A folded sheet stands alone."""
    blank = 0 if folds else trim_and_crop_marks.append_blank_pages(pdf, profile.multiple)
    framing = trim_and_crop_marks.PressPageBoxes(pdf, profile, folds)
    for number, page in enumerate(pdf.pages, 1):
        walk.run_guarded(("page", number), lambda page=page.obj: framing.set_boxes(page))  # type: ignore[misc]
    if blank:
        words = f"{blank} blank page{'s' * (blank > 1)} added at the end, to make {len(pdf.pages)}"
        hint = f"the printer asks for a multiple of {profile.multiple}"
        yield Finding("press-blank-pages", words, hint=hint, severity=Severity.ADVICE)


def _spot_colour_findings(walk: ResourceTraversal) -> Iterator[Finding]:
    if walk.spaces.spots:
        names = ", ".join(sorted(walk.spaces.spots))
        words = f"spot colours are converted to CMYK: {names}"
        yield Finding("press-spot-colours", words, severity=Severity.ADVICE)


def _add_page_groups(pdf: Pdf, walk: ResourceTraversal) -> None:
    """Give pages with transparency a CMYK blending space (ISO 15930-7, 6.21)."""
    numbers = walk.reach.pages_showing(walk.reach.noted_nodes(TRANSPARENT))
    for number, page in enumerate(pdf.pages, 1):
        if number in numbers and Name.Group not in page.obj:
            page.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True, K=False)
